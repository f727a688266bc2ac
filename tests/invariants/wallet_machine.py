"""A machine that plays anything with the whole wallet, over HTTP, alone and many at once, and looks into its books."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from market import Json, Market, fresh
from wallet_audit import audit, audit_end

from harness.wallet.accounts import Account
from harness.wallet.payments import PaymentService
from harness.wallet.world import NextAnswer

PRODUCTS = {
    "cashier": "51051000101000000011",
    "authorize": "51051000101000000012",
    "agreement": "51051000101000100031",
    "escrow": "51051000101000100008",
}
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
which = st.integers(0, 3)
shares = st.sampled_from([0, 25, 50, 100, 125])
settling = st.sampled_from([0, 0, 5 * MINUTE])
acknowledging = st.sampled_from(["S", "S", "U", "F", "500", "junk"])
orders = st.tuples(
    st.sampled_from(["rich", "rich", "poor", "frozen later"]),
    st.sampled_from(sorted(PRODUCTS)),
    st.booleans(),
    st.booleans(),
)
"""Who pays, in which flow, whether the merchant wants to be notified, and whether the buyer confirms at once."""


class Trading(RuleBasedStateMachine):
    """One merchant, three buyers, up to eight payments; each example in a world of its own."""

    market: ClassVar[Market]
    payments_kind: type[PaymentService] = PaymentService

    def __init__(self) -> None:
        super().__init__()
        self.trade = self.market.world(self.payments_kind)
        self.buyers: dict[str, Account] = {}
        self.tokens: dict[str, Json] = {}
        self.orders: list[Json] = []
        self.payments: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.final: dict[str, Json] = {}
        """The first final answer to each request, by API and body."""
        self.asked: set[str] = set()
        """The payments whose merchant is to be notified when they end."""

    def teardown(self) -> None:
        try:
            if self.buyers:
                self._end()
        finally:
            self.trade.close()

    @initialize(first=orders, second=orders, settle=settling, answer=acknowledging)
    def begin(self, first: Any, second: Any, settle: int, answer: str) -> None:
        self.trade.controls.settle_after = settle
        self.trade.acknowledge(answer)
        for name, money in (("rich", 10**9), ("poor", 30_000), ("frozen later", 10**9)):
            self.buyers[name] = self.trade.customer(money)
        self.total = self.trade.backstage.call(lambda: self.trade.world.ledger.total)
        self.opening = self.trade.backstage.call(self.trade.world.ledger.balances)
        for order in (first, second):
            self.somebody_orders(order, 25_000)

    @rule(order=orders, value=st.sampled_from([1, 25_000, 40_000]))
    def somebody_orders(self, order: Any, value: int) -> None:
        who, flow, notified, confirmed = order
        if len(self.payments) >= 8:
            return
        account = self.buyers[who]
        body: Json = {
            "productCode": PRODUCTS[flow],
            "paymentRequestId": fresh("R"),
            "paymentAmount": {"currency": "IQD", "value": str(value)},
            "order": {"orderDescription": "dates", "buyer": {"referenceBuyerId": account.customer_id}},
        }
        if notified:
            body["paymentNotifyUrl"] = self.trade.notify_url
        if flow == "agreement":
            body["paymentAuthCode"] = self._token(who)["accessToken"]
        answer = self._call("pay", body)
        if "paymentId" not in answer:
            assert answer["result"]["resultStatus"] in ("F", "U")
            return
        self.orders.append({"body": body, "url": answer.get("redirectActionForm", {}).get("redirectUrl"), "who": who})
        self.payments.append(answer["paymentId"])
        slow = answer["result"]["resultCode"] == "PAYMENT_IN_PROCESS"
        if notified and (flow != "agreement" or slow):
            self.asked.add(answer["paymentId"])
        if confirmed and flow != "agreement":
            self.the_buyer_goes_to_the_cashier(len(self.payments) - 1, confirms=True)
        audit(self)

    @rule(n=which, confirms=st.sampled_from([True, True, False]))
    def the_buyer_goes_to_the_cashier(self, n: int, confirms: bool) -> None:
        order = self.orders[n % len(self.orders)]
        if order["url"] is None:
            return
        phone = self.trade.phone(self.buyers[order["who"]])
        cashier = phone.open_cashier(order["url"])
        ended = cashier.confirm() if confirms else cashier.leave()
        assert ended["result"]["resultCode"] in ("9000", "8000", "4000", "6001", "6002", "6004")
        audit(self)

    @rule(
        n=which,
        share=shares,
        deed=st.sampled_from(["cancel", "void", "capture", "capture", "accept", "confirm", "inquire"]),
    )
    def the_merchant_acts(self, n: int, share: int, deed: str) -> None:
        self._call(*self._deed(n, share, deed))
        audit(self)

    @rule(n=which, share=shares, slowly=st.booleans())
    def the_merchant_refunds(self, n: int, share: int, slowly: bool) -> None:
        self.trade.controls.refund_after = 5 * MINUTE if slowly else 0
        self._call(*self._deed(n, share, "refund"))
        audit(self)

    @rule(k=st.integers(0, 30))
    def a_request_comes_again(self, k: int) -> None:
        if self.calls:
            self._call(*self.calls[-1 - k % len(self.calls)])
        audit(self)

    @rule(
        n=which,
        share=shares,
        deed=st.sampled_from(["pay", "capture", "refund", "cancel", "confirm"]),
        done=st.booleans(),
    )
    def an_answer_is_lost_and_the_merchant_tries_again(self, n: int, share: int, deed: str, done: bool) -> None:
        order = self.orders[n % len(self.orders)]["body"]
        api, body = ("pay", order) if deed == "pay" else self._deed(n, share, deed)
        self.trade.controls.next_answers.setdefault(api, []).append(NextAnswer("UNKNOWN_EXCEPTION", done))
        lost = self.trade.call(api, body)
        if lost["result"]["resultStatus"] != "U":  # refused before any work
            self.trade.controls.next_answers.clear()
        self._call(api, body)
        self.trade.controls.next_answers.clear()
        audit(self)

    @rule(passing=st.sampled_from([MINUTE, 4 * MINUTE, 31 * MINUTE, 7 * HOUR, DAY, 8 * DAY]))
    def time_passes(self, passing: int) -> None:
        self.trade.pass_time(passing)
        audit(self)

    @rule(
        settle=settling,
        answer=acknowledging,
        fault=st.sampled_from(["", "", "request lost", "answer lost", "result lost"]),
        frozen=st.booleans(),
    )
    def the_weather_changes(self, settle: int, answer: str, fault: str, frozen: bool) -> None:
        self.trade.controls.settle_after = settle
        self.trade.acknowledge(answer)
        self.buyers["frozen later"].frozen = frozen
        if fault:
            lost = fault == "result lost"
            self.trade.faults.add(
                "payment service -> wallet backend" if lost else "wallet app -> wallet backend", fault
            )

    @rule(who=st.sampled_from(["rich", "poor"]), deed=st.sampled_from(["refresh", "cancel"]))
    def a_token_changes(self, who: str, deed: str) -> None:
        old = self._token(who)
        if deed == "refresh":
            fresh_pair = self.trade.call(
                "applyToken", {"grantType": "REFRESH_TOKEN", "refreshToken": old["refreshToken"]}
            )
            assert fresh_pair["result"]["resultCode"] == "SUCCESS"
            self.tokens[who] = fresh_pair
        else:
            assert (
                self.trade.call("cancelToken", {"accessToken": old["accessToken"]})["result"]["resultCode"] == "SUCCESS"
            )
            del self.tokens[who]
        gone = self.trade.call("inquiryUserInfo", {"accessToken": old["accessToken"]})
        assert gone["result"]["resultCode"] == "INVALID_ACCESS_TOKEN"

    @rule(
        n=which,
        deeds=st.lists(
            st.tuples(shares, st.sampled_from(["cancel", "void", "capture", "refund", "pay", "tap"])),
            min_size=3,
            max_size=6,
        ),
    )
    def many_come_at_once(self, n: int, deeds: list[tuple[int, str]]) -> None:
        order = self.orders[n % len(self.orders)]
        cashier = None
        if order["url"] is not None:
            cashier = self.trade.phone(self.buyers[order["who"]]).open_cashier(order["url"])
        acts: list[Callable[[], Any]] = []
        for share, deed in deeds:
            if deed == "tap":
                acts += [lambda: cashier and cashier.tap("confirm")] * 3
            else:
                call = ("pay", order["body"]) if deed == "pay" else self._deed(n, share, deed)
                acts += [lambda call=call: self._call(*call)] * 2  # type: ignore[misc]
        with ThreadPoolExecutor(len(acts)) as crowd:
            for answer in [crowd.submit(act) for act in acts]:
                answer.result()
        if cashier is not None:
            cashier.tap("leave")
            cashier.result()
        audit(self)

    def _deed(self, n: int, share: int, deed: str) -> tuple[str, Json]:
        """Return an API and the body of what the merchant does with a payment."""
        payment = self.payments[n % len(self.payments)]
        whole = int(self.orders[n % len(self.orders)]["body"]["paymentAmount"]["value"])
        amount = {"currency": "IQD", "value": str(max(1, whole * share // 100))}
        body: Json = {"paymentId": payment}
        if deed == "capture":
            body |= {"captureRequestId": fresh("C"), "captureAmount": amount}
        elif deed == "refund":
            body |= {"refundRequestId": fresh("F"), "refundAmount": amount}
        elif deed in ("void", "confirm"):
            body[f"{deed}RequestId"] = fresh("X")
        return {"accept": "merchantAccept", "inquire": "inquiryPayment"}.get(deed, deed), body

    def _call(self, api: str, body: Mapping[str, object]) -> Json:
        """Call an API and hold its answer against the first final one to the very same request."""
        answer = self.trade.call(api, body)
        key = f"{api} {json.dumps(body, sort_keys=True)}"
        status, code = answer["result"]["resultStatus"], answer["result"]["resultCode"]
        before = self.final.get(key)
        if before is not None and api != "inquiryPayment":
            undone = api == "pay" and self._state(before["paymentId"]) == "CANCELLED"
            assert answer == before or undone, f"{key}: first {before}, then {answer}"
        elif status == "S" or (status == "F" and "paymentId" in answer):
            self.final[key] = answer
        if api != "inquiryPayment" and status != "F":
            self.calls.append((api, dict(body)))
        assert code not in ("INVALID_SIGNATURE", "PARAM_ILLEGAL"), answer
        return answer

    def _state(self, payment_id: str) -> str:
        return self.trade.backstage.call(lambda: self.trade.world.payments.by_id[payment_id].state.value)

    def _token(self, who: str) -> Json:
        """Return a buyer's token, after a contract was signed for it."""
        if who not in self.tokens:
            code = self.trade.phone(self.buyers[who]).auth_code("USER_ID", "AGREEMENT_PAY")
            self.tokens[who] = self.trade.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})
        return self.tokens[who]

    def _end(self) -> None:
        """Let everything come to its end: what expires, what settles, what is still to be notified."""
        self.trade.acknowledge("S")
        self.trade.pass_time(9 * DAY)
        audit(self)
        audit_end(self)
