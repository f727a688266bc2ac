"""The authorization service: authCodes and tokens (jsapi.md 1.2, openapi.md 2.2)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from harness.wallet.accounts import Account
from harness.wallet.keeper import NOBODY, Keeper, Kept
from harness.wallet.profile import AuthorizationRules
from harness.wallet.result import Refusal


@dataclass(slots=True)
class AuthCode(Kept):
    """A single-use code. ``expires_at`` is epoch milliseconds."""

    code: str
    client_id: str
    account: Account
    scopes: tuple[str, ...]
    expires_at: int
    used: bool = False


@dataclass(slots=True)
class Token(Kept):
    """An access token with its refresh token; both expire on the world's clock (epoch milliseconds)."""

    access_token: str
    refresh_token: str
    client_id: str
    account: Account
    scopes: tuple[str, ...]
    expires_at: int
    refresh_expires_at: int
    refreshed: bool = False


class Authorization:
    """Issues authCodes and exchanges them, once and in time, for tokens."""

    def __init__(self, rules: AuthorizationRules, keeper: Keeper = NOBODY) -> None:
        self._rules = rules
        self._keeper = keeper
        self._codes: dict[str, AuthCode] = {}
        self._tokens: dict[str, Token] = {}
        self._refresh: dict[str, Token] = {}

    def needs_consent(self, account: Account, client_id: str, scopes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the scopes the buyer has still to agree to; what one merchant may, another may not therefore."""
        return tuple(s for s in scopes if s in self._rules.consent and not account.has_granted(client_id, s))

    def unknown(self, scopes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the scopes this wallet does not know."""
        return tuple(s for s in scopes if s not in self._rules.silent and s not in self._rules.consent)

    def issue(self, account: Account, client_id: str, scopes: tuple[str, ...], now: int) -> AuthCode:
        """Generate an authCode for scopes that are silent or agreed to."""
        code = AuthCode(secrets.token_hex(16), client_id, account, scopes, now + self._rules.auth_code_seconds * 1000)
        self.enter(code)
        self._keeper.keep(code)
        return code

    def enter(self, thing: AuthCode | Token) -> None:
        """Enter a code or a token, new or kept; of a token that was refreshed only the refresh token is still known."""
        if isinstance(thing, AuthCode):
            self._codes[thing.code] = thing
            return
        self._refresh[thing.refresh_token] = thing
        if not thing.refreshed:
            self._tokens[thing.access_token] = thing

    def forget_merchant(self, client_id: str) -> None:
        """Let a merchant's codes and tokens be as if they had never been."""
        self._codes = {name: code for name, code in self._codes.items() if code.client_id != client_id}
        self._tokens = {name: token for name, token in self._tokens.items() if token.client_id != client_id}
        self._refresh = {name: token for name, token in self._refresh.items() if token.client_id != client_id}

    def forget_codes(self, client_id: str, before: int) -> None:
        """Forget a merchant's codes that expired before this time (epoch ms): they are unknown from then on."""
        for code in [c for c in self._codes.values() if c.client_id == client_id and c.expires_at < before]:
            del self._codes[code.code]
            self._keeper.forget(code)

    def code(self, code: str) -> AuthCode | None:
        """Return what is known of a code."""
        return self._codes.get(code)

    def token(self, access_token: str) -> Token | None:
        """Return what is known of an access token."""
        return self._tokens.get(access_token)

    def refresh_token(self, refresh_token: str) -> Token | None:
        """Return the token that a refresh token belongs to."""
        return self._refresh.get(refresh_token)

    def exchange(self, code: str, client_id: str, now: int) -> Token:
        """Exchange an authCode; raises Refusal with INVALID_CODE, USED_CODE or EXPIRED_CODE."""
        known = self._codes.get(code)
        if known is None or known.client_id != client_id:
            raise Refusal("INVALID_CODE", "The authorization code is invalid.")
        if known.used:
            raise Refusal("USED_CODE", "The authorization code has been used.")
        if now >= known.expires_at:
            raise Refusal("EXPIRED_CODE", "The authorization code has expired.")
        known.used = True
        return self._new_token(client_id, known.account, known.scopes, now)

    def cancel(self, access_token: str, client_id: str, now: int) -> None:
        """End a valid token and its refresh token; raises Refusal as ``holder`` does."""
        token = self.holder(access_token, client_id, now)
        del self._tokens[token.access_token]
        del self._refresh[token.refresh_token]
        self._keeper.forget(token)

    def refresh(self, refresh_token: str, client_id: str, now: int) -> Token:
        """Exchange a refresh token for a new pair; the old pair dies.

        Raises Refusal with INVALID_REFRESH_TOKEN, USED_REFRESH_TOKEN or EXPIRED_REFRESH_TOKEN.
        """
        known = self._refresh.get(refresh_token)
        if known is None or known.client_id != client_id:
            raise Refusal("INVALID_REFRESH_TOKEN", "The refresh token is invalid.")
        if known.refreshed:
            raise Refusal("USED_REFRESH_TOKEN", "The refresh token has been used.")
        if now >= known.refresh_expires_at:
            raise Refusal("EXPIRED_REFRESH_TOKEN", "The refresh token has expired.")
        known.refreshed = True
        self._tokens.pop(known.access_token, None)
        return self._new_token(client_id, known.account, known.scopes, now)

    def holder(self, access_token: str, client_id: str, now: int) -> Token:
        """Return a valid token; raises Refusal with INVALID_ACCESS_TOKEN or EXPIRED_ACCESS_TOKEN."""
        known = self._tokens.get(access_token)
        if known is None or known.client_id != client_id:
            raise Refusal("INVALID_ACCESS_TOKEN", "The access token is invalid.")
        if now >= known.expires_at:
            raise Refusal("EXPIRED_ACCESS_TOKEN", "The access token has expired.")
        return known

    def _new_token(self, client_id: str, account: Account, scopes: tuple[str, ...], now: int) -> Token:
        token = Token(
            access_token=secrets.token_hex(24),
            refresh_token=secrets.token_hex(24),
            client_id=client_id,
            account=account,
            scopes=scopes,
            expires_at=now + self._rules.access_token_seconds * 1000,
            refresh_expires_at=now + self._rules.refresh_token_seconds * 1000,
        )
        self.enter(token)
        self._keeper.keep(token)
        return token
