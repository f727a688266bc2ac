"""The gateway: the wallet's HTTP face for merchants (openapi.md 2.1). Every request is verified, every answer signed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from harness.journal import Actor, Kind, SignatureCheck
from harness.wallet.dates import iso, parse
from harness.wallet.operations import OPERATIONS, SECRETS, Request
from harness.wallet.result import Refusal
from harness.wallet.signing import sign, signed_text, verify
from harness.wallet.wallet import Wallet
from harness.wallet.world import Merchant

MAX_BODY = 256 * 1024


def gateway(wallet: Wallet) -> Starlette:
    """Return the ASGI app that answers the profile's API paths."""
    names = {path: name for name, path in wallet.profile.paths.items()}

    async def answer(http: HttpRequest) -> Response:
        return await _answer(wallet, names.get(http.url.path, ""), http)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])])


async def _answer(wallet: Wallet, name: str, http: HttpRequest) -> Response:
    raw = b""
    async for chunk in http.stream():
        raw += chunk
        if len(raw) > MAX_BODY:
            return Response(status_code=413)
    client_id = http.headers.get("Client-Id", "")
    merchant = wallet.merchants.get(client_id)
    try:
        body = _read(raw)
        answer = _journalled(wallet, name, http, raw, body, merchant)
    except Refusal as refusal:
        answer = {"result": refusal.result}
    return _signed(wallet, http.url.path, client_id, answer)


def _read(raw: bytes) -> Mapping[str, object]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refusal("PARAM_ILLEGAL", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refusal("PARAM_ILLEGAL", "The body is not a JSON object.")
    return body


def _journalled(
    wallet: Wallet, name: str, http: HttpRequest, raw: bytes, body: Mapping[str, object], merchant: Merchant | None
) -> dict[str, object]:
    """Record the request at the wallet's door, let it be answered, record the answer."""
    world = wallet.world_of(body)
    if world is None:
        raise Refusal("UNKNOWN_EXCEPTION", "No scenario is running.", "U")
    time = http.headers.get("Request-Time", "")
    check = _check(http, raw, merchant, time)
    label = name or http.url.path
    call = world.journal.record(
        Actor.MERCHANT,
        Actor.WALLET_BACKEND,
        label,
        body,
        kind=Kind.CALL,
        cause=world.journal.causes.working_on(body.get("authCode")),
        secrets=SECRETS.get(name, ()),
        signature=check,
    )
    try:
        if not name:
            raise Refusal("INVALID_API", "The called API is invalid.")
        if merchant is None:
            raise Refusal("INVALID_CLIENT", "The client is invalid.")
        if not check.verified:
            raise Refusal("INVALID_SIGNATURE", "The signature is invalid.")
        answer = OPERATIONS[name](Request(wallet, world, merchant, body, parse(time), call))
    except Refusal as refusal:
        answer = {"result": refusal.result}
    world.journal.record(
        Actor.WALLET_BACKEND,
        Actor.MERCHANT,
        label,
        answer,
        kind=Kind.ANSWER,
        cause=call,
        secrets=SECRETS.get(name, ()),
    )
    return answer


def _check(http: HttpRequest, raw: bytes, merchant: Merchant | None, time: str) -> SignatureCheck:
    if merchant is None:
        return SignatureCheck(False, f'the Client-Id "{http.headers.get("Client-Id", "")}" is not known')
    try:
        parse(time)
    except ValueError:
        return SignatureCheck(False, f'the Request-Time "{time}" is not an ISO 8601 date with offset')
    text = signed_text(http.url.path, merchant.client_id, time, raw)
    return verify(merchant.key, text, http.headers.get("Signature"))


def _signed(wallet: Wallet, path: str, client_id: str, answer: Mapping[str, object]) -> Response:
    body = json.dumps(answer, ensure_ascii=False).encode()
    time = iso(wallet.now())
    rules = wallet.profile.signature
    signature = sign(
        wallet.key, signed_text(path, client_id, time, body), encoding=rules.encoding, key_version=rules.key_version
    )
    headers = {"Client-Id": client_id, "Response-Time": time, "Signature": signature}
    return Response(body, media_type="application/json; charset=UTF-8", headers=headers)
