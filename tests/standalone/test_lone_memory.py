"""A wallet that answers all day does not grow by answering; and its books on disk are what memory holds."""

from __future__ import annotations

import http.client
import json
from pathlib import Path

from lone_kit import PATIENCE, Lone, lone_wallet, url_of

WARM, MORE = 1_300, 1_500


def resident(lone: Lone) -> int:
    """Return the bytes of memory that the wallet's process holds."""
    pages = Path(f"/proc/{lone.process.pid}/statm").read_text("ascii").split()[1]
    return int(pages) * 4096


def inquire(lone: Lone, payment_id: str, times: int) -> None:
    """Ask for a payment again and again; one signature is good for all."""
    path, raw = lone.facts["paths"]["inquiryPayment"], json.dumps({"paymentId": payment_id}).encode()
    headers = lone.merchant.signed(path, raw)
    connection = http.client.HTTPConnection("127.0.0.1", lone.port, timeout=PATIENCE)
    for _ in range(times):
        connection.request("POST", path, raw, headers)
        assert b'"SUCCESS"' in connection.getresponse().read()
    connection.close()


def test_answers_leave_nothing_behind(tmp_path: Path) -> None:
    with lone_wallet(tmp_path, "--data", str(tmp_path / "data")) as lone:
        payment = lone.merchant.pay(lone.customer("Ali"), 1000)
        inquire(lone, payment["paymentId"], WARM)
        before = resident(lone)
        inquire(lone, payment["paymentId"], MORE)
        # A journal that is kept whole takes 1,300 bytes a request; what is garbage may wait to be collected (Python 3.14).
        assert resident(lone) - before < MORE * 800
        assert len(lone.control("GET", "journal?limit=1000")["messages"]) == 1000
        for _ in range(20):
            opened = lone.http.get(url_of(payment))
            session = opened.text.partition('data-session="')[2].partition('"')[0]
            assert lone.http.post(f"{lone.facts['gatewayUrl']}/cashier/{session}/leave").status_code == 204
            assert lone.http.get(f"{lone.facts['gatewayUrl']}/cashier/{session}").status_code == 404
        lines = (tmp_path / "data" / "journal.ndjson").read_bytes().count(b"\n")
        assert lines > 2 * (WARM + MORE)
