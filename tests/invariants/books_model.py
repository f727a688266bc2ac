"""The rules of payments, said a second time and as plainly as possible, to hold the services against.

Nothing here is shared with the services but the names of states and codes. Money is kept by owner: what a buyer or a
merchant has, and what is held for a payment or is on its way back with a refund.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Paper:
    """What is expected of one payment."""

    amount: int
    flow: str
    buyer: str
    merchant: str
    expires: int
    state: str = "CREATED"
    reason: str = ""
    held: int = 0
    given: int = 0
    """What of the payment was captured, refunded or not."""
    back: int = 0
    """What of ``given`` was refunded."""
    escrow: str = ""


@dataclass
class Buyer:
    """What is expected of one buyer's wallet."""

    money: int
    limit: int = 0
    frozen: bool = False
    risky: bool = False


@dataclass
class Model:
    """Everybody's money and every payment's state, as the documents have it. Each act returns the refusal, "" for none."""

    buyers: dict[str, Buyer]
    merchants: dict[str, int]
    papers: dict[str, Paper] = field(default_factory=dict)
    returning: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Refunds that have left their source and not arrived: whose payment, and how much."""

    @property
    def total(self) -> int:
        """All the money there is."""
        waiting = sum(p.held for p in self.papers.values()) + sum(value for _, value in self.returning.values())
        return sum(b.money for b in self.buyers.values()) + sum(self.merchants.values()) + waiting

    def execute(self, name: str, now: int, *, slowly: bool) -> None:
        """The buyer confirms."""
        paper = self.papers[name]
        buyer = self.buyers[paper.buyer]
        if paper.state != "CREATED":
            return
        if now >= paper.expires:
            paper.state, paper.reason = "CLOSED", "ORDER_IS_CLOSED"
        elif buyer.frozen:
            paper.state, paper.reason = "FAIL", "USER_STATUS_ABNORMAL"
        elif buyer.risky:
            paper.state, paper.reason = "FAIL", "RISK_REJECT"
        elif buyer.limit and paper.amount > buyer.limit:
            paper.state, paper.reason = "FAIL", "USER_AMOUNT_EXCEED_LIMIT"
        elif buyer.money < paper.amount:
            paper.state, paper.reason = "FAIL", "USER_BALANCE_NOT_ENOUGH"
        else:
            buyer.money -= paper.amount
            paper.held = paper.amount
            paper.state = "PROCESSING"
            if not slowly:
                self.settle(name)

    def settle(self, name: str) -> None:
        """The payment service has finished."""
        paper = self.papers[name]
        if paper.state != "PROCESSING":
            return
        if paper.flow == "authorize":
            paper.state = "AUTH_SUCCESS"
            return
        paper.state, paper.given = "SUCCESS", paper.amount
        if paper.flow == "escrow":
            paper.escrow = "held"
        else:
            self._pay_out(paper, paper.amount)

    def close(self, name: str) -> None:
        """Nobody paid in time."""
        paper = self.papers[name]
        if paper.state == "CREATED":
            paper.state, paper.reason = "CLOSED", "ORDER_IS_CLOSED"

    def cancel(self, name: str) -> str:
        """The merchant undoes the payment."""
        paper = self.papers[name]
        if paper.state == "SUCCESS" and not paper.back:
            if paper.held:
                paper.held = 0
            elif self.merchants[paper.merchant] < paper.given:
                return "MERCHANT_BALANCE_NOT_ENOUGH"
            else:
                self.merchants[paper.merchant] -= paper.given
            self.buyers[paper.buyer].money += paper.given
        elif paper.state == "AUTH_SUCCESS":
            self.buyers[paper.buyer].money += paper.held
            paper.held = 0
        elif paper.state != "CREATED":
            return "ORDER_STATUS_INVALID"
        paper.state, paper.reason = "CANCELLED", "CANCELLED"
        return ""

    def capture(self, name: str, value: int) -> str:
        """The merchant takes what was authorized, or a part; the rest goes back."""
        paper = self.papers[name]
        if paper.state != "AUTH_SUCCESS":
            return "ORDER_STATUS_INVALID"
        if value > paper.amount:
            return "PAYMENT_AMOUNT_EXCEED_LIMIT"
        self._pay_out(paper, value)
        self.buyers[paper.buyer].money += paper.held
        paper.held = 0
        paper.state, paper.given = "SUCCESS", value
        return ""

    def accept(self, name: str) -> None:
        """The merchant will deliver what is in escrow."""
        paper = self.papers[name]
        if paper.state == "SUCCESS" and paper.escrow == "held":
            paper.escrow = "accepted"

    def release(self, name: str) -> str:
        """The goods of an escrow payment were delivered."""
        paper = self.papers[name]
        if paper.state != "SUCCESS" or paper.escrow != "accepted" or not paper.held:
            return "ORDER_STATUS_INVALID"
        self._pay_out(paper, paper.held)
        paper.escrow = "released"
        return ""

    def refund(self, name: str, refund: str, value: int) -> str:
        """The merchant gives something back."""
        paper = self.papers[name]
        if paper.state != "SUCCESS":
            return "ORDER_STATUS_INVALID"
        if value > paper.given - paper.back:
            return "REFUND_AMOUNT_EXCEED"
        if paper.escrow in ("held", "accepted"):
            paper.held -= value
        elif self.merchants[paper.merchant] < value:
            return "PARTNER_BALANCE_NOT_ENOUGH"
        else:
            self.merchants[paper.merchant] -= value
        paper.back += value
        self.returning[refund] = (name, value)
        return ""

    def arrive(self, refund: str) -> None:
        """A refund reaches its buyer."""
        if refund in self.returning:
            name, value = self.returning.pop(refund)
            self.buyers[self.papers[name].buyer].money += value

    def _pay_out(self, paper: Paper, value: int) -> None:
        paper.held -= value
        self.merchants[paper.merchant] += value
