"""One suite, played by one process, by four, by three shards and in a browser on another machine: the evidence is the same."""

from __future__ import annotations

from pathlib import Path

from alike import alike, difference, evidence
from browser_server import browser_server
from forked_runs import play

from harness.cli import main

PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Dates</title>
<main data-screen="welcome">
<button data-testid="login">Log in</button>
<button data-testid="buy">Buy</button>
</main>
<script>
const shown = document.querySelector("main").dataset;
let session;

async function ask(path, body) {
  const headers = { "Content-Type": "application/json", ...(session && { Authorization: `Bearer ${session.session}` }) };
  return (await fetch(`/api${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

document.querySelector("[data-testid=login]").onclick = () => my.getAuthCode({
  scopes: ["USER_ID"],
  success: async ({ authCode }) => {
    session = await ask("/login", { authCode });
    shown.screen = "catalogue";
  },
});

document.querySelector("[data-testid=buy]").onclick = async () => {
  const { paymentUrl } = await ask("/orders", { customerId: session.customerId, goodsId: "barhi", quantity: 1 });
  const ended = ({ resultCode }) => { shown.screen = resultCode === "9000" ? "paid" : "cancelled"; };
  my.tradePay({ paymentUrl, success: ended, fail: ended });
};
</script>
</html>
"""
"""A shop that makes the same calls each time: it asks for nothing again and waits for nothing."""

CONFIG = """\
program = "miniprogram"
name = "Dates"

[[goods]]
name = "dates"
price = "25,000 IQD"
description = "Barhi dates, 1 kg"
buy = { testId = "buy" }

[actions]
"log in" = { testId = "login" }

[screens]
catalogue = { selector = "[data-screen=catalogue]" }
paid = { selector = "[data-screen=paid]" }
cancelled = { selector = "[data-screen=cancelled]" }
"""

FEATURE = """\
Feature: Buying dates

  Background:
    Given a buyer
    And the buyer has logged in

  Scenario: A buyer pays
    When the buyer orders "dates"
    And the buyer confirms the payment
    Then the merchant acknowledges the notification
    And the Mini Program shows the order as paid

  Rule: Who leaves has not paid

    Scenario Outline: A buyer leaves the cashier
      When the buyer orders "dates"
      And the buyer leaves the cashier
      Then the Mini Program shows the order as cancelled
      And the payment ends with <result>

      Examples:
        | result                        |
        | 6001 (cancelled by the buyer) |
        | 9000 (paid)                   |

  Rule: Who only looks has not paid

    Scenario: A buyer looks
      Then the payment is never asked for
"""


def test_the_evidence_is_the_same_but_for_times_and_ids(tmp_path: Path) -> None:
    home = tmp_path / "project"
    for name, text in (("miniprogram/index.html", PAGE), ("harness.toml", CONFIG), ("features/dates.feature", FEATURE)):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    run = ("run", "-p", "no:randomly", "--seed", "7", "--reports")
    (tmp_path / "far").mkdir()
    with browser_server(tmp_path / "far") as address:
        said = play(
            home,
            {
                "four": (*run, "four", "-n", "4", "--touched", "features/dates.feature"),
                "one": (*run, "one"),
                "far": (*run, "far", "--browser-server", address),
                **{f"shard {n}": (*run, "merged", "--shard", f"{n}/3") for n in (1, 2, 3)},
            },
        )
    shards = sorted((home / "merged" / "shards").iterdir(), reverse=True)
    assert len(shards) == 3
    assert main(["merge", *map(str, shards), "--out", str(home / "merged")]) == 1
    one = evidence(home / "one")
    assert b'"passed": 2,\n    "failed": 2,' in one.verdict, said["one"]
    for name in ("four", "merged", "far"):
        assert not (found := difference(one, evidence(home / name))), f"{name}: {found}"
    assert failures(said["four"]) == failures(said["one"])
    # All of the suite is chosen as what a change touches: that is said as well where others than the one that is asked play.
    assert "\ntouched  features/dates.feature: 4 of 4 scenarios use it\n" in said["four"]


def failures(said: str) -> str:
    """Return what a run says of its failures at its end, up to where the evidence is, but for ids."""
    found = said[said.index("= FAILURES =") : said.index("\nevidence ")]
    assert found.count("what happened:") == 2, found
    return alike(found, "what was said")
