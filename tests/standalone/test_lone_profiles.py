"""The wallet alone in every profile, and each thing that it keeps as it is read again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from lone_kit import PATIENCE

from harness.faults import CROSSINGS
from harness.serving import Backstage
from harness.wallet.alone.opening import Wanted, identity_of, open_wallet
from harness.wallet.alone.serving import lone_app
from harness.wallet.outgoing import outgoing_client
from harness.wallet.profile import load_profile
from harness.wallet.profile_file import builtin_profiles
from harness.wallet.store.plain import from_plain
from harness.wallet.store.shelves import SHELVES
from harness.wallet.store.store import Store


@contextmanager
def served(folder: Path, profile: str) -> Iterator[httpx.Client]:
    """Serve a wallet alone in this process; the client's base is its control API."""
    wanted, store = Wanted(load_profile(profile)), Store(folder, lambda error: pytest.fail(str(error)))
    identity = identity_of(wanted, store)
    with Backstage() as backstage:
        http = backstage.call(outgoing_client)
        backstage.at_exit(http.aclose)
        origin = "http://127.0.0.1:1"
        lone = backstage.call(lambda: open_wallet(wanted, identity, http, CROSSINGS, origin, store, [], 1))
        facts = {"wallet": wanted.profile.name, "clientId": identity.client_id, "buyers": []}
        own = backstage.serve(lone_app(lone, identity.control_prefix, lambda: facts, lambda *_: None))
        with httpx.Client(base_url=f"{own}{identity.control_prefix}", trust_env=False, timeout=PATIENCE) as client:
            yield client
    store.close()


@pytest.mark.parametrize("profile", sorted(builtin_profiles()))
def test_each_profile_opens_answers_and_is_opened_again(tmp_path: Path, profile: str) -> None:
    with served(tmp_path, profile) as client:
        assert client.get("").json()["wallet"]["wallet"] == load_profile(profile).name
        assert client.get("", headers={"Accept": "text/html"}).status_code == 200
        assert client.get("openapi.json").json()["openapi"] == "3.1.0"
        assert client.post("buyers/Ali/auth-code").json()["authCode"]
        assert client.post("buyers", json={"name": "Sara"}).status_code == 201
        before = client.get("buyers").json()
        assert [row["name"] for row in before["buyers"]][-1] == "Sara"
    with served(tmp_path, profile) as client:
        assert client.get("buyers").json() == before


@pytest.mark.parametrize("kind", SHELVES, ids=lambda kind: str(kind.__name__))
def test_each_thing_is_of_sorts_that_can_be_kept(kind: type) -> None:
    """A field of another sort would be refused here, not lost on some day after a crash."""

    def find(_kind: type, _name: str) -> object:
        raise KeyError

    with pytest.raises(ValueError, match="has no field nonsense"):
        from_plain(kind, {"nonsense": 1}, find)
