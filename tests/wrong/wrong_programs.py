"""Wrong merchants, each with one bug: three in the backend and three in the program from the end of journey.md, one of ours."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from fixtures.merchant import Good, Merchant
from fixtures.merchant.store import Order
from fixtures.programs import SHOP, ReferenceMerchant
from harness import Program


class MajorUnits(Merchant):
    """Sends the amount in dinars where the wallet wants minor units."""

    def amount(self, good: Good) -> str:
        return str(good.amount // 1000)


class TokenToPhone(Merchant):
    """Hands the access token to the phone."""

    def login_answer(self, token: Mapping[str, object], session: str, name: object) -> dict[str, object]:
        return {**super().login_answer(token, session, name), "token": token["accessToken"]}


class SameRequestId(Merchant):
    """Uses the order's number as paymentRequestId, so that a new try after a failure is no new payment."""

    def request_id(self, order: Order) -> str:
        return f"R{order.id}"


def _backend(name: str, build: Callable[..., Merchant]) -> Program:
    return replace(SHOP, name=name, merchant=lambda: ReferenceMerchant(build))


def _page(name: str, right: str, wrong: str) -> Program:
    folder = Path(tempfile.mkdtemp(prefix="wrong-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(SHOP.folder, folder, dirs_exist_ok=True)
    script = folder / "shop.js"
    text = script.read_text(encoding="utf-8")
    if text.count(right) != 1:
        raise ValueError(f"{name}: the shop no longer says {right!r} once")
    script.write_text(text.replace(right, wrong), encoding="utf-8")
    return replace(SHOP, name=name, folder=folder)


MAJOR_UNITS = _backend("major-units", MajorUnits)
TOKEN_TO_PHONE = _backend("token-to-phone", TokenToPhone)
SAME_REQUEST_ID = _backend("same-request-id", SameRequestId)
ANY_SUCCESS_IS_PAID = _page("any-success-is-paid", 'if (state === "paid") return "paid";', 'return "paid";')
PENDING_IS_FAILED = _page(
    "pending-is-failed",
    'return "pending"; // 8000',
    'return "failed"; // 8000',
)
UNKNOWN_IS_FAILED = _page(
    "unknown-is-failed",
    'if (resultCode === "4000" ||',
    'if (resultCode === "4000" || resultCode === "6002" ||',
)
IMPATIENT = _page(
    "impatient",
    "const mine = setTimeout(() => {",
    "const mine = setTimeout(() => { return showPaid(order);",
)
