"""A project in a folder, for tests of configs."""

from __future__ import annotations

from pathlib import Path

RIGHT = """\
program = "miniprogram"
profile = "super_qi"
deliveries = ["split"]
merchant = "reference"

[buyer]
balance = "100,000 IQD"

[[goods]]
name = "Barhi dates"
price = "25,000 IQD"
buy = { testId = "buy-barhi" }

[actions]
"log in" = { testId = "login" }

[screens]
paid = { text = "Paid" }
"""


def new_project(home: Path, config: str = RIGHT) -> Path:
    """Write a project with an H5 and a native program, a feature and a config; return the config's file."""
    for folder, file in (("miniprogram", "index.html"), ("native", "app.json"), ("features", "first.feature")):
        (home / folder).mkdir(parents=True)
        (home / folder / file).write_text("", encoding="utf-8")
    (home / "server.js").write_text("", encoding="utf-8")
    (home / ".env.test").write_text("WALLET={gateway_url}\n", encoding="utf-8")
    return write_config(home, config)


def write_config(home: Path, config: str) -> Path:
    """Write another config and return its file."""
    file = home / "harness.toml"
    file.write_text(config, encoding="utf-8")
    return file
