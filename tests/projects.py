"""A project of one's own in a folder, with a copy of the reference shop: what a stranger to the harness has."""

from __future__ import annotations

import shutil
from pathlib import Path

from fixtures.programs import SHOP

CONFIG = """\
program = "miniprogram"
name = "Copied shop"
deliveries = ["split"]

[buyer]
balance = "200,000 IQD"

[[goods]]
name = "dates"
price = "25,000 IQD"
description = "Barhi dates, 1 kg"
buy = { testId = "buy-barhi" }

[actions]
"log in" = { testId = "login" }

[screens]
catalogue = { selector = "[data-screen=catalogue]" }
paid = { selector = "[data-screen=paid]" }
cancelled = { selector = "[data-screen=cancelled]" }
"""

FEATURE = """\
Feature: Buying dates

  Scenario: A buyer pays
    Given a buyer
    And the buyer has logged in
    When the buyer orders "dates"
    And the buyer confirms the payment
    Then the Mini Program shows the order as paid
    And the payment ends with 9000 (paid)
    And the journey is right to its end

  @deliveries
  Scenario: A buyer leaves the cashier
    Given a buyer
    And the buyer has logged in
    And the buyer has ordered "dates"
    When the buyer leaves the cashier
    Then the Mini Program shows the order as cancelled
    And the journey is right to its end
"""
PAYS, _, _ = FEATURE.partition("\n  @deliveries\n")
"""Its first scenario alone."""


def shop(home: Path, config: str = CONFIG, feature: str = FEATURE) -> Path:
    """Write a project with a copy of the reference shop, a feature and a config."""
    shutil.copytree(SHOP.folder, home / "miniprogram")
    (home / "features").mkdir()
    (home / "features" / "dates.feature").write_text(feature, encoding="utf-8")
    (home / "harness.toml").write_text(config, encoding="utf-8")
    return home
