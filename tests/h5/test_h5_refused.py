"""What a wallet's web-view refuses a program, and how the report says so (docs/h5.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx
from h5_programs import opened, pay
from merchants import OpenMerchant

from fixtures.programs import ReferenceMerchant
from harness import Program, Stage
from harness.phone import Admission

WALLET = "http://127.0.0.1:4000"
ADMISSION = Admission(WALLET)


def test_a_merchant_at_another_origin_must_allow_the_page(
    scratch_stage: Stage, programs_h5: Mapping[str, Program]
) -> None:
    world = opened(scratch_stage, programs_h5["other-origin-fetch"])
    try:
        world.act("log in")
        world.expect_screen("error")
        (clue,) = world.clues()
        assert "the browser kept the answer of https://shop.dar-al-tamr.example/api/login from the program at" in clue
        assert "(CORS)" in clue
        assert "or ask it by my.request" in clue
    finally:
        world.close()
    allowed = replace(
        programs_h5["other-origin-fetch"], name="h5 allowed", merchant=lambda: ReferenceMerchant(OpenMerchant)
    )
    world = opened(scratch_stage, allowed)
    try:
        pay(world)
        assert world.clues() == []
    finally:
        world.close()


def test_a_program_whose_own_policy_forbids_its_work_is_seen(
    scratch_stage: Stage, programs_h5: Mapping[str, Program]
) -> None:
    world = opened(scratch_stage, programs_h5["csp-forbids-itself"])
    try:
        world.act("log in")
        world.expect_screen("error")
        clue = world.clues()[0]
        assert "the program's own Content-Security-Policy (" in clue
        assert "/api/login" in clue
    finally:
        world.close()


def test_the_gateway_answers_no_page(scratch_stage: Stage, programs_h5: Mapping[str, Program]) -> None:
    world = opened(scratch_stage, programs_h5["gateway-from-page"])
    gateway = scratch_stage.wallet.gateway_origin
    try:
        world.phone.page.goto(f"{world.phone.page.url}?gateway={gateway}", wait_until="commit")
        world.phone.tap({"testId": "pay"})
        assert world.phone.see({"contains": "said:"}) == "said: refused, opaque, refused, error 11"
        facts = world.journal.all(lambda m: m.name == "gateway called by a page")
        assert [(m.text("method"), m.text("path")) for m in facts] == [
            ("OPTIONS", "/v1/payments/pay"),
            ("POST", "/v1/payments/pay"),
        ]
        assert not world.journal.all(lambda m: m.name == "pay")
        assert "its key belongs on no phone" in "".join(world.clues())
    finally:
        world.close()
    answer = httpx.options(f"{gateway}/v1/payments/pay", headers={"Origin": "http://a.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_a_payment_is_opened_by_the_wallet_alone(scratch_stage: Stage, programs_h5: Mapping[str, Program]) -> None:
    world = opened(scratch_stage, programs_h5["goes-to-the-payment"])
    try:
        world.act("log in")
        world.act("buy Barhi dates, 1 kg")
        assert world.phone.see({"contains": "Open this payment in the wallet."})
        assert "give the URL to my.tradePay" in world.clues()[0]
    finally:
        world.close()


def test_a_page_that_names_no_charset_is_utf_8(
    scratch_stage: Stage, programs_h5: Mapping[str, Program], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><link rel=icon href=data:,><p>دار التمر</p>", encoding="utf-8")
    world = opened(scratch_stage, replace(programs_h5["by-typeof"], name="h5 charset", folder=tmp_path))
    try:
        assert world.phone.see({"selector": "p"}) == "دار التمر"
    finally:
        world.close()


def test_a_policy_lets_the_wallet_in_and_nothing_else() -> None:
    for given, admitted in {
        "default-src 'none'": f"default-src 'none'; connect-src {WALLET}; frame-src {WALLET}; img-src {WALLET}",
        "script-src 'self'": "script-src 'self'",
        "connect-src 'self'; connect-src *": f"connect-src 'self' {WALLET}",
        "default-src 'self' 'unsafe-inline'; frame-src https://a.example": (
            f"default-src 'self' 'unsafe-inline'; frame-src https://a.example {WALLET};"
            f" connect-src 'self' {WALLET}; img-src 'self' {WALLET}"
        ),
        "child-src 'none';;": f"child-src 'none'; frame-src {WALLET}",
        "": "",
    }.items():
        assert ADMISSION.policy(given) == admitted


def test_policies_are_found_in_headers_and_in_pages() -> None:
    page = b"""<META content='default-src &#39;self&#39;' http-equiv = "Content-Security-Policy"><meta name="x" content="y">"""
    headers = [
        (b"content-type", b"text/html"),
        (b"Content-Security-Policy", b"frame-src 'none', connect-src a.example"),
    ]
    sent, content = ADMISSION.admit({"sec-fetch-dest": "document"}, headers, page)
    assert sent[1][1].decode() == f"frame-src {WALLET}, connect-src a.example {WALLET}"
    assert content.decode().count(WALLET) == 3
    assert content.endswith(b'<meta name="x" content="y">')
    assert ADMISSION.admit({}, [(b"content-type", b"text/javascript")], page)[1] == page


def test_a_worker_stays_strict_and_keeps_its_lines() -> None:
    asked = {"sec-fetch-dest": "serviceworker"}
    for text, strict in ((b"/* a\n b */ 'use strict';\nlet a;", True), (b"let a = 'use strict';", False)):
        _, content = ADMISSION.admit(asked, [(b"content-type", b"text/javascript")], text)
        assert content.startswith(b'"use strict"; ') is strict
        assert content.endswith(b" " + text)
        assert content.count(b"\n") == text.count(b"\n")
