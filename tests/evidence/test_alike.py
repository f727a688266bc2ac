"""That ``alike`` can tell: what may differ from run to run does not count, and anything else is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import journals as j
import pytest
from alike import REPORTS, Evidence, alike, difference, evidence

from harness.evidence import write_reports
from harness.journal import line_of, read_journal

Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Run:
    """What differs from run to run: which process, how far its journal had come, when it was, and its ids."""

    process: str
    first: int
    later: int
    customer: str
    payments: tuple[str, str]
    code: str
    port: str
    picture: bytes


ONE = Run("main", 1, 0, "2473628181718673", ("1" * 33, "2" * 33), "2566777cb835fde1f316043cb168fcfe", "4711", b"one")
OTHER = Run(
    "gw3", 70, 9000, "2868012267081039", ("4" * 33, "3" * 33), "6c3e43cce1d34451023b8735d4345501", "39231", b"2"
)


def left(folder: Path, run: Run, change: Change = str) -> Path:
    """Write what a run leaves of two scenarios, one that failed and has a picture and a text, after ``change`` of its journal."""
    worlds = [j.good(f"{run.process}:pays"), j.wrong_amount(f"{run.process}:wrong")]
    files = {
        "screenshot": f"screenshots/{run.process}-{run.first}.jpg",
        "attachment": f"attachments/{run.process}-9.txt",
    }
    for fact, file in files.items():
        told = {"title": "here", "name": "a receipt", "file": file, "mediaType": "text/plain", "step": 2}
        worlds[1].fact(j.HARNESS, fact, told)
        (folder / file).parent.mkdir(parents=True)
    (folder / files["screenshot"]).write_bytes(b"\xff\xd8\xff" + run.picture)
    (folder / files["attachment"]).write_text(f"for {run.customer}: 25,000 IQD", encoding="utf-8")
    text = "".join(line_of(message).decode() for message in j.run())
    for world, payment in zip(worlds, run.payments, strict=True):
        mine = "".join(line_of(message).decode() for message in world.messages)
        text += (
            mine.replace('"P1"', f'"20{payment}"')
            .replace("paymentId=P1", f"orderId={payment[:24]}")
            .replace("R-P1", f"R{payment[:24]}")
        )
    for old, new in ((j.AUTH_CODE, run.code), ("C100", run.customer), ("127.0.0.1:4711", f"127.0.0.1:{run.port}")):
        text = text.replace(old, new)
    text = re.sub(r'"(id|cause)":(\d+)', lambda m: f'"{m[1]}":{int(m[2]) + run.first}', text)
    text = re.sub(r'"at":(\d+)', lambda m: f'"at":{int(m[1]) + run.later}', text)
    journal = folder / "journal.ndjson"
    journal.write_text(change(text), encoding="utf-8")
    write_reports(folder, list(read_journal(journal, lambda _error: None)))
    return folder


def last(old: str, new: str) -> Change:
    """Return a change of the last place where a text stands: each stands there in the scenario that failed."""

    def change(text: str) -> str:
        head, found, tail = text.rpartition(old)
        assert found, old
        return f"{head}{new}{tail}"

    return change


def without(word: str) -> Change:
    """Return a change that leaves out the last line with a word."""

    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        del lines[max(n for n, line in enumerate(lines) if word in line)]
        return "".join(lines)

    return change


def swapped(text: str) -> str:
    """Let the last notification come before what the phone is told."""
    lines = text.splitlines(keepends=True)
    at = max(n for n, line in enumerate(lines) if '"name":"notifyPayment"' in line and '"call"' in line)
    lines[at - 1], lines[at] = lines[at], lines[at - 1]
    return "".join(lines)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """What the first run has left."""
    return evidence(left(tmp_path_factory.mktemp("one"), ONE))


def test_what_differs_from_run_to_run_does_not_count(one: Evidence, tmp_path: Path) -> None:
    assert difference(one, evidence(left(tmp_path, OTHER))) == ""
    assert "⟨payment 1⟩" in one.texts["index.html"] + one.texts["journal.ndjson"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(last("Dar Al-Tamr", "Dar Al-Tmar"), id="a value"),
        pytest.param(last('"25000"', '"25001"'), id="an amount"),
        pytest.param(swapped, id="the order"),
        pytest.param(without('"attachment"'), id="a lost attachment"),
        pytest.param(without('"screenshot"'), id="a lost picture"),
        pytest.param(without('"name":"message"'), id="a lost message"),
        pytest.param(last(f'"20{OTHER.payments[1]}"', f'"20{OTHER.payments[0]}"'), id="another scenario's payment"),
        pytest.param(last(OTHER.customer, "2868012267081030"), id="a customer nobody knows"),
        pytest.param(last(f":{OTHER.port}/", ":39232/"), id="a port nobody listens at"),
        pytest.param(last(OTHER.code, "c" * 32), id="a code that was not given"),
        pytest.param(last('"cause":', '"cause":1'), id="another cause"),
        pytest.param(last('"outcome":"failed"', '"outcome":"passed"'), id="an outcome"),
        pytest.param(last('"verified":true', '"verified":false'), id="a signature"),
    ],
)
def test_anything_else_is_found(one: Evidence, tmp_path: Path, change: Change) -> None:
    assert difference(one, evidence(left(tmp_path, OTHER, change)))


@pytest.mark.parametrize("report", REPORTS)
def test_a_word_a_number_and_a_place_are_found_in_each_report(tmp_path: Path, report: str) -> None:
    text = (left(tmp_path, ONE) / report).read_text(encoding="utf-8")
    for was, other in (
        ("The amount is the order", "An amount is the order"),
        ("25 IQD", "24 IQD"),
        ("the buyer pays 25,000", "the buyer pays 25,001"),
        ("payment.feature:48", "payment.feature:49"),
        (ONE.customer, OTHER.customer),
    ):
        assert was in text, was
        assert alike(text.replace(was, other, 1), report) != alike(text, report), was
