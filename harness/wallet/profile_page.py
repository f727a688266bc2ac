"""The generated parts of docs/profiles.md: what the built-in profiles say, side by side, and what is open in each.

``python -m harness.wallet.profile_page docs/profiles.md`` writes them anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessError
from harness.wallet.apis import APIS
from harness.wallet.money import Amount
from harness.wallet.profile import Profile, load_profile
from harness.wallet.profile_file import builtin_profiles, builtin_text
from harness.wallet.result import STATUS

MARKS = {
    "D": "documented",
    "C": "seen in client code",
    "I": "inferred",
    "X": "the sources contradict each other",
    "?": "open, our choice",
    "own": "a matter of this house",
}
"""How sure a key of a profile file is, by the mark in its comment."""

_PART = re.compile(r"(<!-- begin: (\w+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)
_KEY = re.compile(r"([\w-]+)\s*=")
_MARKED = re.compile(r"\[(D|C|I|X|\?|own)\]\s*(.*)")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of a key comes from: ``mark`` is one of MARKS, or "" where the file does not say."""

    key: str
    mark: str
    words: str


def sources(text: str) -> tuple[Source, ...]:
    """Return the source of each key of a profile file, in the file's order."""
    found: list[Source] = []
    table, depth = "", 0
    for line in text.splitlines():
        code, comment = _split(line)
        if depth == 0 and code.startswith("["):
            table = code.strip("[] ") + "."
        elif depth == 0 and (key := _KEY.match(code)):
            marked = _MARKED.match(comment)
            found.append(Source(table + key.group(1), *(marked.groups() if marked else ("", comment))))
        bare = re.sub(r'"[^"]*"', "", code)
        depth += 0 if code.startswith("[") and depth == 0 else bare.count("[") - bare.count("]")
    return tuple(found)


def _split(line: str) -> tuple[str, str]:
    """Return a line's code and its comment."""
    quoted = False
    for at, char in enumerate(line):
        quoted = quoted != (char == '"')
        if char == "#" and not quoted:
            return line[:at].strip(), line[at + 1 :].strip()
    return line.strip(), ""


def filled(page: str) -> str:
    """Return the page with its generated parts as they must be; raises HarnessError for a part that nobody makes."""
    profiles = [load_profile(name) for name in builtin_profiles()]
    made = {"profiles": _profiles(profiles), "apis": _apis(profiles), "open": _open(profiles)}

    def part(match: re.Match[str]) -> str:
        if match.group(2) not in made:
            raise HarnessError(f'there is no part "{match.group(2)}"', action=f"choose one of: {', '.join(made)}")
        return f"{match.group(1)}{made[match.group(2)]}\n{match.group(3)}"

    return _PART.sub(part, page)


def _profiles(profiles: Sequence[Profile]) -> str:
    rows: dict[str, Callable[[Profile], str]] = {
        "wallet": lambda p: p.name,
        "an amount": lambda p: p.money.words(Amount(25_000 * p.money.units, p.money.currency)),
        "on the wire": lambda p: f"1 {p.money.currency} is {_code(str(p.money.units))}",
        "required besides": lambda p: "<br>".join(f"{api}: {', '.join(names)}" for api, names in p.require.items()),
        "the buyer in `pay`": lambda p: p.payment.buyer,
        "waiting for the buyer": lambda p: f"{STATUS[p.payment.waiting]} {p.payment.waiting}",
        "redirect URL": _redirect,
        "not paid in time": lambda p: f"{p.payment.inquiry_closed}, again: {p.payment.closed}",
        "cancelled": lambda p: p.payment.inquiry_cancelled if "cancel" in p.paths else "",
        "payment expires after": lambda p: _span(p.payment.expiry_seconds),
        "flow by product": lambda p: _pairs(p.payment.products),
        "flow by factor": lambda p: _pairs(p.payment.factors),
        "other field names": lambda p: "<br>".join(f"{api}: {_renamed(names)}" for api, names in p.names.items()),
        "other codes": lambda p: "<br>".join(f"{api}: {_pairs(codes)}" for api, codes in p.codes.items()),
        "notification says": _notification,
        "after an F": lambda p: "no more" if p.notification.f_stops else "again",
        "birth date": lambda p: p.user.birth_field if "inquiryUserInfo" in p.paths else "",
        "silent scopes": lambda p: ", ".join(p.authorization.silent),
        "authCode lives": lambda p: _span(p.authorization.auth_code_seconds),
        "refused `getAuthCode`": lambda p: f"error {p.jsapi.refused}, scope {p.jsapi.refused_scope}",
        "signature": lambda p: f"{p.signature.encoding}, keyVersion={p.signature.key_version}",
        "algorithms": lambda p: ", ".join(p.signature.algorithms),
        "clock window": lambda p: _span(p.signature.clock_window_seconds),
    }
    return _table(["", *(_code(p.id) for p in profiles)], ([row, *map(say, profiles)] for row, say in rows.items()))


def _span(seconds: int) -> str:
    """Return a time as people say it, "" for none."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {name}{'s' if seconds > size else ''}"
    return ""


def _redirect(profile: Profile) -> str:
    rules = profile.payment
    fields = ", ".join((rules.redirect_field, *rules.redirect_also))
    return f"{rules.redirect_form}.{fields}" if rules.redirect_form else fields


def _notification(profile: Profile) -> str:
    rules = profile.notification
    more = (rules.notify_type and f"notifyType {rules.notify_type}", rules.partner_id and "partnerId")
    return ", ".join((rules.result_field, *(str(item) for item in more if item)))


def _pairs(table: Mapping[str, str]) -> str:
    return ", ".join(f"{key} → {value}" for key, value in table.items())


def _renamed(names: Mapping[str, str]) -> str:
    gone = [old for old, new in names.items() if not new]
    return ", ".join([*(f"{old} → {new}" for old, new in names.items() if new), *(f"no {name}" for name in gone)])


def _apis(profiles: Sequence[Profile]) -> str:
    rows = ([api, *(_code(p.paths[api]) if api in p.paths else "" for p in profiles)] for api in APIS)
    return _table(["API", *(_code(p.id) for p in profiles)], rows)


def _open(profiles: Sequence[Profile]) -> str:
    """Return what is not simply documented or seen; keys with the same words stand together."""
    lines: list[str] = []
    for profile in profiles:
        lines += [f"### {profile.name} (`{profile.id}`)", ""]
        groups: dict[tuple[str, str], list[str]] = {}
        for source in sources(builtin_text(profile.id)):
            groups.setdefault((source.mark, source.words), []).append(_code(source.key))
        for mark in ("X", "I", "?"):
            found = [f"  - {', '.join(keys)}: {words}" for (m, words), keys in groups.items() if m == mark]
            lines += [f"- {MARKS[mark]}:", *found] if found else []
        lines.append("")
    return "\n".join(lines[:-1])


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def main(arguments: Sequence[str]) -> int:
    """Write the generated parts of the pages that are named."""
    for name in arguments:
        file = Path(name)
        file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
