"""docs/result-codes.md and docs/api.md, made from what the wallet decides by: ``python -m harness.wallet.reference``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from harness.journey import RESULT_CODES
from harness.wallet.apis import APIS, Api, Cause
from harness.wallet.apis.inquiries import payment_status
from harness.wallet.notification import is_notified
from harness.wallet.payments import State
from harness.wallet.phone_codes import left_code
from harness.wallet.profile import Profile, load_profile
from harness.wallet.reference_cashier import AT_THE_CASHIER, CashierCause
from harness.wallet.reference_documents import DOCUMENTED, OPEN
from harness.wallet.result import MESSAGES, STATUS

DOCS = Path(__file__).parents[2] / "docs"
AGAIN = "Made from the code by `python -m harness.wallet.reference`; a test holds it to that.\n"
NOTHING = "—"

_CODES_HEAD = f"""\
# Result codes, and what causes them

{AGAIN}
Every row is a test: `pytest tests/causes -k pay-USER_NOT_EXIST` brings one about, with signed requests.

- **How**: what helps to bring it about with `harness wallet`: a named buyer, an endpoint of the control API, a rule of the
  profile. Where nothing stands there, the cause says all.
- **The merchant sees** resultStatus, resultCode and resultMessage of the answer. S: it succeeded, A: it goes on, U: it is not
  known, inquire; F: it failed.
- **The phone sees** what `my.tradePay` answers when the payment's cashier is opened after that. "{NOTHING}": there is no payment,
  or the phone has no part in it.

Codes and names are Super Qi's; docs/profiles.md says what other wallets call them.
"""

_API_HEAD = f"""\
# The API for merchants

{AGAIN}
Every API and every result code, as they work with Super Qi. The gateway serves the same as OpenAPI at `/openapi.json` and as
a page at `/`, for the wallet that it is; docs/result-codes.md says what causes each code.

- **In the documents**: "yes" where the documents name the code for this API, "no" where it is taken over from the sister APIs.
- **Works**: a test brings it about; its name begins with the API and the code: `pytest tests/causes -k pay-USER_NOT_EXIST`.
"""


def result_codes(profile: Profile) -> str:
    """Return docs/result-codes.md."""
    parts = [_CODES_HEAD, *_cashier(profile), *_shared(profile)]
    for name in profile.paths:
        parts += [f"## {name}\n", f"`POST {profile.paths[name]}`: {APIS[name].title}.\n"]
        parts.append(_table(_CAUSE_HEAD, (_row(APIS[name], cause, profile) for cause in APIS[name].causes)))
    return "\n".join(parts)


def api(profile: Profile) -> str:
    """Return docs/api.md."""
    parts = [_API_HEAD, _table(("API", "path", "codes", "left open by the documents"), _overview(profile))]
    for name, path in profile.paths.items():
        parts += [f"## {name}\n", f"`POST {path}`: {APIS[name].title}. Shape after {APIS[name].source}.\n"]
        parts.append(_table(("code", "result", "in the documents", "works"), _works(APIS[name], profile)))
    parts += ["## Not here\n", "What the documents name besides.\n"]
    rows = ((f"`{row.api}`", f"`{row.part}`" if row.part else "all of it", f"open: {row.why}") for row in OPEN)
    parts.append(_table(("API", "code or field", "works"), rows))
    return "\n".join(parts)


_CAUSE_HEAD = ("cause", "how", "the merchant sees", "the phone sees")


def _cashier(profile: Profile) -> Iterator[str]:
    yield "## At the cashier\n"
    yield (
        "The resultCode of `my.tradePay`, and where the payment then stands. Every code comes in the `success` callback, as the "
        f"documents have it; with the control `delivery: split`, {_list(profile.jsapi.fail_codes)} come in `fail`, as the "
        "official demo expects.\n"
    )
    head = ("cause", "how", "the buyer or the phone", "the phone sees", "the merchant sees")
    yield _table(head, (_end(cause, profile) for cause in AT_THE_CASHIER))


def _end(cause: CashierCause, profile: Profile) -> tuple[str, ...]:
    status = f"paymentStatus {payment_status(profile, cause.state)}"
    reason = f", paymentFailReason {cause.reason}" if cause.reason else ""
    notified = "notified" if is_notified(profile, cause.state) else "not notified"
    if cause.state is State.PROCESSING:
        notified = "notified once it is settled"
    phone = f"**{cause.code}** {RESULT_CODES[cause.code]}"
    return cause.words, _how(cause.by), cause.way, phone, f"{status}{reason}; {notified}"


def _shared(profile: Profile) -> Iterator[str]:
    yield "## Every API\n"
    shared: dict[str, tuple[Cause, dict[str, list[str]]]] = {}
    for api in APIS.values():
        for cause in (cause for cause in api.every_cause() if cause not in api.causes):
            codes = shared.setdefault(cause.words, (cause, {}))[1]
            codes.setdefault(cause.code_at(profile, api.name), []).append(api.name)
    rows = []
    for cause, codes in shared.values():
        usual = max(codes, key=lambda code: len(codes[code]))
        others = "".join(f"; `{code}` at {_list(apis)}" for code, apis in codes.items() if code != usual)
        rows.append((cause.words, _how(cause.by), _sees(usual) + others, NOTHING))
    yield _table(_CAUSE_HEAD, rows)


def _row(api: Api, cause: Cause, profile: Profile) -> tuple[str, ...]:
    return cause.words, _how(cause.by), _sees(cause.code_at(profile, api.name)), _phone(cause)


def _sees(code: str) -> str:
    return f'{STATUS[code]} `{code}` "{MESSAGES[code]}"'


def _phone(cause: Cause) -> str:
    """Return what the phone sees when it opens the cashier of the payment that the answer leaves behind."""
    if not cause.leaves:
        return NOTHING
    if State.CREATED in cause.leaves:
        return "the cashier; then see [At the cashier](#at-the-cashier)"
    return f"{_list(dict.fromkeys(map(left_code, cause.leaves)))}, where there is a cashier"


def _how(by: Iterable[str]) -> str:
    shown = {"buyer": "the buyer {}", "control": "`{}`", "profile": "a profile with `{}`"}
    return " or ".join(shown[kind].format(name) for kind, _, name in (way.partition(" ") for way in by))


def _overview(profile: Profile) -> Iterator[tuple[str, ...]]:
    for name, path in profile.paths.items():
        api = APIS[name]
        yield f"[{name}](#{name.lower()})", f"`{path}`", str(len(api.every_cause())), api.open or NOTHING


def _works(api: Api, profile: Profile) -> Iterator[tuple[str, ...]]:
    for cause in api.every_cause():
        code = cause.code_at(profile, api.name)
        named = "yes" if code in DOCUMENTED.get(api.name, ()) else "no"
        yield f"`{code}`", STATUS[code], named, "works"


def _list(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines)


PAGES: dict[str, Callable[[Profile], str]] = {"result-codes.md": result_codes, "api.md": api}


def main() -> int:
    """Write both pages and say where; return 2 where the harness is installed without its docs."""
    if not DOCS.is_dir():
        print(f"error: {DOCS}: there is no such folder\n  next: run this in a checkout of the harness", file=sys.stderr)
        return 2
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(load_profile()), encoding="utf-8")
        print(DOCS / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
