"""What must be true of a profile beyond the types of its values: known names, codes that exist, no contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from harness.journey import RESULT_CODES
from harness.wallet.apis import APIS
from harness.wallet.profile import Profile
from harness.wallet.profile_build import Problem, nearest
from harness.wallet.result import STATUS
from harness.wallet.signing import algorithm_called

Data = Mapping[str, object]

NOTIFICATION = "notifyPayment"
NOTIFICATION_FIELDS = (
    "notifyType",
    "partnerId",
    "paymentId",
    "paymentRequestId",
    "paymentFailReason",
    "paymentCreateTime",
    "paymentAmount",
    "paymentTime",
    "extendInfo",
)
"""The fields of a notification that a profile may name otherwise (notify.md 4.1)."""

_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_FIELD = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*", re.ASCII)
_AT_LEAST_ONE = (
    ("money", "units"),
    ("authorization", "auth_code_seconds"),
    ("authorization", "access_token_seconds"),
    ("authorization", "refresh_token_seconds"),
    ("payment", "expiry_seconds"),
    ("payment", "auth_days"),
    ("notification", "answer_seconds"),
)


def check(data: Data, profile: Profile | None) -> Iterator[Problem]:
    """Yield what is wrong in a file's tables; ``profile`` is what was made of them, None where that could not be.

    Values of the wrong type are passed over: they are named elsewhere.
    """
    for look in (
        _paths,
        _required,
        _codes_of_payments,
        _money,
        _numbers,
        _scopes,
        _result_codes,
        _algorithms,
        _renamed_codes,
    ):
        yield from look(data)
    yield from _renamed_fields(data, profile)


def _paths(data: Data) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, path in _texts(data, "paths").items():
        key = f"paths.{name}"
        if name not in APIS:
            yield Problem(key, f'there is no API "{name}"', nearest(name, APIS))
        if path and not _PATH.fullmatch(path):
            yield Problem(key, f'"{path}" is not a path', "write it like /v1/payments/pay, without host and query")
        elif path and path in seen:
            yield Problem(key, f'"{path}" is the path of {seen[path]} too', "give each API a path of its own")
        seen.setdefault(path, name)


def _required(data: Data) -> Iterator[Problem]:
    for name, fields in _table(data, "require").items():
        if name not in APIS:
            yield Problem(f"require.{name}", f'there is no API "{name}"', nearest(name, APIS))
        for field in fields if isinstance(fields, list) else ():
            if isinstance(field, str) and not _FIELD.fullmatch(field):
                advice = "write a field's name, or extendInfo.customerBelongsTo for one within another"
                yield Problem(f"require.{name}", f'"{field}" is not a field', advice)


def _codes_of_payments(data: Data) -> Iterator[Problem]:
    payment = _table(data, "payment")
    yield from _code("payment.waiting", payment.get("waiting"), "AU", "of a payment that goes on")
    yield from _code("payment.closed", payment.get("closed"), "F", "of a refusal")


def _code(key: str, code: object, statuses: str, wanted: str) -> Iterator[Problem]:
    if not isinstance(code, str):
        return
    fitting = [known for known, status in STATUS.items() if status in statuses]
    if code not in STATUS:
        yield Problem(key, f'there is no result code "{code}"', nearest(code, fitting))
    elif code not in fitting:
        what = f"{code} has the status {STATUS[code]} and is no code {wanted}"
        yield Problem(key, what, f"choose one with status {' or '.join(statuses)}")


def _money(data: Data) -> Iterator[Problem]:
    money = _table(data, "money")
    units, decimals, currency = money.get("units"), money.get("decimals"), money.get("currency")
    if isinstance(currency, str) and not re.fullmatch("[A-Z]{3}", currency):
        yield Problem("money.currency", f'"{currency}" is no currency', "write three capital letters, like IQD")
    if type(units) is not int or units < 1:
        return
    digits = len(str(units)) - 1
    if units != 10**digits:
        yield Problem("money.units", f"{units} is no power of ten", "write 1, 10, 100 or 1000")
    elif type(decimals) is int and decimals > digits:
        what = f"{decimals} decimals are more than the {digits} that 1 to {units} has"
        yield Problem("money.decimals", what, f"write {digits} or fewer")


def _numbers(data: Data) -> Iterator[Problem]:
    for table, name in _AT_LEAST_ONE:
        number = _table(data, table).get(name)
        if type(number) is int and number == 0:
            yield Problem(f"{table}.{name}", "it is 0", "write 1 or more")


def _scopes(data: Data) -> Iterator[Problem]:
    rules = _table(data, "authorization")
    silent, consent = _list(rules, "silent"), _list(rules, "consent")
    for scope in silent:
        if scope in consent:
            what = f'"{scope}" is in authorization.silent too'
            yield Problem("authorization.consent", what, "take it out of one of both")
    for scope in _table(_table(data, "user"), "scopes"):
        if scope not in (*silent, *consent):
            what = f'"{scope}" is no scope of this wallet'
            yield Problem(f"user.scopes.{scope}", what, nearest(scope, (*silent, *consent)))


def _result_codes(data: Data) -> Iterator[Problem]:
    for code in _list(_table(data, "jsapi"), "fail_codes"):
        if code not in RESULT_CODES:
            yield Problem("jsapi.fail_codes", f'"{code}" is no resultCode', nearest(code, RESULT_CODES))
        elif code == "9000":
            yield Problem("jsapi.fail_codes", '"9000" means paid', "take it out: it is always delivered to success")


def _algorithms(data: Data) -> Iterator[Problem]:
    rules = _table(data, "signature")
    names = _list(rules, "algorithms")
    if rules.get("algorithms") == []:
        yield Problem("signature.algorithms", "it is empty", 'write ["RSA256"]')
    for name in names:
        if not algorithm_called(name):
            known = ("RSA256", "ECC224", "SHA256withRSA")
            yield Problem("signature.algorithms", f'there is no algorithm "{name}"', nearest(name, known))


def _renamed_codes(data: Data) -> Iterator[Problem]:
    for api in _table(data, "codes"):
        if api not in APIS and api != "all":
            yield Problem(f"codes.{api}", f'there is no API "{api}"', nearest(api, (*APIS, "all")))
        for old, new in _texts(_table(data, "codes"), api).items():
            key = f"codes.{api}.{old}"
            unknown = [code for code in (old, new) if code not in STATUS]
            for code in unknown:
                yield Problem(key, f'there is no result code "{code}"', nearest(code, STATUS))
            if not unknown and STATUS[old] != STATUS[new]:
                what = f"{old} has the status {STATUS[old]}, {new} has {STATUS[new]}"
                yield Problem(key, what, "a code can only stand for one of its own status")


def _renamed_fields(data: Data, profile: Profile | None) -> Iterator[Problem]:
    for api in _table(data, "names"):
        known = _fields_of(api, profile)
        if known is None:
            yield Problem(f"names.{api}", f'there is no API "{api}"', nearest(api, (*APIS, NOTIFICATION)))
            continue
        names = _texts(_table(data, "names"), api)
        for old, new in names.items() if known else ():
            key = f"names.{api}.{old}"
            if old not in known:
                yield Problem(key, f'{api} answers no field "{old}"', nearest(old, known))
            elif new and not _FIELD.fullmatch(new):
                yield Problem(key, f'"{new}" is not a field', 'write a field\'s name, or "" for none')
            elif new in known and new not in names:
                yield Problem(key, f'"{new}" is another field of {api}', "choose another name")


def _fields_of(api: str, profile: Profile | None) -> tuple[str, ...] | None:
    """Return the fields of an API that may have other names; None for no API, none while they are not known."""
    if api == NOTIFICATION:
        return NOTIFICATION_FIELDS
    if api not in APIS:
        return None
    if profile is None:
        return ()
    return tuple(field.name for field in APIS[api].own_fields(profile) if field.name != "result")


def _table(data: Data, name: str) -> Data:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _texts(data: Data, name: str) -> dict[str, str]:
    return {key: value for key, value in _table(data, name).items() if isinstance(value, str)}


def _list(data: Data, name: str) -> list[str]:
    value = data.get(name)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
