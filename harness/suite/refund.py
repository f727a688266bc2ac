"""A refund as merchants make it: by a request to their backend, or by a command of theirs, as the config says."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from harness.config import RefundConfig
from harness.config.words import filled
from harness.errors import HarnessError
from harness.journal import Actor, Kind, Message
from harness.journey.reading import named
from harness.suite.program import MerchantUnderTest, RefundOrder, RunsCommands
from harness.wallet.money import Money
from harness.wallet.payments import Payment

SECONDS = 60.0
_ORDER_KEYS = frozenset({"orderid"})
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class ConfiguredRefund:
    """The refund that ``[merchant.refund]`` describes; ``place`` is where it stands."""

    settings: RefundConfig
    place: str

    @property
    def partly(self) -> bool:
        """Whether it names an amount."""
        return self.settings.partly

    def ask(self, merchant: MerchantUnderTest, url: str, order: RefundOrder) -> str:
        """Ask for it; raises HarnessError where the backend answers with an error, or the command fails."""
        if not order.order_id and any("{order_id}" in text for text in self._texts()):
            raise HarnessError(
                "the refund names {order_id}, but no answer of the backend to the program has named an orderId",
                place=self.place,
                action="write {payment_request_id} or {payment_id} instead",
            )
        values = {
            "order_id": order.order_id,
            "payment_request_id": order.payment_request_id,
            "payment_id": order.payment_id,
            "amount": str(order.value),
            "amount_major": order.major,
            "currency": order.currency,
        }
        return self._command(merchant, values) if self.settings.command else self._request(url, values)

    def _texts(self) -> tuple[str, ...]:
        settings = self.settings
        return (settings.url, settings.body, *settings.headers.values(), *settings.command)

    def _request(self, base: str, values: dict[str, str]) -> str:
        settings = self.settings
        path, body = filled(settings.url, values), filled(settings.body, values)
        url = base + path if path.startswith("/") else path
        sort = "application/json" if _is_json(body) else "application/x-www-form-urlencoded"
        headers = {name: filled(value, values) for name, value in settings.headers.items()}
        if body and "content-type" not in {name.lower() for name in headers}:
            headers["Content-Type"] = sort
        try:
            with httpx.Client(trust_env=False, timeout=SECONDS) as client:
                answer = client.request(settings.method, url, content=body.encode(), headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise HarnessError(
                f"the merchant was not reached for the refund: {settings.method} {url}: {error or type(error).__name__}",
                place=self.place,
                action="name a path or URL that the backend serves",
            ) from error
        said = f"HTTP {answer.status_code}: {answer.text[:_SHOWN]}"
        if not answer.is_success:
            raise HarnessError(
                f"the merchant did not make the refund: {settings.method} {url} was answered with {said}",
                place=self.place,
            )
        return said

    def _command(self, merchant: MerchantUnderTest, values: dict[str, str]) -> str:
        words = shlex.join(self.settings.command)
        if not isinstance(merchant, RunsCommands):
            raise HarnessError(
                f"beside this merchant no command can be run: {words}", place=self.place, action="write url instead"
            )
        code, printed = merchant.run(self.settings.command, values)
        if code:
            raise HarnessError(
                f"the merchant did not make the refund: {words} ended with exit code {code}: {printed[-_SHOWN:].strip()}",
                place=self.place,
            )
        return printed[:_SHOWN].strip()


def refund_order(payment: Payment, order: str, value: int, money: Money) -> RefundOrder:
    """Return what a refund of ``value`` minor units of a payment is about."""
    return RefundOrder(payment.request_id, payment.payment_id, order, value, money.plain(value), money.currency)


def order_id(messages: Sequence[Message]) -> str:
    """Return the order that a merchant's answers to the phone spoke of last, "" where they speak of none."""
    way = (Actor.MERCHANT, Actor.MINI_PROGRAM, Kind.ANSWER)
    told = (named(m.payload, _ORDER_KEYS) for m in reversed(messages) if (m.sender, m.receiver, m.kind) == way)
    return next((found for found in told if found), "")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
