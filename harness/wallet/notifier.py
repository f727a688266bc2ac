"""The notifier: signed, acknowledged, sent again (notify.md). It calls only where it may, and believes no answer too long.

Which answers stop it is documented for S (received) and for U (send again). For F, "could not process", the generic
documents mention no resend and Alipay+ sends again: the profile decides. Anything else, also no answer, is like U **[I]**.
The schedule of most wallets is not documented; the profiles have the one that three members of the family agree on.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import httpx

from harness.errors import HarnessError
from harness.journal import Actor, Kind, Message, SignatureCheck, Signed
from harness.wallet.acknowledgement import LARGEST, Acknowledgement, nothing, read_answer
from harness.wallet.dates import iso
from harness.wallet.deliveries import Delivery, Outcome
from harness.wallet.destinations import Destinations
from harness.wallet.keys import PrivateKey
from harness.wallet.notification import is_due, notification_body
from harness.wallet.payments import Payment
from harness.wallet.profile import Profile
from harness.wallet.signing import sign_as, signed_by_wallet, signed_text
from harness.wallet.verification import check_answer
from harness.wallet.world import Merchant, WalletWorld

CROSSING = "wallet backend -> merchant"


@dataclass(frozen=True, slots=True)
class _Letter:
    """A notification as it goes out: where to, its headers and body, and what was signed."""

    url: httpx.URL
    path: str
    headers: Mapping[str, str]
    body: bytes
    signed: Signed


class Notifier:
    """Delivers notifyPayment to merchants until they acknowledge it or the schedule ends.

    ``http`` should have no limit of connections (``outgoing_client``). ``merchants`` by Client-Id are needed for their
    partnerId and to check the signature of an answer. Where it sends is decided by ``allowed_hosts``, names besides this
    machine's, and by ``destinations.own_origins``, to which the wallet's own origins are to be added: it never calls itself.
    """

    def __init__(
        self,
        profile: Profile,
        key: PrivateKey,
        http: httpx.AsyncClient,
        *,
        merchants: Mapping[str, Merchant] = MappingProxyType({}),
        allowed_hosts: Iterable[str] = (),
        own_origins: Iterable[str] = (),
    ) -> None:
        self.destinations = Destinations(allowed_hosts, own_origins)
        self._profile = profile
        self._key = key
        self._http = http
        self._merchants = merchants
        self._turn = asyncio.Lock()
        self._under_way: dict[asyncio.Future[None], WalletWorld] = {}
        rules = profile.notification
        self._waits = rules.schedule_seconds or (0,)
        self._ends: Collection[Outcome] = ("acknowledged", "refused", *(("failed",) if rules.f_stops else ()))

    async def notify(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Notify a final payment by the schedule; nothing happens where nobody asked for it.

        Returns when the first delivery, if it is due at once, has ended.
        """
        if not is_due(self._profile, payment):
            return
        timing = world.controls.notification
        if timing in ("never", "twice"):
            fault = {"crossing": "notification", "effect": timing, "paymentId": payment.payment_id}
            world.journal.fact(Actor.HARNESS, "fault", fault, cause=cause)
        if timing == "never":
            return
        await self._attempt(world, payment, cause, 0)
        if timing == "twice":
            await self._deliver(world, payment, cause)

    async def resend(self, world: WalletWorld, payment: Payment, cause: Message | None = None) -> Delivery:
        """Notify a final payment once more, now, whatever came of it before, and return what comes of it now.

        An acknowledgement also ends the schedule. Raises HarnessError where there is nothing to send.
        """
        if not payment.notify_url:
            fact = f"the payment {payment.payment_id} has no paymentNotifyUrl"
            raise HarnessError(fact, action="name one when the payment is made")
        if not is_due(self._profile, payment):
            fact = f"the payment {payment.payment_id} is {payment.state.value}, which this wallet does not notify"
            raise HarnessError(fact, action=f"wait until it is one of: {', '.join(self._profile.notification.on)}")
        return await self._deliver(world, payment, cause, resend=True)

    async def _attempt(self, world: WalletWorld, payment: Payment, cause: Message, index: int) -> None:
        """Make the delivery of this place in the schedule when it is due, and those after it until one ends them."""
        payment.next_notice = (index, world.clock.now() + self._waits[index] * 1000)
        await self.resume(world, payment, cause)

    async def resume(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Go on where a payment's ``next_notice`` says."""
        if payment.next_notice is None:
            return
        index, due = payment.next_notice

        async def attempt() -> None:
            # What its merchant has cancelled since is no payment that the wallet notifies: nothing is owed any more.
            ended = not is_due(self._profile, payment)
            ended = ended or (index > 0 and world.deliveries.ended(payment.payment_id, self._ends))
            if not ended:
                ended = (await self._deliver(world, payment, cause)).outcome in self._ends
            if ended or index + 1 >= len(self._waits):
                payment.next_notice = None
            else:
                await self._attempt(world, payment, cause, index + 1)

        if due > world.clock.now():
            world.clock.at(due, attempt)
        else:
            await attempt()

    async def landed(self, world: WalletWorld) -> None:
        """Wait until no delivery of this world is under way; what follows from it (a retry) is on the clock then."""
        while under_way := [delivery for delivery, owner in self._under_way.items() if owner is world]:
            await asyncio.wait(under_way)

    async def _deliver(
        self, world: WalletWorld, payment: Payment, cause: Message | None, *, resend: bool = False
    ) -> Delivery:
        """Deliver once, and enter it into journal and log."""
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._under_way[ended] = world
        try:
            return await self._deliver_now(world, payment, cause, resend=resend)
        finally:
            del self._under_way[ended]
            ended.set_result(None)

    async def _deliver_now(
        self, world: WalletWorld, payment: Payment, cause: Message | None, *, resend: bool
    ) -> Delivery:
        number = world.deliveries.begin(payment.payment_id)
        body = notification_body(self._profile, payment, self._merchants.get(payment.client_id))
        sent = {**body, "attempt": number, **({"resend": True} if resend else {})}
        letter = await self._letter(world, payment, json.dumps(body).encode())
        call = world.journal.record(
            Actor.WALLET_BACKEND,
            Actor.MERCHANT,
            "notifyPayment",
            sent,
            kind=Kind.CALL,
            cause=cause,
            signed=letter.signed if isinstance(letter, _Letter) else None,
        )
        answer = await self._exchange(world, payment, letter, call) if isinstance(letter, _Letter) else letter
        world.journal.record(
            Actor.MERCHANT,
            Actor.WALLET_BACKEND,
            "notifyPayment",
            answer.to_dict(),
            kind=Kind.ANSWER,
            cause=call,
            signature=answer.signature,
        )
        delivery = Delivery(
            payment_id=payment.payment_id,
            number=number,
            at=call.at,
            url=payment.notify_url,
            status=answer.status,
            answer=answer.text,
            outcome=answer.outcome,
            resend=resend,
        )
        world.deliveries.add(delivery)
        return delivery

    async def _letter(self, world: WalletWorld, payment: Payment, body: bytes) -> _Letter | Acknowledgement:
        """Return a notification ready to be sent, or what stands for its answer where it may not be sent there."""
        try:
            url = self.destinations.find(payment.notify_url)
        except ValueError as error:
            return nothing("refused", str(error))
        await self._next_turn()
        path = url.raw_path.partition(b"?")[0].decode("ascii")
        time = iso(world.clock.now())
        text = signed_text(path, payment.client_id, time, body)
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "Client-Id": payment.client_id,
            "Request-Time": time,
            "Signature": sign_as(self._profile.signature, self._key, text),
            "Accept-Encoding": "identity",
        }
        return _Letter(url, path, headers, body, signed_by_wallet(text, headers["Signature"]))

    async def _exchange(self, world: WalletWorld, payment: Payment, letter: _Letter, call: Message) -> Acknowledgement:
        """Send a notification and return what came of it; never raises."""
        if effect := world.faults.strike(CROSSING):
            fault = {"crossing": CROSSING, "effect": effect, "paymentId": payment.payment_id}
            world.journal.fact(Actor.HARNESS, "fault", fault, cause=call)
            return nothing("no answer", "the notification was lost on its way")
        seconds = self._profile.notification.answer_seconds
        try:
            async with asyncio.timeout(seconds):
                status, given, raw = await self._post(letter)
        except TimeoutError:
            return nothing("no answer", f"no answer within {seconds} s")
        except (httpx.HTTPError, OSError, ValueError) as error:
            return nothing("no answer", str(error) or type(error).__name__)
        return read_answer(status, raw, self._check(payment.client_id, letter.path, given, raw))

    async def _post(self, letter: _Letter) -> tuple[int, httpx.Headers, bytes]:
        """Send one request and read its answer as it comes, no more than one byte above the limit and a chunk.

        An answer that is compressed in spite of Accept-Encoding stays so: a few bytes may unfold to gigabytes.
        """
        request = self._http.build_request("POST", letter.url, headers=letter.headers, content=letter.body)
        request.headers.pop("cookie", None)
        response = await self._http.send(request, stream=True, follow_redirects=False)
        raw = bytearray()
        try:
            await self._next_turn()
            async for chunk in response.aiter_raw():
                raw += chunk
                if len(raw) > LARGEST:
                    break
        finally:
            await response.aclose()
        return response.status_code, response.headers, bytes(raw[: LARGEST + 1])

    async def _next_turn(self) -> None:
        """Wait until the loop has been round: hundreds of deliveries at once leave room for everybody else."""
        async with self._turn:
            await asyncio.sleep(0)

    def _check(self, client_id: str, path: str, headers: httpx.Headers, body: bytes) -> SignatureCheck | None:
        merchant = self._merchants.get(client_id)
        return check_answer(self._profile.signature, merchant, path, headers, body) if merchant else None
