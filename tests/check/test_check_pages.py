"""``harness check`` opens every page and says of each how it went; one bad page never keeps the others from opening."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.phone import BrowserHolder
from harness.runtime.build import build
from harness.suite.check.report import CheckReport
from harness.suite.check.run import Wanted, check, program_at
from harness.suite.check.table import table

LIMIT = 2.5
"""How many times longer a page may take in a program of ten times the pages: the same, on a noisy machine."""


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    build()


def write(folder: Path, files: Mapping[str, str]) -> Path:
    routes = [file.removesuffix(".axml") for file in files if file.endswith(".axml") and file.startswith("pages/")]
    defaults = {"app.json": json.dumps({"pages": routes}), "app.js": "App({});"}
    scripts = {f"{route}.js": "Page({});" for route in routes}
    for path, text in {**defaults, **scripts, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def checked(given: Path | str, browsers: BrowserHolder, screenshots: Path | None = None) -> CheckReport:
    program, merchant = program_at(str(given), "", "")
    return check(Wanted(program, merchant=merchant, screenshots=screenshots), lambda *_: None, browsers)


def test_every_page_of_a_native_program_is_told_by_itself(browsers: BrowserHolder, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "program",
        {
            "pages/fine.axml": "<view>fine</view>",
            "pages/sloppy.axml": "<view a={{x}}>sloppy</view>",
            "pages/throws.axml": "<view>throws</view>",
            "pages/throws.js": "Page({\n  onLoad() {\n    null.x;\n  },\n});",
            "pages/early.axml": "<view>early</view>",
            "pages/early.js": "import { nothing } from '../lib';\nnothing();\nPage({});",
            "lib.js": "export const nothing = () => { undefined.y; };",
            "pages/loops.axml": "<view>loops</view>",
            "pages/loops.js": "Page({\n  onShow() {\n    while (true) {}\n  },\n});",
            "pages/lacks.axml": "<view>lacks</view>",
            "pages/lacks.js": (
                "Page({\n  onLoad() {\n    if (my.teleport) my.teleport();\n    if (my.canIUse('levitate')) my.levitate();\n"
                "    // my.commented\n  },\n  later() {\n    my.vanish();\n  },\n});"
            ),
            "pages/says.axml": "<view>says</view>",
            "pages/says.js": "Page({\n  onLoad() {\n    console.warn('old');\n  },\n});",
            "pages/last.axml": "<view>last</view>",
        },
    )
    report = checked(folder, browsers, screenshots=tmp_path / "pictures")
    assert {page.page.removeprefix("pages/"): page.result for page in report.pages} == {
        "fine": "clean",
        "sloppy": "warnings",
        "throws": "failed",
        "early": "failed",
        "loops": "stopped",
        "lacks": "warnings",
        "says": "warnings",
        "last": "clean",
    }
    pages = {page.page.removeprefix("pages/"): page for page in report.pages}
    assert not report.passed
    assert [(said.place, said.text) for said in pages["throws"].errors] == [
        ("pages/throws.js:3:10", "TypeError: Cannot read properties of null (reading 'x')")
    ]
    assert pages["early"].errors[0].place.startswith("lib.js:1:")
    assert str(pages["loops"].errors[0]).startswith("pages/loops.js:3:")
    assert "EndlessLoopError: a loop kept the program busy for 3 s: it was stopped" in pages["loops"].errors[0].text
    assert [(each.name, each.place, each.asked) for each in pages["lacks"].lacking] == [
        ("teleport", "pages/lacks.js:3", True),
        ("vanish", "pages/lacks.js:8", False),
    ]
    assert [str(each) for each in pages["says"].warnings] == ["pages/says.js:3: console.warning: old"]
    assert pages["sloppy"].warnings[0].place == "pages/sloppy.axml:1:7"
    assert (tmp_path / "pictures/pages-last.jpg").read_bytes()[:2] == b"\xff\xd8"
    shown = table(report, unicode=False)
    assert "  X pages/throws  failed (1 error)" in shown
    assert "error: pages/throws.js:3:10: TypeError: Cannot read properties of null" in shown
    assert "lacking: pages/lacks.js:8: my.vanish is named, and the wallet does not have it" in shown
    assert "8 pages in Super Qi: 2 clean, 3 with warnings, 2 failed, 1 stopped" in shown
    assert "\033[31m✗\033[0m pages/throws" in table(report, colour=True)
    assert json.loads(json.dumps(report.to_dict()))["counts"] == {"clean": 2, "warnings": 3, "failed": 2, "stopped": 1}


def test_a_page_stuck_in_one_expression_is_stopped_and_the_rest_is_opened(
    browsers: BrowserHolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.suite.check.pages.BUSY_MS", 3000)
    monkeypatch.setattr("harness.suite.check.pages.GRACE_SECONDS", 0.5)
    backtracks = "Page({ onLoad() { /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'); } });"
    pages = {f"pages/{name}.axml": f"<view>{name}</view>" for name in ("first", "stuck", "last")}
    report = checked(write(tmp_path, {**pages, "pages/stuck.js": backtracks}), browsers)
    assert [page.result for page in report.pages] == ["clean", "stopped", "clean"]
    assert "it kept the phone busy for 3 s: it was stopped" in str(report.pages[1].errors[0])


def test_every_page_of_an_h5_program_even_where_one_never_ends(
    browsers: BrowserHolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.suite.check.pages.BUSY_MS", 2000)
    pages = {
        "index.html": "<title>Shop</title><p>hello",
        "endless.html": "<script>while (true) {}</script>",
        "help/about.html": "<script>\n\n  nobody.home();</script>",
        "lacks.html": "<script>if (my.teleport) my.teleport(1);</script>",
    }
    for name, body in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(
            f"<!doctype html><meta charset=utf-8><link rel=icon href='data:,'>{body}", encoding="utf-8"
        )
    report = checked(tmp_path, browsers)
    assert [(page.page, page.result) for page in report.pages] == [
        ("index.html", "clean"),
        ("endless.html", "stopped"),
        ("help/about.html", "failed"),
        ("lacks.html", "warnings"),
    ]
    assert report.pages[0].title == "Shop"
    assert str(report.pages[2].errors[0]) == "help/about.html:3:3: ReferenceError: nobody is not defined"
    assert [each.name for each in report.pages[3].lacking] == ["teleport"]


def test_a_url_that_nobody_answers_at(browsers: BrowserHolder) -> None:
    report = checked("http://127.0.0.1:9/", browsers)
    assert [page.result for page in report.pages] == ["failed"]
    assert "the page cannot be loaded: net::ERR" in report.pages[0].errors[0].text


def test_a_program_that_cannot_be_compiled_names_each_page_at_fault(browsers: BrowserHolder, tmp_path: Path) -> None:
    files = {"pages/a.axml": "<view>\n{{ a ? }}</view>", "pages/b.axml": "<view />", "pages/b.js": "Page({,})"}
    report = checked(write(tmp_path, {**files, "pages/c.axml": "<view />"}), browsers)
    assert [(page.page, page.result) for page in report.pages] == [
        ("pages/a", "failed"),
        ("pages/b", "failed"),
        ("pages/c", "not opened"),
    ]
    assert report.pages[0].errors[0].place == "pages/a.axml:2:8"
    assert not report.passed


def test_a_login_comes_before_the_pages_that_need_it(browsers: BrowserHolder) -> None:
    report = checked("fixtures.programs:SHOP_NATIVE", browsers)
    assert {page.page: [str(error) for error in page.errors] for page in report.pages if page.errors} == {}


def test_a_page_takes_no_longer_in_a_program_of_many(browsers: BrowserHolder, tmp_path: Path) -> None:
    medians = {}
    for count in (10, 100):
        files = {f"pages/p{number}/p{number}.axml": f"<view>{number}</view>" for number in range(count)}
        folder = write(tmp_path / str(count), files)
        program, _ = program_at(str(folder), "", "")
        report = check(Wanted(program), lambda *_: None, browsers)
        assert report.passed
        assert len(report.pages) == count
        medians[count] = report.median_milliseconds
    assert medians[100] < LIMIT * medians[10], medians


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere", "nowhere: there is no such folder"),
        ("empty", "there is no Mini Program here: no app.json and no index.html"),
        ("fixtures.programs:NOBODY", 'there is no "NOBODY"'),
    ],
)
def test_no_program(given: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HarnessError, match="next: ") as caught:
        program_at(given, "", "")
    assert said in str(caught.value)
