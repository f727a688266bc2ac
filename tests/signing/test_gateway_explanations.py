"""A signature that the gateway refuses is explained in the journal, with keys that only the wallet knows."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
from wallet_client import Stand, fresh, open_stand, rsa_key_of

from harness.journal import Kind
from harness.wallet.keys import new_key
from harness.wallet.signing import sign, signed_text
from harness.wallet.world import Merchant

PATH = "/v1/payments/inquiryPayment"


def _reason(stand: Stand, merchant: Merchant, key: object, url: str = PATH, signed: str = PATH) -> str:
    body = b'{"paymentId":"1"}'
    time = datetime.now(UTC).isoformat(timespec="seconds")
    text = signed_text(signed, merchant.client_id, time, body)
    headers = {"Client-Id": merchant.client_id, "Request-Time": time, "Signature": sign(key, text)}  # type: ignore[arg-type]
    with stand.shop() as shop:
        answer = httpx.post(stand.wallet.gateway_origin + url, content=body, headers=headers, trust_env=False)
        assert answer.json()["result"]["resultCode"] == "INVALID_SIGNATURE"
        call = shop.world.journal.find(lambda m: m.kind is Kind.CALL)
        assert call is not None
        assert call.signature is not None
        return call.signature.reason


def test_the_key_of_another_merchant_and_the_wallets_own_are_named() -> None:
    with open_stand() as stand:
        mine, theirs = stand.add_merchant(), new_key()
        other = Merchant(fresh("M"), "Bazaar", "بازار", theirs.public_key())
        stand.backstage.call(lambda: stand.wallet.add_merchant(other))
        assert "the key of the merchant Bazaar" in _reason(stand, mine, theirs)
        assert "the wallet's own key" in _reason(stand, mine, rsa_key_of("wallet"))


def test_a_signed_query_is_named() -> None:
    with open_stand() as stand:
        mine = stand.add_merchant()
        url = f"{PATH}?x=1"
        assert "query" in _reason(stand, mine, rsa_key_of("merchant"), url, url)
