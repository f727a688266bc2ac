"""One scenario's world: a buyer with a phone, a program, a merchant, a wallet account, a clock, a journal, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeVar

from harness.errors import HarnessError
from harness.faults import FaultPlan
from harness.journal import JournalTimeout, Kind, Message
from harness.journey import Status, Verdict, judge
from harness.journey.goods import PAID, SCREEN, WRONG_SCREEN
from harness.phone import MiniProgram, Phone, PhoneSetup, ProgramPage, ScreenError, switch_on
from harness.runtime.bundle import LOCAL_APIS
from harness.suite.capabilities import without_action, without_notification, without_screen
from harness.suite.clues import clues
from harness.suite.crossings import accepted_falsely, open_calls
from harness.suite.errors import Mismatch
from harness.suite.program import Good, Program, taps_of
from harness.suite.refund import order_id, refund_order
from harness.suite.senses import PhoneSenses
from harness.suite.stranger import Fault
from harness.suite.waiting import PATIENCE_SECONDS, Waiting
from harness.wallet.world import Controls, Merchant, WalletWorld

if TYPE_CHECKING:
    from harness.suite.stage import Stage

T = TypeVar("T")
NOTIFIED = 19
"""The step with which the wallet notifies the merchant."""
PAYS = ("buy", "try again", "resume")
"""What the names of the actions begin with that start a payment: what the console told before tells nothing of it."""


class World(Waiting):
    """What steps drive and look at."""

    def __init__(self, stage: Stage, wallet: WalletWorld, program: Program, faults: FaultPlan) -> None:
        super().__init__(stage, wallet, program)
        self._faults = faults
        self._crashed_before = len(stage.crashes)
        self.complete = False
        self.certifying = False

    @property
    def merchant(self) -> Merchant:
        """The program's merchant as the wallet knows it; raises NotPlayable where it does not start."""
        return self._stage.site(self.program).merchant

    @property
    def controls(self) -> Controls:
        """What the scenario decides about the wallet."""
        return self._wallet.controls

    @property
    def faults(self) -> FaultPlan:
        """What goes wrong, by plan."""
        return self._faults

    @property
    def mini_program(self) -> MiniProgram:
        """The Mini Program that is open on the phone, for testers: its pages, data, storage and mocks."""
        return self.phone.program

    @property
    def senses(self) -> PhoneSenses:
        """What the phone perceives: its camera, its place, its network, its files."""
        return PhoneSenses(self, self._wallet.senses, self._stage.backstage)

    def open_program(self) -> None:
        """Switch the buyer's phone on and open the program."""
        self.switch_on().open()

    def switch_on(self) -> Phone:
        """Switch the buyer's phone on and return it; nothing is open on it yet."""
        account = self.account
        if account is None:
            raise Mismatch("there is no buyer yet", action='begin with "Given a buyer ..."')
        profile, wallet = self._stage.profile, self._stage.wallet
        site = self._stage.site(self.program)
        session = wallet.open_phone(self._wallet, account, site.merchant, site.network.client)
        setup = PhoneSetup(
            id=session.id,
            key=session.key,
            app_origin=wallet.app_origin,
            program_url=site.url,
            language=account.person.language,
            user_agent=profile.app.user_agent,
            apis=(*profile.jsapi.apis, *(a for a in LOCAL_APIS if a in profile.jsapi.apis)),
            app_id=site.merchant.client_id,
            app_name=profile.name,
            version=profile.app.version,
            now=self._wallet.clock.now,
            native=self.program.kind == "native",
            console=tuple(t["console"] for t in self.program.screens.values() if "console" in t),
            proxy=site.network.origin,
            past=site.past,
            remote=self._stage.remote,
        )
        self._phone = switch_on(self._stage.browser, setup, self.journal)
        self._stage.journal.meanwhile = self._phone.breathe if self._stage.remote else None
        self.trace.follow(self._phone.context)
        return self._phone

    def act(self, action: str, *, taps: int = 1) -> None:
        """Do one of the program's actions by its business words; an impatient buyer ``taps`` its last more than once."""
        chain = taps_of(self._named(self.program.actions, action, "action"))
        if action.startswith(PAYS):
            self.phone.console.forget()
        self.phone.act(chain, taps=taps)

    def good(self, name: str) -> Good:
        """Return the program's goods of this name; raises Mismatch where it has none."""
        found = self.program.good(name)
        if found is None:
            known = ", ".join(f'"{good.name}"' for good in self.program.goods)
            action = f"known: {known}" if known else "name them in harness.toml, or write the price: ... for 25,000 IQD"
            raise Mismatch(f'the program {self.program.name} has no goods "{name}"', action=action)
        return found

    def note_order(self, name: str, price: str) -> None:
        """Write into the journal what the buyer means to order: how much, and what the merchant is to call it."""
        good = self.program.good(name)
        described = name if good is None else good.description
        self.note("order", {"amount": self.amount(price), **({"description": described} if described else {})})

    def expect_screen(self, screen: str) -> None:
        """Wait until the program shows one of its screens; raises Mismatch saying what it shows instead."""
        target = self._named(self.program.screens, screen, "screen")
        try:
            self.phone.see(target)
            self.note(SCREEN, {"screen": screen})
        except ScreenError as error:
            shown = self.phone.text()
            name = next((n for n, t in self.program.screens.items() if n != screen and self.phone.shows(t)), "")
            self.note(WRONG_SCREEN, {"screen": name, "expected": screen})
            instead = f'it shows "{name}"' if name else "it shows something else"
            text = f'the Mini Program should show "{screen}", but {instead}: {shown[:200]}'
            raise Mismatch(text) from error

    def shows_screen(self, screen: str) -> bool:
        """Say whether the program shows one of its screens now, without waiting."""
        return screen in self.program.screens and self.phone.shows(self.program.screens[screen])

    def require_screen(self, screen: str) -> None:
        """Raise Cannot, in a certification, or Mismatch where the program has no such screen."""
        self._named(self.program.screens, screen, "screen")

    def offers(self, action: str) -> bool:
        """Say whether the buyer could do one of the program's actions now."""
        chain = taps_of(self.program.actions.get(action, ()))
        return bool(chain) and self.phone.shows(chain[0])

    def tap_again(self, action: str) -> None:
        """Tap what an action taps once more, where it still takes a tap."""
        for target in taps_of(self._named(self.program.actions, action, "action"))[-1:]:
            self.phone.tap_if_usable(target)

    def expect_cashier_open(self) -> None:
        """Wait until the buyer can pay at the cashier; raises Mismatch otherwise."""
        try:
            self.phone.see_cashier_state("open")
        except ScreenError as error:
            raise Mismatch(f"the cashier should open: {error.fact}") from error

    @contextmanager
    def pay_held(self) -> Iterator[None]:
        """Let the wallet take its time with pay: while this is held, no merchant gets its answer."""
        self._stage.hold_pay(self._wallet, held=True)
        try:
            yield
        finally:
            self._stage.hold_pay(self._wallet, held=False)

    def look(self) -> None:
        """Note it where the program shows the order as paid: the contract judges whether it may."""
        if self._phone is None or PAID not in self.program.screens:
            return
        shown = self.journal.all(lambda m: m.name in (SCREEN, "order") and m.text("screen") in (None, PAID))
        if (not shown or shown[-1].name == "order") and self._phone.shows(self.program.screens[PAID]):
            self.note(SCREEN, {"screen": PAID})

    def look_again(self) -> None:
        """Note what ``look`` does, now and once more a moment later, where the program has not shown the order as paid.

        A shop may hand the goods out after a while, of its own accord.
        """
        self.look()
        if not self.has_phone or PAID not in self.program.screens or self.payment is None:
            return
        shown = self.journal.all(lambda m: m.name == SCREEN)
        if (not shown or shown[-1].text("screen") != PAID) and not self.phone.waits_for_buyer():
            self.linger()
            self.look()

    def expect_page(self, holds: Callable[[ProgramPage], bool], what: str) -> None:
        """Wait until the page in front is as it should be (``what``: "be on ..."); raises Mismatch saying what is there."""
        if not self.soon(lambda: holds(self.mini_program.current_page())):
            front = self.mini_program.current_page()
            shown = f'it is on {front.path} ("{front.title}")'
            raise Mismatch(f"the Mini Program should {what}, but {shown}: {self.phone.text()[:200]}")

    def expect_cashier(self, words: str) -> None:
        """Wait until the cashier shows these words; raises Mismatch otherwise."""
        try:
            self.phone.see_cashier(words)
        except ScreenError as error:
            raise Mismatch(f"the cashier should show {words}: {error.fact}") from error

    def deceive(self, *faults: Fault) -> None:
        """Tell the merchant that the latest payment succeeded, once with each of these wrong about it.

        Raises Mismatch where it takes no word. Where it does not refuse one at once, it is watched for a while.
        """
        payment = self.payment
        if payment is not None and not payment.notify_url and self.certifying:
            raise without_notification(self.program.cannot)
        if payment is None or not payment.notify_url:
            raise Mismatch("there is no payment of which the merchant wants to be notified (paymentNotifyUrl)")
        for fault in faults:
            self._stage.deceive(self._wallet, payment, self.merchant, fault)
        if accepted_falsely(self.journal.messages):  # it may act on it only after its answer
            self.watch(lambda: bool(self._stage.goods_sent(self.program, order_id(self.journal.messages))))

    def goods_sent(self) -> int:
        """Return how often the goods of the latest order went out; raises Mismatch where the merchant does not tell."""
        sent = self._stage.goods_sent(self.program, order_id(self.journal.messages))
        if sent is None:
            raise Mismatch(
                "the merchant does not tell how often the goods of an order went out",
                action="give it a method goods_sent(order_id)",
            )
        return sent

    def ask_refund(self, value: int) -> None:
        """Have the merchant refund this much, in minor units, of the latest payment; raises Mismatch where it does not."""
        payment, way = self.payment, self.program.refund
        if payment is None or way is None:
            raise Mismatch("there is no payment that the merchant could refund", action="let the buyer pay before")
        site = self._stage.site(self.program)
        order = refund_order(payment, order_id(self.journal.messages), value, self._stage.profile.money)
        self.note("refund asked", {"amount": {"currency": order.currency, "value": str(value)}})
        try:
            self.note("refund answered", {"text": way.ask(site.under_test, site.merchant_url, order)})
        except HarnessError as error:
            raise Mismatch(error.fact, place=error.place, action=error.action) from error

    def wait_for(self, match: Callable[[Message], bool], what: str) -> Message:
        """Wait for a message; raises Mismatch when it does not come."""
        try:
            return self.journal.wait_for(match, what, seconds=PATIENCE_SECONDS)
        except JournalTimeout as error:
            raise Mismatch(error.fact) from error

    def result(self) -> Message:
        """Wait for the result of the latest my.tradePay call; raises Mismatch when it does not come."""

        def calls() -> list[Message]:
            return self.journal.all(lambda m: m.name == "my.tradePay" and m.kind is Kind.CALL)

        def latest() -> Message | None:
            made = calls()
            return self.journal.find(lambda m: m.kind is Kind.ANSWER and m.cause == made[-1].id) if made else None

        found = self._stage.journal.wait(latest, PATIENCE_SECONDS)
        if found is None:
            what = "the result of my.tradePay" if calls() else "a call of my.tradePay"
            raise Mismatch(f"{what} did not come within {PATIENCE_SECONDS:g} s")
        return found

    def verdict(self, *, complete: bool = False) -> Verdict:
        """Judge the journal as it stands."""
        return judge(self.journal.messages, complete=complete)

    def settle(self, steps: range = range(1, 21)) -> Verdict:
        """Wait until each of these steps is seen or not due, or patience ends, and return the verdict on all that happened."""
        if self.has_phone:
            self.rest()

        def settled() -> bool:
            verdict = self.verdict(complete=True)
            return all(verdict.step(n).settled or (n == NOTIFIED and self._lost_for_now(verdict)) for n in steps)

        if not settled():
            self._stage.journal.wait(lambda: self.journal.messages[-1] if settled() else None, PATIENCE_SECONDS)
        self.complete = True
        return self.verdict(complete=True)

    def explain(self, verdict: Verdict) -> str:
        """Return every wrong fact in words, "" when there is none."""
        return "\n".join(f"step {f.step} {f.status}: {f.sentence}" for f in verdict.findings)

    def clues(self) -> list[str]:
        """Return the facts behind what the screen shows: what was thrown, who was not reached, who refused what."""
        places = self._phone.error_places() if self._phone is not None and self._lacks_place() else {}
        return [
            *self._stage.crashes[self._crashed_before :],
            *clues(self.journal.messages, self.program.folder, places),
        ]

    def switch_off(self) -> None:
        """Switch the phone off: what the program kept on it is gone; ``open_program`` switches it on again."""
        if self._phone is not None:
            self._phone.close()
            self._phone = None

    def close(self) -> None:
        """End the world: the phone is off, the clock stands."""
        self.switch_off()
        self._stage.close_world(self._wallet)

    def _named(self, table: Mapping[str, T], word: str, kind: Literal["action", "screen"]) -> T:
        """Return what the program's action or screen of this name is; raises Cannot, in a certification, or Mismatch."""
        if word in table:
            return table[word]
        if self.certifying:
            missing = without_action if kind == "action" else without_screen
            raise missing(word, self.program.cannot)
        known = ", ".join(table)
        raise Mismatch(f'the program {self.program.name} has no {kind} "{word}"', action=f"known: {known}")

    def _lost_for_now(self, verdict: Verdict) -> bool:
        """Whether all notifications until now are lost, and none is under way: the next is minutes away, on the clock."""
        under_way = any(call.name == "notifyPayment" for call in open_calls(self.journal.messages))
        return verdict.step(NOTIFIED).status is Status.NOT_REACHED and not under_way

    def _lacks_place(self) -> bool:
        return bool(self.journal.all(lambda m: m.name == "page error" and not m.text("place")))
