"""Double entry: money is moved between accounts, never made, never lost, never half."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of ``value`` minor units from one account to another, for one payment."""

    payment_id: str
    debit: str
    credit: str
    value: int


class InsufficientFundsError(Exception):
    """The debited account has less than the movement needs."""


class Ledger:
    """The book of one world. Accounts are names: ``buyer:<id>``, ``merchant:<id>``, ``hold:<paymentId>``."""

    def __init__(self) -> None:
        self._balance: dict[str, int] = defaultdict(int)
        self.entries: list[Entry] = []

    def open(self, account: str, value: int) -> None:
        """Give an account its opening balance."""
        self._balance[account] = value

    def balance(self, account: str) -> int:
        """Return what an account holds, in minor units."""
        return self._balance[account]

    def move(self, payment_id: str, debit: str, credit: str, value: int) -> None:
        """Move money; raises InsufficientFundsError when a buyer's account would go below zero."""
        if value <= 0:
            raise ValueError("a movement must be positive")
        if self._balance[debit] < value:
            raise InsufficientFundsError(debit)
        self._balance[debit] -= value
        self._balance[credit] += value
        self.entries.append(Entry(payment_id, debit, credit, value))

    @property
    def total(self) -> int:
        """The sum over all accounts; it never changes after the opening balances."""
        return sum(self._balance.values())
