"""What a backend is told: templates in its variables and its files, and a folder that shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import Credentials
from harness.config.words import TEMPLATES, filled
from harness.suite.backend.folder import folder_with
from harness.suite.backend.templates import template_values, variables
from harness.wallet.keys import load_private_key, load_public_key, new_key, private_pem, public_pem

KEY = new_key()
CREDENTIALS = Credentials(
    "http://127.0.0.1:4100", "M0001", private_pem(KEY), public_pem(new_key().public_key()), {"pay": "/v1/pay"}
)


@pytest.fixture
def values(tmp_path: Path) -> dict[str, str]:
    return template_values(CREDENTIALS, tmp_path, 4200)


def test_a_text_names_the_wallet_and_the_merchant(values: dict[str, str]) -> None:
    text = "{client_id} at {gateway_url}, told at {notify_base_url}/paid; {port}; {unknown} and {0} stay"
    assert filled(text, values) == (
        "M0001 at http://127.0.0.1:4100, told at http://127.0.0.1:4200/paid; 4200; {unknown} and {0} stay"
    )


def test_every_template_that_a_config_may_name_is_given(values: dict[str, str]) -> None:
    assert values.keys() == TEMPLATES.keys()


def pem(given: bytes, *, private: bool) -> bytes:
    return private_pem(load_private_key(given)) if private else public_pem(load_public_key(given))


@pytest.mark.parametrize("name", ["merchant_private_key", "merchant_public_key", "wallet_public_key"])
def test_a_key_is_given_in_four_ways(values: dict[str, str], name: str) -> None:
    file = Path(values[f"{name}_file"])
    assert file.read_text() == values[name]
    assert file.stat().st_mode & 0o077 == 0
    forms = [values[name], values[f"{name}_base64"], values[f"{name}_line"].replace("\\n", "\n")]
    assert "\n" not in values[f"{name}_line"]
    pems = {pem(form.encode(), private="private" in name) for form in forms}
    assert pems == {values[name].encode()}


def test_a_dotenv_file_becomes_variables(values: dict[str, str]) -> None:
    text = """
# the wallet
export WALLET_URL={gateway_url}  # as it is here
CLIENT_ID = '{client_id}'
GREETING="two\\nlines, \\"quoted\\" # and no comment"
KEY="{merchant_private_key}"
PEM="-----BEGIN
-----END"
EMPTY=
#NOT=this
URL=http://x/#part
"""
    assert variables(text, values) == {
        "WALLET_URL": "http://127.0.0.1:4100",
        "CLIENT_ID": "M0001",
        "GREETING": 'two\nlines, "quoted" # and no comment',
        "KEY": values["merchant_private_key"],
        "PEM": "-----BEGIN\n-----END",
        "EMPTY": "",
        "URL": "http://x/#part",
    }


def test_a_folder_shows_a_file_that_is_not_written_into_it(tmp_path: Path) -> None:
    project, scratch = tmp_path / "project", tmp_path / "scratch"
    (project / "config" / "deep").mkdir(parents=True)
    scratch.mkdir()
    for name in ("server.js", ".env", "config/.env", "config/other", "config/deep/x"):
        (project / name).write_text("theirs")
    shown = folder_with(project, {".env": "ours", "config/.env": "ours", "new/.env": "ours"}, scratch)
    ours = (".env", "config/.env", "new/.env")
    assert [(shown / name).read_text() for name in ours] == ["ours"] * 3
    theirs = ("server.js", "config/other", "config/deep/x")
    assert [(shown / name).read_text() for name in theirs] == ["theirs"] * 3
    assert {file.read_text() for file in project.rglob("*") if file.is_file()} == {"theirs"}
    assert folder_with(project, {}, scratch) == project
