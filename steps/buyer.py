"""What the buyer is and does."""

from pytest_bdd import given, parsers, when

from harness import World


@given(parsers.parse("a buyer with {balance} in the wallet"))
def a_buyer(world: World, balance: str) -> None:
    """Make a buyer and open the Mini Program."""
    world.enter_buyer(world.person(), balance)
    world.open_program()


@given("a buyer")
def usual_buyer(world: World) -> None:
    """Make the buyer that the project's config describes and open the Mini Program."""
    world.enter_buyer(world.person(world.program.language), world.usual_balance())
    world.open_program()


@given(parsers.parse("an Arabic-speaking buyer with {balance} in the wallet"))
def an_arabic_buyer(world: World, balance: str) -> None:
    """Make a buyer whose phone speaks Arabic and open the Mini Program."""
    world.enter_buyer(world.person("ar"), balance)
    world.open_program()


@given("the buyer has logged in")
@when("the buyer logs in")
def logs_in(world: World) -> None:
    """Log in silently; a program that has a catalogue shows it."""
    world.act("log in")
    if "catalogue" in world.program.screens:
        world.expect_screen("catalogue")


@given("the buyer has been asked to share the name")
@when("the buyer logs in by name")
def logs_in_by_name(world: World) -> None:
    """Log in with a scope that needs consent."""
    world.act("log in by name")


@when("the buyer agrees")
def agrees(world: World) -> None:
    """Allow what the consent sheet asks for."""
    world.phone.tap({"testId": "consent-allow"})


@when("the buyer refuses")
def refuses(world: World) -> None:
    """Deny what the consent sheet asks for."""
    world.phone.tap({"testId": "consent-deny"})


@given(parsers.parse('the buyer has ordered "{good}" for {price}'))
@when(parsers.parse('the buyer orders "{good}" for {price}'))
def orders(world: World, good: str, price: str) -> None:
    """Order goods; the cashier opens."""
    world.note_order(good, price)
    world.act(f"buy {good}")
    world.expect_cashier(price)


@given(parsers.parse('the buyer has ordered "{good}"'))
@when(parsers.parse('the buyer orders "{good}"'))
def orders_known(world: World, good: str) -> None:
    """Order goods whose price the project's config names; the cashier opens."""
    world.note_order(good, world.good(good).price)
    world.act(f"buy {good}")
    world.expect_cashier_open()


@when(parsers.parse('the buyer tries to order "{good}" for {price}'))
def tries_to_order(world: World, good: str, price: str) -> None:
    """Order goods, whether or not the cashier opens."""
    world.note_order(good, price)
    world.act(f"buy {good}")


@given(parsers.parse('the buyer has tapped twice to order "{good}" for {price}'))
def orders_impatiently(world: World, good: str, price: str) -> None:
    """Tap the button for an order again before anything has answered; the cashier opens."""
    world.note_order(good, price)
    world.act(f"buy {good}", taps=2)
    world.expect_cashier(price)


@given(parsers.parse('the buyer has put "{good}" into the cart'))
def fills_cart(world: World, good: str) -> None:
    """Put one of these goods into the cart."""
    world.act(f"add {good}")


@given(parsers.parse('the buyer has gone to pay {price} for "{goods}" in the cart'))
def pays_cart(world: World, price: str, goods: str) -> None:
    """Order what is in the cart; the cashier opens."""
    world.act("open the cart")
    world.expect_screen("cart")
    world.note("order", {"amount": world.amount(price), "description": goods})
    world.act("pay for the cart")
    world.expect_cashier(price)


@given("the buyer has gone back to the shop")
def goes_back_to_the_shop(world: World) -> None:
    """Leave the order for the shop."""
    world.act("go back to the shop")
    world.expect_screen("catalogue")


@when("the buyer looks at the orders")
def looks_at_orders(world: World) -> None:
    """Leave the order for the shop, and open the list of orders."""
    world.act("go back to the shop")
    world.expect_screen("catalogue")
    world.act("open the orders")


@when("the buyer logs in again and looks at the orders")
def logs_in_for_orders(world: World) -> None:
    """Log in to the shop, and open the list of orders."""
    logs_in(world)
    world.act("open the orders")


@given("the buyer has confirmed the payment")
@when("the buyer confirms the payment")
def confirms(world: World) -> None:
    """Confirm at the cashier."""
    world.phone.tap_cashier("confirm")


@given("the buyer has left the cashier")
@when("the buyer leaves the cashier")
def leaves(world: World) -> None:
    """Cancel at the cashier."""
    world.phone.tap_cashier("cancel")


@when("the buyer closes the receipt")
def closes_receipt(world: World) -> None:
    """Leave the cashier's receipt."""
    world.phone.tap_cashier("done")


@when("the buyer goes back from the expired cashier")
def goes_back(world: World) -> None:
    """Leave a cashier that can no longer be paid at."""
    world.phone.tap_cashier("back")


@when("the buyer takes up the payment again")
def resumes(world: World) -> None:
    """Resume the same payment from the program."""
    world.act("resume")


@given("the buyer has tried to pay again")
@when("the buyer tries to pay again")
def tries_again(world: World) -> None:
    """Start a new payment for the same order."""
    world.act("try again")


@when(parsers.parse('the buyer pays for "{good}" at the Arabic cashier'))
def pays_in_arabic(world: World, good: str) -> None:
    """Order and confirm; the cashier speaks Arabic."""
    world.act(f"buy {good}")
    world.expect_cashier("د.ع")
    world.phone.tap_cashier("confirm")
