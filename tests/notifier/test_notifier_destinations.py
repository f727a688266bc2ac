"""Where the wallet sends notifications, and where a merchant cannot make it send them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notifier_kit import FAMILY, HOUR, Scene, Shop, said, street
from starlette.responses import Response

from harness.journal import Kind
from harness.wallet.destinations import Destinations


@pytest.fixture(scope="module", autouse=True)
def servers() -> Iterator[None]:
    with street():
        yield


OWN = "http://127.0.0.1:8080"
HERE = Destinations(own_origins=[OWN])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9000/notify",
        "http://127.1.2.3:9000/notify",
        "http://localhost:9000/notify",
        "http://LOCALHOST:9000/notify",
        "https://localhost/notify",
        "http://[::1]:9000/notify",
        "http://127.0.0.1",
        "http://127.0.0.1:9000/a b?c=d#e",
    ],
)
def test_this_machine_may_be_called(url: str) -> None:
    assert HERE.find(url).scheme in ("http", "https")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.com/notify", "hosts allowed by name, not example.com"),
        ("http://10.0.0.1/notify", "not 10.0.0.1"),
        ("http://169.254.169.254/latest/meta-data", "not 169.254.169.254"),
        ("http://[fe80::1]/", "not fe80::1"),
        ("http://[::ffff:127.0.0.1]:9000/", "not ::ffff:"),
        ("http://0.0.0.0:9000/", "not 0.0.0.0"),
        ("http://[::]:9000/", "not ::"),
        ("http://127.1:9000/", "not 127.1"),
        ("http://2130706433:9000/", "not 2130706433"),
        ("http://0x7f.0.0.1:9000/", "not 0x7f.0.0.1"),
        ("http://localhost.example.com/", "not localhost.example.com"),
        ("http://127.0.0.1.example.com/", "not 127.0.0.1.example.com"),
        ("http://localhost.:9000/", "not localhost."),
        ("http://127.0.0.1:9000@example.com/", "has a user name"),
        ("http://user@127.0.0.1:9000/", "has a user name"),
        ("http://example.com#@127.0.0.1/", "not example.com"),
        ("http://example.com\\@127.0.0.1/", "notify URL"),
        ("ftp://127.0.0.1/notify", "is not an http or https URL"),
        ("file:///etc/passwd", "is not an http or https URL"),
        ("javascript:alert(1)", "is not an http or https URL"),
        ("//127.0.0.1/notify", "is not an http or https URL"),
        ("/notify", "is not an http or https URL"),
        ("http://", "is not an http or https URL"),
        ("http://[::1", "cannot be read"),
        ("http://127.0.0.1:99999/", "port"),
        ("http://127.0.0.1:0/", "no port 0"),
        ("http://127.0.0.1:x/", "cannot be read"),
        ("http://127.0.0.1\r\nHost: a/", "cannot be read"),
        ("http://" + "a" * 70_000, "cannot be read"),
        ("http://127.0.0.1:8080/control/reset", "leads back to the wallet itself"),
        ("http://localhost:8080/control/reset", "leads back to the wallet itself"),
        ("http://[::1]:8080/control/reset", "leads back to the wallet itself"),
        ("http://127.9.9.9:8080/control/reset", "leads back to the wallet itself"),
        ("https://127.0.0.1:8080/", "leads back to the wallet itself"),
    ],
)
def test_nothing_else_is_called(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=".") as caught:
        HERE.find(url)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


def test_hosts_are_allowed_by_name() -> None:
    places = Destinations(["Shop.Example", "10.0.0.7", "متجر.example"], [OWN, "http://shop.example"])
    assert places.find("https://shop.example/notify").host == "shop.example"
    assert places.find("http://10.0.0.7:9000/notify").host == "10.0.0.7"
    assert places.find("http://متجر.example/notify").raw_host.startswith(b"xn--")
    for url in ("http://other.example/", "http://a.shop.example/", "http://10.0.0.8/", "http://shop.example:80/"):
        with pytest.raises(ValueError, match="notif"):
            places.find(url)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://127.0.0.1", "http://[", "http://a@"]))
def test_no_url_breaks_it(text: str, start: str) -> None:
    try:
        found = HERE.find(start + text)
    except ValueError:
        return
    assert (
        found.raw_host == b"localhost" or found.raw_host in (b"::1", b"127.0.0.1") or found.raw_host.startswith(b"127.")
    )


def test_a_refused_url_is_logged_and_not_tried_again() -> None:
    with Scene() as scene:
        payment = scene.notify(scene.payment(url="http://example.com/notify"))
        scene.pass_time(25 * HOUR)
        (delivery,) = scene.world.deliveries.of(payment.payment_id)
        assert (delivery.outcome, delivery.status) == ("refused", 0)
        assert "only this machine" in delivery.answer
        assert scene.messages(Kind.ANSWER)[0].get("delivered") is False


def test_the_wallet_does_not_call_itself() -> None:
    with Scene() as scene:
        scene.notifier.destinations.own_origins.add(scene.origin)
        scene.notify()
        assert scene.shop.got == []
        assert scene.deliveries()[0].outcome == "refused"


@pytest.fixture
def bystander() -> Iterator[tuple[Scene, Shop, str]]:
    """A scene with one more server beside the merchant's, which nobody may be led to."""
    with Scene() as scene:
        other = Shop()
        yield scene, other, scene.backstage.serve(other.app())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_nowhere(status: int, bystander: tuple[Scene, Shop, str]) -> None:
    scene, other, origin = bystander
    scene.shop.answers = [Response(status_code=status, headers={"Location": f"{origin}/taken"})]
    scene.notify()
    scene.pass_time(25 * HOUR)
    assert other.got == []
    assert len(scene.shop.got) == len(FAMILY)
    assert {d.outcome for d in scene.deliveries()} == {"not acknowledged"}


def test_what_one_merchant_sets_no_merchant_gets(bystander: tuple[Scene, Shop, str]) -> None:
    """Cookies know no ports: a merchant's cookie would reach every other merchant of this machine."""
    scene, other, origin = bystander
    scene.shop.answers = [Response(said("S").body, headers={"Set-Cookie": "session=secret; Path=/"})]
    scene.notify()
    scene.notify()
    scene.notify(scene.payment(url=f"{origin}/notify"))
    for got in (*scene.shop.got, *other.got):
        assert "cookie" not in got.headers
    assert len(scene.shop.got) + len(other.got) == 3
