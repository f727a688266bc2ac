"""One suite, played by one process, by four, by three shards, and in a browser elsewhere: the evidence is the same."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from browser_server import browser_server
from likeness import likeness
from projects import CONFIG, shop

from harness.cli import main

FEATURE = """\
Feature: Buying dates

  Background:
    Given a buyer
    And the buyer has logged in

  Rule: Who confirms has paid

    Scenario: A buyer pays
      Given the wallet notifies the merchant before it answers the phone
      When the buyer orders "dates"
      And the buyer confirms the payment
      Then the Mini Program shows the order as paid
      And the merchant acknowledges the notification
      And the journey is right to its end

    Scenario Outline: A buyer leaves the cashier of <goods>
      Given the buyer has ordered "<goods>"
      When the buyer leaves the cashier
      Then the Mini Program shows the order as <outcome>

      Examples:
        | goods | outcome   |
        | dates | cancelled |
        | dates | paid      |

  Rule: Who only looks has not paid

    Scenario: A buyer is told nothing
      Then nobody has thought of this step
"""
REPORTS = ("messages.ndjson", "junit.xml", "summary.md", "index.html")


def run(home: Path, reports: str, *arguments: str) -> None:
    command = [sys.executable, "-P", "-m", "harness", "run", "-p", "no:randomly", "--seed", "7", "--reports", reports]
    done = subprocess.run([*command, *arguments], cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "verdict" in done.stdout, done.stdout + done.stderr


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports folders of the plays."""
    home = tmp_path_factory.mktemp("same")
    shop(home, CONFIG, FEATURE)
    with browser_server(tmp_path_factory.mktemp("far")) as address, ThreadPoolExecutor(2) as pool:
        plays = [
            pool.submit(run, home, "four", "-n", "4"),
            pool.submit(run, home, "far", "--browser-server", address),
            pool.submit(run, home, "one"),
            *(pool.submit(run, home, "shards", "--shard", f"{number}/3") for number in (1, 2, 3)),
        ]
        for play in plays:
            play.result()
    shards = sorted((home / "shards" / "shards").iterdir(), reverse=True)
    assert len(shards) == 3
    assert main(["merge", *map(str, shards), "--out", str(home / "shards")]) == 1
    return {name: home / name for name in ("one", "four", "shards", "far")}


def test_the_evidence_is_the_same_but_for_times_and_ids(played: dict[str, Path]) -> None:
    verdict = (played["one"] / "verdict.json").read_bytes()
    counts = json.loads(verdict)["scenarios"]
    assert (counts["passed"], counts["failed"]) == (2, 2)
    for name, folder in played.items():
        assert (folder / "verdict.json").read_bytes() == verdict, name
    for report in REPORTS:
        one = likeness((played["one"] / report).read_text(encoding="utf-8"))
        for name, folder in played.items():
            assert likeness((folder / report).read_text(encoding="utf-8")) == one, f"{report} of {name}"


@pytest.mark.parametrize("report", REPORTS)
def test_what_is_another_fact_is_seen(played: dict[str, Path], report: str) -> None:
    text = (played["one"] / report).read_text(encoding="utf-8")
    like = likeness(text)
    for was, other in (
        ("shows the order as paid", "shows the order as failed"),
        ("25,000 IQD", "2,500 IQD"),
        ("dates.feature:17", "dates.feature:18"),
    ):
        assert was in text
        assert likeness(text.replace(was, other, 1)) != like, was


def test_an_id_in_the_place_of_another_is_seen() -> None:
    said = "<article>message 12 paid order fac42d4846670ed0 for message {} of order {} at 127.0.0.1:80</article>"
    one = likeness(said.format(12, "fac42d4846670ed0"))
    assert likeness(said.replace("fac42d4846670ed0", "e0e1").format(12, "e0e1")) != one
    assert likeness(said.replace("fac42d4846670ed0", "3b1771d356ac8b8f").format(12, "3b1771d356ac8b8f")) == one
    assert likeness(said.format(13, "fac42d4846670ed0")) != one
    assert likeness(said.format(12, "3b1771d356ac8b8f")) != one


def test_a_picture_that_is_lost_and_another_order_are_seen() -> None:
    page = "<article>screenshots/main-A-buyer-pays-1-52.jpg</article><article>screenshots/main-A-buyer-looks-2-7.jpg</article>"
    one = likeness(page)
    assert likeness(page.replace("main", "gw3").replace("1-52", "4-9")) == one
    assert likeness(page.replace("screenshots/main-A-buyer-looks-2-7.jpg", "")) != one
    first, second, third = page.partition("</article>")
    assert likeness(third + second + first) != one
