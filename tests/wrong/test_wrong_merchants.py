"""The features find each bug, and say where."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _play(program: str, reports: Path, *more: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "features", "-q", "-p", "no:cacheprovider", f"--reports={reports}"]
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}", "NO_COLOR": "1"}
    env.pop("PYTEST_XDIST_WORKER", None)
    command += [f"--program=wrong_programs:{program}", *more]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("program", "where", "said"),
    [
        ("MAJOR_UNITS", "orders_and_pays and success", "the cashier should show 25,000 IQD"),
        ("TOKEN_TO_PHONE", "logging_in", "the access token reached the phone"),
        ("SAME_REQUEST_ID", "new_try and success", "repeated: happened again"),
        ("ANY_SUCCESS_IS_PAID", "leaves_the_cashier and success", 'should show "cancelled", but it shows "paid"'),
        ("PENDING_IS_FAILED", "settles_later and success", 'should show "pending", but it shows "failed"'),
        ("IMPATIENT", "stays_pending_until and success", 'should show "pending", but it shows "paid"'),
        ("UNKNOWN_IS_FAILED", "never_reached and success", 'should show "pending", but it shows "failed"'),
    ],
)
def test_a_wrong_merchant_fails_and_the_message_names_it(program: str, where: str, said: str, tmp_path: Path) -> None:
    code, output = _play(program, tmp_path, "-k", where)
    assert code == 1, output
    assert said in output
    assert "verdict  FAILED" in output
