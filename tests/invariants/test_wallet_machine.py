"""Any interleaving of what buyers, merchants and time can do, over HTTP and many at once, keeps the whole wallet right.

``BUGS`` are mistakes in the wallet or its services, each one line wrong; the machine is run against each and must find it.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test
from market import market
from wallet_machine import Trading

from harness.journal import Message
from harness.wallet.authorization import Authorization, Token
from harness.wallet.ledger import InsufficientFundsError
from harness.wallet.payments import Payment, PaymentService, State
from harness.wallet.refunds import Refund
from harness.wallet.sessions import Attempt
from harness.wallet.wallet import Wallet
from harness.wallet.world import WalletWorld

QUIET = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    stateful_step_count=20,
    phases=[Phase.generate],  # to shrink a failure over HTTP takes longer than to read it
    suppress_health_check=list(HealthCheck),
)
HUNT = settings(QUIET, max_examples=100, report_multiple_bugs=False)


def test_the_wallet_stays_right_whatever_is_done() -> None:
    with market() as made:
        run_state_machine_as_test(type("Trade", (Trading,), {"market": made}), settings=QUIET)


class TellsAgain(Wallet):
    """Takes a payment that did not move for one that has just ended: the machine's first find, in wallet.py itself."""

    def _run_service(self, world: WalletWorld, payment: Payment, cause: Message) -> bool:
        return super()._run_service(world, payment, cause) or payment.state in (State.SUCCESS, State.FAIL, State.CLOSED)


class TellsTwice(Wallet):
    """Notifies the merchant of each final payment twice."""

    async def finalised(
        self, world: WalletWorld, payment: Payment, cause: Message, attempt: Attempt | None = None
    ) -> None:
        await super().finalised(world, payment, cause, attempt)
        await self.notifier.notify(world, payment, cause)


class KeepsExpiriesToItself(Wallet):
    """Notifies no merchant of a payment that nobody paid."""

    async def finalised(
        self, world: WalletWorld, payment: Payment, cause: Message, attempt: Attempt | None = None
    ) -> None:
        if payment.state is State.CLOSED:
            self.ledger_fact(world, payment, cause)
        else:
            await super().finalised(world, payment, cause, attempt)


class ForgetsCaptures(Wallet):
    """Enters a captured payment and tells nobody."""

    def captured(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        self.ledger_fact(world, payment, cause)


class HoldsForEver(Wallet):
    """Never gives back what nobody captured."""

    def _await_capture(self, world: WalletWorld, payment: Payment, entry: Message) -> None:
        return


class NeverSettles(Wallet):
    """Leaves a slow payment slow."""

    def _await_settlement(self, world: WalletWorld, payment: Payment, entry: Message) -> None:
        return


class LosesRefunds(Wallet):
    """Takes a slow refund from the merchant and lets it go."""

    def _await_refund(self, world: WalletWorld, refund: Refund, cause: Message) -> None:
        return


class CancelsInSilence(Wallet):
    """Undoes a payment without a word in the books."""

    def undone(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        return


class NotifiesAgreements(Wallet):
    """Notifies a payment whose outcome its merchant has in the answer already."""

    def execute_agreement(self, world: WalletWorld, payment: Payment, cause: Message) -> None:
        super().execute_agreement(world, payment, cause)
        self._soon(world, self.notifier.notify(world, payment, cause))


class GoesOnAfterTheAcknowledgement(Wallet):
    """Sends a notification again that was acknowledged."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.notifier._ends = ()


class GivesUp(Wallet):
    """Sends each notification once."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.notifier._waits = (0,)


class RefreshLeavesTheOld(Wallet):
    """Leaves the old token alive when it is refreshed."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]

        class Lenient(Authorization):
            def refresh(self, refresh_token: str, client_id: str, now: int) -> Token:
                old = self.refresh_token(refresh_token)
                fresh = super().refresh(refresh_token, client_id, now)
                if old is not None:
                    self._tokens[old.access_token] = old
                return fresh

        self.authorization = Lenient(self.profile.authorization)


class NewPaymentEachTime(PaymentService):
    """Makes a new payment of a request that comes again."""

    def earlier(self, client_id: str, request_id: str, digest: bytes) -> Payment | None:
        return None


class CapturesAll(PaymentService):
    """Captures the whole amount and says that it was a part."""

    def capture(self, payment: Payment, value: int, now: int) -> None:
        super().capture(payment, payment.amount.value, now)
        payment.captured = value


class PaysTheUnconfirmed(PaymentService):
    """Settles a payment that was cancelled while its buyer was at the cashier."""

    def cancel(self, payment: Payment) -> None:
        if payment.state is State.CREATED:
            payment.reason = "CANCELLED"
        else:
            super().cancel(payment)


class HoldsOnCancel(PaymentService):
    """Cancels an authorized payment and keeps the hold."""

    def cancel(self, payment: Payment) -> None:
        if payment.state is State.AUTHORIZED:
            payment.state, payment.reason = State.CANCELLED, "CANCELLED"
        else:
            super().cancel(payment)


BUGS: list[type[Wallet | PaymentService]] = [
    TellsAgain,
    TellsTwice,
    KeepsExpiriesToItself,
    ForgetsCaptures,
    HoldsForEver,
    NeverSettles,
    LosesRefunds,
    CancelsInSilence,
    NotifiesAgreements,
    GoesOnAfterTheAcknowledgement,
    GivesUp,
    RefreshLeavesTheOld,
    NewPaymentEachTime,
    CapturesAll,
    PaysTheUnconfirmed,
    HoldsOnCancel,
]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_every_mistake_of_the_wallet_is_found(bug: type[Wallet | PaymentService]) -> None:
    wallet_kind = bug if issubclass(bug, Wallet) else Wallet
    payments_kind = bug if issubclass(bug, PaymentService) else PaymentService
    # What many do at once is found by their order, which nobody can repeat: then it is found, and flaky.
    found = (AssertionError, InsufficientFundsError, FlakyFailure)
    with market(wallet_kind) as made, pytest.raises(found) as failure:
        machine = type(f"Trade{bug.__name__}", (Trading,), {"market": made, "payments_kind": payments_kind})
        run_state_machine_as_test(machine, settings=HUNT)
    if isinstance(failure.value, FlakyFailure):
        assert failure.group_contains(AssertionError)
