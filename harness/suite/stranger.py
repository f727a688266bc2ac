"""Somebody who is not the wallet, or a wallet that errs: notifications that no merchant may believe (journey.md, the end).

They are sent to the address of a payment, at once, and entered into the journal under a name of their own: they are no
step of the payment.
"""

from __future__ import annotations

import asyncio
import json
from typing import Literal

import httpx

from harness.faults import FALSE_NOTIFICATION
from harness.journal import Actor, Kind, WorldJournal
from harness.wallet.dates import iso
from harness.wallet.keys import PrivateKey, new_key
from harness.wallet.notification import notification_body
from harness.wallet.payments import Payment
from harness.wallet.profile import Profile
from harness.wallet.result import SUCCESS
from harness.wallet.signing import sign_as, signed_text
from harness.wallet.world import Merchant

ANSWER_SECONDS = 10

Fault = Literal["not signed", "signed by somebody else", "another amount", "another currency"]
_OF_THE_WALLET = frozenset({"another amount", "another currency"})
"""What the wallet itself has signed."""
_WEAK = "IRR"
"""A currency of which the same number is worth next to nothing."""


class Stranger:
    """Sends a merchant the word that a payment succeeded, with one thing wrong about it."""

    def __init__(self, profile: Profile, wallet_key: PrivateKey, http: httpx.AsyncClient) -> None:
        self._profile = profile
        self._wallet_key = wallet_key
        self._http = http

    async def notify(self, journal: WorldJournal, payment: Payment, merchant: Merchant, now: int, fault: Fault) -> None:
        """Send it and enter call and answer into the journal; an answer that does not come is entered as such."""
        body = self._body(payment, merchant, fault)
        raw = json.dumps(body).encode()
        path = httpx.URL(payment.notify_url).raw_path.partition(b"?")[0].decode("ascii")
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "Client-Id": payment.client_id,
            "Request-Time": iso(now),
        }
        if fault != "not signed":
            key = self._wallet_key if fault in _OF_THE_WALLET else new_key()
            text = signed_text(path, payment.client_id, iso(now), raw)
            headers["Signature"] = sign_as(self._profile.signature, key, text)
        sent = {**body, "fault": fault}
        call = journal.record(Actor.HARNESS, Actor.MERCHANT, FALSE_NOTIFICATION, sent, kind=Kind.CALL)
        answer: dict[str, object]
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                response = await self._http.post(payment.notify_url, content=raw, headers=headers)
            answer = {"status": response.status_code, "body": response.text[:2000]}
        except (TimeoutError, httpx.HTTPError) as error:
            answer = {"error": str(error) or type(error).__name__}
        journal.record(Actor.MERCHANT, Actor.HARNESS, FALSE_NOTIFICATION, answer, kind=Kind.ANSWER, cause=call)

    def _body(self, payment: Payment, merchant: Merchant, fault: Fault) -> dict[str, object]:
        body = notification_body(self._profile, payment, merchant)
        field = self._profile.notification.result_field
        body.pop("paymentFailReason", None)
        body[field] = "SUCCESS" if field == "paymentStatus" else SUCCESS
        if fault == "another amount":
            body["paymentAmount"] = {**payment.amount.to_dict(), "value": _less(str(payment.amount.to_dict()["value"]))}
        elif fault == "another currency":
            currency = _WEAK if payment.amount.to_dict()["currency"] != _WEAK else "VND"
            body["paymentAmount"] = {**payment.amount.to_dict(), "currency": currency}
        return body


def _less(value: str) -> str:
    """Return an amount that begins as another does: major units taken for minor ones, or a careless comparison of texts."""
    return value[:-3] or ("1" if value != "1" else "0")
