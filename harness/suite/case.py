"""What a buyer does in any program, whatever it sells: the certification pack's words, done.

The order is the first of the program's goods. What the program lacks ends the scenario with Cannot.
"""

from __future__ import annotations

import time
from contextlib import suppress

from harness.journal import Actor, Kind, Message
from harness.journey.goods import PAID
from harness.suite.capabilities import POLLING, without_action, without_notification, without_polling
from harness.suite.errors import Mismatch
from harness.suite.program import Good
from harness.suite.waiting import PATIENCE_SECONDS
from harness.suite.world import World
from harness.wallet.accounts import Person
from harness.wallet.world import Timing

GIVEN_UP = ("failed", "cancelled")
"""The screens from which a buyer pays again."""
OUTCOMES = ("paid", "pending", "failed", "cancelled", "error")
"""The screens that say how an order stands."""
LOOKS = 24
LOOK_MS = 5_000
"""How often, and how far apart in virtual time, a buyer looks at an order that is to change: two minutes in all."""


class Case:
    """One certification case in a scenario's world."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def good(self) -> Good:
        """What is ordered; raises Cannot where the program's goods are not known."""
        if not self.world.program.goods:
            raise without_action("buy", self.world.program.cannot)
        return self.world.program.goods[0]

    @property
    def price(self) -> int:
        """What it costs, in minor units."""
        return int(self.world.amount(self.good.price)["value"])

    def enter_buyer(self, person: Person, *, affords: bool) -> None:
        """Make a buyer with the config's balance, or four times the price, in the wallet; or with half of the price."""
        balance = self.world.program.balance or self.world.words(self.price * 4)
        self.world.enter_buyer(person, balance if affords else self.world.words(self.price // 2))

    def come_in(self) -> None:
        """Open the program and log in, where it is not the program itself that does."""
        world = self.world
        world.open_program()
        if "log in" in world.program.actions:
            world.act("log in")
        if "catalogue" in world.program.screens:
            world.expect_screen("catalogue")

    def order(self, *, taps: int = 1, opens: bool = True) -> None:
        """Order; with ``opens`` the cashier must open."""
        world = self.world
        self.note_order()
        world.act(self.action, taps=taps)
        if opens:
            world.expect_cashier_open()

    def order_while_loading(self) -> None:
        """Order, and tap again while the merchant still waits for the wallet's answer to pay; the cashier opens."""
        world = self.world
        self.note_order()
        with world.pay_held():
            world.act(self.action)
            world.wait_for(lambda m: m.name == "pay" and m.kind is Kind.CALL, "the merchant's call of pay (step 10)")
            world.tap_again(self.action)
        world.expect_cashier_open()

    @property
    def action(self) -> str:
        """The program's action that orders."""
        return f"buy {self.good.name}"

    def note_order(self) -> None:
        """Write into the journal what the buyer means to order."""
        good = self.good
        described = {"description": good.description} if good.description else {}
        self.world.note("order", {"amount": self.world.amount(good.price), **described})

    def notify(self, timing: Timing) -> None:
        """Let the wallet notify the merchant in this way."""
        controls = self.world.controls
        controls.notification = timing
        controls.receipt = timing == "cashier open"

    def pay(self) -> None:
        """Confirm at the cashier, and leave its receipt once the merchant was notified, where there is one."""
        world = self.world
        world.phone.tap_cashier("confirm")
        if world.controls.receipt:
            world.phone.see_cashier({"testId": "cashier-done"})
            self.await_acknowledgement()
            world.look()
            world.phone.tap_cashier("done")

    def come_back(self) -> None:
        """Take the payment up again, or try anew, whichever the program offers now; the cashier opens."""
        world = self.world
        world.rest()
        known = [action for action in ("resume", "try again") if action in world.program.actions]
        offered = next((action for action in known if world.offers(action)), "")
        world.act(offered or next(iter(known), "resume"))
        world.expect_cashier_open()

    def become(self, screen: str) -> None:
        """Look at the order for two minutes until it has become paid or failed; raises Mismatch saying what it shows."""
        world = self.world
        world.require_screen(screen)
        for _ in range(LOOKS):
            world.rest()
            if world.shows_screen(screen):
                break
            if world.offers("look up"):
                world.act("look up")
                world.rest()
                if world.shows_screen(screen):
                    break
            world.pass_time(LOOK_MS)
        world.expect_screen(screen)

    def become_by_itself(self, screen: str) -> None:
        """Wait four minutes, tapping nothing, until the order has become paid or failed.

        Raises Mismatch saying what it shows, or Cannot where the config declares that the program does not ask by itself.
        """
        world = self.world
        world.require_screen(screen)
        for _ in range(2 * LOOKS):
            world.rest()
            if world.shows_screen(screen):
                break
            world.pass_time(LOOK_MS)
        else:
            if POLLING in world.program.cannot:
                raise without_polling(world.program.cannot)
        try:
            world.expect_screen(screen)
        except Mismatch as error:
            action = f'let the program ask for the order again, or declare it: cannot = {{ {POLLING} = "why" }}'
            raise Mismatch(f"{error.fact}; the buyer waited and tapped nothing", action=action) from error

    def keep_goods(self) -> None:
        """Check that the program does not show the order as paid, nor after it has looked once more."""
        world = self.world
        world.require_screen(PAID)
        self.await_outcome()
        for _ in range(2):
            world.rest()
            if world.shows_screen(PAID):
                world.look()
                raise Mismatch(f"the shop should not hand the goods out, but shows: {world.phone.text()[:200]}")
            world.pass_time(LOOK_MS)

    def keep_order(self) -> None:
        """Check that the program does not show the order as failed or cancelled, which lets the buyer pay again."""
        world = self.world
        world.require_screen(GIVEN_UP[0])
        self.await_outcome()
        world.rest()
        for screen in GIVEN_UP:
            if screen in world.program.screens and world.shows_screen(screen):
                raise Mismatch(f"the shop should not give the order up, but shows: {world.phone.text()[:200]}")

    def await_outcome(self) -> None:
        """Wait until the program shows how the order stands, or the wallet waits for the buyer, or patience ends.

        A program that has heard of the outcome and still shows that it opens the payment has not decided yet.
        """
        world = self.world
        known = [screen for screen in OUTCOMES if screen in world.program.screens]
        world.soon(lambda: any(map(world.shows_screen, known)) or world.phone.waits_for_buyer())

    def paid_times(self) -> list[int]:
        """Return what was taken from the buyer, in minor units, payment by payment."""
        return [int(message.text("amount.value") or 0) for message in self.world.took()]

    def await_acknowledgement(self) -> None:
        """Wait until the merchant has acknowledged a notification, where one is due."""
        created = [m for m in self.world.journal.messages if m.name == "payment created"]
        ended = [m for m in self.world.journal.messages if m.name == "ledger"]
        on = created[-1].get("notifyOn") if created else ()
        if self.wants_notification() and ended and isinstance(on, list) and ended[-1].text("status") in on:
            self.world.wait_for(acknowledged, "the merchant's acknowledgement of the notification (step 19)")

    def wants_notification(self) -> bool:
        """Whether the merchant asked to be notified of its latest payment."""
        payment = self.world.payment
        return payment is not None and bool(payment.notify_url)

    def check_acknowledgements(self) -> None:
        """Check that the merchant acknowledges each notification that is due; raises Cannot where it asks for none."""
        world = self.world
        if world.controls.notification == "never":
            return
        if not self.wants_notification():
            raise without_notification(self.world.program.cannot)
        world.settle()
        answers = [m for m in world.journal.messages if m.name == "notifyPayment" and m.kind is Kind.ANSWER]
        for answer in answers:
            if answer.text("result.resultStatus") != "S":
                raise not_acknowledged(answer)

    def refund(self, *, whole: bool, times: int = 1) -> None:
        """Have the order refunded, or half of it: by the program's action where there is one, else as the config says.

        Asked again for what is refunded already, a merchant may answer as it likes; it must not refuse the first time.
        """
        world, action = self.world, "refund" if whole else "refund in part"
        way = world.program.refund
        if action in world.program.actions or way is None or not (whole or way.partly):
            world.act(action, taps=times)
            return
        value = self.price if whole else self.price // 2
        world.ask_refund(value)
        for _ in range(times - 1):
            with suppress(Mismatch):
                world.ask_refund(value)

    def await_refund(self, *, whole: bool) -> None:
        """Wait until the buyer has got back all that was paid, or a part of it and not the rest."""
        world = self.world
        assert world.account is not None  # a case has a buyer
        opening = world.account.opening
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._refunded(opening, whole=whole):
            if time.monotonic() > deadline:
                wanted = "all of" if whole else "a part of"
                got = world.words(world.balance() - opening + self.price)
                raise Mismatch(f"the buyer should have got back {wanted} {self.good.price}, but got back {got}")
            world.rest()

    def _refunded(self, opening: int, *, whole: bool) -> bool:
        left = self.world.balance()
        return left == opening if whole else opening - self.price < left < opening


def acknowledged(message: Message) -> bool:
    """Whether this is a merchant's acknowledgement of a notification that arrived."""
    way = (message.sender, message.name, message.kind)
    return way == (Actor.MERCHANT, "notifyPayment", Kind.ANSWER) and message.get("delivered") is True


def not_acknowledged(answer: Message) -> Mismatch:
    """Return what is wrong with an answer to a notification that is not S: its resultCode, the error, or what came over HTTP."""
    said = answer.text("result.resultCode") or answer.text("error") or answer.text("reason")
    said = said or f"HTTP {answer.text('status')}: {' '.join(str(answer.get('body') or 'nothing').split())[:200]}"
    return Mismatch(f"step 19: the merchant should acknowledge the notification with S, but answered {said}")
