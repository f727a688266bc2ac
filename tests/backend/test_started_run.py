"""A project whose backend is a command: one run, from its config to the evidence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from projects import PAYS, shop

from harness.runtime.node import find_runner
from harness.wallet.profile import load_profile

ROOT = Path(__file__).parents[2]
CONFIG = f"""\
program = "miniprogram"
name = "Dar Al-Tamr"

[merchant]
command = ["{find_runner()}", "{ROOT / "tests" / "wrong" / "node_merchant.mjs"}"]
env_file = "backend.env"
ready = "/api/goods"

[merchant.env]
PATHS = '{json.dumps(dict(load_profile("super_qi").paths))}'

[routes]
"http://172.20.10.2:1999/api" = "merchant"

[[goods]]
name = "dates"
price = "25,000 IQD"
buy = {{ testId = "buy-barhi" }}

[actions]
"log in" = {{ testId = "login" }}

[screens]
catalogue = {{ selector = "[data-screen=catalogue]" }}
paid = {{ selector = "[data-screen=paid]" }}
"""
ENV = """\
GATEWAY={gateway_url}
CLIENT_ID={client_id}
PRIVATE_KEY="{merchant_private_key_file}"
WALLET_KEY={wallet_public_key_file}
"""
TRACKED = '<script src="https://tracker.example.com/t.js"></script></head>'


def project(home: Path, env: str) -> Path:
    shop(home, CONFIG, PAYS)
    page, script = home / "miniprogram" / "index.html", home / "miniprogram" / "shop.js"
    page.write_text(page.read_text(encoding="utf-8").replace("</head>", TRACKED), encoding="utf-8")
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("customerId: session.customerId, ", ""), encoding="utf-8")
    (home / "backend.env").write_text(env, encoding="utf-8")
    return home


def run(home: Path) -> str:
    """Run ``harness run`` there and return what it prints, its exit code first."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-P", "-m", "harness", "run"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=120, env=env)
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


def test_a_run_starts_the_backend_and_lists_what_was_refused(tmp_path: Path) -> None:
    said = run(project(tmp_path, ENV))
    assert said.startswith("0\n"), said
    assert "refused  https://tracker.example.com  no route leads there; 1 scenario" in said
    journal = (tmp_path / "reports" / "journal.ndjson").read_text(encoding="utf-8")
    assert '"refused host"' in journal


def test_a_run_whose_backend_does_not_start_shows_why(tmp_path: Path) -> None:
    said = run(project(tmp_path, ENV.replace("PRIVATE_KEY", "OTHER")))
    assert said.startswith("1\n"), said
    assert 'the program "Dar Al-Tamr" cannot be played: the merchant ended with exit code 1 before it was ready' in said
    assert "ERR_INVALID_ARG_TYPE" in said
    assert "next: try it by hand: " in said
