"""What the certification pack says of any program: the buyer orders whatever it sells."""

from collections.abc import Mapping
from typing import get_args

from pytest_bdd import given, parsers, then, when

from harness import Case, Mismatch, Timing, World

TIMINGS: Mapping[str, Timing] = {
    "after the result": "after",
    "before the result": "before",
    "twice": "twice",
    "never": "never",
    "while the cashier is open": "cashier open",
}
if set(TIMINGS.values()) != set(get_args(Timing)):
    raise RuntimeError("the wallet notifies in a way that the certification has no words for")


@given("a buyer who can afford the order is in the shop")
def in_shop(world: World) -> None:
    """Make a buyer with enough money, open the program and log in."""
    Case(world).enter_buyer(world.person(world.program.language), affords=True)
    Case(world).come_in()


@given("a buyer who cannot afford the order is in the shop")
def poor_in_shop(world: World) -> None:
    """Make a buyer with too little money, open the program and log in."""
    Case(world).enter_buyer(world.person(world.program.language), affords=False)
    Case(world).come_in()


@given("a buyer stands before the shop")
def before_shop(world: World) -> None:
    """Make a buyer and open the program; nobody is logged in yet."""
    Case(world).enter_buyer(world.person(world.program.language), affords=True)
    world.open_program()


@given("the wallet has asked whether the buyer shares the name")
def asked_for_consent(world: World) -> None:
    """Log in with a scope that needs consent; the wallet's question is on the screen."""
    world.act("log in by name")
    world.phone.see({"testId": "consent-allow"})


@given("the buyer has placed the order")
@when("the buyer places the order")
def places_order(world: World) -> None:
    """Order; the cashier opens."""
    Case(world).order()


@when("the buyer tries to place the order")
def tries_to_place_order(world: World) -> None:
    """Order, whether or not the cashier opens."""
    Case(world).order(opens=False)


@given("the buyer has tapped twice to place the order")
def taps_twice(world: World) -> None:
    """Tap again before anything has answered; the cashier opens."""
    Case(world).order(taps=2)


@given("the buyer has tapped again while the order was being placed")
def taps_while_loading(world: World) -> None:
    """Tap again while the merchant waits for the wallet; the cashier opens."""
    Case(world).order_while_loading()


@given("the buyer has put more money into the wallet")
def puts_money_in(world: World) -> None:
    """Give the buyer four times the price more."""
    case = Case(world)
    world.top_up(world.words(case.price * 4))


@given("the buyer has come back to pay")
@when("the buyer comes back to pay")
def comes_back(world: World) -> None:
    """Take the payment up again, or try anew, whichever the program offers; the cashier opens."""
    Case(world).come_back()


@given(parsers.re(rf"the notification comes (?P<timing>{'|'.join(TIMINGS)})"))
def notification_comes(world: World, timing: str) -> None:
    """Let the wallet notify the merchant then."""
    Case(world).notify(TIMINGS[timing])


@given("the buyer has paid at the cashier")
@when("the buyer pays at the cashier")
def pays(world: World) -> None:
    """Confirm, and leave the receipt where there is one."""
    Case(world).pay()


@given("the buyer has pressed the phone's back key")
@when("the buyer presses the phone's back key")
def presses_back(world: World) -> None:
    """Leave whatever is in front: the cashier, a sheet, a page, the program."""
    world.phone.back()


@given("the order has become paid")
@then("the order becomes paid")
def becomes_paid(world: World) -> None:
    """Check that the goods are handed out within two minutes."""
    Case(world).become("paid")


@then("the order becomes paid while the buyer only waits")
def becomes_paid_by_itself(world: World) -> None:
    """Check that the goods are handed out within four minutes though the buyer taps nothing."""
    Case(world).become_by_itself("paid")


@then("the order becomes failed")
def becomes_failed(world: World) -> None:
    """Check that the order is given up within two minutes."""
    Case(world).become("failed")


@then("the goods are not handed out")
def goods_kept(world: World) -> None:
    """Check that the program does not show the order as paid."""
    Case(world).keep_goods()


@then("the order is not given up")
def order_kept(world: World) -> None:
    """Check that the program does not show the order as failed."""
    Case(world).keep_order()


@then("the buyer has paid the order once")
def paid_once(world: World) -> None:
    """Check the wallet's books, once something stands in them: one payment of the price."""
    case = Case(world)
    world.soon(lambda: bool(case.paid_times()))
    if (taken := case.paid_times()) != [case.price]:
        raise Mismatch(f"the buyer should have paid {case.good.price} once, but paid {_words(world, taken)}")


@then("the buyer has paid nothing")
def paid_nothing(world: World) -> None:
    """Check the wallet's books, once the wallet has done what the buyer confirmed: no payment."""
    world.let_wallet_finish()
    if taken := Case(world).paid_times():
        raise Mismatch(f"the buyer should have paid nothing, but paid {_words(world, taken)}")


@then("the merchant acknowledges what the wallet notifies")
def acknowledges(world: World) -> None:
    """Check each notification that is due."""
    Case(world).check_acknowledgements()


@then("the buyer is back in the Mini Program")
def back_in_program(world: World) -> None:
    """Wait until the cashier has closed, and see that it does not open again a moment later."""
    world.rest()
    world.linger()
    if not world.soon(lambda: world.phone.cashier() is None):
        raise Mismatch(f"the buyer should be back in the Mini Program, but the cashier is open: {world.phone.text()}")


@then("nobody is logged in")
def nobody_logged_in(world: World) -> None:
    """Check that the merchant got no token for this buyer, nor a moment later."""
    world.rest()
    world.linger()
    if world.journal.all(lambda m: m.name == "applyToken"):
        raise Mismatch("the buyer refused, but the merchant has exchanged an authCode for a token")


@given("the merchant has refunded the order")
@when("the merchant refunds the order")
def refunds(world: World) -> None:
    """Have all the money given back."""
    Case(world).refund(whole=True)


@when("the merchant is asked twice to refund the order")
def refunds_twice(world: World) -> None:
    """Ask twice for the same refund."""
    Case(world).refund(whole=True, times=2)


@when("the merchant refunds a part of the order")
def refunds_part(world: World) -> None:
    """Have a part of the money given back."""
    Case(world).refund(whole=False)


@then("the buyer gets all the money back")
def gets_all_back(world: World) -> None:
    """Check the buyer's balance."""
    Case(world).await_refund(whole=True)


@then("the buyer gets back a part of the money")
def gets_part_back(world: World) -> None:
    """Check the buyer's balance."""
    Case(world).await_refund(whole=False)


def _words(world: World, values: list[int]) -> str:
    return " and ".join(world.words(value) for value in values) or "nothing"
