"""``harness signature`` by hand: what it makes it accepts, and what is wrong it explains."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from signing_kit import BODY, CLIENT_ID, KINDS, PATH, TIME, rsa_key

from harness.signature_command import main
from harness.wallet.keys import private_pem, public_pem

WHO = ["--path", PATH, "--client-id", CLIENT_ID]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for kind, key in ((kind, make("merchant")) for kind, make in KINDS.items()):
        (tmp_path / f"{kind}.pem").write_bytes(private_pem(key))
        (tmp_path / f"{kind}.pub.pem").write_bytes(public_pem(key.public_key()))
    (tmp_path / "stranger.pub.pem").write_bytes(public_pem(rsa_key("stranger").public_key()))
    (tmp_path / "pay.json").write_bytes(BODY)
    return tmp_path


def _made(files: Path, capsys: pytest.CaptureFixture[str], *more: str, kind: str = "RSA256") -> dict[str, str]:
    assert main(["make", "--key", str(files / f"{kind}.pem"), *WHO, "--body", str(files / "pay.json"), *more]) == 0
    said = capsys.readouterr().out
    head, text = said.split("\n\n")
    assert text.splitlines()[1] == f"POST {PATH}\\n{CLIENT_ID}.{_headers(head)['Request-Time']}.{BODY.decode()}"
    return _headers(head)


def _headers(head: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in head.splitlines())


def _check(files: Path, headers: dict[str, str], *more: str, key: str = "RSA256.pub.pem") -> int:
    signed = ["--time", headers["Request-Time"], "--signature", headers["Signature"]]
    return main(["check", "--key", str(files / key), *WHO, *signed, "--body", str(files / "pay.json"), *more])


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("half", ["pub.pem", "pem"])
def test_what_it_makes_it_accepts(kind: str, half: str, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    headers = _made(files, capsys, "--encoding", "percent", "--key-version", "2", kind=kind)
    assert headers["Signature"].startswith(f"algorithm={kind}, keyVersion=2, signature=")
    assert _check(files, headers, key=f"{kind}.{half}") == 0
    assert capsys.readouterr().out.startswith(f"valid: {kind} over these ")


def test_an_old_signature_is_as_good_as_a_new_one(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    headers = _made(files, capsys, "--time", TIME)
    assert headers["Request-Time"] == TIME
    assert _check(files, headers) == 0


def test_what_is_wrong_is_explained(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    headers = _made(files, capsys)
    assert _check(files, headers, "--body", str(files / "RSA256.pem")) == 1
    assert "not valid (INVALID_SIGNATURE)" in capsys.readouterr().out
    assert _check(files, headers, key="stranger.pub.pem") == 1
    assert "private key that the wallet does not know" in capsys.readouterr().out
    assert _check(files, headers, "--path", f"{PATH}/") == 1
    assert "the path was signed without the slash at its end" in capsys.readouterr().out
    assert _check(files, {**headers, "Request-Time": "now"}) == 1


def test_the_body_comes_from_standard_input(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = _made(files, capsys)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BODY)))
    assert _check(files, headers, "--body", "-") == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--key", "none.pem"], "none.pem: the key cannot be read: No such file or directory"),
        (["--body", "none.json"], "none.json: the body cannot be read"),
        (["--path", "http://127.0.0.1/v1"], "does not begin with a slash"),
        (["--profile", "none"], 'there is no profile "none"'),
        (["--key", "pay.json"], "pay.json: this is not a private key"),
        (["--key", "RSA256.pub.pem"], "this is not a private key"),
    ],
)
def test_wrong_use_is_said_with_the_next_action(
    arguments: list[str], said: str, files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    assert main(["make", "--key", "RSA256.pem", *WHO, *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "next: " in error
    assert "Traceback" not in error


@pytest.mark.parametrize("arguments", [[], ["check"], ["make", "--encoding", "hex"], ["burn"]])
def test_a_wrong_command_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: harness signature" in capsys.readouterr().err


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "harness signature check --key merchant.pub.pem" in capsys.readouterr().out
