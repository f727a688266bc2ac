"""schemathesis plays the document against the real gateway: no 5xx, no undocumented answer, and the document is exact.

Each request is signed over the bytes that are sent. Two thirds of the good ones carry ids and tokens that exist, so that
they get past the first check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_probe import Probe, check_call, open_probe, realistic
from schemathesis import Case, GenerationMode

from harness.wallet.apis import APIS

EXAMPLES = 12
FEW = settings(max_examples=EXAMPLES, phases=(Phase.generate,), derandomize=True, database=None, deadline=None)
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture(scope="module")
def probe() -> Iterator[Probe]:
    with open_probe() as probe:
        yield probe


@pytest.mark.parametrize("api", APIS)
def test_what_the_document_allows_is_answered_as_documented(probe: Probe, api: str) -> None:
    strategy, real = probe.operation(api).as_strategy(), realistic(probe.shop)[api]
    codes: Counter[str] = Counter()

    @settings(FEW, suppress_health_check=SLOW)
    @given(case=strategy, succeed=st.sampled_from([True, True, False]))
    def play(case: Case[Any], succeed: bool) -> None:
        if succeed and isinstance(case.body, dict):
            case.headers.pop("Agent-Token", None)
            case.body.update(real())
        codes[check_call(probe, api, case)] += 1

    play()
    assert codes["SUCCESS"] + codes["ACCEPT"] >= EXAMPLES // 4, codes


@pytest.mark.parametrize("api", APIS)
def test_what_the_document_forbids_is_refused_as_documented(probe: Probe, api: str) -> None:
    strategy, real = (
        probe.operation(api).as_strategy(generation_mode=GenerationMode.NEGATIVE),
        realistic(probe.shop)[api],
    )
    codes: Counter[str] = Counter()

    @settings(FEW, suppress_health_check=SLOW)
    @given(case=strategy, nearly=st.booleans())
    def play(case: Case[Any], nearly: bool) -> None:
        case.headers.pop("Agent-Token", None)
        if nearly and isinstance(case.body, dict):
            case.body.update({**real(), **case.body})
        codes[check_call(probe, api, case)] += 1

    play()
    assert codes["PARAM_ILLEGAL"] > 0, codes
