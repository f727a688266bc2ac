"""A folder with a program, a feature and a config is all that a run needs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from ports import held_port
from projects import CONFIG, FEATURE, shop

from fixtures.merchant import Merchant, open_store
from harness import Backstage, Credentials
from harness.wallet.keys import new_key, private_pem, public_pem
from harness.wallet.profile import load_profile


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``harness run`` there."""
    command = [sys.executable, "-P", "-m", "harness", "run", "-p", "no:randomly", *arguments]
    return subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=120)


def verdict(home: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((home / "reports" / "verdict.json").read_text(encoding="utf-8"))
    return found


def test_a_folder_with_a_config_and_no_conftest_is_played(tmp_path: Path) -> None:
    home = shop(tmp_path, CONFIG)
    file = home / "features" / "dates.feature"
    file.write_text(FEATURE.replace("\n  @deliveries", "\n  # lint: allow brief\n  @deliveries"), encoding="utf-8")
    below = home / "miniprogram"
    done = run(below)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::A buyer pays PASSED" in done.stdout
    assert "::A buyer leaves the cashier[split] PASSED" in done.stdout
    assert "2 passed" in done.stdout
    assert verdict(home)["passed"] is True
    fact = "it does not say why brief need not hold here"
    assert verdict(home)["lint"] == [{"place": "features/dates.feature:12:3", "rule": "allow", "fact": fact}]
    assert "style    1 line of the features should read otherwise: harness lint says" in done.stdout


def test_a_merchant_that_runs_already_is_played_with(tmp_path: Path) -> None:
    mine, wallet = new_key(), new_key()
    (tmp_path / "merchant_public.pem").write_bytes(public_pem(mine.public_key()))
    (tmp_path / "wallet_private.pem").write_bytes(private_pem(wallet))
    with held_port() as port, Backstage() as backstage:
        credentials = Credentials(
            gateway_url=f"http://127.0.0.1:{port}",
            client_id="M-MINE-0001",
            private_key=private_pem(mine),
            wallet_public_key=public_pem(wallet.public_key()),
            paths=load_profile("super_qi").paths,
        )
        merchant = backstage.call(lambda: Merchant(credentials, "", open_store()))
        backstage.at_exit(merchant.close)
        merchant.base_url = backstage.serve(merchant.app())
        config = (
            f'merchant = {{ url = "{merchant.base_url}", client_id = "M-MINE-0001", public_key = "merchant_public.pem" }}\n'
            f'wallet = {{ port = {port}, private_key = "wallet_private.pem" }}\n'
        )
        home = shop(tmp_path, config + CONFIG)
        done = run(home, "-k", "pays")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    assert "M-MINE-0001" in (home / "reports" / "journal.ndjson").read_text(encoding="utf-8")


def test_a_merchant_that_does_not_run_is_told_once(tmp_path: Path) -> None:
    key = new_key()
    (tmp_path / "public.pem").write_bytes(public_pem(key.public_key()))
    (tmp_path / "private.pem").write_bytes(private_pem(key))
    config = (
        'merchant = { url = "http://127.0.0.1:9", client_id = "M1", public_key = "public.pem" }\n'
        'wallet = { port = 4100, private_key = "private.pem" }\n'
    )
    done = run(shop(tmp_path, config + CONFIG), "-n", "2")
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[:2] == [
        "ERROR: harness.toml: wallet.port: the gateway has one fixed port, 4100, so only one process can play",
        "  next: leave out -n",
    ]


def test_a_config_without_features_says_what_to_do(tmp_path: Path) -> None:
    home = shop(tmp_path, CONFIG)
    shutil.rmtree(home / "features")
    done = run(home)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: features: there is no folder features, so there is no scenario to play",
        "  next: `harness init` writes a first feature",
    ]


def test_a_wrong_config_ends_a_run_before_anything_is_played(tmp_path: Path) -> None:
    done = run(shop(tmp_path, CONFIG.replace("deliveries", "delivery")))
    assert done.returncode == 2
    assert (
        done.stderr == 'error: harness.toml:3:1: delivery: there is no such key\n  next: did you mean "deliveries"?\n'
    )
