"""A machine that plays anything with the payment services, and holds each act and the whole book against the model."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from books_model import Buyer, Model, Paper
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fixtures.buyers import buyer
from harness.wallet.accounts import Account
from harness.wallet.ledger import Ledger
from harness.wallet.money import Amount
from harness.wallet.payments import Flow, Payment, PaymentService, State
from harness.wallet.refunds import Refund, RefundService
from harness.wallet.result import Refusal

START = 1_800_000_000_000
FLOWS: tuple[Flow, ...] = ("cashier", "agreement", "authorize", "escrow")
MERCHANTS = ("M1", "M2")
FINAL = {State.SUCCESS, State.FAIL, State.CLOSED, State.CANCELLED}
NEXT = {
    State.CREATED: {State.PROCESSING, State.AUTHORIZED, State.SUCCESS, State.FAIL, State.CLOSED, State.CANCELLED},
    State.PROCESSING: {State.AUTHORIZED, State.SUCCESS},
    State.AUTHORIZED: {State.SUCCESS, State.CANCELLED},
    State.SUCCESS: {State.CANCELLED},
}
"""What may follow a state; a merchant may cancel what was paid, nothing else leaves an end."""

orders = st.tuples(
    st.sampled_from(["rich", "rich", "poor", "limited", "moody"]),
    st.sampled_from(MERCHANTS),
    st.sampled_from(FLOWS),
    st.sampled_from([1, 19, 20, 21, 40, 100]),
    st.sampled_from([1, 10**6, 10**6]),
    st.sampled_from([True, True, False]),
)
"""Who pays, whom, how, how much, within how many ms, and whether they confirm at once."""
which = st.integers(0, 2)
shares = st.sampled_from([0, 25, 50, 75, 100, 125])
"""Parts of a payment's amount in percent; 0 stands for the smallest there is."""


class Books(RuleBasedStateMachine):
    """Payments and refunds of two merchants and four buyers, on the services themselves.

    A run has few payments: what goes wrong goes wrong with one, and is found sooner among few.
    """

    ledger_kind: type[Ledger] = Ledger
    payments_kind: type[PaymentService] = PaymentService
    refunds_kind: type[RefundService] = RefundService

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.numbers = itertools.count(1)
        self.ledger = self.ledger_kind()
        self.service = self.payments_kind(self.ledger)
        self.refunding = self.refunds_kind(self.service)
        self.accounts: dict[str, Account] = {}
        self.model = Model({}, dict.fromkeys(MERCHANTS, 0))
        self.seen: dict[str, State] = {}
        self.names: list[str] = []

    @initialize(rich=st.sampled_from([60, 400]), first=orders, second=orders, third=orders)
    def open_wallets(self, rich: int, first: Order, second: Order, third: Order) -> None:
        for name, money, limit in (("rich", rich, 0), ("poor", 20, 0), ("limited", rich, 20), ("moody", rich, 0)):
            self.accounts[name] = Account(name, name, buyer(1), money, limit=limit)
            self.ledger.open(f"buyer:{name}", money)
            self.model.buyers[name] = Buyer(money, limit)
        self.total = self.ledger.total
        self.opening = self.ledger.balances()
        for order in (first, second, third):
            self._pay(*order)

    def _pay(self, who: str, merchant: str, flow: Flow, amount: int, life: int, confirmed: bool) -> None:
        name = f"P{next(self.numbers)}"
        payment = Payment(
            payment_id=name,
            request_id=f"R{name}",
            client_id=merchant,
            account=self.accounts[who],
            amount=Amount(amount, "IQD"),
            description="dates",
            url="",
            notify_url="",
            created_at=self.now,
            expires_at=self.now + life,
            digest=name.encode(),
            flow=flow,
        )
        self.service.add(payment)
        self.model.papers[name] = Paper(amount, flow, who, merchant, self.now + life)
        self.names.append(name)
        if confirmed:
            self._moves(name, lambda: self.service.execute(payment, self.now, slowly=False))
            self.model.execute(name, self.now, slowly=False)

    @rule(n=which, slowly=st.booleans())
    def the_buyer_confirms(self, n: int, slowly: bool) -> None:
        name = self.names[n]
        before = self.model.papers[name].state
        moved = self.service.execute(self.service.by_id[name], self.now, slowly=slowly)
        self.model.execute(name, self.now, slowly=slowly)
        assert moved == (self.model.papers[name].state != before), "whether anybody is to be told"

    @rule(
        n=which, share=shares, deed=st.sampled_from(["cancel", "capture", "capture", "release", "accept and release"])
    )
    def the_merchant_acts(self, n: int, share: int, deed: str) -> None:
        name = self.names[n]
        payment, value = self.service.by_id[name], self._part(name, share)
        if deed == "cancel":
            assert self._refusal(lambda: self.service.cancel(payment)) == self.model.cancel(name)
        elif deed == "capture":
            given = self._refusal(lambda: self.service.capture(payment, value, self.now))
            assert given == self.model.capture(name, value)
        else:
            if deed.startswith("accept"):
                if payment.state is State.SUCCESS and payment.escrow == "held":
                    payment.escrow = "accepted"
                self.model.accept(name)
            assert self._refusal(lambda: self.service.release(payment)) == self.model.release(name)

    @rule(n=which, share=shares, currency=st.sampled_from(["IQD"] * 9 + ["USD"]), arrivals=st.integers(0, 2))
    def the_merchant_refunds(self, n: int, share: int, currency: str, arrivals: int) -> None:
        name, refund = self.names[n], f"F{next(self.numbers)}"
        value, payment = self._part(name, share), self.service.by_id[name]
        made = Refund(refund, f"R{refund}", payment, Amount(value, currency), "", refund.encode(), self.now)
        given = self._refusal(lambda: self.refunding.start(made))
        if currency != "IQD" and payment.state is State.SUCCESS:
            assert given == "CURRENCY_NOT_SUPPORT"
            return
        assert given == self.model.refund(name, refund, value)
        if not given:
            self._assert_refund_is_found(made)
            for _ in range(arrivals):
                self.refunding.settle(made, self.now)
                self.model.arrive(refund)

    @rule(n=which, deed=st.sampled_from(["settle", "expire", "refunds arrive", "nothing"]))
    def the_clock_strikes(self, n: int, deed: str) -> None:
        name = self.names[n]
        payment = self.service.by_id[name]
        self.now += 500
        if deed == "settle":
            self._moves(name, lambda: self.service.settle(payment, self.now))
            self.model.settle(name)
        elif deed == "expire":
            self.service.close(payment)
            self.model.close(name)
        elif deed == "refunds arrive":
            for refund in list(self.refunding.by_id.values()):
                self.refunding.settle(refund, self.now)
                self.model.arrive(refund.refund_id)

    @rule(frozen=st.booleans(), risky=st.booleans())
    def the_moody_one_changes(self, frozen: bool, risky: bool) -> None:
        self.accounts["moody"].frozen = self.model.buyers["moody"].frozen = frozen
        self.accounts["moody"].risk_refused = self.model.buyers["moody"].risky = risky

    @rule(n=which)
    def somebody_asks(self, n: int) -> None:
        payment = self.service.by_id[self.names[n]]
        client, number = payment.client_id, payment.request_id
        assert self.service.earlier(client, number, payment.digest) is payment
        assert self.service.find(client, payment.payment_id, "") is self.service.find(client, "", number) is payment
        assert self._refusal(lambda: self.service.earlier(client, number, b"other")) == "REPEAT_REQ_INCONSISTENT"
        assert self.service.earlier("M0", number, b"other") is None
        assert self._refusal(lambda: self.service.find("M0", payment.payment_id, "")) == "ORDER_NOT_EXIST"
        assert self._refusal(lambda: self.service.find("M0", "", number)) == "ORDER_NOT_EXIST"

    @invariant()
    def the_book_is_the_models(self) -> None:
        balance = self.ledger.balance
        for name, one in self.model.buyers.items():
            assert balance(f"buyer:{name}") == one.money, name
        for name, money in self.model.merchants.items():
            assert balance(f"merchant:{name}") == money, name
        for name, paper in self.model.papers.items():
            payment = self.service.by_id[name]
            assert balance(f"hold:{name}") == paper.held, name
            assert (payment.state, payment.reason) == (paper.state, paper.reason), name
            assert (payment.captured, payment.refunded, payment.escrow) == (paper.given, paper.back, paper.escrow), name
        for name, (_, value) in self.model.returning.items():
            assert balance(f"refund:{name}") == value, name

    @invariant()
    def no_money_is_made_or_lost(self) -> None:
        if not self.accounts:
            return
        balances = self.ledger.balances()
        assert self.ledger.total == self.total == self.model.total
        assert min(balances.values(), default=0) >= 0
        explained = dict(self.opening)
        for entry in self.ledger.entries:
            assert entry.value > 0
            explained[entry.debit] = explained.get(entry.debit, 0) - entry.value
            explained[entry.credit] = explained.get(entry.credit, 0) + entry.value
        assert {k: v for k, v in explained.items() if v} == {k: v for k, v in balances.items() if v}

    @invariant()
    def each_payment_ends_once(self) -> None:
        for name, payment in self.service.by_id.items():
            before = self.seen.get(name, State.CREATED)
            if payment.state is not before:
                assert payment.state in NEXT.get(before, set()), f"{name}: {before} -> {payment.state}"
            self.seen[name] = payment.state
            if payment.state in FINAL and payment.escrow in ("", "released"):
                assert self.ledger.balance(payment.hold_account) == 0, f"{name} is {payment.state} and holds money"
            assert 0 <= payment.refunded <= payment.captured <= payment.amount.value

    def _assert_refund_is_found(self, made: Refund) -> None:
        client, number = made.payment.client_id, made.request_id
        assert self.refunding.earlier(client, number, made.digest) is made
        assert self.refunding.find(client, made.refund_id, "") is self.refunding.find(client, "", number) is made
        assert self._refusal(lambda: self.refunding.earlier(client, number, b"x")) == "REPEAT_REQ_INCONSISTENT"
        assert self._refusal(lambda: self.refunding.find("M0", made.refund_id, "")) == "REFUND_NOT_EXIST"

    def _moves(self, name: str, act: Callable[[], bool]) -> None:
        """Let the service act, and see that it says truly whether that moved the payment on."""
        before = self.service.by_id[name].state
        moved = act()
        assert moved == (self.service.by_id[name].state is not before)

    def _part(self, name: str, share: int) -> int:
        """Return a part of a payment's amount, at least 1."""
        return max(1, self.model.papers[name].amount * share // 100)

    @staticmethod
    def _refusal(act: Callable[[], object]) -> str:
        """Return the code with which the service refuses, "" where it does not."""
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        return ""


Order = tuple[str, str, Flow, int, int, bool]
