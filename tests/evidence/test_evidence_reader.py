"""The evidence page as its readers meet it: in a browser, from a file, in two languages, on a phone, on paper, by ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import journals as j
import pytest
from node_packages import node_modules
from playwright.sync_api import Browser, Page, ViewportSize, expect
from unpacking import opened

from harness.evidence.html import arabic, page
from harness.evidence.report import collect
from harness.journal import Message, SignatureCheck, Signed
from harness.journey import Sentence
from harness.phone import BrowserHolder

JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a1c1c20"
    "242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f0000010501010101010100000000"
    "000000000102030405060708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a108"
    "2342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475"
    "767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2"
    "e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbfeffd9"
)
NARROW: ViewportSize = {"width": 360, "height": 740}
SIGNED = Signed(
    'POST /v1/payments/pay\nM1.2026-11-25T10:00:00+00:00.{"a": 1}', "algorithm=RSA256, signature=x", "a key of M1"
)


def everything(folder: Path) -> list[Message]:
    """Return a run with every outcome and every kind of evidence."""
    for name in ("screenshots/a.jpg", "attachments/dom.txt", "attachments/log.txt", "traces/t.zip"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(JPEG if name.endswith("jpg") else b"<main>The goods</main>")
    wrong = j.wrong_amount("wrong")
    wrong.messages = [
        replace(m, signature=SignatureCheck(True, "", "RSA256", "1"), signed=SIGNED) if m.name == "pay" else m
        for m in wrong.messages
    ]
    picture: j.Payload = {"title": "where it failed", "file": "screenshots/a.jpg", "step": 2}
    wrong.fact(j.HARNESS, "screenshot", picture)
    wrong.fact(j.HARNESS, "console", {"type": "error", "text": "the shop fell over"})
    wrong.fact(j.HARNESS, "merchant log", {"text": "paid 25 IQD"})
    for name, file, step in (("the page's HTML", "dom", 2), ("the backend's output", "log", 1)):
        kept: j.Payload = {"name": name, "file": f"attachments/{file}.txt", "mediaType": "text/plain", "step": step}
        wrong.fact(j.HARNESS, "attachment", kept)
    wrong.fact(j.HARNESS, "trace", {"file": "traces/t.zip"})
    first, second = (
        j.wrong_amount("flaky1", name="Sometimes right", line=60),
        j.good("flaky2", name="Sometimes right", line=60),
    )
    second.messages = [
        replace(m, payload={**m.payload, "after": "flaky1"}) if m.name == "scenario" else m for m in second.messages
    ]
    lacks = j.World("lacks")
    j.scenario(lacks, "A refund", line=70)
    end: j.Payload = {
        "outcome": "cannot",
        "error": None,
        "ms": 1,
        "complete": True,
        "capability": "refund",
        "risk": "money stays away",
    }
    lacks.fact(j.HARNESS, "scenario end", end)
    arabic_one = j.good("arabic", name="المشتري يدفع", rule="لا يؤخذ المال مرتين", line=80)
    worlds = (j.good("good"), j.cancelled("left"), wrong, first, second, lacks, arabic_one)
    return [*j.run(), *(m for world in worlds for m in world.messages)]


@pytest.fixture(scope="module")
def browser(browsers: BrowserHolder) -> Browser:
    return browsers.get()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "index.html").write_text(page(collect(everything(folder)), folder), encoding="utf-8")
    return folder / "index.html"


@pytest.fixture
def reader(browser: Browser, written: Path) -> Iterator[Page]:
    """A reader without a network who has opened the page from a file; what the page complains of fails the test."""
    context = browser.new_context(offline=True, viewport=NARROW)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(written.as_uri())
    yield page
    context.close()
    assert complaints == []


def unfold(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def test_each_piece_of_evidence_is_one_click_away(reader: Page) -> None:
    card = reader.get_by_role("article", name="The amount is the order's").first
    jumps = card.get_by_role("list", name="Evidence of this scenario, one click each")
    found = {
        "Failing step": "This line does not hold: “Then the wallet answers 9000 (paid)”.",
        "Picture of the payment": "The payment, step by step",
        "Expected and got": "25000000 = 25,000 IQD",
        "Screenshots (1)": "where it failed",
        "DOM": "<main>The goods</main>",
        "Console (1)": "error: the shop fell over",
        "Merchant log (1)": "paid 25 IQD",
        "Trace": "playwright show-trace traces/t.zip",
    }
    for name, shown in found.items():
        jumps.get_by_role("link", name=name, exact=True).click()
        expect(card.get_by_text(shown).first).to_be_in_viewport()
    assert card.locator(".sq .bad[data-step='10']").count() == 1, "the red arrow"
    card.get_by_text("the backend's output").click()
    expect(card.locator(".gherkin li").nth(1).get_by_text("The goods")).to_be_visible()
    jumps.get_by_role("link", name="Messages").click()
    pay = card.locator(".raw > li").filter(has_text="merchant backend → wallet backend pay")
    pay.locator("summary").click()
    signature = pay.locator(".signature")
    for part in (SIGNED.text.splitlines()[0], SIGNED.header, SIGNED.key, "RSA256 keyVersion 1"):
        expect(signature).to_contain_text(part)
    card.locator("button.shot").click()
    expect(reader.get_by_role("dialog")).to_contain_text("where it failed")
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("dialog")).to_be_hidden()


def test_a_flaky_scenario_is_a_state_of_its_own_and_keeps_its_attempts(reader: Page) -> None:
    card = reader.locator(".apart .flaky")
    card.get_by_text("Attempt 1 of 2").click()
    expect(card.get_by_text("The amount is 25 IQD, but it must be 25,000 IQD.")).to_be_visible()
    card.get_by_text("Attempt 2 of 2").click()
    expect(card.locator(".sq")).to_have_count(2)
    expect(reader.get_by_role("region", name="Cannot: what the program cannot do")).to_contain_text("money stays away")
    reader.get_by_label("Only these outcomes").select_option("flaky")
    expect(reader.locator("#found")).to_have_text("1 scenarios found")


def test_nothing_is_wider_than_a_phone(reader: Page) -> None:
    unfold(reader)
    for language in ("العربية", "English"):
        assert reader.evaluate("document.documentElement.scrollWidth") == NARROW["width"], language
        reader.get_by_role("button", name=language).click()


def test_who_reads_by_ear_or_by_keyboard_is_not_left_out(reader: Page) -> None:
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "skip"
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("main")).to_be_focused()
    reader.add_script_tag(path=node_modules() / "axe-core" / "axe.min.js")
    for look in ("as it opens, light", "all open, in Arabic, dark"):
        if look.startswith("all"):
            unfold(reader)
            reader.get_by_role("button", name="العربية").click()
            reader.emulate_media(color_scheme="dark")
        wrong = reader.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
        told = [
            f"{rule['id']}: {rule['nodes'][0]['html'][:200]}: {rule['nodes'][0]['failureSummary']}" for rule in wrong
        ]
        assert told == [], look


def test_arabic_is_said_right_to_left_and_a_scenario_as_it_is_written(reader: Page) -> None:
    reader.get_by_role("button", name="العربية").click()
    assert reader.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    expect(reader.get_by_role("heading", level=1)).to_have_text("✗ لم ينجح")
    unfold(reader)
    english = reader.evaluate("""() => [...document.querySelectorAll('[data-t]')]
        .filter(e => e.textContent === e.dataset.t && /[a-z]/i.test(e.textContent)).map(e => e.dataset.t)""")
    assert english == []
    expect(reader.locator(".apart .gherkin li").first).to_contain_text("Given a buyer who is logged in")
    arrow = reader.locator(".sq text", has_text="يبدأ الدفع").first
    assert arrow.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_every_text_of_the_page_is_known_in_arabic(tmp_path: Path) -> None:
    html = opened(opened(page(collect(everything(tmp_path)), tmp_path)))
    known = arabic()
    keys = {unescape(key or text) for key, text in re.findall(r'<\w+[^>]* data-t(?:="([^"]*)")?[^>]*>([^<]*)<', html)}
    keys |= {unescape(key) for key in re.findall(r'data-v="([^"]*)"', html)}
    assert len(keys) > 150
    assert keys - known.keys() == set()
    for text, translated in known.items():
        assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", translated)), text


def test_paper_has_everything_that_the_page_has(reader: Page) -> None:
    packed = reader.locator("details[data-z]").count()
    assert packed > 10
    assert reader.pdf().startswith(b"%PDF")
    unfold(reader)
    assert reader.locator("details[data-z], details:not([open])").count() == 0
    reader.emulate_media(media="print", color_scheme="dark")
    assert reader.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(reader.get_by_role("button", name="Print")).to_be_hidden()
    reader.evaluate("dispatchEvent(new Event('afterprint'))")
    assert reader.locator("details:not([open])").count() > 10


def test_the_mermaid_text_is_copied(reader: Page) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    unfold(reader)
    reader.locator("details[id$=mermaid1] button").first.click()
    assert reader.evaluate("navigator.clipboard.readText()").startswith("sequenceDiagram")


def test_every_sentence_of_the_contract_is_known_in_arabic() -> None:
    assert {str(sentence) for sentence in Sentence} - arabic().keys() == set()
