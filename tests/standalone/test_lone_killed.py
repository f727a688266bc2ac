"""Killed at random moments under load, again and again: what was acknowledged is there, money is conserved, nothing twice."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from lone_kit import PATIENCE, PRODUCT, Json, Lone, LoneMerchant, code_of
from ports import held_port

CLIENTS, KILLS = 4, 5
PRICE, BACK = 1_000, 300


class Shopper:
    """One client: orders, pays and takes back without end; what is not acknowledged is asked for again until it is."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.random = random.Random(seed)  # noqa: S311 - only which request comes next
        self.ordered: dict[str, str] = {}
        self.paid: set[str] = set()
        self.refunded: dict[str, str] = {}
        self.count = 0
        self.doubt: tuple[str, str] | None = None

    def step(self, merchant: LoneMerchant, control: Any) -> None:
        """Do the next thing, or the one whose answer never came; raises httpx.HTTPError where the wallet is gone."""
        what, which = self.doubt or self._next()
        self.doubt = what, which
        getattr(self, f"_{what}")(which, merchant, control)
        self.doubt = None

    def _next(self) -> tuple[str, str]:
        unpaid = [request for request, payment in self.ordered.items() if payment not in self.paid]
        if unpaid and self.random.random() < 0.7:
            return "pay", unpaid[0]
        kept = [payment for payment in self.paid if payment not in self.refunded]
        if kept and self.random.random() < 0.4:
            return "refund", min(kept)
        self.count += 1
        return "order", f"{self.name}-{self.count}"

    def _order(self, request: str, merchant: LoneMerchant, _control: Any) -> None:
        body = {
            "productCode": PRODUCT,
            "paymentRequestId": request,
            "paymentAmount": {"currency": "IQD", "value": str(PRICE)},
            "order": {"orderDescription": "Dates", "buyer": {"referenceBuyerId": "2160000000000001"}},
        }
        answer = merchant.call("pay", body)
        assert code_of(answer) == "ACCEPT", answer
        assert self.ordered.setdefault(request, answer["paymentId"]) == answer["paymentId"]

    def _pay(self, request: str, _merchant: LoneMerchant, control: Any) -> None:
        payment = self.ordered[request]
        answer = control("payments/confirm", {"paymentId": payment})
        # Asked again after an answer that never came, the cashier shows that it is paid, and the phone hears 4000.
        assert (answer["resultCode"], answer["shown"]) in (("9000", "open"), ("4000", "paid")), answer
        assert answer["payment"]["state"] == "SUCCESS"
        self.paid.add(payment)

    def _refund(self, payment: str, merchant: LoneMerchant, _control: Any) -> None:
        body = {
            "paymentId": payment,
            "refundRequestId": f"F{payment}",
            "refundAmount": {"currency": "IQD", "value": str(BACK)},
        }
        answer = merchant.call("refund", body)
        assert code_of(answer) == "SUCCESS", answer
        assert self.refunded.setdefault(payment, answer["refundId"]) == answer["refundId"]


class Load:
    """Several shoppers at once, until the wallet is killed."""

    def __init__(self, lone: Lone, shoppers: list[Shopper]) -> None:
        self.lone, self.shoppers = lone, shoppers
        self.acknowledged = threading.Semaphore(0)

    def run_until_killed(self, after: int) -> None:
        """Let all of them work, and kill the wallet when ``after`` requests were acknowledged."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            work = [pool.submit(self._work, shopper) for shopper in self.shoppers]
            for _ in range(after):
                assert self.acknowledged.acquire(timeout=PATIENCE)
            self.lone.process.kill()
            for done in work:
                done.result(PATIENCE)

    def _work(self, shopper: Shopper) -> None:
        http = httpx.Client(trust_env=False, timeout=PATIENCE)
        merchant = LoneMerchant.of(self.lone, http)

        def control(path: str, body: Json) -> Json:
            return dict(http.post(f"{self.lone.facts['controlUrl']}{path}", json=body).raise_for_status().json())

        with http:
            while True:
                try:
                    shopper.step(merchant, control)
                except httpx.TransportError:
                    return
                self.acknowledged.release()


def test_killed_under_load(tmp_path: Path) -> None:
    seed = random.randrange(10**6)  # noqa: S311 - any moment is as good as another
    print(f"seed {seed}")
    dice = random.Random(seed)  # noqa: S311
    options = ("--data", str(tmp_path / "data"), "--quiet")
    shoppers = [Shopper(f"S{number}", seed + number) for number in range(CLIENTS)]
    with held_port() as port:
        lone = Lone(tmp_path, *options, port=port)
        try:
            for _ in range(KILLS):
                Load(lone, shoppers).run_until_killed(dice.randrange(20, 120))
                lone.kill()
                lone = Lone(tmp_path, *options, port=port)
                check(lone, shoppers)
        finally:
            lone.kill()
    assert sum(len(shopper.paid) for shopper in shoppers) > 20
    assert sum(len(shopper.refunded) for shopper in shoppers) > 5


def check(lone: Lone, shoppers: list[Shopper]) -> None:
    """Compare the wallet's books with what the shoppers were told."""
    payments = {p["paymentId"]: p for p in lone.control("GET", "payments?limit=1000")["payments"]}
    refunds = {r["refundId"]: r for r in lone.control("GET", "refunds?limit=1000")["refunds"]}
    entries = lone.control("GET", "ledger/entries?limit=1000")["entries"]
    assert len(entries) < 1000
    requests = Counter(p["paymentRequestId"] for p in payments.values())
    assert set(requests.values()) <= {1}
    moves = Counter((e["paymentId"], e["debit"].partition(":")[0], e["credit"].partition(":")[0]) for e in entries)
    for shopper in shoppers:
        for request, payment_id in shopper.ordered.items():
            assert payments[payment_id]["paymentRequestId"] == request
        for payment_id in shopper.paid:
            assert payments[payment_id]["state"] == "SUCCESS"
        for payment_id, refund_id in shopper.refunded.items():
            assert (refunds[refund_id]["paymentId"], refunds[refund_id]["state"]) == (payment_id, "SUCCESS")
    for payment_id, payment in payments.items():
        taken = int(payment["state"] == "SUCCESS")
        back = sum(r["paymentId"] == payment_id for r in refunds.values())
        assert moves[payment_id, "buyer", "hold"] == moves[payment_id, "hold", "merchant"] == taken
        assert moves[payment_id, "merchant", "refund"] == moves[payment_id, "refund", "buyer"] == back <= 1
        assert int(payment["refunded"]["value"]) == back * BACK
    sold = sum(p["state"] == "SUCCESS" for p in payments.values()) * PRICE - len(refunds) * BACK
    book = lone.control("GET", "ledger")
    balances = {row["account"]: int(row["balance"]["value"]) for row in book["accounts"]}
    assert balances.get(f"merchant:{lone.facts['clientId']}", 0) == sold
    assert balances["buyer:2160000000000001"] == 100_000_000 - sold
    assert int(book["total"]["value"]) == sum(balances.values()) == 500_000_000
