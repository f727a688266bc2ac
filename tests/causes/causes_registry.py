"""Which function brings which cause about: the tests are made from this table, and it is held to the APIs' own."""

from __future__ import annotations

from collections.abc import Callable

from causes_town import Newcomer
from wallet_backend import Answer

from harness.wallet.apis import APIS

Bring = Callable[[Newcomer, str], Answer]
BRINGERS: dict[tuple[str, str], list[Bring]] = {}


def brings(code: str, *apis: str) -> Callable[[Bring], Bring]:
    """Enter a function that makes each of these APIs answer with this code."""

    def enter(function: Bring) -> Bring:
        for api in apis:
            BRINGERS.setdefault((api, code), []).append(function)
        return function

    return enter


def brings_everywhere(*codes: str) -> Callable[[Bring], Bring]:
    """Enter a function that makes every API answer with the one of these codes that it has."""

    def enter(function: Bring) -> Bring:
        for name, api in APIS.items():
            for code in {cause.code for cause in api.every_cause()}.intersection(codes):
                brings(code, name)(function)
        return function

    return enter
