"""Merchants: list, add, suspend, deny an API, pay out, agent tokens, more keys, begin anew."""

from __future__ import annotations

import secrets

from harness.errors import HarnessError
from harness.wallet.alone.home import Home
from harness.wallet.alone.opening import is_client_id
from harness.wallet.apis import APIS
from harness.wallet.control.ask import Ask, Refused
from harness.wallet.control.endpoint import Endpoint, Param, Row
from harness.wallet.control.views import MERCHANT, amount_view, merchant_view
from harness.wallet.dates import iso
from harness.wallet.keys import PublicKey, load_public_key
from harness.wallet.ledger import BANK, InsufficientFundsError
from harness.wallet.world import Merchant

_LONGEST = 10 * 365 * 24 * 3600


def find_home(ask: Ask) -> Home:
    """Return the home of the merchant in the path; raises Refused 404."""
    client_id = ask.path["clientId"]
    if client_id not in ask.lone.homes:
        action = f"choose one of: {', '.join(ask.lone.homes)}"
        raise Refused(404, f'there is no merchant "{client_id}"', "clientId", action)
    return ask.lone.homes[client_id]


async def list_merchants(ask: Ask) -> Row:
    """List the merchants, the one that was there first at the top."""
    return {"merchants": [merchant_view(ask.lone, home) for home in ask.lone.homes.values()]}


async def add_merchant(ask: Ask) -> Row:
    """Let a merchant in, with a world of its own."""
    client_id = ask.text("clientId") or f"M{secrets.randbelow(10**12):012d}"
    if client_id in ask.lone.homes:
        raise Refused(409, f"there is a merchant {client_id} already", "clientId", "choose another, or leave it out")
    if not is_client_id(client_id):
        action = "write up to 64 letters, digits and signs, no spaces"
        raise Refused(400, f"{client_id!r} is no Client-Id", "clientId", action)
    key, version = _key(ask), ask.text("keyVersion") or ask.lone.profile.signature.key_version
    name = ask.text("name") or client_id
    merchant = Merchant(
        client_id,
        name,
        ask.text("nameArabic") or name,
        key,
        {version: key},
        partner_id=ask.text("partnerId") or client_id[:32],
        app_id=ask.text("appId") or client_id[:32],
    )
    return merchant_view(ask.lone, ask.lone.add_merchant(merchant))


async def show_merchant(ask: Ask) -> Row:
    """Show one merchant."""
    return merchant_view(ask.lone, find_home(ask))


async def change_merchant(ask: Ask) -> Row:
    """Suspend a merchant, or deny it APIs."""
    home = find_home(ask)
    if "suspended" in ask.given:
        home.merchant.suspended = ask.flag("suspended")
    if "deniedApis" in ask.given:
        home.merchant.denied = set(ask.texts("deniedApis"))
    return merchant_view(ask.lone, home)


async def add_key(ask: Ask) -> Row:
    """Give a merchant one more key; the newest is the one that counts where a signature names no version."""
    home, version = find_home(ask), ask.text("keyVersion")
    merchant = home.merchant
    if version in merchant.keys:
        raise Refused(409, f"there is a key of version {version} already", "keyVersion", "choose another version")
    merchant.key = _key(ask)
    merchant.keys = {**merchant.keys, version: merchant.key}
    return merchant_view(ask.lone, home)


async def pay_out(ask: Ask) -> Row:
    """Pay a merchant's balance out of the wallet, all of it or an amount; a later refund may find too little."""
    home = find_home(ask)
    merchant, ledger = home.merchant, home.world.ledger
    given = ask.amount("amount")
    value = ledger.balance(merchant.ledger_account) if given is None else given
    try:
        if value:
            ledger.move("pay-out", merchant.ledger_account, BANK, value)
    except InsufficientFundsError:
        words = amount_view(ask.lone, ledger.balance(merchant.ledger_account))["words"]
        raise Refused(409, f"the merchant has only {words}", "amount", "give less, or leave it out") from None
    return {"balance": amount_view(ask.lone, ledger.balance(merchant.ledger_account))}


async def agent_token(ask: Ask) -> Row:
    """Make an Agent-Token for a merchant, or one that has expired already."""
    home = find_home(ask)
    token = ask.text("token") or secrets.token_hex(16)
    expires = home.world.clock.now() + ask.number("expiresInSeconds", 3600) * 1000
    home.merchant.agent_tokens = {**home.merchant.agent_tokens, token: expires}
    return {"token": token, "expiresAt": iso(expires)}


async def reset(ask: Ask) -> Row:
    """Let a merchant's world begin anew."""
    home = ask.lone.reset(find_home(ask), keep_buyers=ask.text("buyers", "keep") == "keep")
    return merchant_view(ask.lone, home)


def _key(ask: Ask) -> PublicKey:
    try:
        return load_public_key(ask.text("publicKey").encode())
    except HarnessError as error:
        raise Refused(400, f"publicKey: {error.fact}", "publicKey", error.action) from error


_KEY = Param("publicKey", required=True, limit=8192, note="PEM, or the bare Base64 that wallet portals take")
_BALANCE = (Param("balance", "amount", required=True),)

ENDPOINTS = (
    Endpoint(
        "GET",
        "merchants",
        "list the merchants",
        list_merchants,
        gives=(Param("merchants", "list", required=True, fields=MERCHANT),),
        of_world=False,
    ),
    Endpoint(
        "POST",
        "merchants",
        "add a merchant with its own public key, buyers, clock and controls",
        add_merchant,
        takes=(
            _KEY,
            Param("keyVersion", limit=16, note="the wallet's usual one where it is not given"),
            Param("clientId", limit=64, note="made up where it is not given"),
            Param("name", limit=128),
            Param("nameArabic", limit=128),
            Param("partnerId", limit=32),
            Param("appId", limit=64),
        ),
        gives=MERCHANT,
        example={"name": "Dar Al-Tamr", "publicKey": "{publicKey}"},
        status=201,
        of_world=False,
    ),
    Endpoint("GET", "merchants/{clientId}", "show one merchant", show_merchant, gives=MERCHANT, of_world=False),
    Endpoint(
        "PATCH",
        "merchants/{clientId}",
        "suspend a merchant, or deny it APIs",
        change_merchant,
        takes=(
            Param("suspended", "boolean"),
            Param("deniedApis", "texts", choices=tuple(APIS), note="all that are denied, none for none"),
        ),
        gives=MERCHANT,
        example={"suspended": False, "deniedApis": ["refund"]},
        of_world=False,
    ),
    Endpoint(
        "POST",
        "merchants/{clientId}/keys",
        "give a merchant one more public key",
        add_key,
        takes=(_KEY, Param("keyVersion", required=True, limit=16)),
        gives=MERCHANT,
        example={"publicKey": "{publicKey}", "keyVersion": "2"},
        status=201,
        of_world=False,
    ),
    Endpoint(
        "POST",
        "merchants/{clientId}/pay-out",
        "pay the merchant's balance out, so that a refund finds too little",
        pay_out,
        takes=(Param("amount", "amount", least=1, note="all of it where it is not given"),),
        gives=_BALANCE,
        of_world=False,
    ),
    Endpoint(
        "POST",
        "merchants/{clientId}/agent-tokens",
        "make an Agent-Token, or one that has expired",
        agent_token,
        takes=(
            Param("token", limit=128, note="made up where it is not given"),
            Param("expiresInSeconds", "integer", least=-_LONGEST, limit=_LONGEST, note="3600 where it is not given"),
        ),
        gives=(Param("token", required=True), Param("expiresAt", required=True)),
        status=201,
        of_world=False,
    ),
    Endpoint(
        "POST",
        "merchants/{clientId}/reset",
        "begin anew: the merchant has no payments, refunds, tokens or deliveries; other merchants keep theirs",
        reset,
        takes=(
            Param(
                "buyers",
                choices=("keep", "new"),
                note='"keep" (so where it is not given): all, with their first balance',
            ),
        ),
        gives=MERCHANT,
        of_world=False,
    ),
)
