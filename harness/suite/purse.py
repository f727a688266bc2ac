"""What a scenario's buyer has in the wallet: an account, its balance, the payment that was made; amounts as people say them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from harness.journal import Message
from harness.people import buyer
from harness.suite.errors import Mismatch
from harness.suite.program import Program
from harness.suite.witness import Witness
from harness.wallet.accounts import Account, Person
from harness.wallet.payments import Payment
from harness.wallet.world import WalletWorld

if TYPE_CHECKING:
    from harness.suite.stage import Stage


class Purse(Witness):
    """The part of a world that is about money. ``account`` is None until a buyer is there."""

    def __init__(self, stage: Stage, wallet: WalletWorld, program: Program) -> None:
        super().__init__(wallet.journal, stage.reports)
        self._stage = stage
        self._wallet = wallet
        self.program = program
        self.account: Account | None = None
        self.seed = 0

    def amount(self, words: str) -> dict[str, str]:
        """Return an amount in words (``25,000 IQD``) as the wire has it."""
        return self._stage.profile.money.read(words).to_dict()

    def words(self, value: int) -> str:
        """Return minor units of the wallet's currency in words."""
        money = self._stage.profile.money
        return money.words(type(money.read(f"1 {money.label}"))(value, money.currency))

    def person(self, language: str = "en") -> Person:
        """Return this scenario's buyer-to-be, whose phone speaks ``language``: the same for the same seed."""
        return buyer(self.seed, language)

    def enter_buyer(self, person: Person, balance: str) -> Account:
        """Give a person an account in the wallet with this balance in words."""
        customer_id = f"2{uuid.uuid4().int % 10**15:015d}"
        account = Account(customer_id, customer_id, person, self._stage.profile.money.read(balance).value)
        self._stage.backstage(lambda: self._wallet.add_account(account))
        self.account = account
        return account

    def usual_balance(self) -> str:
        """Return, in words, what the program's usual buyer has; raises Mismatch where nothing says so."""
        prices = [int(self.amount(good.price)["value"]) for good in self.program.goods]
        if not self.program.balance and not prices:
            action = 'write buyer = { balance = "100,000 IQD" } into harness.toml, or say it in the step'
            raise Mismatch("nothing says what the buyer has in the wallet", action=action)
        return self.program.balance or self.words(4 * max(prices))

    @property
    def payment(self) -> Payment | None:
        """The payment that was made last, as the wallet has it."""
        return self._stage.payment(self._wallet)

    def balance(self) -> int:
        """Return what the buyer owns now, in minor units."""
        if self.account is None:
            raise Mismatch("there is no buyer yet")
        return self._wallet.balance(self.account)

    def top_up(self, words: str) -> None:
        """Add money to the buyer's account, from outside the wallet."""
        value = self._stage.profile.money.read(words).value
        account = self.account
        if account is None:
            raise Mismatch("there is no buyer yet")
        total = self.balance() + value
        self._stage.backstage(lambda: self._wallet.ledger.open(f"buyer:{account.customer_id}", total))

    def took(self) -> list[Message]:
        """Return the wallet's book entries by which money was taken."""
        return self.journal.all(lambda m: m.name == "ledger" and m.get("taken") is True)
