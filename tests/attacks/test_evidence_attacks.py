"""Hostile text and secrets on their way to people: the evidence page, the verdict, JUnit and the terminal."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
import zlib
from base64 import b64decode
from pathlib import Path

import besieged
import pytest
from besieged import AGREEMENT, ESCROW, Json, Town, fresh
from poison import HALF_PAIR, MARKUP, TEXTS, become_markup, scripts_in

from harness.evidence import collect, failure_text, write_reports
from harness.journal import Actor, JournalWriter, read_journal
from harness.wallet.keys import private_pem

siege, town = besieged.siege, besieged.town

INVISIBLE = set("\u0000\u0007\u001b\u007f\u0085\u009b\b")


def played(town: Town, outcome: str, text: str = "") -> None:
    """Write into the town's journal that all this was a scenario, with hostile words where a person wrote words."""
    steps = [{"keyword": "Given", "text": f"a buyer {text}", "line": 3, "table": [[text, "x"]] if text else None}]
    scenario = {
        "feature": f"Payments {text}", "featureDescription": text, "file": "features/x.feature", "rule": text,
        "scenario": f"The buyer pays {text}", "line": 2, "tags": [text] if text else [], "delivery": "success",
        "program": "h5", "nodeid": "x", "expects": [], "steps": steps,
    }  # fmt: skip
    journal = town.world.journal
    journal.fact(Actor.HARNESS, "scenario", scenario)
    journal.fact(Actor.HARNESS, "gherkin step", {"index": 0, "outcome": outcome, "ms": 1, "error": text or "no"})
    journal.fact(Actor.HARNESS, "console", {"type": "error", "text": text})
    journal.fact(Actor.HARNESS, "page error", {"text": text})
    journal.fact(Actor.HARNESS, "scenario end", {"outcome": outcome, "error": text or None, "ms": 1, "complete": True})


def reports(town: Town, folder: Path) -> dict[str, str]:
    """Write the reports of this town's journal, by way of the file on disk, and return what people may read."""
    writer = JournalWriter(folder / "journal.ndjson")
    for message in town.world.journal.messages:
        writer.write(message)
    writer.close()
    messages = list(read_journal(folder / "journal.ndjson"))
    write_reports(folder, messages)
    read = {name: (folder / name).read_text("utf-8") for name in ("index.html", "verdict.json", "junit.xml")}
    packed = re.findall(r'data-z="([^"]+)"', read["index.html"])
    read["evidence"] = "".join(zlib.decompress(b64decode(p), -15).decode() for p in packed)
    read["terminal"] = "".join(failure_text(scenario) for scenario in collect(messages).scenarios)
    return read


def poisoned(town: Town, text: str) -> None:
    """Put a text wherever a merchant, a program or a stranger can put one."""
    shop, zainab = town.shop, town.zainab
    order = {"orderDescription": text[:256], "buyer": {"referenceBuyerId": zainab.customer_id}, text: text}
    url = f"{town.siege.wallet.gateway_origin}/v1/payments/pay?{'x' * 3}"
    answer = shop.call(
        "pay", {**shop.order(zainab, paymentRequestId=text[:60]), "order": order, "paymentNotifyUrl": url}
    )
    form = answer["redirectActionForm"]
    assert isinstance(form, dict)
    phone = town.phone(zainab)
    phone.cashier(form["redirectUrl"]).confirm()
    shop.call("refund", {"paymentId": answer["paymentId"], "refundRequestId": text[:60],
                         "refundReason": text[:250], "refundAmount": {"currency": "IQD", "value": "1000"}})  # fmt: skip
    token = town.token(zainab, shop, "NOTIFICATION_INBOX")
    row = {"templateParameters": {"Title": text, "Content": text, "Url": text}}
    shop.call("sendInbox", {"accessToken": token, "requestId": fresh("N"), "templateCode": "MINI_APP_COMMON_INBOX",
                            "templates": [row]})  # fmt: skip
    contract = shop.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": json.dumps({"contractDesc": text})})
    phone.choose(phone.call("qicardSignContract", {"authUrl": contract["authUrl"]}), {"allowed": True})
    for api in ("alert", "showToast", "unknown"):
        phone.call(api, {"title": text, "content": text, text: text})
    phone.post("/jsapi/log", {"api": text, "params": {text: text}, "outcome": text, "result": {text: text}})
    half = f'{{"phone":"{phone.id}","key":"{phone.key}","api":{HALF_PAIR},"params":{{"content":{HALF_PAIR}}}}}'
    assert town.siege.http.post(phone.origin + "/jsapi", content=half).status_code == 200
    for raw in (text.encode(), json.dumps({text: text}).encode(), b"\xff\x00<b>"):
        shop.sent("/v1/payments/pay", raw, shop.headers("/v1/payments/pay", raw))
        shop.sent("/%3Cb%3E", raw, {"Client-Id": "nobody <b>"})


@pytest.mark.parametrize("outcome", ["passed", "failed"])
@pytest.mark.parametrize("kind", TEXTS)
def test_hostile_text_stays_text_for_whoever_reads_the_evidence(
    town: Town, tmp_path: Path, kind: str, outcome: str
) -> None:
    clean = scripts_in(_page_of(town, tmp_path / "clean", outcome))
    poisoned(town, TEXTS[kind])
    played(town, outcome, TEXTS[kind])
    read = reports(town, tmp_path)
    for name in ("index.html", "evidence"):
        assert become_markup(read[name]) == []
        assert not set(read[name]) & INVISIBLE
    assert scripts_in(read["index.html"] + read["evidence"]) == clean
    assert not set(read["terminal"]) & (INVISIBLE | {"\r"}), "a text must not drive the terminal"
    json.loads(read["verdict.json"], parse_constant=pytest.fail)
    ElementTree.fromstring(read["junit.xml"])


def _page_of(town: Town, folder: Path, outcome: str) -> str:
    journal = town.siege.journal.world(fresh("clean "), town.world.clock.now)
    before, town.world.journal = town.world.journal, journal
    try:
        played(town, outcome)
        return reports(town, folder)["index.html"]
    finally:
        town.world.journal = before


def test_no_report_holds_a_secret(town: Town, tmp_path: Path) -> None:
    """Codes, tokens and keys, each used in every way that brings it into the journal."""
    shop, zainab, phone = town.shop, town.zainab, town.phone(town.zainab)
    code, unused = phone.auth_code("USER_ID"), phone.auth_code("USER_ID", "USER_NAME")
    info = json.dumps({"contractDesc": "25,000 IQD a month"})
    url = shop.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": info})["authUrl"]
    signed = phone.choose(phone.call("qicardSignContract", {"authUrl": url}), {"allowed": True})["result"]["authCode"]
    tokens = shop.call("applyToken", {"grantType": "AUTHORIZATION_CODE", "authCode": code})
    renewed = shop.call("applyToken", {"grantType": "REFRESH_TOKEN", "refreshToken": tokens["refreshToken"]})
    access = str(renewed["accessToken"])
    shop.call("inquiryUserInfo", {"accessToken": access})
    shop.call("pay", shop.order(zainab, productCode=AGREEMENT, paymentAuthCode=access))
    shop.call("pay", shop.order(zainab, productCode=AGREEMENT, paymentAuthCode=unused))
    town.mallory.call("cancelToken", {"accessToken": access})
    broken: list[Json] = [{"accessToken": access}, {"paymentAuthCode": access}, {"extendInfo": {"accessToken": access}}]
    for body in broken:
        for path in (shop.profile.paths["pay"], "/v2/payments/pay"):
            raw = json.dumps(body).encode()[:-1] + b",}"
            shop.sent(path, raw, shop.headers(path, raw))
            shop.sent(path, raw, {**shop.headers(path, raw), "Signature": "algorithm=RSA256, signature=AAAA"})
            shop.sent(path, raw, shop.headers(path + "/", raw))
    headers = {"Authorization": f"Bearer {access}"}
    phone.call("request", {"url": "http://127.0.0.1:9/", "headers": headers, "data": {"accessToken": access}})
    town.paid(zainab, productCode=ESCROW)
    played(town, "failed")
    key = private_pem(besieged.key_of("shop")).decode().splitlines()[3]
    secrets = [code, unused, signed, phone.key, key]
    secrets += [str(answer[name]) for answer in (tokens, renewed) for name in ("accessToken", "refreshToken")]
    for name, text in reports(town, tmp_path).items():
        for number, secret in enumerate(secrets):
            assert secret not in text, f"secret {number} is in {name}"


def test_a_contracts_code_is_hidden_though_nobody_uses_it(town: Town, tmp_path: Path) -> None:
    phone = town.phone(town.zainab)
    info = json.dumps({"contractDesc": MARKUP})
    url = town.shop.call("prepare", {"scopes": "AGREEMENT_PAY", "extendInfo": info})["authUrl"]
    signed = phone.choose(phone.call("qicardSignContract", {"authUrl": url}), {"allowed": True})["result"]["authCode"]
    played(town, "passed")
    assert all(signed not in text for text in reports(town, tmp_path).values())
