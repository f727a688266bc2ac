"""The reference shop as a native program passes every feature that the H5 one passes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_native_shop_passes_every_feature(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "features", "-q", "-p", "no:cacheprovider", f"--reports={tmp_path}"]
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    done = subprocess.run(
        [*command, "--program=fixtures.programs:SHOP_NATIVE"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    verdict = json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8"))
    assert set(verdict["steps"].values()) == {"seen"}
    assert {outcome for cells in verdict["codes"].values() for outcome in cells.values()} == {"passed"}
