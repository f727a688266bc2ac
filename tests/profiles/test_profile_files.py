"""What is wrong with a profile file is told at once, each problem as ``file: key: what; next``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.wallet.profile import load_profile
from harness.wallet.profile_file import builtin_profiles, builtin_text

Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "mine.toml") -> str:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    return written


def told(path: str) -> list[str]:
    """Return the lines of the error, without the folder of the file."""
    with pytest.raises(HarnessError) as caught:
        load_profile(path)
    return [line.replace(f"{Path(path).parent}/", "") for line in str(caught.value).splitlines()]


def changed(old: str, new: str) -> str:
    """Return Super Qi's own file with one change."""
    text = builtin_text("super_qi")
    assert text.count(old) == 1, f"{old} is there {text.count(old)} times"
    return text.replace(old, new)


@pytest.mark.parametrize("name", builtin_profiles())
def test_every_built_in_profile_is_good(name: str) -> None:
    assert load_profile(name).id == name


def test_a_file_by_its_path_is_the_same_as_the_built_in_one(write: Write) -> None:
    assert load_profile(write(builtin_text("gcash"))) == load_profile("gcash")


EXTENDED = 'extends = "super_qi"\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "[payment]\nwaitng = 'ACCEPT'",
            'payment.waitng: there is no such key; did you mean "waiting"?',
            id="unknown key",
        ),
        pytest.param(
            "colour = 'red'",
            "colour: there is no such key; choose one of: id, name, name_arabic, money, paths, require, names, codes, "
            "signature, authorization, user, payment, notification, jsapi, app",
            id="unknown key that is near to nothing",
        ),
        pytest.param(
            "[money]\nextends = 'gcash'",
            'money.extends: it stands inside a table; write "extends" at the top of the file, before the first [table]',
            id="extends at the wrong place",
        ),
        pytest.param(
            "name = 7", 'name: it is a whole number, not a text; write it like "text"', id="a number for a text"
        ),
        pytest.param(
            "[money]\nunits = '1000'", "money.units: it is a text, not a whole number; write it like 30", id="a text"
        ),
        pytest.param(
            "[signature]\nrefuse_z = 1",
            "signature.refuse_z: it is a whole number, not true or false; write it like true",
            id="a number for true or false",
        ),
        pytest.param(
            "[money]\nunits = true",
            "money.units: it is true or false, not a whole number; write it like 30",
            id="a bool",
        ),
        pytest.param(
            "money = 1", "money: it is a whole number, not a table; write it as [money] with keys below", id="no table"
        ),
        pytest.param(
            "paths = []", "paths: it is a list, not a table; write it as [paths] with keys below", id="a list of paths"
        ),
        pytest.param(
            "[jsapi]\napis = 'alert'",
            'jsapi.apis: it is a text, not a list; write it as ["one", "two"]',
            id="no list",
        ),
        pytest.param(
            "[jsapi]\nfail_codes = [4000]",
            'jsapi.fail_codes[0]: it is a whole number, not a text; write it like "text"',
            id="a list of the wrong things",
        ),
        pytest.param(
            "name = 2026-01-01", 'name: it is a date or a time, not a text; write it like "text"', id="a date"
        ),
        pytest.param(
            "[signature]\nencoding = 'percnt'",
            'signature.encoding: "percnt" is none of its values; did you mean "percent"?',
            id="a value that is none",
        ),
        pytest.param(
            "[jsapi]\ndelivery = 1",
            "jsapi.delivery: it is a whole number, not a text; choose one of: success, split",
            id="a choice of the wrong type",
        ),
        pytest.param(
            "[authorization]\nauth_code_seconds = -1",
            "authorization.auth_code_seconds: -1 is negative; write 0 or more",
            id="a negative number",
        ),
        pytest.param(
            "[notification]\nschedule_seconds = [0, -60]",
            "notification.schedule_seconds[1]: -60 is negative; write 0 or more",
            id="a negative number in a list",
        ),
        pytest.param(
            "[payment]\nexpiry_seconds = 0", "payment.expiry_seconds: it is 0; write 1 or more", id="no time at all"
        ),
        pytest.param(
            "[money]\nunits = 12", "money.units: 12 is no power of ten; write 1, 10, 100 or 1000", id="odd units"
        ),
        pytest.param(
            "[money]\ndecimals = 4",
            "money.decimals: 4 decimals are more than the 3 that 1 to 1000 has; write 3 or fewer",
            id="more decimals than units",
        ),
        pytest.param(
            "[money]\ncurrency = 'dinar'",
            'money.currency: "dinar" is no currency; write three capital letters, like IQD',
            id="no currency",
        ),
        pytest.param(
            "[paths]\nvoid = '/v1/payments/pay'",
            'paths.void: "/v1/payments/pay" is the path of pay too; give each API a path of its own',
            id="a path used twice",
        ),
        pytest.param(
            "[paths]\nrefunds = '/v1/payments/refunds'",
            'paths.refunds: there is no API "refunds"; did you mean "refund"?',
            id="a path for an API the house does not know",
        ),
        pytest.param(
            "[paths]\nrefunds = ''",
            'paths.refunds: there is no API "refunds"; did you mean "refund"?',
            id="not even absent",
        ),
        pytest.param(
            "[paths]\npay = 'https://wallet.example/v1/pay?x=1'",
            'paths.pay: "https://wallet.example/v1/pay?x=1" is not a path; '
            "write it like /v1/payments/pay, without host and query",
            id="no path",
        ),
        pytest.param(
            "[require]\nrefunds = ['paymentId']",
            'require.refunds: there is no API "refunds"; did you mean "refund"?',
            id="a field of an API the house does not know",
        ),
        pytest.param(
            "[require]\npay = ['extendInfo.']",
            'require.pay: "extendInfo." is not a field; '
            "write a field's name, or extendInfo.customerBelongsTo for one within another",
            id="no field",
        ),
        pytest.param(
            "[payment]\nwaiting = 'ACEPT'",
            'payment.waiting: there is no result code "ACEPT"; did you mean "ACCEPT"?',
            id="a result code that does not exist",
        ),
        pytest.param(
            "[payment]\nwaiting = 'SUCCESS'",
            "payment.waiting: SUCCESS has the status S and is no code of a payment that goes on; "
            "choose one with status A or U",
            id="a code that does not wait",
        ),
        pytest.param(
            "[payment]\nclosed = 'ACCEPT'",
            "payment.closed: ACCEPT has the status A and is no code of a refusal; choose one with status F",
            id="a code that does not refuse",
        ),
        pytest.param(
            "[payment.products]\n1 = 'chashier'",
            'payment.products.1: "chashier" is none of its values; did you mean "cashier"?',
            id="a product without a flow",
        ),
        pytest.param(
            "[jsapi]\nfail_codes = ['400']",
            'jsapi.fail_codes: "400" is no resultCode; did you mean "4000"?',
            id="no resultCode",
        ),
        pytest.param(
            "[jsapi]\nfail_codes = ['9000']",
            'jsapi.fail_codes: "9000" means paid; take it out: it is always delivered to success',
            id="paid is no failure",
        ),
        pytest.param(
            "[authorization]\nsilent = ['auth_base', 'USER_ID', 'USER_LOGIN_ID', 'HASH_LOGIN_ID', 'CARD_LIST']",
            'authorization.consent: "CARD_LIST" is in authorization.silent too; take it out of one of both',
            id="a scope both silent and with consent",
        ),
        pytest.param(
            "[user.scopes]\nUSER_NAMES = ['userName']",
            'user.scopes.USER_NAMES: "USER_NAMES" is no scope of this wallet; did you mean "USER_NAME"?',
            id="a scope that is none",
        ),
        pytest.param(
            "[user.scopes]\nUSER_NAME = ['userNam']",
            'user.scopes.USER_NAME[0]: "userNam" is none of its values; did you mean "userName"?',
            id="a field of a customer that is none",
        ),
        pytest.param(
            "[signature]\nalgorithms = ['RSA265']",
            'signature.algorithms: there is no algorithm "RSA265"; did you mean "RSA256"?',
            id="no algorithm",
        ),
        pytest.param(
            "[signature]\nalgorithms = []", 'signature.algorithms: it is empty; write ["RSA256"]', id="no algorithms"
        ),
        pytest.param(
            "[codes.pai]\nINVALID_CODE = 'USED_CODE'",
            'codes.pai: there is no API "pai"; did you mean "pay"?',
            id="codes of an API the house does not know",
        ),
        pytest.param(
            "[codes.pay]\nINVALID_CODE = 'INVALID_AUTHCOD'",
            'codes.pay.INVALID_CODE: there is no result code "INVALID_AUTHCOD"; did you mean "INVALID_AUTHCODE"?',
            id="another name that is no code",
        ),
        pytest.param(
            "[codes.all]\nACCEPT = 'PAYMENT_IN_PROCESS'",
            "codes.all.ACCEPT: ACCEPT has the status A, PAYMENT_IN_PROCESS has U; "
            "a code can only stand for one of its own status",
            id="another name of another status",
        ),
        pytest.param(
            "[names.pai]\npaymentId = ''", 'names.pai: there is no API "pai"; did you mean "pay"?', id="names of no API"
        ),
        pytest.param(
            "[names.refund]\nrefundsId = ''",
            'names.refund.refundsId: refund answers no field "refundsId"; did you mean "refundId"?',
            id="another name for no field",
        ),
        pytest.param(
            "[names.notifyPayment]\npaymentTime = 'payment time'",
            'names.notifyPayment.paymentTime: "payment time" is not a field; write a field\'s name, or "" for none',
            id="another name that is no field",
        ),
        pytest.param(
            "[names.inquiryPayment]\npaymentId = 'paymentRequestId'",
            'names.inquiryPayment.paymentId: "paymentRequestId" is another field of inquiryPayment; choose another name',
            id="another name that is taken",
        ),
    ],
)
def test_one_problem_is_one_line(text: str, problem: str, write: Write) -> None:
    assert told(write(EXTENDED + text)) == [f"mine.toml: {problem}"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('birth_field = "birthDate"', 'user.birth_field: it is missing; add birth_field = "text"'),
        ("auth_days = 7", "payment.auth_days: it is missing; add auth_days = 30"),
        ("f_stops = true", "notification.f_stops: it is missing; add f_stops = true"),
        ("redirect_also = []", "payment.redirect_also: it is missing; add redirect_also = [...]"),
        ("[codes]", "codes: it is missing; add a table [codes]"),
        (
            'delivery = "success"',
            'jsapi.delivery: it is missing; add delivery = "success" or another of: success, split',
        ),
    ],
)
def test_a_missing_key_is_named_with_what_to_add(line: str, problem: str, write: Write) -> None:
    assert told(write(changed(line, ""))) == [f"mine.toml: {problem}"]


def test_a_missing_table_is_named_once(write: Write) -> None:
    text = builtin_text("super_qi")
    assert told(write(text[: text.index("[app]")])) == ["mine.toml: app: it is missing; add a table [app]"]


def test_all_problems_are_told_at_once(write: Write) -> None:
    text = """
extends = "gcash"
[money]
units = 7
[paths]
cancel = "/v1/payments/pay.htm"
[payment]
closed = "ORDER_IS_CLOSE"
max_value = -1
[jsapi]
fail_codes = ["1"]
"""
    assert told(write(text)) == [
        "mine.toml: payment.max_value: -1 is negative; write 0 or more",
        'mine.toml: paths.cancel: "/v1/payments/pay.htm" is the path of pay too; give each API a path of its own',
        'mine.toml: payment.closed: there is no result code "ORDER_IS_CLOSE"; did you mean "ORDER_IS_CLOSED"?',
        "mine.toml: money.units: 7 is no power of ten; write 1, 10, 100 or 1000",
        'mine.toml: jsapi.fail_codes: "1" is no resultCode; choose one of: 9000, 8000, 4000, 6001, 6002, 6004',
    ]


@pytest.mark.parametrize(
    ("text", "place", "fact"),
    [
        ("name = 'x'\nunits 1000\n", "2:7", "this is not TOML: Expected '=' after a key in a key/value pair"),
        ("name = 'x'\nname = 'y'\n", "2:11", "this is not TOML: Cannot overwrite a value"),
        ("name = [1,\n", "1:11", "this is not TOML: Invalid value"),
        ("name = ", "1:8", "this is not TOML: Invalid value"),
    ],
)
def test_what_is_not_toml_has_line_and_column(text: str, place: str, fact: str, write: Write) -> None:
    first, advice = told(write(text))
    assert first.startswith(f"mine.toml:{place}: {fact}")
    assert advice == "  next: correct this line"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    first, advice = told(str(tmp_path / "none.toml"))
    assert first == "none.toml: the profile cannot be read: No such file or directory"
    assert "super_qi, ams, gcash" in advice


def test_a_folder_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    assert told(str(tmp_path / "folder.toml"))[0] == "folder.toml: the profile cannot be read: Is a directory"
    (tmp_path / "bytes.toml").write_bytes(b"name = '\xff'")
    assert told(str(tmp_path / "bytes.toml")) == ["bytes.toml: the profile is not UTF-8", "  next: save it as UTF-8"]


def test_a_name_that_is_none() -> None:
    with pytest.raises(HarnessError) as caught:
        load_profile("vodapai")
    assert (caught.value.fact, caught.value.action) == ('there is no profile "vodapai"', 'did you mean "vodapay"?')


def test_extending(write: Write) -> None:
    text = """
extends = "super_qi"
name = "Super Qi, strict"
[signature]
refuse_z = true
[payment.products]
42 = "authorize"
51051000101000100008 = ""
[paths]
sendPush = ""
[require]
pay = []
"""
    mine, base = load_profile(write(text)), load_profile("super_qi")
    assert (mine.id, mine.name, mine.money) == ("mine", "Super Qi, strict", base.money)
    assert (mine.signature.refuse_z, mine.signature.encoding) == (True, "raw")
    assert mine.payment.products == {
        **{code: flow for code, flow in base.payment.products.items() if flow != "escrow"},
        "42": "authorize",
    }
    assert set(base.paths) - set(mine.paths) == {"sendPush"}
    assert mine.require == {**base.require, "pay": ()}


def test_a_profile_that_extends_may_have_an_id_of_its_own(write: Write) -> None:
    assert load_profile(write('extends = "gcash"\nid = "gcash_uat"')).id == "gcash_uat"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "extends = 'supr_qi'",
            ['mine.toml: extends: there is no profile "supr_qi"', '  next: did you mean "super_qi"?'],
        ),
        ("extends = 1", ["mine.toml: extends: it is not a text", '  next: write extends = "super_qi"']),
    ],
)
def test_extending_what_is_not_there(text: str, lines: list[str], write: Write) -> None:
    assert told(write(text)) == lines
