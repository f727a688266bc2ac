"""Journals made by hand: a good payment of 20 steps with every cause, and the ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from harness.journal import Actor, Kind, Message, SignatureCheck

BUYER, PROGRAM, APP, BACKEND, MERCHANT, HARNESS = Actor
AUTH_CODE = "2810AUTH0000CODE77"
ACCESS_TOKEN = "tok-access-5f1e9c2d"
REFRESH_TOKEN = "tok-refresh-88aa01bc"
SESSION = "sess-3c9d1f0e"
SECRETS = (AUTH_CODE, ACCESS_TOKEN, REFRESH_TOKEN, SESSION)
URL = "http://127.0.0.1:4711/cashier?paymentId=P1"
AMOUNT = {"currency": "IQD", "value": "25000000"}
SUCCESS = {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "success"}
STARTED = 1_800_000_000_000

Payload = dict[str, object]


class World:
    """Writes the messages of one world; ids count on from ``first``."""

    def __init__(self, name: str, first: int = 1) -> None:
        self.name = name
        self.messages: list[Message] = []
        self._next = first

    def add(
        self,
        sender: Actor,
        receiver: Actor,
        name: str,
        payload: Payload,
        kind: Kind = Kind.EVENT,
        cause: Message | None = None,
        *secrets: str,
        signed: bool = False,
    ) -> Message:
        """Append one message and return it."""
        message = Message(
            id=self._next,
            world=self.name,
            at=STARTED + 40 * self._next,
            sender=sender,
            receiver=receiver,
            name=name,
            kind=kind,
            payload=payload,
            cause=cause.id if cause else None,
            secrets=secrets,
            signature=SignatureCheck(True, "", "RSA256", "1") if signed else None,
        )
        self._next += 1
        self.messages.append(message)
        return message

    def fact(self, actor: Actor, name: str, payload: Payload, cause: Message | None = None) -> Message:
        """Append one fact and return it."""
        return self.add(actor, actor, name, payload, Kind.FACT, cause)


STEPS: tuple[tuple[str, str], ...] = (
    ("Given", "a buyer who is logged in"),
    ("When", "the buyer pays 25,000 IQD"),
    ("Then", "the wallet answers 9000 (paid)"),
    ("And", "the Mini Program shows paid"),
)


def scenario(
    world: World,
    name: str = "A buyer pays for an order",
    *,
    expects: Sequence[str] = ("9000",),
    delivery: str = "success",
    feature: str = "Paying for an order",
    description: str = "A payment takes 20 steps.\nEach of them is seen.",
    rule: str = "A confirmed payment is paid once",
    line: int = 12,
    steps: Sequence[tuple[str, str]] = STEPS,
    table: Sequence[Sequence[str]] | None = None,
) -> Message:
    """Write the fact that a scenario begins."""
    written = [
        {"keyword": keyword, "text": text, "line": line + 1 + index, "table": table if index == 1 else None}
        for index, (keyword, text) in enumerate(steps)
    ]
    return world.fact(
        HARNESS,
        "scenario",
        {
            "feature": feature,
            "featureDescription": description,
            "file": "features/payment.feature",
            "rule": rule,
            "scenario": name,
            "line": line,
            "tags": ["h5"],
            "delivery": delivery,
            "program": "h5",
            "nodeid": f"features/payment.feature:{line}[{delivery}]",
            "expects": list(expects),
            "steps": written,
        },
    )


def ending(
    world: World, outcome: str = "passed", *, error: str | None = None, wrong: int | None = None, complete: bool = True
) -> None:
    """Write the outcomes of the four steps and of the scenario; ``wrong`` is the index of the step that failed."""
    last = len(STEPS) if wrong is None else wrong + 1
    for index in range(last):
        payload: Payload = {"index": index, "outcome": "failed" if index == wrong else "passed", "ms": 20.0}
        if index == wrong and error:
            payload["error"] = error
        world.fact(HARNESS, "gherkin step", payload)
    world.fact(HARNESS, "scenario end", {"outcome": outcome, "error": error, "ms": 412.0, "complete": complete})


def run(seed: int = 42) -> list[Message]:
    """Return the fact that begins every run."""
    world = World("run")
    world.fact(
        HARNESS, "run", {"seed": seed, "profile": "superqi", "command": "pytest", "startedAt": "2026-11-23T09:30:00Z"}
    )
    return world.messages


def login(world: World) -> Message:
    """Write steps 1 to 8 and return step 8."""
    scopes: Payload = {"scopes": ["USER_ID"]}
    m1 = world.add(PROGRAM, APP, "my.getAuthCode", scopes, Kind.CALL)
    m2 = world.add(APP, BACKEND, "authorize", scopes, Kind.CALL, m1)
    code: Payload = {"authCode": AUTH_CODE, "authSuccessScopes": ["USER_ID"]}
    world.fact(BACKEND, "auth code issued", {"authCode": AUTH_CODE, "customerId": "C100", "scopes": ["USER_ID"]}, m2)
    world.add(BACKEND, APP, "authorize", code, Kind.ANSWER, m2, "authCode")
    m4 = world.add(APP, PROGRAM, "my.getAuthCode", code, Kind.ANSWER, m1, "authCode")
    body: Payload = {"method": "POST", "path": "/api/login", "body": {"authCode": AUTH_CODE}}
    m5 = world.add(PROGRAM, MERCHANT, "POST /api/login", body, Kind.CALL, m4, "body.authCode")
    ask: Payload = {"grantType": "AUTHORIZATION_CODE", "authCode": AUTH_CODE}
    m6 = world.add(MERCHANT, BACKEND, "applyToken", ask, Kind.CALL, m5, "authCode", signed=True)
    token: Payload = {
        "result": SUCCESS,
        "customerId": "C100",
        "accessToken": ACCESS_TOKEN,
        "refreshToken": REFRESH_TOKEN,
    }
    world.add(BACKEND, MERCHANT, "applyToken", token, Kind.ANSWER, m6, "accessToken", "refreshToken", signed=True)
    answer: Payload = {"status": 200, "body": {"customerId": "C100", "session": SESSION, "name": "Zainab"}}
    return world.add(MERCHANT, PROGRAM, "POST /api/login", answer, Kind.ANSWER, m5, "body.session")


def order(world: World, after: Message, payment: str = "P1", amount: Payload | None = None) -> Message:
    """Write steps 9 to 12 and return step 12; ``amount`` is what the merchant asks for, by mistake or not."""
    url = URL.replace("P1", payment)
    asked = amount or AMOUNT
    body: Payload = {"method": "POST", "path": "/api/orders", "body": {"customerId": "C100", "goodsId": "dates"}}
    m9 = world.add(PROGRAM, MERCHANT, "POST /api/orders", body, Kind.CALL, after)
    pay: Payload = {
        "paymentRequestId": f"R-{payment}",
        "paymentAmount": asked,
        "order": {"orderDescription": "Khistawi dates", "buyer": {"referenceBuyerId": "C100"}},
        "paymentNotifyUrl": "http://127.0.0.1:4712/notify",
    }
    m10 = world.add(MERCHANT, BACKEND, "pay", pay, Kind.CALL, m9, signed=True)
    books: Payload = {
        "paymentId": payment,
        "paymentRequestId": f"R-{payment}",
        "paymentUrl": url,
        "amount": asked,
        "description": "Khistawi dates",
        "customerId": "C100",
        "paymentNotifyUrl": "http://127.0.0.1:4712/notify",
        "notifyOn": ["SUCCESS", "FAIL"],
    }
    world.fact(BACKEND, "payment created", books, m10)
    detail: Payload = {
        "result": {"resultStatus": "A", "resultCode": "ACCEPT"},
        "paymentId": payment,
        "paymentRequestId": f"R-{payment}",
        "redirectActionForm": {"redirectUrl": url},
    }
    world.add(BACKEND, MERCHANT, "pay", detail, Kind.ANSWER, m10, signed=True)
    body = {"status": 200, "body": {"orderId": "O1", "paymentUrl": url}}
    return world.add(MERCHANT, PROGRAM, "POST /api/orders", body, Kind.ANSWER, m9)


def settle(world: World, after: Message, payment: str = "P1", amount: Payload | None = None) -> None:
    """Write steps 13 to 20 of a payment that the buyer confirms and can afford."""
    asked = amount or AMOUNT
    m13 = world.add(PROGRAM, APP, "my.tradePay", {"paymentUrl": URL.replace("P1", payment)}, Kind.CALL, after)
    page: Payload = {"paymentId": payment, "amount": asked, "description": "Khistawi dates", "merchant": "Dar Al-Tamr"}
    m14 = world.add(APP, BUYER, "cashier", page, Kind.EVENT, m13)
    m15 = world.add(BUYER, APP, "confirm", {"paymentId": payment}, Kind.EVENT, m14)
    m16 = world.add(APP, BACKEND, "execute", {"paymentId": payment, "amount": asked}, Kind.CALL, m15)
    books: Payload = {"paymentId": payment, "status": "SUCCESS", "taken": True, "amount": asked, "reason": ""}
    ledger = world.fact(BACKEND, "ledger", books, m16)
    world.add(BACKEND, APP, "execute", {"paymentId": payment, "status": "SUCCESS"}, Kind.ANSWER, m16)
    world.add(APP, PROGRAM, "my.tradePay", {"resultCode": "9000"}, Kind.ANSWER, m13)
    notify: Payload = {
        "paymentId": payment,
        "paymentRequestId": f"R-{payment}",
        "paymentAmount": asked,
        "paymentResult": SUCCESS,
        "attempt": 1,
    }
    m19 = world.add(BACKEND, MERCHANT, "notifyPayment", notify, Kind.CALL, ledger, signed=True)
    world.add(MERCHANT, BACKEND, "notifyPayment", {"result": SUCCESS, "delivered": True}, Kind.ANSWER, m19, signed=True)
    message: Payload = {
        "channel": "sms",
        "to": "+9647701234567",
        "text": "You paid 25,000 IQD to Dar Al-Tamr.",
        "amount": asked,
        "outcome": "SUCCESS",
        "paymentId": payment,
        "merchant": "Dar Al-Tamr",
    }
    world.add(BACKEND, BUYER, "message", message, Kind.EVENT, ledger)


def meant(world: World) -> None:
    """Write what the buyer means to pay."""
    world.fact(HARNESS, "order", {"amount": AMOUNT, "description": "Khistawi dates"})


def payment(world: World, amount: Payload | None = None) -> World:
    """Write a whole payment of 20 steps."""
    meant(world)
    settle(world, order(world, login(world), amount=amount), amount=amount)
    return world


def good(world_name: str = "w1", /, **facts: object) -> World:
    """Return the world of a scenario that passed."""
    world = World(world_name)
    scenario(world, **facts)  # type: ignore[arg-type]
    payment(world)
    ending(world)
    return world


def cancelled(world_name: str = "w2", /, **facts: object) -> World:
    """Return the world of a scenario where the buyer leaves the cashier: 6001."""
    world = World(world_name)
    scenario(world, **({"expects": ["6001"], "name": "The buyer leaves the cashier", "line": 30} | facts))  # type: ignore[arg-type]
    meant(world)
    m12 = order(world, login(world))
    m13 = world.add(PROGRAM, APP, "my.tradePay", {"paymentUrl": URL}, Kind.CALL, m12)
    page: Payload = {"paymentId": "P1", "amount": AMOUNT, "description": "Khistawi dates"}
    m14 = world.add(APP, BUYER, "cashier", page, Kind.EVENT, m13)
    world.add(BUYER, APP, "leave", {"paymentId": "P1", "state": "open"}, Kind.EVENT, m14)
    world.add(APP, PROGRAM, "my.tradePay", {"resultCode": "6001"}, Kind.ANSWER, m13)
    ending(world)
    return world


def wrong_amount(world_name: str = "w3", /, **facts: object) -> World:
    """Return the world of a merchant that asks for major units: 25 IQD instead of 25,000."""
    world = World(world_name)
    scenario(world, **({"name": "The amount is the order's", "line": 48} | facts))  # type: ignore[arg-type]
    payment(world, amount={"currency": "IQD", "value": "25000"})
    error = 'step 10: amount is "25000", but the order says "25000000"'
    ending(world, "failed", error=error, wrong=2)
    return world


def without(messages: Sequence[Message], match: Callable[[Message], bool]) -> list[Message]:
    """Return the messages that do not match."""
    return [m for m in messages if not match(m)]


def changed(messages: Sequence[Message], match: Callable[[Message], bool], **facts: object) -> list[Message]:
    """Return the messages with new attributes where they match."""
    return [replace(m, **facts) if match(m) else m for m in messages]  # type: ignore[arg-type]
