"""Any interleaving of authorizations, exchanges, refreshes, cancellations and clock moves keeps each token its merchant's.

``BUGS`` are mistakes, each an authorization service with one line wrong; the machine must find every one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from fixtures.buyers import buyer
from harness.wallet.accounts import Account
from harness.wallet.authorization import Authorization, Token
from harness.wallet.profile import AuthorizationRules
from harness.wallet.result import Refusal

RULES = AuthorizationRules(("auth_base",), ("USER_NAME",), 600, 3600, 7200)
MERCHANTS = ("M1", "M2")
QUIET = settings(
    derandomize=True, database=None, deadline=None, max_examples=60, stateful_step_count=25,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
HUNT = settings(QUIET, max_examples=300, phases=[Phase.generate])


@dataclass
class Code:
    """What is expected of an authCode."""

    owner: str
    buyer: str
    until: int
    used: bool = False


@dataclass
class Pair:
    """What is expected of an access token and its refresh token."""

    owner: str
    buyer: str
    access: str
    refresh: str
    until: int
    refresh_until: int
    over: bool = False
    gone: bool = False


class Tokens(RuleBasedStateMachine):
    """Codes and tokens of two merchants and two buyers, on the service itself."""

    kind: type[Authorization] = Authorization

    def __init__(self) -> None:
        super().__init__()
        self.service = self.kind(RULES)
        self.now = 1_800_000_000_000
        self.buyers = {name: Account(name, name, buyer(1), 0) for name in ("zainab", "ali")}
        self.codes: dict[str, Code] = {}
        self.pairs: list[Pair] = []

    @initialize()
    def begin(self) -> None:
        self.the_buyer_agrees("M1", "zainab")
        self.the_merchant_exchanges(0, "M1")

    @rule(owner=st.sampled_from(MERCHANTS), who=st.sampled_from(["zainab", "ali"]))
    def the_buyer_agrees(self, owner: str, who: str) -> None:
        code = self.service.issue(self.buyers[who], owner, ("auth_base",), self.now)
        assert code.code not in self.codes
        self.codes[code.code] = Code(owner, who, self.now + 600_000)

    @rule(n=st.integers(0, 3), client=st.sampled_from(MERCHANTS))
    def the_merchant_exchanges(self, n: int, client: str) -> None:
        name = list(self.codes)[-1 - n % len(self.codes)]
        known = self.codes[name]
        wanted = ""
        if known.owner != client:
            wanted = "INVALID_CODE"
        elif known.used:
            wanted = "USED_CODE"
        elif self.now >= known.until:
            wanted = "EXPIRED_CODE"
        if not self._expect(wanted, lambda: self.service.exchange(name, client, self.now), client, known.buyer):
            known.used = True

    @rule(n=st.integers(0, 3), client=st.sampled_from(MERCHANTS))
    def the_merchant_refreshes(self, n: int, client: str) -> None:
        pair = self._pair(n)
        wanted = ""
        if pair.owner != client or pair.gone:
            wanted = "INVALID_REFRESH_TOKEN"
        elif pair.over:
            wanted = "USED_REFRESH_TOKEN"
        elif self.now >= pair.refresh_until:
            wanted = "EXPIRED_REFRESH_TOKEN"
        if not self._expect(wanted, lambda: self.service.refresh(pair.refresh, client, self.now), client, pair.buyer):
            pair.over = True

    @rule(n=st.integers(0, 3), client=st.sampled_from(MERCHANTS))
    def the_merchant_cancels(self, n: int, client: str) -> None:
        pair = self._pair(n)
        wanted = self._use(pair, client)
        assert self._refusal(lambda: self.service.cancel(pair.access, client, self.now)) == wanted
        if not wanted:
            pair.gone = True

    @rule(n=st.integers(0, 3), client=st.sampled_from(MERCHANTS))
    def the_merchant_uses_it(self, n: int, client: str) -> None:
        pair = self._pair(n)
        wanted = self._use(pair, client)
        assert self._refusal(lambda: self.service.holder(pair.access, client, self.now)) == wanted
        if not wanted:
            token = self.service.holder(pair.access, client, self.now)
            assert (token.client_id, token.account) == (pair.owner, self.buyers[pair.buyer])

    @rule(seconds=st.sampled_from([1, 599, 600, 3600, 7200]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * 1000

    @rule(guess=st.sampled_from(["", "x", "None"]), client=st.sampled_from(MERCHANTS))
    def somebody_guesses(self, guess: str, client: str) -> None:
        assert self._refusal(lambda: self.service.exchange(guess, client, self.now)) == "INVALID_CODE"
        assert self._refusal(lambda: self.service.refresh(guess, client, self.now)) == "INVALID_REFRESH_TOKEN"
        assert self._refusal(lambda: self.service.holder(guess, client, self.now)) == "INVALID_ACCESS_TOKEN"

    def _pair(self, n: int) -> Pair:
        return self.pairs[-1 - n % len(self.pairs)]

    def _use(self, pair: Pair, client: str) -> str:
        if pair.owner != client or pair.over or pair.gone:
            return "INVALID_ACCESS_TOKEN"
        return "EXPIRED_ACCESS_TOKEN" if self.now >= pair.until else ""

    def _expect(self, wanted: str, act: Callable[[], Token], client: str, who: str) -> str:
        try:
            token = act()
        except Refusal as refusal:
            assert refusal.code == wanted
            return wanted
        assert wanted == ""
        assert (token.client_id, token.account) == (client, self.buyers[who])
        assert token.access_token not in {p.access for p in self.pairs}
        times = (self.now + 3_600_000, self.now + 7_200_000)
        self.pairs.append(Pair(client, who, token.access_token, token.refresh_token, *times))
        return ""

    @staticmethod
    def _refusal(act: Callable[[], object]) -> str:
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        return ""


def test_tokens_stay_their_owners_whatever_is_done() -> None:
    run_state_machine_as_test(Tokens, settings=QUIET)


class CodeIsNeverUsedUp(Authorization):
    """Exchanges the same code again and again."""

    def exchange(self, code: str, client_id: str, now: int) -> Token:
        token = super().exchange(code, client_id, now)
        if (known := self.code(code)) is not None:
            known.used = False
        return token


class CodeOfAnybody(Authorization):
    """Exchanges a code for whoever has it."""

    def exchange(self, code: str, client_id: str, now: int) -> Token:
        known = self.code(code)
        return super().exchange(code, known.client_id if known else client_id, now)


class CodeNeverExpires(Authorization):
    """Does not look at the clock."""

    def exchange(self, code: str, client_id: str, now: int) -> Token:
        known = self.code(code)
        return super().exchange(code, client_id, min(now, known.expires_at - 1) if known else now)


class OldPairLives(Authorization):
    """Refreshes and leaves the old access token alive."""

    def refresh(self, refresh_token: str, client_id: str, now: int) -> Token:
        old = self.refresh_token(refresh_token)
        fresh = super().refresh(refresh_token, client_id, now)
        if old is not None:
            self._tokens[old.access_token] = old
        return fresh


class CancelledRefreshLives(Authorization):
    """Cancels the access token and forgets its refresh token."""

    def cancel(self, access_token: str, client_id: str, now: int) -> None:
        token = self.token(access_token)
        super().cancel(access_token, client_id, now)
        if token is not None:
            self._refresh[token.refresh_token] = token


class TokenOfAnybody(Authorization):
    """Lets any merchant use a token."""

    def holder(self, access_token: str, client_id: str, now: int) -> Token:
        known = self.token(access_token)
        return super().holder(access_token, known.client_id if known else client_id, now)


class SameTokenForAll(Authorization):
    """Gives a merchant the token of the buyer before."""

    def exchange(self, code: str, client_id: str, now: int) -> Token:
        token = super().exchange(code, client_id, now)
        return next(t for t in self._tokens.values() if t.client_id == client_id) if self._tokens else token


BUGS: list[type[Authorization]] = [
    CodeIsNeverUsedUp, CodeOfAnybody, CodeNeverExpires, OldPairLives, CancelledRefreshLives, TokenOfAnybody, SameTokenForAll,
]  # fmt: skip


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_every_mistake_with_tokens_is_found(bug: type[Authorization]) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(type(f"Tokens{bug.__name__}", (Tokens,), {"kind": bug}), settings=HUNT)
