"""Backends with one bug each: what real shops get wrong (journey.md, the end, and beyond)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fixtures.merchant import Good, Merchant
from fixtures.merchant.signing import Signer
from fixtures.merchant.store import FAILED, OPEN, PAID, Order, Payment
from harness import Credentials
from harness.wallet.keys import new_key, private_pem


class MajorUnits(Merchant):
    """Sends the amount in dinars where the wallet wants minor units."""

    def amount(self, good: Good) -> str:
        return str(good.amount // 1000)


class WrongPrice(Merchant):
    """Asks for the price of other goods."""

    def amount(self, good: Good) -> str:
        return str(good.amount + 1_000_000)


class TokenToPhone(Merchant):
    """Hands the access token to the phone."""

    def login_answer(self, token: Mapping[str, object], session: str, name: object) -> dict[str, object]:
        return {**super().login_answer(token, session, name), "token": token["accessToken"]}


class RefreshTokenToPhone(Merchant):
    """Hands the refresh token to the phone."""

    def login_answer(self, token: Mapping[str, object], session: str, name: object) -> dict[str, object]:
        return {**super().login_answer(token, session, name), "keep": {"later": token["refreshToken"]}}


class SameRequestId(Merchant):
    """Uses the order's number as paymentRequestId, so that a new try after a failure is no new payment."""

    def request_id(self, order: Order) -> str:
        return f"R{order.id}"


class FreshRequestId(Merchant):
    """Makes a new payment on every try, while the last one can still be paid."""

    async def pay_again(self, request: Request) -> Response:
        return JSONResponse(await self.start_payment(self._order(request)))


class Changed(Merchant):
    """Calls the wallet with something changed about one API's request."""

    api = "pay"

    def changed(self, body: dict[str, object]) -> dict[str, object]:
        raise AssertionError("each says what it changes")

    async def call(self, name: str, body: Mapping[str, object]) -> dict[str, object]:
        return await super().call(name, self.changed(dict(body)) if name == self.api else body)


class OtherBuyer(Changed):
    """Names another buyer than the one who logged in."""

    def changed(self, body: dict[str, object]) -> dict[str, object]:
        order = body["order"]
        assert isinstance(order, dict)
        return {**body, "order": {**order, "buyer": {"referenceBuyerId": "2000000000000000"}}}


class OtherCurrency(Changed):
    """Asks for dollars where the price is in dinars."""

    def changed(self, body: dict[str, object]) -> dict[str, object]:
        amount = body["paymentAmount"]
        assert isinstance(amount, dict)
        return {**body, "paymentAmount": {**amount, "currency": "USD"}}


class MadeUpCode(Changed):
    """Exchanges another authCode than the phone's."""

    api = "applyToken"

    def changed(self, body: dict[str, object]) -> dict[str, object]:
        return {**body, "authCode": f"{body['authCode']}0"}


class CodeTwice(Merchant):
    """Exchanges the authCode a second time, though it is good for once."""

    async def call(self, name: str, body: Mapping[str, object]) -> dict[str, object]:
        answer = await super().call(name, body)
        if name == "applyToken":
            await super().call(name, body)
        return answer


class NoCheckOfTheSignature(Merchant):
    """Believes every notification, whoever signed it."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.signer.accepts = lambda *_: True  # type: ignore[method-assign]


class NoCheckOfTheAmount(Merchant):
    """Believes a notification of whatever amount."""

    def settle(self, request_id: str, status: str, facts: Mapping[str, object]) -> None:
        with self.store() as db:
            payment = db.get(Payment, request_id)
            order = db.get_one(Order, payment.order_id) if payment is not None else None
        amount = {"currency": "IQD", "value": order.amount} if order is not None else None
        super().settle(request_id, status, {**facts, "paymentAmount": amount})


class EveryNotificationIsGood(Merchant):
    """Takes the notification of a payment that failed for one of a payment that succeeded."""

    async def notified(self, request: Request) -> Response:
        body = json.loads(await request.body())
        self.settle(str(body["paymentRequestId"]), "SUCCESS", body)
        return _acknowledgement("S")


class DeliversTwice(Merchant):
    """Sends the goods with each notification."""

    async def notified(self, request: Request) -> Response:
        body = json.loads(await request.body())
        with self.store.begin() as db:
            payment = db.get_one(Payment, str(body["paymentRequestId"]))
            order = db.get_one(Order, payment.order_id)
            payment.state = order.state = PAID
            order.delivered += 1
        return _acknowledgement("S")


class SaysTryLater(Merchant):
    """Takes a notification in and answers U: the wallet sends it again and again."""

    async def notified(self, request: Request) -> Response:
        await super().notified(request)
        return _acknowledgement("U")


class SaysFailed(Merchant):
    """Takes a notification in and answers F."""

    async def notified(self, request: Request) -> Response:
        await super().notified(request)
        return _acknowledgement("F")


class SaysNothing(Merchant):
    """Takes a notification in and answers with an empty body."""

    async def notified(self, request: Request) -> Response:
        await super().notified(request)
        return Response()


class Stumbles(Merchant):
    """Answers each notification with an error of its own."""

    async def notified(self, request: Request) -> Response:
        return JSONResponse({"error": "no such table: payments"}, status_code=500)


class AcceptedIsPaid(Merchant):
    """Takes the wallet's A (accepted) for paid."""

    async def start_payment(self, order: Order) -> dict[str, object]:
        answer = await super().start_payment(order)
        with self.store.begin() as db:
            db.get_one(Order, order.id).state = PAID
        return answer


class AnsweredIsPaid(Merchant):
    """Takes the S of the inquiry for the state of the payment."""

    async def refresh(self, order: Order) -> str:
        state = await super().refresh(order)
        if state == OPEN:
            with self.store.begin() as db:
                db.get_one(Order, order.id).state = PAID
        return self._state(order.id)


class ProcessingIsFailed(Merchant):
    """Takes a payment that is being processed for one that failed."""

    async def refresh(self, order: Order) -> str:
        state = await super().refresh(order)
        return FAILED if state == OPEN else state


class BelievesThePhone(Merchant):
    """Asks nobody: an order whose payment was started counts as paid when the phone looks it up."""

    async def look_up(self, request: Request) -> Response:
        order = self._order(request)
        return JSONResponse(
            {"orderId": order.id, "state": PAID, "price": order.price, "description": order.description}
        )


class OtherUrl(Merchant):
    """Hands the phone another cashier URL than the wallet gave."""

    async def start_payment(self, order: Order) -> dict[str, object]:
        answer = await super().start_payment(order)
        return {**answer, "paymentUrl": f"{answer['paymentUrl']}&from=shop"}


class OtherBody(Merchant):
    """Signs the body in one spelling and sends it in another."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        right = self.signer.headers
        self.signer.headers = lambda path, body: right(path, _compact(body))  # type: ignore[method-assign]


class OtherPath(Merchant):
    """Signs the whole URL where the wallet wants the path."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        right = self.signer.headers
        self.signer.headers = lambda path, body: right(f"{self.credentials.gateway_url}{path}", body)  # type: ignore[method-assign]


class OtherKey(Merchant):
    """Signs with a key that the wallet does not know."""

    def __init__(self, credentials: Credentials, *given: object) -> None:
        super().__init__(credentials, *given)  # type: ignore[arg-type]
        self.signer = Signer(credentials.client_id, _other_key(), credentials.wallet_public_key)


class NeverCallsBack(Merchant):
    """Names a notification URL that it does not serve."""

    async def start_payment(self, order: Order) -> dict[str, object]:
        right, self.base_url = self.base_url, f"{self.base_url}/old"
        try:
            return await super().start_payment(order)
        finally:
            self.base_url = right


def _compact(body: bytes) -> bytes:
    return json.dumps(json.loads(body), separators=(",", ":")).encode()


def _other_key() -> bytes:
    return private_pem(new_key())


def _acknowledgement(status: str) -> JSONResponse:
    code = {"S": "SUCCESS", "U": "UNKNOWN_EXCEPTION", "F": "PROCESS_FAIL"}[status]
    return JSONResponse({"result": {"resultStatus": status, "resultCode": code, "resultMessage": code.lower()}})


Build = Callable[..., Merchant]


class PaysForAll(Merchant):
    """Takes a payment for the payment of whatever its buyer has ordered."""

    def settle(self, request_id: str, status: str, facts: Mapping[str, object]) -> None:
        super().settle(request_id, status, facts)
        with self.store.begin() as db:
            order = db.get_one(Order, db.get_one(Payment, request_id).order_id)
            for other in db.query(Order).filter_by(customer_id=order.customer_id, state=OPEN):
                other.state = order.state


class PaysForTheOldest(Merchant):
    """Takes a payment for that of the oldest order of its buyer that waits for one."""

    def settle(self, request_id: str, status: str, facts: Mapping[str, object]) -> None:
        with self.store() as db:
            paid = db.get_one(Order, db.get_one(Payment, request_id).order_id)
            waiting = db.query(Order).filter_by(customer_id=paid.customer_id, state=OPEN).order_by(text("rowid"))
            oldest = waiting.first()
            payments = db.query(Payment).filter_by(order_id=oldest.id if oldest else paid.id).all()
        for payment in payments:
            amount = {"currency": "IQD", "value": oldest.amount if oldest else paid.amount}
            super().settle(payment.request_id, status, {**facts, "paymentAmount": amount})


class Forgets(Merchant):
    """Acknowledges each notification and does nothing about it: it learns of a payment when the phone asks."""

    async def notified(self, _request: Request) -> Response:
        return _acknowledgement("S")


class TokenWithinText(Merchant):
    """Hands the phone the buyer's profile as a text of JSON, the access token in it."""

    def login_answer(self, token: Mapping[str, object], session: str, name: object) -> dict[str, object]:
        profile = json.dumps({"name": name, "wallet": {"token": token["accessToken"]}})
        return {**super().login_answer(token, session, name), "profile": profile}


class TokenInJwt(Merchant):
    """Gives the phone a JWT whose claims hold the access token: signed, and to be read by anybody."""

    def login_answer(self, token: Mapping[str, object], session: str, name: object) -> dict[str, object]:
        claims = base64.urlsafe_b64encode(json.dumps({"sub": session, "at": token["accessToken"]}).encode())
        return {**super().login_answer(token, session, name), "id": f"eyJhbGciOiJIUzI1NiJ9.{claims.decode()}.c2ln"}


class ReadsAnotherField(Merchant):
    """Reads of a notification what another wallet of the family sends, and takes its absence for success."""

    async def notified(self, request: Request) -> Response:
        raw, head = await request.body(), request.headers
        signed = (head.get("Request-Time", ""), raw, head.get("Signature", ""))
        if not self.signer.accepts(request.url.path, *signed):
            return _acknowledgement("F")
        body = json.loads(raw)
        self.settle(str(body["paymentRequestId"]), str(body.get("paymentStatus", "SUCCESS")), body)
        return _acknowledgement("S")


class CashierOutlivesOrder(Changed):
    """Lets the buyer pay for a day, though the goods are kept for half an hour."""

    def changed(self, body: dict[str, object]) -> dict[str, object]:
        later = datetime.now(UTC) + timedelta(days=1)
        return {**body, "paymentExpiryTime": later.isoformat(timespec="seconds")}


class OnlySuccessCounts(Merchant):
    """Has nothing to do with a payment that failed: its order waits for ever."""

    def settle(self, request_id: str, status: str, facts: Mapping[str, object]) -> None:
        if status == "SUCCESS":
            super().settle(request_id, status, facts)


class PaysForTheNewest(Merchant):
    """Takes a payment for that of the newest order."""

    def settle(self, request_id: str, status: str, facts: Mapping[str, object]) -> None:
        with self.store() as db:
            newest = db.query(Payment).order_by(Payment.expires_at.desc()).limit(1).one()
            amount = {"currency": "IQD", "value": db.get_one(Order, newest.order_id).amount}
        super().settle(newest.request_id, status, {**facts, "paymentAmount": amount})


class NoCheckOfTheCurrency(Merchant):
    """Compares the number of a notified amount only: 25,000 of whatever."""

    def settle(self, request_id: str, status: str, facts: Mapping[str, object]) -> None:
        amount = facts.get("paymentAmount")
        if isinstance(amount, Mapping):
            facts = {**facts, "paymentAmount": {**amount, "currency": "IQD"}}
        super().settle(request_id, status, facts)


class ComparesTheBeginning(Merchant):
    """Takes 25,000 for 25,000,000: it compares how the two amounts begin."""

    def settle(self, request_id: str, status: str, facts: Mapping[str, object]) -> None:
        amount = facts.get("paymentAmount")
        with self.store() as db:
            payment = db.get(Payment, request_id)
            price = db.get_one(Order, payment.order_id).amount if payment is not None else ""
        if isinstance(amount, Mapping) and price.startswith(str(amount.get("value"))):
            facts = {**facts, "paymentAmount": {**amount, "value": price}}
        super().settle(request_id, status, facts)
