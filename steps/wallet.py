"""What the wallet does, is told to do, and has in its books."""

from pytest_bdd import given, parsers, then, when

from harness import Mismatch, World

HOURS = 3_600_000
MINUTES = 60_000


@given("the wallet refuses this buyer's payments as too risky")
def risky(world: World) -> None:
    """Let the risk check refuse."""
    if world.account is not None:
        world.account.risk_refused = True


@given("the buyer's account has been frozen")
def frozen(world: World) -> None:
    """Freeze the buyer's account."""
    if world.account is not None:
        world.account.frozen = True


@given(parsers.parse("the buyer may pay at most {amount} at once"))
def limited(world: World, amount: str) -> None:
    """Give the buyer a limit."""
    if world.account is not None:
        world.account.limit = int(world.amount(amount)["value"])


@given(parsers.parse("the wallet takes {minutes:d} minutes to settle"))
def settles_slowly(world: World, minutes: int) -> None:
    """Let the payment service settle later."""
    world.controls.settle_after = minutes * MINUTES


@given("the phone loses its network before the payment reaches the wallet")
def request_lost(world: World) -> None:
    """Lose the request on its way."""
    world.faults.add("wallet app -> wallet backend", "request lost")


@given("the phone loses its network before the wallet's answer arrives")
def answer_lost(world: World) -> None:
    """Lose the answer on its way."""
    world.faults.add("wallet app -> wallet backend", "answer lost")


@given("the wallet loses the result of its payment service")
def result_lost(world: World) -> None:
    """Lose the result within the wallet."""
    world.faults.add("payment service -> wallet backend", "result lost")


@given("the wallet notifies the merchant before it answers the phone")
def notifies_before(world: World) -> None:
    """Notify first."""
    world.controls.notification = "before"


@given("the wallet notifies the merchant twice")
def notifies_twice(world: World) -> None:
    """Notify again though the first was acknowledged."""
    world.controls.notification = "twice"


@given("the wallet's notification never arrives")
def notifies_never(world: World) -> None:
    """Do not notify."""
    world.controls.notification = "never"


@given(parsers.parse("the wallet's first {count:d} notifications are lost"))
def notifications_lost(world: World, count: int) -> None:
    """Lose notifications on their way."""
    world.faults.add("wallet backend -> merchant", "notification lost", times=count)


@given("the wallet notifies the merchant while the cashier still shows the receipt")
def notifies_open(world: World) -> None:
    """Notify with the cashier open."""
    world.controls.notification = "cashier open"
    world.controls.receipt = True


@given(parsers.parse("the buyer has topped up the wallet by {amount}"))
def tops_up(world: World, amount: str) -> None:
    """Give the buyer more money."""
    world.top_up(amount)


@given(parsers.parse("{minutes:d} minutes have passed"))
@when(parsers.parse("{minutes:d} minutes pass"))
def minutes_pass(world: World, minutes: int) -> None:
    """Move every clock."""
    world.pass_time(minutes * MINUTES)


@when(parsers.parse("{hours:d} hours pass"))
def hours_pass(world: World, hours: int) -> None:
    """Move every clock."""
    world.pass_time(hours * HOURS)


@then(parsers.parse("the wallet has taken {price} once"))
def taken_once(world: World, price: str) -> None:
    """Check the books, once something stands in them: one payment of this amount."""
    world.soon(lambda: bool(world.took()))
    taken = [m.text("amount.value") for m in world.took()]
    if taken != [world.amount(price)["value"]]:
        raise Mismatch(f"the wallet should have taken {price} once, but took {_words(world, taken)}")


@then("the wallet has taken no money")
def taken_nothing(world: World) -> None:
    """Check the books, once the wallet has done what the buyer confirmed: no payment."""
    world.let_wallet_finish()
    taken = [m.text("amount.value") for m in world.took()]
    if taken:
        raise Mismatch(f"the wallet should have taken no money, but took {_words(world, taken)}")


@then(parsers.parse("the buyer still has {balance} in the wallet"))
@then(parsers.parse("the buyer has {balance} in the wallet"))
def has_balance(world: World, balance: str) -> None:
    """Wait until this is the buyer's balance."""
    world.let_wallet_finish()
    if not world.soon(lambda: world.words(world.balance()) == balance):
        raise Mismatch(f"the buyer should have {balance}, but has {world.words(world.balance())}")


@then("the wallet tells the buyer that the payment succeeded")
def tells_success(world: World) -> None:
    """Check the message to the buyer."""
    world.wait_for(lambda m: m.name == "message" and m.get("outcome") == "SUCCESS", "the message to the buyer")


@then("the wallet asks the buyer for consent")
def asks_consent(world: World) -> None:
    """Check that the consent sheet is up."""
    world.phone.see({"testId": "consent-allow"})


def _words(world: World, values: list[str | None]) -> str:
    return " and ".join(world.words(int(v or 0)) for v in values) or "nothing"
