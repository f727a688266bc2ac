"""What a notification says, by profile (notify.md 4.1), and that its signature holds for who knows only the documents."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from notifier_kit import CLIENT_ID, Scene, ec_key_of, key_of, said, street
from starlette.responses import Response

from fixtures.merchant.signing import Signer
from harness.journal import Kind
from harness.wallet.dates import iso
from harness.wallet.keys import PrivateKey, private_pem, public_pem
from harness.wallet.payments import State
from harness.wallet.profile import load_profile
from harness.wallet.signing import sign, signed_text, verify


@pytest.fixture(scope="module", autouse=True)
def servers() -> Iterator[None]:
    with street():
        yield


COMMON = {"paymentId", "paymentRequestId", "paymentAmount", "extendInfo"}


def test_super_qi_success() -> None:
    """The recorded body of a real Super Qi notification has this shape (notify.md 4.1)."""
    with Scene() as scene:
        payment = scene.notify()
        data = scene.shop.got[0].data
        assert data == {
            "paymentId": payment.payment_id,
            "paymentRequestId": payment.request_id,
            "paymentResult": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "Success."},
            "paymentCreateTime": iso(payment.created_at),
            "paymentAmount": {"currency": "IQD", "value": "25000000"},
            "paymentTime": iso(payment.paid_at),
            "extendInfo": '{"sourcePlatform": "MINI_APP"}',
        }
        assert data["paymentTime"].endswith("+03:00")


@pytest.mark.parametrize(
    ("state", "reason", "code"),
    [
        (State.FAIL, "USER_BALANCE_NOT_ENOUGH", "USER_BALANCE_NOT_ENOUGH"),
        (State.FAIL, "", "PROCESS_FAIL"),
        (State.CLOSED, "ORDER_IS_CLOSED", "ORDER_IS_CLOSED"),
    ],
)
def test_super_qi_failure(state: State, reason: str, code: str) -> None:
    with Scene() as scene:
        scene.notify(scene.payment(state, reason=reason))
        data = scene.shop.got[0].data
        assert data["paymentResult"]["resultStatus"] == "F"
        assert data["paymentResult"]["resultCode"] == code
        assert data["paymentResult"]["resultMessage"]
        assert "paymentTime" not in data


def test_generic_v1() -> None:
    with Scene(profile=load_profile("generic_v1")) as scene:
        scene.notify()
        scene.notify(scene.payment(State.FAIL, reason="RISK_REJECT"))
        paid, failed = (got.data for got in scene.shop.got)
        common = {*COMMON, "partnerId", "paymentStatus"} - {"extendInfo"}
        assert set(paid) == {*common, "paymentTime"}
        assert (paid["paymentStatus"], paid["partnerId"]) == ("SUCCESS", CLIENT_ID)
        assert set(failed) == {*common, "paymentFailReason"}
        assert (failed["paymentStatus"], failed["paymentFailReason"]) == ("FAIL", "RISK_REJECT")


def test_the_partner_id_of_the_merchant() -> None:
    with Scene(partner_id=True) as scene:
        scene.merchant.partner_id = "P1"
        scene.notify()
        assert scene.shop.got[0].data["partnerId"] == "P1"


def test_the_sister_api() -> None:
    with Scene(result_field="result", notify_type="PAYMENT_RESULT") as scene:
        scene.notify()
        data = scene.shop.got[0].data
        assert set(data) == {*COMMON, "result", "notifyType", "paymentTime", "paymentCreateTime"}
        assert (data["notifyType"], data["result"]["resultStatus"]) == ("PAYMENT_RESULT", "S")


def _encoded(encoding: str) -> Scene:
    profile = load_profile()
    return Scene(profile=replace(profile, signature=replace(profile.signature, encoding=encoding)))  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["raw", "percent"])
@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/wallet/notify", "/wallet/notify"),
        ("/wallet/notify?order=1&x=%2F", "/wallet/notify"),
        ("", "/"),
        ("/?a=1", "/"),
        ("/wallet//notify/", "/wallet//notify/"),
        ("/a%20b/%D8%AA", "/a%20b/%D8%AA"),
        ("/دفع#top", "/%D8%AF%D9%81%D8%B9"),
    ],
)
def test_the_path_that_is_called_is_signed_without_its_query(target: str, path: str, encoding: str) -> None:
    with _encoded(encoding) as scene:
        scene.notify(scene.payment(url=scene.origin + target))
        got = scene.shop.got[0]
        assert got.target.partition("?")[0] == path
        signer = Signer(CLIENT_ID, private_pem(key_of("merchant")), public_pem(key_of("wallet").public_key()))
        assert signer.accepts(path, got.headers["request-time"], got.body, got.headers["signature"])
        assert not signer.accepts(path, got.headers["request-time"], got.body + b" ", got.headers["signature"])
        assert got.headers["client-id"] == CLIENT_ID
        text = got.headers["signature"].partition("signature=")[2]
        assert base64.b64decode(unquote(text) if encoding == "percent" else text, validate=True)
        assert got.headers["content-type"] == "application/json; charset=UTF-8"


def test_a_wallet_with_an_elliptic_curve_signs_with_it() -> None:
    with Scene(key=ec_key_of("wallet")) as scene:
        scene.notify()
        got = scene.shop.got[0]
        text = signed_text("/wallet/notify", CLIENT_ID, got.headers["request-time"], got.body)
        assert verify(ec_key_of("wallet").public_key(), text, got.headers["signature"]).verified


def test_each_delivery_has_its_own_time_and_signature() -> None:
    with Scene(said("U")) as scene:
        scene.notify()
        scene.pass_time(2 * 60_000)
        first, second = scene.shop.got
        times = [datetime.fromisoformat(got.headers["request-time"]).astimezone(UTC) for got in (first, second)]
        assert (times[1] - times[0]).total_seconds() == pytest.approx(120, abs=1)
        assert first.headers["signature"] != second.headers["signature"]
        assert first.body == second.body


def _signed_answer(key: PrivateKey, path: str = "/wallet/notify") -> Response:
    body, time = said("S").body, "2026-01-01T12:00:00+03:00"
    header = sign(key, signed_text(path, CLIENT_ID, time, bytes(body)))
    return Response(body, headers={"Signature": header, "Response-Time": time, "Client-Id": CLIENT_ID})


@pytest.mark.parametrize(
    ("answer", "verified", "reason"),
    [
        (lambda: said("S"), None, ""),
        (lambda: _signed_answer(key_of("merchant")), True, ""),
        (lambda: _signed_answer(key_of("stranger")), False, "a private key that the wallet does not know"),
        (lambda: _signed_answer(key_of("merchant"), "/wallet/notify/"), False, "with a slash at its end"),
        (lambda: Response(said("S").body, headers={"Signature": "signature=?"}), False, "not Base64"),
    ],
)
def test_the_signature_of_an_answer_is_recorded_and_an_unsigned_one_is_fine(
    answer: object, verified: bool | None, reason: str
) -> None:
    with Scene(answer()) as scene:  # type: ignore[operator]
        scene.notify()
        check = scene.messages(Kind.ANSWER)[0].signature
        assert (check.verified if check else None) is verified
        assert reason in (check.reason if check else "")
        assert scene.deliveries()[0].outcome == "acknowledged"


def test_the_body_is_json_that_anybody_reads() -> None:
    with Scene() as scene:
        scene.notify()
        assert json.loads(scene.shop.got[0].body.decode("ascii"))
