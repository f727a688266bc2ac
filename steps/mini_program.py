"""What the Mini Program shows."""

from pytest_bdd import given, parsers, then

from harness import World


@given(parsers.parse("the Mini Program has shown the order as {screen:w}"))
@then(parsers.parse("the Mini Program shows the order as {screen:w}"))
def shows_order(world: World, screen: str) -> None:
    """Check the program's screen for an order."""
    world.expect_screen(screen)


@then(parsers.parse("the Mini Program still shows the order as {screen:w}"))
def still_shows_order(world: World, screen: str) -> None:
    """Check the program's screen once it has finished whatever it was doing, and once more a moment later."""
    world.rest()
    world.expect_screen(screen)
    world.linger()
    world.expect_screen(screen)


@then("the Mini Program says that the order cannot be paid")
def shows_error(world: World) -> None:
    """Check that a payment the wallet refused is no order."""
    world.expect_screen("error")


@then("the Mini Program shows the catalogue")
def shows_catalogue(world: World) -> None:
    """Check that the buyer is logged in."""
    world.expect_screen("catalogue")


@then(parsers.parse('the Mini Program lists an order of "{goods}" for {price}'))
def lists_order(world: World, goods: str, price: str) -> None:
    """Check the list of orders."""
    world.expect_screen("orders")
    world.phone.see({"contains": goods})
    world.phone.see({"contains": price})


@then(parsers.parse('the Mini Program lists "{goods}" for {price} as "{state}"'))
def lists_state(world: World, goods: str, price: str, state: str) -> None:
    """Check what the list of orders says of one of them, in the program's own words."""
    world.expect_screen("orders")
    world.phone.see({"contains": f"{goods} {price} {state}"})


@then("the Mini Program says that the login was refused")
def shows_refused(world: World) -> None:
    """Check that a refusal is taken as one."""
    world.expect_screen("refused")


@then(parsers.parse("the Mini Program shows the result {code} ({meaning})"))
def shows_result(world: World, code: str, meaning: str) -> None:
    """Check the alert of the page that shows the result as it is; the meaning is there for the reader."""
    del meaning
    world.phone.see({"contains": f'{{"resultCode":"{code}"}}'})
