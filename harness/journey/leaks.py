"""A token of the wallet in what the merchant answers to the phone, openly or within another text (journey.md, step 8)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.journal import Actor, Message
from harness.journey.reading import Sighting, values
from harness.journey.sentences import Sentence
from harness.journey.verdict import Finding, Status

TOKENS = {"accessToken": "access token", "refreshToken": "refresh token"}
_LONG = 8
"""From so many characters on a token is looked for within other texts; a shorter one may stand there by chance."""
_JWT = re.compile(r"[\w-]+\.([\w-]{4,})={0,2}\.[\w-]*")


def leaks(sightings: Iterable[Sighting], messages: Iterable[Message]) -> list[Finding]:
    """Return a finding for each answer to the phone that carries the access or refresh token.

    A session that is made of the token, JSON within a text and the claims of a JWT count: a JWT is signed, not encrypted.
    """
    steps = {s.message.id: s.step for s in sightings}
    tokens: dict[str, str] = {}
    found = []
    for message in messages:
        if message.name == "applyToken":
            tokens |= {text: key for key in TOKENS if (text := message.text(key))}
        elif tokens and (message.sender, message.receiver) == (Actor.MERCHANT, Actor.MINI_PROGRAM):
            leaked = _leaked(message, tokens)
            if leaked is None:
                continue
            key, said, place = leaked
            found.append(
                Finding(
                    steps.get(message.id, 8),
                    Status.WRONG_VALUE,
                    said,
                    value="accessToken",
                    expected="no token",
                    got="a token",
                    message=message.id,
                    words=(TOKENS[key], *place),
                )
            )
    return found


def _leaked(message: Message, tokens: Mapping[str, str]) -> tuple[str, Sentence, tuple[str, ...]] | None:
    """Return which token a message carries, what is to be said of it, and within which field it stands, if within one."""
    for key, value in values(message.payload):
        if not isinstance(value, str):
            continue
        if value in tokens:
            return tokens[value], Sentence.LEAKED, ()
        within = ((value, Sentence.LEAKED_WITHIN), *((claims, Sentence.LEAKED_IN_CLAIMS) for claims in _claims(value)))
        for text, said in within:
            for token, name in tokens.items():
                if len(token) >= _LONG and token in text:
                    return name, said, (f'"{key}"',)
    return None


def _claims(text: str) -> Iterator[str]:
    """Yield what the claims of each JWT in a text say; anybody can read them."""
    for claims in _JWT.findall(text):
        try:
            yield base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)).decode()
        except (binascii.Error, ValueError):
            continue
