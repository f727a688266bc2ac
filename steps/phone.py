"""What the buyer's phone perceives, and what it was made to do."""

from pathlib import Path

from pytest_bdd import given, parsers, then, when

from harness import Mismatch, World

MINUTES = 60_000
FIXTURES = "fixtures" if __name__.startswith("steps.") else "harness_fixtures"
PICTURES = Path(__file__).parents[1] / FIXTURES / "pictures"


@given(parsers.parse('the buyer holds up the code "{text}"'))
def holds_up(world: World, text: str) -> None:
    """Hold a code before the camera."""
    world.senses.holds_up(text)


@given(parsers.parse("the buyer stands at {latitude:g}, {longitude:g}"))
def stands_at(world: World, latitude: float, longitude: float) -> None:
    """Put the phone somewhere."""
    world.senses.stands_at(latitude, longitude)


@given("the buyer has switched location off")
def hides_location(world: World) -> None:
    """Switch location off."""
    world.senses.hides_location()


@given(parsers.parse('the buyer has the picture "{name}" to attach'))
def has_picture(world: World, name: str) -> None:
    """Let the buyer choose one of the fixtures' pictures, or a file by its path, the next time the program asks."""
    file = Path(name)
    world.senses.chooses_file(file.absolute() if file.is_file() or file.is_absolute() else PICTURES / file)


@when("the phone loses its network")
def loses_network(world: World) -> None:
    """Be without a network."""
    world.senses.network("NOTREACHABLE")


@given("the shop cannot reach its server")
def server_down(world: World) -> None:
    """Let no call of the program's come to its merchant; the wallet's notifications do."""
    world.senses.merchant(reached=False)


@when("the shop can reach its server again")
def server_up(world: World) -> None:
    """Let the program's calls come to its merchant."""
    world.senses.merchant(reached=True)


@given(parsers.parse("the phone is on {kind:w}"))
@when(parsers.parse("the phone changes to {kind:w}"))
def changes_network(world: World, kind: str) -> None:
    """Be on another network."""
    world.senses.network(kind)


@when("the buyer pulls the page down")
def pulls_down(world: World) -> None:
    """Draw a finger from the top of the page downwards: a native page that allows it refreshes itself."""
    mouse = world.phone.page.mouse
    mouse.move(180, 150)
    mouse.down()
    mouse.move(180, 350)
    mouse.up()


@given(parsers.parse("the phone was off for {minutes:d} minutes"))
def was_off(world: World, minutes: int) -> None:
    """Switch the phone off, let time pass, and open the program on it again: it has forgotten everything."""
    world.switch_off()
    world.pass_time(minutes * MINUTES)
    world.open_program()


@when("the buyer goes to another app")
def goes_to_another_app(world: World) -> None:
    """Hide the program: App.onHide, my.onAppHide."""
    world.senses.leaves_program()


@when("the buyer comes back to the Mini Program")
def comes_back(world: World) -> None:
    """Show the program again: App.onShow, my.onAppShow."""
    world.senses.returns_to_program()


@when("the buyer shakes the phone")
def shakes(world: World) -> None:
    """Shake it once: what waits with my.watchShake goes on."""
    world.senses.shakes()


@when(parsers.parse("the buyer points the phone to {direction:g} degrees"))
def points(world: World, direction: float) -> None:
    """Turn the phone: degrees from the north, clockwise."""
    world.senses.points_to(direction)


@given(parsers.parse('the Wi-Fi "{name}" is near'))
def wifi_is_near(world: World, name: str) -> None:
    """Put an open Wi-Fi network near the phone."""
    world.senses.wifi_nearby(name)


@given(parsers.parse('the wallet has the Mini Program "{name}" ({app_id})'))
def has_program(world: World, name: str, app_id: str) -> None:
    """Let the wallet have another Mini Program, by its name and its appId."""
    world.senses.program_in_wallet(app_id, name)


@then(parsers.parse('the wallet opens the Mini Program "{name}"'))
def opens_program(world: World, name: str) -> None:
    """Check that the program has sent its buyer on to another one."""
    world.phone.see({"contains": name})
    found = world.wait_for(lambda m: m.name == "program opened", "another Mini Program")
    if found.text("program") != name:
        raise Mismatch(f'the wallet should open "{name}", but opens "{found.text("program")}"')


@when(parsers.parse("the buyer chooses the date {date}"))
def chooses_date(world: World, date: str) -> None:
    """Fill in the wallet's date sheet and agree."""
    world.phone.write({"testId": "date-input"}, date)
    world.phone.tap({"testId": "date-ok"})


@then(parsers.parse('the phone has copied "{text}"'))
def has_copied(world: World, text: str) -> None:
    """Wait until this is in the clipboard."""
    if not world.soon(lambda: world.senses.clipboard == text):
        raise Mismatch(f'the phone should have copied "{text}", but has "{world.senses.clipboard}"')


@then(parsers.parse("the phone shows {number} to call"))
def shows_number(world: World, number: str) -> None:
    """Check the dialer, and the fact that the program asked for it."""
    world.phone.see({"contains": number})
    found = world.wait_for(lambda m: m.name == "phone call", "a phone call")
    if found.text("number") != number:
        raise Mismatch(f"the phone should call {number}, but calls {found.text('number')}")
