"""What a program may be unable to do, and what its merchant risks by that.

A capability is named as in the project's config: a screen, an action, "notification", or "polling". Where one is missing, a
scenario of the certification pack ends with the outcome "cannot": never passed, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.errors import HarnessError
from harness.evidence import NOTIFICATION_RISK

SCREEN_RISKS = {
    "paid": "nobody can see when the shop hands the goods out, so nothing about paying for them can be certified",
    "pending": "a payment that is not settled yet may look paid, so goods go out unpaid, or failed, so the buyer pays twice",
    "failed": "a buyer whose payment failed may wait for the goods, or pay again without need",
    "cancelled": "a buyer who left the cashier may believe that the order is paid, or find no way back to it",
    "refused": "a buyer who keeps personal data private may be stuck, or be logged in all the same",
    "error": "a payment that the wallet does not accept may look like an order that is under way",
    "catalogue": "whether the login let the buyer in can only be guessed",
}
ACTION_RISKS = {
    "log in": "a program that does not log in with the wallet takes its orders from anybody",
    "log in by name": "whether the program respects a buyer who refuses to share personal data is not known",
    "buy": "nothing can be ordered, so nothing can be certified",
    "try again": "a buyer who tries again after a failure may be charged twice, or may be unable to pay at all",
    "resume": "a buyer who left the cashier may be charged twice on coming back, or be unable to pay at all",
    "look up": "a buyer who waits for a pending payment has no way to ask for it",
    "refund": "whether a buyer gets all the money back, and only once, is not known",
    "refund in part": "whether a buyer gets back the right part, and never more than was paid, is not known",
}
NOTIFICATION = "notification"
POLLING = "polling"
POLLING_RISK = (
    "a buyer who waits and taps nothing goes on seeing an order as pending that is paid, and may pay for it again"
)


class Cannot(HarnessError):
    """The program cannot do what a scenario asks; ``capability`` says what, ``risk`` what that may cost, in a sentence."""

    def __init__(self, capability: str, risk: str, *, action: str = "") -> None:
        self.capability = capability
        self.risk = risk
        super().__init__(f"the program cannot do this: {capability}; the risk: {risk}", action=action)


def without_screen(name: str, declared: Mapping[str, str]) -> Cannot:
    """Return the outcome for a program with no such screen; ``declared`` is what it knowingly cannot do, and why."""
    risk = SCREEN_RISKS.get(name, f'what a buyer sees in the place of "{name}" is not known')
    return Cannot(
        f"{name} screen",
        _with_reason(risk, name, declared),
        action=f'name it in the config: [screens] "{name}" = {{ text = "..." }}',
    )


def without_action(name: str, declared: Mapping[str, str]) -> Cannot:
    """Return the outcome for a program with no such action."""
    risk = ACTION_RISKS.get(name, f'what happens where a buyer wants to "{name}" is not known')
    else_ = ", or [merchant.refund] with a url or a command that names {amount}" if name.startswith("refund") else ""
    return Cannot(
        f"{name} action",
        _with_reason(risk, name, declared),
        action=f'name it in the config: [actions] "{name}" = {{ text = "..." }}{else_}',
    )


def without_notification(declared: Mapping[str, str]) -> Cannot:
    """Return the outcome for a merchant that does not ask to be notified."""
    risk = _with_reason(NOTIFICATION_RISK, NOTIFICATION, declared)
    return Cannot(NOTIFICATION, risk, action="send paymentNotifyUrl with pay")


def without_polling(declared: Mapping[str, str]) -> Cannot:
    """Return the outcome for a program that is declared not to look at a pending order again by itself."""
    return Cannot(POLLING, _with_reason(POLLING_RISK, POLLING, declared), action="ask for a pending order again")


def _with_reason(risk: str, name: str, declared: Mapping[str, str]) -> str:
    return f"{risk} (declared: {declared[name]})" if name in declared else risk
