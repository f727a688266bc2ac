"""Hides secrets in what people read: the journal keeps them, reports must not show them.

The same secret gets the same mark within one scenario (``••••1``), so a reader still sees whether two values agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from harness.evidence.report import RunReport
from harness.journal import Message

MARK = "••••"

# Shorter values (a one-time code of three digits) are hidden where they stand, but not looked for in other text:
# they would blot out half of every amount.
_SHORTEST = 4
# Never shown, even where whoever recorded the message forgot to say that they are secret.
_ALWAYS = frozenset({"accesstoken", "refreshtoken", "authorization", "privatekey", "password", "clientsecret"})


class Masks:
    """The secrets of one scenario, each with its mark."""

    def __init__(self, messages: Iterable[Message], others: Iterable[Masks] = ()) -> None:
        """Look for the secrets of these messages; ``others`` are masks whose secrets are hidden here too."""
        self._marks: dict[str, str] = {}
        for other in others:
            self._marks.update(dict.fromkeys(other._marks, MARK))
        count = 0
        for message in messages:
            for secret in _secrets(message):
                if secret not in self._marks:
                    count += 1
                    self._marks[secret] = f"{MARK}{count}"
        self._pattern = self._compile()
        self._shown: dict[int, tuple[Message, Message]] = {}

    def _compile(self) -> re.Pattern[str] | None:
        self._forms: dict[str, str] = {}
        for secret, mark in self._marks.items():
            if len(secret) >= _SHORTEST:
                for form in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1]):
                    self._forms[form] = mark
        longest_first = sorted(self._forms, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def text(self, text: str) -> str:
        """Return ``text`` with every secret in it replaced by its mark."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._forms[found.group()], text)

    def message(self, message: Message) -> Message:
        """Return the message as it may be shown; each report asks for it, so it is hidden once."""
        known = self._shown.get(id(message))
        if known is None or known[0] is not message:
            known = self._shown[id(message)] = (message, self._masked(message))
        return known[1]

    def _masked(self, message: Message) -> Message:
        payload = self._hide(message.payload, set(message.secrets), "")
        shown = payload if isinstance(payload, Mapping) else {}
        signed = message.signed
        if signed is not None:
            signed = replace(signed, text=self.text(signed.text), header=self.text(signed.header))
        return replace(message, name=self.text(message.name), payload=shown, signed=signed)

    def _hide(self, value: object, paths: set[str], path: str) -> object:
        if path and path in paths:
            return self._marks.get(_flat(value), MARK)
        if isinstance(value, Mapping):
            return {
                self.text(str(key)): self._mark(item)
                if _always(key) and item is not None
                else self._hide(item, paths, f"{path}.{key}" if path else str(key))
                for key, item in value.items()
            }
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self._hide(item, paths, f"{path}.{index}") for index, item in enumerate(value)]
        if isinstance(value, str):
            return self.text(value)
        return self._marks.get(str(value), value) if isinstance(value, int) and len(str(value)) >= _SHORTEST else value

    def _mark(self, value: object) -> str:
        return self._marks.get(_flat(value), MARK)


def _always(key: object) -> bool:
    return "".join(c for c in str(key).lower() if c.isalnum()) in _ALWAYS


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _secrets(message: Message) -> Iterable[str]:
    """Yield the secret values of one message, and what hides inside a secret that is a whole object."""
    found: list[object] = [_at(message.payload, path.split(".")) for path in message.secrets]
    stack: list[object] = [message.payload]
    while stack:
        value = stack.pop()
        if isinstance(value, Mapping):
            found.extend(item for key, item in value.items() if _always(key))
            stack.extend(value.values())
        elif isinstance(value, Sequence) and not isinstance(value, str):
            stack.extend(value)
    for value in found:
        yield from _leaves(value)


def _leaves(value: object) -> Iterable[str]:
    if value is None or value == "" or isinstance(value, bool):
        return
    if isinstance(value, Mapping):
        yield _flat(value)
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield _flat(value)
        for item in value:
            yield from _leaves(item)
    else:
        yield _flat(value)


def _at(value: object, keys: list[str]) -> object:
    for key in keys:
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, Sequence) and not isinstance(value, str) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def masks_of(report: RunReport) -> dict[str, Masks]:
    """Return the masks of each scenario by world; those of the loose messages, under "", count everywhere."""
    loose = Masks(report.loose)
    return {"": loose} | {s.world: Masks(s.messages, others=(loose,)) for s in report.scenarios}
