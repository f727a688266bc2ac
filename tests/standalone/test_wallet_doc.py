"""docs/wallet.md and README.md: their scripts are run as a reader would, and the table of the API is that of the API."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lone_kit import ENVIRONMENT, ROOT

from harness.wallet.control.page import filled, main

PAGE = ROOT / "docs" / "wallet.md"
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAID = re.compile(r" {2,}# (\S.*)$", re.MULTILINE)


@pytest.mark.parametrize(("page", "least"), [(PAGE, 9), (README, 3)])
def test_every_block_works_and_says_what_its_comments_say(tmp_path: Path, page: Path, least: int) -> None:
    script = ["set -euo pipefail", 'trap "kill -9 \\$wallet 2> /dev/null || true" ERR']
    expected = []
    for number, (language, code) in enumerate(BLOCK.findall(page.read_text("utf-8"))):
        expected += SAID.findall(code)
        if language == "python":
            (tmp_path / f"block{number}.py").write_text(code, "utf-8")
            script.append(f"python3 block{number}.py")
        else:
            script.append(code)
    folder = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=tmp_path,
        env={**ENVIRONMENT, "PYTHONWARNINGS": "", "PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done
    lines = iter(done.stdout.splitlines())
    assert len(expected) >= least
    for said in expected:
        assert said in lines, (said, done.stdout)
    assert "wallet stopped" in done.stderr
    assert page != PAGE or "2 payments kept in wallet-data" in done.stderr


def test_the_table_is_that_of_the_api(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    assert page == filled(page), "write it anew: .venv/bin/python -m harness.wallet.control.page docs/wallet.md"
    copy = tmp_path / "wallet.md"
    copy.write_text(page.replace("list the buyers", "old"), "utf-8")
    assert main([str(copy)]) == 0
    assert copy.read_text("utf-8") == page
