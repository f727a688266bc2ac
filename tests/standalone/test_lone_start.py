"""How the wallet alone starts and ends: what it prints and writes, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import stat
import subprocess
from pathlib import Path

import httpx
import pytest
from lone_kit import COMMAND, ENVIRONMENT, PATIENCE, ROOT, Lone, code_of, lone_wallet, read_until, refused


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_prints_the_facts_answers_and_ends_when_it_is_told_to(tmp_path: Path, how: signal.Signals) -> None:
    target = tmp_path / "facts.json"
    target.write_text("of an earlier start")
    process = subprocess.Popen(
        [*COMMAND, "--json", str(target)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=False,
    )
    with process:
        block = read_until(process, "Ctrl-C ends it.\n")
        facts = json.loads(target.read_text("utf-8"))
        for word in ("Super Qi", facts["gatewayUrl"], facts["clientId"], facts["controlUrl"], "Zainab", "curl"):
            assert word in block
        assert "\x1b" not in block
        assert httpx.get(facts["openApiUrl"], trust_env=False).status_code == 200
        process.send_signal(how)
        _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (0, b"wallet stopped\n")
    assert not Path(facts["merchantPrivateKeyFile"]).parent.exists()


def test_the_json_facts_are_what_a_script_needs(tmp_path: Path) -> None:
    with lone_wallet(tmp_path) as lone:
        facts = lone.facts
        assert facts["paths"]["pay"] == "/v1/payments/pay"
        assert facts["processId"] == lone.process.pid
        assert (facts["currency"], facts["minorUnits"], facts["profile"]) == ("IQD", 1000, "super_qi")
        assert [b["name"] for b in facts["buyers"]] == ["Ali", "Zainab", "Hassan", "Noor", "Karrar", "Fatima"]
        assert facts["buyers"][0]["balance"] == {"currency": "IQD", "value": "100000000", "words": "100,000 IQD"}
        for name in ("merchantPrivateKeyFile", "walletPublicKeyFile"):
            file = Path(facts[name])
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert lone.control("GET", "facts") == facts
        assert "is ready" in lone.said()
        assert lone.stop() == 0


def test_buyers_are_scaled_to_the_currency_of_the_profile(tmp_path: Path) -> None:
    with lone_wallet(tmp_path, "--profile", "gcash") as lone:
        ali, *_ = lone.facts["buyers"]
        assert ali["balance"] == {"currency": "PHP", "value": "500000", "words": "5,000.00 PHP"}
        assert lone.facts["wallet"] == "GCash"


def test_the_merchant_may_bring_a_key_and_an_id(tmp_path: Path) -> None:
    private = tmp_path / "own.pem"
    public = tmp_path / "own.pub.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(private), "2048"], check=True, capture_output=True)
    subprocess.run(
        ["openssl", "rsa", "-in", str(private), "-pubout", "-out", str(public)], check=True, capture_output=True
    )
    with lone_wallet(tmp_path, "--merchant-key", str(public), "--client-id", "MY-SHOP") as lone:
        assert lone.facts["merchantPrivateKeyFile"] is None
        assert lone.facts["clientId"] == "MY-SHOP"
        lone.merchant.use_key(private.read_bytes())
        assert code_of(lone.merchant.pay(lone.customer("Ali"), 5_000_000)) == "ACCEPT"


def test_it_says_one_line_a_request_and_why_a_signature_is_refused(tmp_path: Path) -> None:
    with lone_wallet(tmp_path) as lone:
        payment = lone.merchant.pay(lone.customer("Ali"), 5_000_000)
        lone.merchant.client_id, right = "M999", lone.merchant.client_id
        path = lone.facts["paths"]["pay"]
        raw = b"{}"
        headers = lone.merchant.signed(path, raw) | {"Client-Id": right}
        lone.http.post(f"{lone.facts['gatewayUrl']}{path}", content=raw, headers=headers)
        lone.merchant.client_id = right
        lone.control("GET", "clock")
        assert lone.stop() == 0
    said = lone.said()
    assert f"ACCEPT         paymentId={payment['paymentId']}" in said
    assert "refused: " in said
    assert "M000000000001." in said
    assert "GET control/clock" in said
    assert "\x1b" not in said
    assert said.rstrip().endswith("wallet stopped")


@pytest.mark.parametrize("no_color", ["", "1"])
def test_colours_only_on_a_terminal_whose_owner_likes_them(no_color: str) -> None:
    owner, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "--json", "-"],
        cwd=ROOT,
        env=ENVIRONMENT | {"NO_COLOR": no_color},
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    try:
        facts = json.loads(read_until(process, "\n}\n"))
        httpx.get(f"{facts['controlUrl']}clock", trust_env=False)
        said = b""
        while b"control/clock" not in said or not said.endswith(b"\n"):
            said += os.read(owner, 1 << 16)
    finally:
        process.kill()
        process.communicate()
        os.close(owner)
        os.close(terminal)
    assert (b"\x1b[32m200" in said) is not bool(no_color)


def test_quiet_says_nothing_while_it_answers(tmp_path: Path) -> None:
    with lone_wallet(tmp_path, "--quiet") as lone:
        lone.merchant.pay(lone.customer("Ali"), 5_000_000)
        lone.control("GET", "clock")
        with socket.create_connection(("127.0.0.1", lone.port)) as stranger:
            stranger.sendall(b"hello\r\n\r\n")
            assert b"400" in stranger.recv(1000)
        assert lone.stop() == 0
        assert lone.said().endswith("Ctrl-C ends it.\nwallet stopped\n")


def test_it_goes_on_when_nobody_reads_what_it_says(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--json", "-"], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        facts = json.loads(read_until(process, "\n}\n"))
        with httpx.Client(trust_env=False, timeout=PATIENCE) as http:
            wrong = f"{facts['controlUrl']}{'x' * 2000}"
            for _ in range(200):  # 400 kB of lines; a pipe holds 64
                assert http.get(wrong).status_code == 404
            assert http.get(facts["controlUrl"]).status_code == 200
    finally:
        process.kill()
        process.communicate()


def test_an_occupied_port_is_one_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        error = refused(capsys, "--port", str(port))
    assert f"port {port} cannot be used" in error
    assert "next: choose another port" in error


def test_two_wallets_do_not_share_a_port_or_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with lone_wallet(tmp_path, "--data", str(tmp_path / "w")) as lone:
        assert f"port {lone.port} cannot be used" in refused(capsys, "--port", str(lone.port))
        error = refused(capsys, "--data", str(tmp_path / "w"))
        assert f"another wallet is using this folder (process {lone.process.pid})" in error


def test_wrong_use_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no key")
    (tmp_path / "file").write_text("")
    assert 'there is no profile "nobody"' in refused(capsys, "--profile", "nobody")
    assert "this is not a public key" in refused(capsys, "--merchant-key", str(bad))
    assert "the merchant's key cannot be read" in refused(capsys, "--merchant-key", str(tmp_path / "none.pem"))
    assert "--help says how it is used" in refused(capsys, "--nonsense")
    assert "cannot be used" in refused(capsys, "--port", "70000")
    assert "cannot be used" in refused(capsys, "--data", str(tmp_path / "file"))
    assert "no Client-Id" in refused(capsys, "--client-id", "a b")
    assert "no host" in refused(capsys, "--allow-notify", "http://shop.example")
    assert "cannot be written" in refused(capsys, "--json", str(tmp_path / "nowhere" / "facts.json"))


def test_help_names_every_option() -> None:
    done = subprocess.run([*COMMAND, "--help"], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    for option in (
        "--profile",
        "--port",
        "--data",
        "--json",
        "--allow-notify",
        "--merchant-key",
        "--client-id",
        "--quiet",
    ):
        assert option in done.stdout


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    with lone_wallet(tmp_path) as lone:
        with Path(f"/proc/{lone.process.pid}/net/tcp").open() as table:
            rows = [line.split() for line in list(table)[1:]]
        inodes = {os.readlink(f) for f in _descriptors(lone)}
        own = [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes]
    assert own == [f"0100007F:{lone.port:04X}"]


def _descriptors(lone: Lone) -> list[str]:
    folder = f"/proc/{lone.process.pid}/fd"
    return [f"{folder}/{name}" for name in os.listdir(folder)]
