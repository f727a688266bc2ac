"""Who stands in for a buyer's phone where there is none: a test tool, or a browser on a desk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from harness.journal import Actor, Kind, Message
from harness.wallet import till
from harness.wallet.accounts import Account
from harness.wallet.alone.home import Home
from harness.wallet.jsapi import JSAPIS
from harness.wallet.jsapi_call import Answer, Call, Sheet
from harness.wallet.payments import Payment, State
from harness.wallet.sessions import Attempt, PhoneOffError, PhoneSession
from harness.wallet.wallet import Wallet

MOST_VISITS = 10_000
"""How many cashiers may be open at once; of more, the one that was opened first is left."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A buyer at the cashier: the attempt to pay, and the task that brings its answer."""

    attempt: Attempt
    answer: asyncio.Task[Answer | None]


class StandIn:
    """Does what a phone does, with the consents of a buyer who agrees to everything, and writes it into the journal."""

    def __init__(self, wallet: Wallet) -> None:
        self._wallet = wallet
        self._visits: dict[str, Visit] = {}

    async def call(self, home: Home, account: Account, api: str, params: Mapping[str, object], via: str) -> Answer:
        """Call ``my.<api>`` as a buyer who agrees to the sheet that may come, and return its answer."""
        phone, message, answer = await self._begin(home, account, api, params, via)
        try:
            answer = await _final(answer, {"allowed": True})
            self._record(phone, api, message, answer)
        finally:
            self._wallet.phones.pop(phone.id, None)
        return answer

    async def visit(self, home: Home, payment: Payment, account: Account, via: str, *, chosen: bool = False) -> Visit:
        """Open the cashier of a payment, or return the one that is open already.

        With ``chosen`` the payment named no buyer: when this one leaves without paying, another may come.
        """
        visit = self._visits.get(payment.payment_id)
        if visit is not None and visit.attempt.code:
            till.read_receipt(visit.attempt)
            await asyncio.shield(visit.answer)
        elif visit is not None:
            return visit
        self._make_room()
        params = {"paymentUrl": payment.url}
        phone, message, sheet = await self._begin(home, account, "tradePay", params, via)
        if not isinstance(sheet, Sheet):
            self._wallet.phones.pop(phone.id, None)
            raise TypeError(f"my.tradePay answered {sheet}")
        attempt = self._wallet.attempts[str(sheet.sheet["url"]).rpartition("/")[2]]
        answer = asyncio.get_running_loop().create_task(self._ended(phone, message, sheet, attempt, chosen=chosen))
        visit = self._visits[payment.payment_id] = Visit(attempt, answer)
        return visit

    async def _ended(
        self, phone: PhoneSession, message: Message, sheet: Sheet, attempt: Attempt, *, chosen: bool
    ) -> Answer | None:
        """Wait for the end of a visit and clear up; None where the world ended first."""
        payment = attempt.payment
        try:
            answer = await _final(sheet, {})
            self._record(phone, "tradePay", message, answer)
        except PhoneOffError:
            return None
        finally:
            self._wallet.phones.pop(phone.id, None)
            self._wallet.attempts.pop(attempt.session, None)
            visit = self._visits.get(payment.payment_id)
            if visit is not None and visit.attempt is attempt:
                del self._visits[payment.payment_id]
        if chosen and payment.state is State.CREATED:
            payment.account = None
        sheet.told()
        return answer

    async def _begin(
        self, home: Home, account: Account, api: str, params: Mapping[str, object], via: str
    ) -> tuple[PhoneSession, Message, Answer | Sheet]:
        phone = self._wallet.open_phone(home.world, account, home.merchant)
        message = home.world.journal.record(
            Actor.MINI_PROGRAM, Actor.WALLET_APP, f"my.{api}", {**params, "via": via}, kind=Kind.CALL
        )
        return phone, message, await JSAPIS[api](Call(self._wallet, phone, params, message, ""))

    def _record(self, phone: PhoneSession, api: str, call: Message, answer: Answer) -> None:
        result = answer["result"]
        payload = {**(result if isinstance(result, Mapping) else {}), "callback": answer["outcome"]}
        phone.world.journal.record(
            Actor.WALLET_APP,
            Actor.MINI_PROGRAM,
            f"my.{api}",
            payload,
            kind=Kind.ANSWER,
            cause=call,
            secrets=("authCode",),
        )

    def _make_room(self) -> None:
        while len(self._visits) >= MOST_VISITS:
            till.leave(self._visits.pop(next(iter(self._visits))).attempt)


async def _final(answer: Answer | Sheet, choice: Mapping[str, object]) -> Answer:
    """Make the same choice on every sheet that comes, and return the answer behind the last one."""
    while isinstance(answer, Sheet):
        answer = await answer.chosen(choice)
    return answer
