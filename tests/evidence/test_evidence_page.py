"""The evidence page as text: what it says first, what it escapes, what it needs (nothing)."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

import journals as j
import pytest
from unpacking import opened

from harness.evidence.coverage_map import coverage_map
from harness.evidence.html import SHOWN_IN_FULL, page
from harness.evidence.report import collect
from harness.evidence.writers import write_reports
from harness.journal import Kind, Message
from harness.phone import BrowserHolder

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
VOID = {"meta", "link", "img", "input", "br"}


class Balanced(HTMLParser):
    """Checks that every element is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def parsed(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Balanced()
    parser.feed(html)
    assert parser.stack == []
    return parser.seen


def shown(*worlds: j.World, folder: Path | None = None) -> str:
    return page(collect([*j.run(), *(m for w in worlds for m in w.messages)]), folder)


def words(html: str) -> str:
    return " ".join(re.sub(r"<(style|script|select)\b[^>]*>.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_a_passing_run_says_so_first() -> None:
    html = shown(j.good())
    assert words(html).startswith("PASSED · payment evidence")
    assert "✓ PASSED 1 passed 0 failed 0 skipped" in words(html)
    assert "harness run --seed 42" in html
    assert "20 of 20 seen" in html
    assert "What failed" not in words(html)


def test_a_failing_run_shows_the_first_wrong_fact_before_the_features() -> None:
    html = shown(j.good("a", line=1), j.wrong_amount("b", line=2))
    text = words(html)
    brief = "The amount is the order&#39;s [success] : Step 10: the amount is 25 IQD, but it must be 25,000 IQD."
    assert f"✗ FAILED 1 passed 1 failed 0 skipped {brief}" in text
    first = text.index("First wrong step: merchant backend → wallet backend: initiates the payment (pay)")
    assert first < text.rindex("What was tried")
    assert "expected 25000000 = 25,000 IQD got 25000 = 25 IQD" in text
    tags = parsed(html)
    assert sum(tag == "svg" for tag, _ in tags) == 1, "the diagram of the failure is there without opening anything"
    (card,) = [attrs for tag, attrs in tags if tag == "article" and attrs.get("id") == "s2"]
    assert card["class"] == "card failed"


def test_what_many_failed_for_is_said_once_at_the_top() -> None:
    text = words(shown(*(j.wrong_amount(f"w{n}", line=n) for n in range(7)), j.good("g", line=90)))
    top = text[: text.index("What failed")]
    assert top.count("Step 10: the amount is 25 IQD, but it must be 25,000 IQD.") == 1
    assert "and 6 more for the same reason" in top


def test_an_empty_run_proves_nothing_and_says_so() -> None:
    assert "No scenario ran, so nothing is proven." in shown()


def test_cells_that_were_not_run_say_so() -> None:
    assert shown(j.good()).count('class="pill not-run"') == 11


def test_nothing_is_loaded_from_outside() -> None:
    html = opened(shown(j.good(), j.wrong_amount()))
    for tag, attrs in parsed(html.split("<script")[0] + "</body></html>"):
        for name in ("src", "href"):
            value = attrs.get(name)
            assert value is None or value.startswith(("#", "data:")), (tag, value)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_every_text_from_outside_is_escaped() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"
    for failed in (True, False):
        world = j.World("w")
        j.scenario(
            world,
            evil,
            feature=evil,
            description=evil,
            rule=evil,
            delivery=evil,
            steps=[(evil, evil)] * 4,
            table=[[evil]],
        )
        j.payment(world)
        world.add(j.PROGRAM, j.APP, evil, {evil: evil}, Kind.CALL)
        world.fact(j.HARNESS, "console", {"type": evil, "text": evil})
        world.fact(j.HARNESS, "screenshot", {"title": evil, "file": evil})
        world.fact(j.HARNESS, "fault", {"crossing": evil, "effect": evil, "text": evil})
        j.ending(world, "failed" if failed else "passed", error=evil if failed else None, wrong=1 if failed else None)
        start = j.World("run")
        start.fact(j.HARNESS, "run", {"seed": 1, "profile": evil, "command": evil, "startedAt": evil})
        html = opened(page(collect([*start.messages, *world.messages])))
        assert html.count("<script") == 2
        assert "<img" not in html
        assert "&lt;img src=x onerror=alert(2)&gt;&#34;&#39;{{ 7*7 }}" in html


def test_the_markup_is_balanced_with_the_evidence_opened_too() -> None:
    worlds = [j.good("a"), j.cancelled("b"), j.wrong_amount("c"), j.good("d", line=3)]
    worlds[3].messages = worlds[3].messages[:20]
    parsed(opened(shown(*worlds)).replace("</body>\n</html>", "") + "</body></html>")


def test_screenshots_are_in_the_page_and_missing_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "screenshots").mkdir()
    (tmp_path / "screenshots" / "there.png").write_bytes(PNG)
    (tmp_path / "screenshots" / "odd.png").write_text("<html>")
    (tmp_path.parent / "outside.png").write_bytes(PNG)
    world = j.good()
    for name in ("there", "gone", "odd", "../../outside", "\x00"):
        world.fact(j.HARNESS, "screenshot", {"title": f"picture {name}", "file": f"screenshots/{name}.png"})
    html = shown(world, folder=tmp_path)
    assert html.count('<img src="data:image/png;base64,') == 1
    assert "the picture is missing: screenshots/gone.png" in html
    assert "the picture is missing: screenshots/../../outside.png" in html
    assert html.count("this is not a picture: screenshots/odd.png") == 1


def test_the_page_holds_so_many_bytes_of_pictures_and_links_to_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.evidence.files.MOST_PICTURES", 3 * len(PNG))
    (tmp_path / "screenshots").mkdir()
    world = j.good()
    for number in range(5):
        (tmp_path / "screenshots" / f"{number} &.png").write_bytes(PNG)
        world.fact(j.HARNESS, "screenshot", {"title": "the screen", "file": f"screenshots/{number} &.png", "step": 0})
    sources = [attrs["src"] for tag, attrs in parsed(shown(world, folder=tmp_path)) if tag == "img"]
    assert [str(source).startswith("data:image/png;base64,") for source in sources] == [True] * 3 + [False] * 2
    assert sources[3:] == ["screenshots/3%20%26.png", "screenshots/4%20%26.png"]


def test_what_was_seen_only_where_a_scenario_failed_is_neither_proven_nor_untried() -> None:
    failed, left = j.World("w"), j.cancelled("l")
    j.scenario(failed)
    j.payment(failed)
    j.ending(failed, "failed", error="another screen", wrong=3)
    rows = {row.code: row for row in coverage_map(collect([*j.run(), *failed.messages, *left.messages])).rows[::2]}
    assert {cell.word for cell in rows["9000"].steps} == {"only where a scenario failed"}
    assert {cell.word for cell in rows["8000"].steps} == {"hole"}
    assert rows["6001"].steps[0].word == "proven"


def test_what_a_wrong_step_means_is_said_in_its_own_words() -> None:
    world = j.World("w")
    j.scenario(world)
    login = j.login(world)
    j.meant(world)
    for payment in ("P1", "P2"):
        j.order(world, login, payment)
    j.ending(world, "failed", error="it failed", wrong=1, complete=False)
    said = "a second payment for an order whose first can still be paid: the buyer can be charged twice"
    text = words(shown(world))
    assert f"[success] : {said} . To be mended: the merchant backend." in text
    assert f"Step 10 of 20 is wrong: merchant backend → wallet backend: initiates the payment. {said}." in text


def test_what_the_harness_said_is_folded_where_a_wrong_step_is_told_in_plain_words() -> None:
    said = "<summary><span data-t>What the harness said</span></summary>"
    assert f'<details class="more">{said}' in shown(j.wrong_amount("a"))
    world = j.World("w")
    j.scenario(world)
    j.payment(world)
    j.ending(world, "failed", error="another screen", wrong=3)
    assert f'<details class="more" open>{said}' in shown(world)


def test_text_in_other_scripts_finds_its_own_direction() -> None:
    html = shown(j.good("a", name="الزبون يدفع"))
    assert '<span class="name" dir="auto">الزبون يدفع</span>' in html


def test_the_same_journal_gives_the_same_page() -> None:
    worlds = (j.good("a"), j.wrong_amount("b"))
    assert shown(*worlds) == shown(*worlds)


def many(count: int) -> list[Message]:
    """Return the messages of ``count`` scenarios, of which every tenth failed."""
    made = (j.good if n % 10 else j.wrong_amount for n in range(count))
    return [m for n, make in enumerate(made) for m in make(f"w{n}", line=n + 1).messages]


def test_500_scenarios_stay_light_and_open_as_fast_as_a_still_page(tmp_path: Path, browsers: BrowserHolder) -> None:
    """Seconds are not measured: machines differ. The floor is a page of the same size that is one text and does nothing."""

    def write(count: int) -> tuple[float, Path]:
        messages = many(count)
        start = time.process_time()
        (html,) = [p for p in write_reports(tmp_path / str(count), messages) if p.name == "index.html"]
        return time.process_time() - start, html

    write(5)
    few, small = write(50)
    lots, large = write(500)
    assert lots < few * 10 * 2.5, "the time a scenario takes must not grow with their number"
    html = large.read_text("utf-8")
    assert len(html) < len(small.read_text("utf-8")) * 10
    assert len(html) < 500 * 12_000
    assert html.count('<article class="card failed" id=') == 50
    assert len(re.findall(r"<details open><summary><h3", html)) == SHOWN_IN_FULL
    still = tmp_path / "still.html"
    still.write_text(
        f"<!doctype html><title>still</title><p>{'still words ' * (len(html) // 12)}</p>", encoding="utf-8"
    )
    context = browsers.get().new_context()
    times: dict[Path, list[float]] = {large: [], still: []}
    for file in [*times] * 3:
        tab = context.new_page()
        start = time.perf_counter()
        tab.goto(file.as_uri())
        tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        times[file].append(time.perf_counter() - start)
        tab.close()
    context.close()
    assert median(times[large]) < 4 * median(times[still]), times
