"""The notifier: signed, acknowledged, retried (notify.md)."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from harness.journal import Actor, Kind, Message
from harness.wallet.dates import iso
from harness.wallet.payments import Payment, State
from harness.wallet.profile import Profile
from harness.wallet.result import result
from harness.wallet.signing import sign, signed_text
from harness.wallet.world import WalletWorld


class Notifier:
    """Delivers notifyPayment to merchants until they acknowledge it or the schedule ends."""

    def __init__(self, profile: Profile, key: RSAPrivateKey, http: httpx.AsyncClient) -> None:
        self._profile = profile
        self._key = key
        self._http = http

    async def notify(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        """Deliver a final payment at once and arrange the retries; nothing happens where nobody asked for it."""
        final = "FAIL" if payment.state is State.CLOSED else payment.state.value
        if not payment.notify_url or final not in self._profile.notification.on:
            return
        timing = world.controls.notification
        if timing in ("never", "twice"):
            fault = {"crossing": "notification", "effect": timing, "paymentId": payment.payment_id}
            world.journal.fact(Actor.HARNESS, "fault", fault, cause=cause)
        if timing == "never":
            return
        await self._attempt(world, payment, cause, 1)
        if timing == "twice":
            await self._deliver(world, payment, cause, 2)

    async def _attempt(self, world: WalletWorld, payment: Payment, cause: Message, number: int) -> None:
        if await self._deliver(world, payment, cause, number):
            return
        schedule = self._profile.notification.schedule_seconds
        if number < len(schedule):

            async def again() -> None:
                await self._attempt(world, payment, cause, number + 1)

            world.clock.at(world.clock.now() + schedule[number] * 1000, again)

    async def _deliver(self, world: WalletWorld, payment: Payment, cause: Message, number: int) -> bool:
        """Deliver once; return whether the merchant acknowledged it with S."""
        body = self._body(payment)
        call = world.journal.record(
            Actor.WALLET_BACKEND,
            Actor.MERCHANT,
            "notifyPayment",
            {**body, "attempt": number},
            kind=Kind.CALL,
            cause=cause,
        )
        answer: dict[str, object]
        try:
            self._lose(world, payment, call)
            answer = {"delivered": True, **await self._post(world, payment, json.dumps(body).encode())}
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, TimeoutError) as error:
            answer = {"delivered": False, "reason": str(error) or type(error).__name__}
        world.journal.record(
            Actor.MERCHANT, Actor.WALLET_BACKEND, "notifyPayment", answer, kind=Kind.ANSWER, cause=call
        )
        given = answer.get("result")
        return isinstance(given, dict) and given.get("resultStatus") == "S"

    def _lose(self, world: WalletWorld, payment: Payment, call: Message) -> None:
        """Let this delivery be lost where the scenario's plan says so; raises OSError then."""
        crossing = "wallet backend -> merchant"
        if effect := world.faults.strike(crossing):
            fault = {"crossing": crossing, "effect": effect, "paymentId": payment.payment_id}
            world.journal.fact(Actor.HARNESS, "fault", fault, cause=call)
            raise OSError("the notification was lost on its way")

    async def _post(self, world: WalletWorld, payment: Payment, body: bytes) -> dict[str, object]:
        parts = urlsplit(payment.notify_url)
        if not _is_loopback(parts.hostname or ""):
            raise ValueError(f"the wallet notifies only this machine, not {parts.hostname}")
        time = iso(world.clock.now())
        rules = self._profile.signature
        text = signed_text(parts.path or "/", payment.client_id, time, body)
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "Client-Id": payment.client_id,
            "Request-Time": time,
            "Signature": sign(self._key, text, encoding=rules.encoding, key_version=rules.key_version),
        }
        async with asyncio.timeout(self._profile.notification.answer_seconds):
            answer = await self._http.post(payment.notify_url, content=body, headers=headers)
        try:
            data = answer.json()
        except ValueError:
            data = None
        return {"status": answer.status_code, **(data if isinstance(data, dict) else {"body": answer.text[:1000]})}

    def _body(self, payment: Payment) -> dict[str, object]:
        if payment.state is State.SUCCESS:
            outcome = result("S", "SUCCESS", "Success.")
        else:
            outcome = result("F", payment.reason or "PROCESS_FAIL", "The payment failed.")
        body: dict[str, object] = {
            "paymentId": payment.payment_id,
            "paymentRequestId": payment.request_id,
            self._profile.notification.result_field: outcome,
            "paymentAmount": payment.amount.to_dict(),
            "paymentCreateTime": iso(payment.created_at),
            "extendInfo": json.dumps({"sourcePlatform": "MINI_APP"}),
        }
        if payment.paid_at:
            body["paymentTime"] = iso(payment.paid_at)
        return body


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
