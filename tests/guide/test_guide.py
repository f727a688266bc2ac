"""docs/guide.md, played as a reader plays it: its files are written, its commands run, and they print what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from node_packages import FOLDER, node_modules

PAGE = Path(__file__).parents[2] / "docs" / "guide.md"
BLOCK = re.compile(r"^```(\S+)(?: ([^\n]+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


SHOP = ("package.json", "public/index.html", "server.js")
"""The reader's own project; the guide has it at its end."""


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Return each block's language, what stands beside it, and its text."""
    yield from ((found[1], found[2] or "", found[3]) for found in BLOCK.finditer(page))


def in_order(wanted: list[str], said: str) -> str:
    """Return the first line that is not in what was said, after the ones before it; nothing where all are."""
    rest = [" ".join(line.split()) for line in said.splitlines()]
    for line in wanted:
        words = " ".join(line.split())
        at = next((number for number, one in enumerate(rest) if words in one), None)
        if at is None:
            return line
        rest = rest[at + 1 :]
    return ""


def write(file: Path, text: str) -> None:
    """Write a file of the reader's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def run(home: Path, commands: str) -> subprocess.CompletedProcess[str]:
    """Run a block of commands in the reader's folder."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=home,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        check=False,
    )


def test_a_reader_who_does_what_the_guide_says_sees_what_it_says(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    home = tmp_path / "tea"
    for _, name, text in blocks(page):
        if name in SHOP:
            write(home / name, text)
    (home / "node_modules").symlink_to(node_modules(), target_is_directory=True)
    files = {name: (home / name).read_text("utf-8") for name in SHOP}
    config, said, checked = home / "harness.toml", "", 0
    for language, beside, text in blocks(page):
        if language == "sh":
            done = run(home, text)
            assert done.returncode == (1 if beside == "fails" else 0), f"{text}\n{done.stdout}"
            said = done.stdout
            for name, right in files.items():
                (home / name).write_text(right, "utf-8")
        elif language == "text":
            assert in_order(text.splitlines(), said) == "", said
            checked += 1
        elif beside.endswith("screens"):
            config = home / beside.replace("screens", "harness.toml")
            write(config, config.read_text("utf-8").partition("[screens]")[0] + text)
        elif "." in beside and beside not in SHOP:
            write(home / beside, text)
        elif beside == "found":
            assert in_order(text.splitlines(), config.read_text("utf-8")) == ""
    assert checked == 6


def test_the_express_of_the_guide_is_the_one_that_the_tests_have() -> None:
    package = next(text for _, name, text in blocks(PAGE.read_text("utf-8")) if name == "package.json")
    ours = json.loads((FOLDER / "package.json").read_text("utf-8"))
    assert json.loads(package)["dependencies"] == {"express": ours["dependencies"]["express"]}


def test_every_page_that_the_guide_leads_to_is_there() -> None:
    for name in re.findall(r"\]\(([^)#]+)\)", PAGE.read_text("utf-8")):
        assert (PAGE.parent / name).exists(), name
