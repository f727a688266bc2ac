"""The simulated wallet: one for a session, serving many worlds. Which world a message belongs to is told by the ids it carries."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine, Iterable, Mapping

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from harness.journal import Actor, Message
from harness.wallet.accounts import Account
from harness.wallet.authorization import Authorization
from harness.wallet.keeper import NO_BOOKS, Books
from harness.wallet.messages import tell_buyer, tell_refund
from harness.wallet.notification import is_due
from harness.wallet.notifier import Notifier
from harness.wallet.payments import Payment, State
from harness.wallet.profile import Profile
from harness.wallet.refunds import Refund, RefundState
from harness.wallet.sessions import Attempt, Contract, PhoneSession
from harness.wallet.world import Merchant, WalletWorld

LONGEST_SILENCE = 10_000
"""How long, in ms of the world's time, a merchant waits to be notified while the phone does not fetch its own answer."""


class Wallet:
    """The wallet backend and app service of one session. All of it lives on one event loop.

    ``books`` keep what must outlive the process; notifications go to ``allowed_hosts`` besides this machine. ``homes`` are
    the worlds of merchants who always play in the same one, by Client-Id; in a suite a merchant plays in many.
    """

    def __init__(
        self,
        profile: Profile,
        key: RSAPrivateKey,
        http: httpx.AsyncClient,
        *,
        books: Books = NO_BOOKS,
        allowed_hosts: Iterable[str] = (),
    ) -> None:
        self.profile = profile
        self.key = key
        self.http = http
        self._app_origin = ""
        self._gateway_origin = ""
        self.homes: dict[str, WalletWorld] = {}
        self.authorization = Authorization(profile.authorization, books.keeper(""))
        self.merchants: dict[str, Merchant] = {}
        self.phones: dict[str, PhoneSession] = {}
        self.attempts: dict[str, Attempt] = {}
        self.contracts: dict[str, Contract] = {}
        self.notifier = Notifier(profile, key, http, merchants=self.merchants, allowed_hosts=allowed_hosts)
        self._keeper = books.keeper("")
        self._worlds: list[WalletWorld] = []
        self._by_url: dict[str, tuple[WalletWorld, Payment]] = {}
        self._tasks: dict[asyncio.Task[None], WalletWorld] = {}

    @property
    def own_origins(self) -> set[str]:
        """Where this wallet listens; neither a notification nor a program's request may lead there. More may be added."""
        return self.notifier.destinations.own_origins

    @property
    def app_origin(self) -> str:
        """Where the buyer's side is served."""
        return self._app_origin

    @app_origin.setter
    def app_origin(self, origin: str) -> None:
        self._app_origin = origin
        self.own_origins.add(origin)

    @property
    def gateway_origin(self) -> str:
        """Where merchants call."""
        return self._gateway_origin

    @gateway_origin.setter
    def gateway_origin(self, origin: str) -> None:
        self._gateway_origin = origin
        self.own_origins.add(origin)

    def now(self) -> int:
        """Return the newest world's time, or real time where no world is open (epoch ms)."""
        return self._worlds[-1].clock.now() if self._worlds else int(time.time() * 1000)

    def add_merchant(self, merchant: Merchant) -> None:
        """Make a merchant known by its Client-Id."""
        self.merchants[merchant.client_id] = merchant
        self._keeper.keep(merchant)

    def open_world(self, world: WalletWorld) -> None:
        """Let a scenario's world in; requests that carry no known id belong to the newest one."""
        self._worlds.append(world)

    def close_world(self, world: WalletWorld) -> None:
        """End a world: its clock stops, its phones are forgotten."""
        world.clock.close()
        self._worlds.remove(world)
        for task in [task for task, owner in self._tasks.items() if owner is world]:
            task.cancel()
        for attempt in self.attempts.values():
            if attempt.world is world:
                attempt.done.cancel()
        for table in (self.phones, self.attempts):
            for key in [k for k, v in table.items() if v.world is world]:
                del table[key]
        for url in [u for u, (owner, _) in self._by_url.items() if owner is world]:
            del self._by_url[url]
        for url in [u for u, contract in self.contracts.items() if contract.world is world]:
            del self.contracts[url]

    def open_phone(
        self, world: WalletWorld, account: Account, merchant: Merchant, http: httpx.AsyncClient | None = None
    ) -> PhoneSession:
        """Switch a buyer's phone on, with a merchant's program open; ``http`` is the phone's network, if it has its own."""
        phone = PhoneSession(secrets.token_hex(6), secrets.token_urlsafe(18), world, account, merchant, http=http)
        self.phones[phone.id] = phone
        return phone

    def world_of(self, body: Mapping[str, object], client_id: str = "") -> WalletWorld | None:
        """Return the merchant's own world, else that which the request speaks of by the ids in it, else the newest one."""
        if (home := self.homes.get(client_id)) is not None:
            return home
        code = self.authorization.code(str(body.get("authCode")))
        token = self.authorization.token(str(body.get("accessToken") or body.get("paymentAuthCode")))
        token = token or self.authorization.refresh_token(str(body.get("refreshToken")))
        owner = code.account if code else token.account if token else None
        order = body.get("order")
        buyer = order.get("buyer") if isinstance(order, dict) else None
        buyer_id = str(buyer.get("referenceBuyerId")) if isinstance(buyer, dict) else ""
        payment_id, refund_id = str(body.get("paymentId") or ""), str(body.get("refundId") or "")
        for world in reversed(self._worlds):
            if owner is not None and world.accounts.get(owner.customer_id) is owner:
                return world
            if payment_id in world.payments.by_id or refund_id in world.refunds.by_id:
                return world
            if buyer_id and world.account_of(buyer_id) is not None:
                return world
        return self._worlds[-1] if self._worlds else None

    def payment_by_url(self, world: WalletWorld, url: str) -> Payment | None:
        """Return the payment of this world whose cashier has this very URL."""
        owner, payment = self._by_url.get(url, (None, None))
        return payment if owner is world else None

    def find_url(self, url: str) -> tuple[WalletWorld, Payment] | None:
        """Return the payment whose cashier has this very URL, and its world."""
        return self._by_url.get(url)

    def payment_created(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Enter a new payment into the books and let it expire in time."""
        self._by_url[payment.url] = (world, payment)
        created = world.journal.fact(
            Actor.WALLET_BACKEND,
            "payment created",
            {
                "paymentId": payment.payment_id,
                "paymentRequestId": payment.request_id,
                "paymentUrl": payment.url,
                "amount": payment.amount.to_dict(),
                "description": payment.description,
                "customerId": payment.account.customer_id if payment.account else None,
                "flow": payment.flow,
                "paymentNotifyUrl": payment.notify_url or None,
                "notifyOn": list(self.profile.notification.on),
                "expiresAt": payment.expires_at,
            },
            cause=cause,
        )

        self._await_buyer(world, payment, created)

    def resume(self, world: WalletWorld, cause: Message) -> None:
        """Take up what an earlier process left: its payments' cashiers, and what was still to come of them and of refunds."""
        for payment in world.payments.by_id.values():
            self._by_url[payment.url] = (world, payment)
            if payment.state is State.CREATED:
                self._await_buyer(world, payment, cause)
            elif payment.state is State.PROCESSING:
                self._await_settlement(world, payment, cause)
            elif payment.state is State.AUTHORIZED:
                self._await_capture(world, payment, cause)
            elif payment.next_notice is not None:
                self._soon(world, self.notifier.resume(world, payment, cause))
        for refund in world.refunds.by_id.values():
            if refund.state is RefundState.PROCESSING:
                self._await_refund(world, refund, cause)

    def _await_buyer(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Close a payment that nobody pays in time."""

        async def expire() -> None:
            if payment.state is State.CREATED:
                world.payments.close(payment)
                await self.finalised(world, payment, cause)

        world.clock.at(payment.expires_at, expire)

    async def execute(self, attempt: Attempt, cause: Message) -> None:
        """Run the payment service for a confirmed payment and enter what came of it."""
        world, payment = attempt.phone.world, attempt.payment
        if self._run_service(world, payment, cause):
            await self.finalised(world, payment, cause, attempt)

    def execute_agreement(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Run the payment service for an agreement payment; its merchant learns the outcome from the answer (notify.md 4.1)."""
        if self._run_service(world, payment, cause):
            entry = self.ledger_fact(world, payment, cause)
            tell_buyer(world, self.profile, self.merchants[payment.client_id], payment, entry)

    def _run_service(self, world: WalletWorld, payment: Payment, cause: Message) -> bool:
        """Execute a payment and say whether that made it final; what is still to come is put on the clock."""
        wait = world.controls.settle_after
        if not world.payments.execute(payment, world.clock.now(), slowly=wait > 0):
            return False
        if payment.state is State.AUTHORIZED:
            self._authorized(world, payment, cause)
            return False
        if payment.state is not State.PROCESSING:
            return True
        payment.settles_at = world.clock.now() + wait
        self._await_settlement(world, payment, self.ledger_fact(world, payment, cause))
        return False

    def _await_settlement(self, world: WalletWorld, payment: Payment, entry: Message) -> None:
        """End a payment that settles slowly."""

        async def settle() -> None:
            if not world.payments.settle(payment, world.clock.now()):
                return
            if payment.state is State.AUTHORIZED:
                self._authorized(world, payment, entry)
            else:
                await self.finalised(world, payment, entry)

        world.clock.at(payment.settles_at, settle)

    def _authorized(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Enter an authorized payment, which its merchant may capture for some days."""
        payment.expires_at = world.clock.now() + self.profile.payment.auth_days * 24 * 3_600_000
        self._await_capture(world, payment, self.ledger_fact(world, payment, cause))

    def _await_capture(self, world: WalletWorld, payment: Payment, entry: Message) -> None:
        """Give an authorized payment's money back when nobody captures it in time."""

        async def expire() -> None:
            if payment.state is State.AUTHORIZED:
                world.payments.cancel(payment)
                self.undone(world, payment, entry)

        world.clock.at(payment.expires_at, expire)

    def captured(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Enter a captured payment and tell buyer and merchant."""
        self._soon(world, self.notifier.notify(world, payment, self._final(world, payment, cause)))

    def undone(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Enter a cancelled or voided payment; it was the merchant's wish, so nobody is notified."""
        self.ledger_fact(world, payment, cause)

    def refund_started(self, world: WalletWorld, refund: Refund, cause: Message) -> None:
        """Settle a refund, at once or when the scenario says, and tell the buyer."""
        if wait := world.controls.refund_after:
            self._refund_fact(world, refund, cause)
            refund.settles_at = world.clock.now() + wait
            self._await_refund(world, refund, cause)
        else:
            self._settle_refund(world, refund, cause)

    def _await_refund(self, world: WalletWorld, refund: Refund, cause: Message) -> None:
        """End a refund that settles slowly."""

        async def settle() -> None:
            self._settle_refund(world, refund, cause)

        world.clock.at(refund.settles_at, settle)

    def _settle_refund(self, world: WalletWorld, refund: Refund, cause: Message) -> None:
        world.refunds.settle(refund, world.clock.now())
        self._refund_fact(world, refund, cause)
        tell_refund(world, self.profile, self.merchants[refund.payment.client_id], refund, cause)

    def _refund_fact(self, world: WalletWorld, refund: Refund, cause: Message) -> None:
        fact = {
            "refundId": refund.refund_id,
            "paymentId": refund.payment.payment_id,
            "status": refund.state.value,
            "amount": refund.amount.to_dict(),
        }
        world.journal.fact(Actor.WALLET_BACKEND, "refund", fact, cause=cause)

    def prepare_contract(self, world: WalletWorld, merchant: Merchant, text: str) -> str:
        """Keep a contract for the buyer to sign and return its URL."""
        url = f"{self.app_origin}/contract?id={secrets.token_urlsafe(18)}"
        self.contracts[url] = contract = Contract(url, world, merchant, text)
        self._keeper.keep(contract)
        return url

    def ledger_fact(self, world: WalletWorld, payment: Payment, cause: Message) -> Message:
        """Enter a payment's state into the journal as the wallet's books have it."""
        return world.journal.fact(
            Actor.WALLET_BACKEND,
            "ledger",
            {
                "paymentId": payment.payment_id,
                "status": payment.state.value,
                "taken": payment.state is State.SUCCESS,
                "amount": payment.amount.to_dict(),
                "reason": payment.reason,
            },
            cause=cause,
        )

    async def finalised(
        self, world: WalletWorld, payment: Payment, cause: Message, attempt: Attempt | None = None
    ) -> None:
        """Tell buyer and merchant of a final payment; while a cashier waits, the merchant is told when the scenario says."""
        entry = self._final(world, payment, cause)
        timing = world.controls.notification
        if attempt is None or timing in ("before", "cashier open"):
            await self.notifier.notify(world, payment, entry)
            return
        waiting = True

        async def notify() -> None:
            nonlocal waiting
            if waiting:
                waiting = False
                await self.notifier.notify(world, payment, entry)

        async def later() -> None:
            await attempt.told.wait()
            await notify()

        self._soon(world, later())
        world.clock.at(world.clock.now() + LONGEST_SILENCE, notify)

    def _final(self, world: WalletWorld, payment: Payment, cause: Message) -> Message:
        """Enter a final payment, tell its buyer, and owe its merchant the notification that was asked for."""
        entry = self.ledger_fact(world, payment, cause)
        tell_buyer(world, self.profile, self.merchants[payment.client_id], payment, entry)
        if is_due(self.profile, payment) and world.controls.notification != "never":
            payment.next_notice = (0, world.clock.now())
        return entry

    def _soon(self, world: WalletWorld, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[task] = world
        task.add_done_callback(lambda done: self._tasks.pop(done, None))
