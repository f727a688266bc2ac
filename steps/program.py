"""What a person sees and does in any Mini Program, by its words: for programs with no screens or actions named."""

import json
from collections.abc import Sequence

from pytest_bdd import given, parsers, then, when

from harness import ApiError, Mismatch, World


@when(parsers.parse('the buyer taps "{words}"'))
def taps(world: World, words: str) -> None:
    """Tap what says exactly this."""
    world.phone.tap({"text": words})


@when(parsers.parse('the buyer taps the element "{name}"'))
def taps_element(world: World, name: str) -> None:
    """Tap what has this test id."""
    world.phone.tap({"testId": name})


@when(parsers.parse('the buyer writes "{words}" into "{field}"'))
def writes(world: World, words: str, field: str) -> None:
    """Fill in the field with this placeholder."""
    world.phone.write({"selector": f"[placeholder={json.dumps(field)}]"}, words)


@when(parsers.parse('the buyer opens the page "{page}"'))
def opens(world: World, page: str) -> None:
    """Come into a page from outside, as by a link or a QR code."""
    world.mini_program.re_launch(f"/{page.removeprefix('/')}")


@given(parsers.parse('the buyer has looked at the page "{page}"'))
def looked(world: World, page: str) -> None:
    """Open a page over the one in front."""
    world.mini_program.navigate_to(f"/{page.removeprefix('/')}")


@when("the buyer goes back to the page before")
def goes_back(world: World) -> None:
    """Leave the page in front."""
    world.mini_program.navigate_back()


@given(parsers.parse('the Mini Program remembers "{key}" as "{value}"'))
def remembers(world: World, key: str, value: str) -> None:
    """Let the program find what an earlier visit would have left."""
    world.mini_program.set_storage(key, value)


@given(parsers.parse("the wallet answers {api:w} with"))
def answers_with(world: World, api: str, datatable: Sequence[Sequence[str]]) -> None:
    """Answer an API in the wallet's place with these values."""
    world.mini_program.mock_api(api, {name: _value(text) for name, text in datatable})


@given(parsers.parse('the wallet refuses {api:w} with {error:d} "{message}"'))
def refuses(world: World, api: str, error: int, message: str) -> None:
    """Let an API fail."""
    world.mini_program.mock_api(api, ApiError(error, message))


@given(parsers.parse("the wallet answers {api:w} by itself again"))
@when(parsers.parse("the wallet answers {api:w} by itself again"))
def answers_itself(world: World, api: str) -> None:
    """Take away what answered an API in the wallet's place."""
    world.mini_program.restore_api(api)


@then(parsers.parse('the Mini Program shows "{words}"'))
def shows(world: World, words: str) -> None:
    """Wait until these words are on the screen."""
    world.phone.see({"contains": words})


@then(parsers.parse('the Mini Program does not show "{words}"'))
def does_not_show(world: World, words: str) -> None:
    """Check the screen once the program has finished whatever it was doing."""
    world.rest()
    if world.phone.shows({"contains": words}):
        raise Mismatch(f'the Mini Program should not show "{words}"; the screen shows: {world.phone.text()[:300]}')


@then(parsers.parse('the Mini Program is on the page "{page}"'))
def is_on(world: World, page: str) -> None:
    """Check the page in front, named by its path or its title."""
    wanted = page.removeprefix("/")
    world.expect_page(lambda front: wanted in (front.path.removeprefix("/"), front.title), f'be on the page "{page}"')


@then(parsers.parse("the Mini Program has {count:d} page open"))
@then(parsers.parse("the Mini Program has {count:d} pages open"))
def has_open(world: World, count: int) -> None:
    """Wait until so many pages lie on top of one another."""
    if not world.soon(lambda: len(world.mini_program.page_stack()) == count):
        stack = world.mini_program.page_stack()
        names = ", ".join(page.path for page in stack)
        raise Mismatch(f"the Mini Program should have {count} pages open, but has {len(stack)}: {names}")


@then(parsers.parse('the data "{path}" of the page is "{value}"'))
def has_data(world: World, path: str, value: str) -> None:
    """Wait until the page in front, whichever that is by then, keeps this in its data."""
    world.expect_page(
        lambda _: world.phone.tester("data", "", path) in (value, _value(value)), f"have {path} = {value} in its data"
    )


@then(parsers.parse('the Mini Program keeps "{key}" as "{value}"'))
def keeps(world: World, key: str, value: str) -> None:
    """Wait until the program has stored this."""
    if not world.soon(lambda: world.mini_program.storage(key) in (value, _value(value))):
        found = json.dumps(world.mini_program.storage(key))
        raise Mismatch(f'the Mini Program should keep "{key}" as "{value}", but keeps {found}')


def _value(text: str) -> object:
    """Return what a person means by a number, true or false; all else is a text."""
    try:
        return json.loads(text)
    except ValueError:
        return text
