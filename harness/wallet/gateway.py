"""The gateway: the wallet's HTTP face for merchants (openapi.md 2.1). Every request is verified, every answer signed."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from harness.compact import compact
from harness.intake import PHONE, Unwelcome, read_bytes, read_json, turn_away
from harness.journal import Actor, Kind, Signed
from harness.wallet.apis import APIS, Api, Request, check_fields
from harness.wallet.dates import iso, parse
from harness.wallet.explain import KnownKey
from harness.wallet.openapi_page import document_routes
from harness.wallet.result import Refusal, result_of
from harness.wallet.signing import sign_as, signed_by_wallet, signed_text
from harness.wallet.verification import Verdict, check_request
from harness.wallet.wallet import Wallet
from harness.wallet.world import Merchant, WalletWorld

MAX_BODY = 256 * 1024
GATEWAY_FROM_PAGE = "gateway called by a page"
"""The fact that a program's page, and not its merchant, asked the gateway."""


def gateway(wallet: Wallet) -> ASGIApp:
    """Return the ASGI app that answers the profile's API paths and says at ``/`` and ``/openapi.json`` what they are."""
    apis = {path: APIS[name] for name, path in wallet.profile.paths.items()}

    async def other_method(http: HttpRequest, _error: Exception) -> ASGIApp:
        api = apis.get(_path(http))
        return await _answer(wallet, api, http) if api else Response(status_code=404)

    refused: dict[object, Callable[..., Awaitable[ASGIApp]]] = {
        404: other_method,
        405: other_method,
        Unwelcome: turn_away,
    }
    others = Starlette(routes=document_routes(wallet), exception_handlers=refused)  # type: ignore[arg-type]  # any ASGI app is an answer
    others.router.redirect_slashes = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await others(scope, receive, send)
            return
        http = HttpRequest(scope, receive)  # no router need look at it: there is one answer to every POST
        try:
            response = await _answer(wallet, apis.get(_path(http)), http)
        except Unwelcome as error:
            response = await turn_away(http, error)
        await response(scope, receive, send)

    return app


async def _answer(wallet: Wallet, api: Api | None, http: HttpRequest) -> ASGIApp:
    """Answer a request to an API, or to a path that is none."""
    if _is_from_page(wallet, http):
        return Response(status_code=403)
    call = _Call(wallet, api, http, await read_bytes(http, MAX_BODY))
    signed = call.answered()
    if call.world is not None and api is not None and api.name == "pay":
        await call.world.pay_free.wait()
    return signed


def _is_from_page(wallet: Wallet, http: HttpRequest) -> bool:
    """Say whether a program's page asks, and write that down: it gets no answer, for merchants' keys belong on no phone.

    A page cannot send a signature before it has asked whether it may, and the answer to that is no.
    """
    if not wallet.phones:
        return False
    seen = PHONE.search(http.headers.get("user-agent", ""))
    phone = wallet.phones.get(seen[1]) if seen else None
    if phone is None or "signature" in http.headers:
        return False
    asked = {"method": http.method, "path": _path(http), "origin": http.headers.get("origin")}
    phone.world.journal.fact(Actor.HARNESS, GATEWAY_FROM_PAGE, asked)
    return True


def _path(http: HttpRequest) -> str:
    """Return the path as it was sent. Decoded, it could hold a line feed, and the text to sign could be read in two ways."""
    return bytes(http.scope["raw_path"]).decode("latin-1")


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer in JSON, as an ASGI app of its own: what a framework's does besides costs a wallet a fiftieth of its time."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        length = (b"content-length", str(len(self.body)).encode())
        kind = (b"content-type", b"application/json; charset=UTF-8")
        await send({"type": "http.response.start", "status": self.status, "headers": [length, kind, *self.headers]})
        await send({"type": "http.response.body", "body": self.body})


class _Call:
    """One request on its way through the gateway."""

    def __init__(self, wallet: Wallet, api: Api | None, http: HttpRequest, raw: bytes) -> None:
        self.wallet = wallet
        self.api = api
        self.method = http.method
        self.path = _path(http)
        self.query = http.scope["query_string"].decode("latin-1")
        # Of a header that is there twice the first counts, wherever it is asked for.
        self.headers = {n.decode("latin-1"): v.decode("latin-1") for n, v in reversed(http.scope["headers"])}
        self.raw = raw
        self.client_id = self.headers.get("client-id", "")
        self.merchant: Merchant | None = wallet.merchants.get(self.client_id)
        self.world: WalletWorld | None = None

    def answered(self) -> _Answer:
        """Record the request at the wallet's door, let it be answered, record the answer and return it signed."""
        problem = ""
        body: Mapping[str, object] = {}
        try:
            body = read_body(self.raw)
        except ValueError as error:
            problem = f"The body is not a JSON object: {error}."
        world = self.world = self.wallet.world_of(body, self.client_id)
        if world is None:
            return self._sealed({"result": result_of("UNKNOWN_EXCEPTION", "No scenario is running.")})[0]
        checked = self._check()
        label = self.api.name if self.api else self.path
        secrets = self.api.secrets if self.api else ()
        call = world.journal.record(
            Actor.MERCHANT,
            Actor.WALLET_BACKEND,
            label,
            {"unreadable": self.raw[:1000].decode("utf-8", "replace")} if problem else body,
            kind=Kind.CALL,
            cause=world.journal.causes.working_on(body.get("authCode")),
            secrets=secrets,
            signature=checked.check,
            signed=checked.signed,
        )
        try:
            api, merchant = self._admit(checked.code)
            if problem:
                raise Refusal("PARAM_ILLEGAL", problem)
            check_fields(api.request, body, self.wallet.profile.require.get(api.name, ()))
            sent = parse(self.headers["request-time"])
            answer = _run(api, Request(self.wallet, world, merchant, body, sent, call))
        except Refusal as refusal:
            answer = {"result": refusal.result}
        answer = self._in_own_words(answer)
        response, signed = self._sealed(answer)
        world.journal.record(
            Actor.WALLET_BACKEND,
            Actor.MERCHANT,
            label,
            answer,
            kind=Kind.ANSWER,
            cause=call,
            secrets=secrets,
            signed=signed,
        )
        return response

    def _in_own_words(self, answer: Mapping[str, object]) -> dict[str, object]:
        """Return the answer with this wallet's names for its fields and its result code."""
        profile, name = self.wallet.profile, self.api.name if self.api else ""
        said = profile.named(name, answer)
        result = answer.get("result")
        if profile.codes and isinstance(result, Mapping):
            said["result"] = {**result, "resultCode": profile.code(name, str(result["resultCode"]))}
        return said

    def _admit(self, code: str) -> tuple[Api, Merchant]:
        """Return the API and the merchant that may use it; raises Refusal otherwise."""
        api, merchant = self.api, self.merchant
        if api is None:
            raise Refusal("INVALID_API")
        if self.method != "POST":
            raise Refusal("METHOD_NOT_SUPPORTED")
        if merchant is None:
            raise Refusal(api.unknown_client)
        if code:
            raise Refusal(code)
        if merchant.suspended:
            raise Refusal(api.suspended)
        if agent := self.headers.get("agent-token"):
            expiry = merchant.agent_tokens.get(agent)
            if expiry is None:
                raise Refusal("INVALID_AGENT_TOKEN")
            if self.world is not None and self.world.clock.now() >= expiry:
                raise Refusal("EXPIRED_AGENT_TOKEN")
        if api.name in merchant.denied:
            raise Refusal("ACCESS_DENIED")
        return api, merchant

    def _check(self) -> Verdict:
        """Check the signature; return what was found and the code of the refusal, "" for none."""
        rules, now = self.wallet.profile.signature, int(time.time() * 1000)
        target = f"{self.path}?{self.query}" if self.query else self.path  # a query is never signed, but may be blamed
        return check_request(rules, self.merchant, target, self.headers, self.raw, now, self._other_keys())

    def _other_keys(self) -> Iterator[KnownKey]:
        """Yield the keys a refused signature may have been made with instead; nobody asks for a good one's."""
        yield KnownKey("the wallet's own key", self.wallet.key.public_key())
        for merchant in self.wallet.merchants.values():
            if merchant is not self.merchant:
                yield KnownKey(f"the key of the merchant {merchant.name}", merchant.key, merchant.client_id)

    def _sealed(self, answer: Mapping[str, object]) -> tuple[_Answer, Signed | None]:
        """Return the answer with the wallet's signature over the request's path, and what was signed.

        Path and Client-Id are the sender's words. Nobody's are signed but those of a known merchant who calls an API: a
        notification is signed in the same way, and a Client-Id could begin with a whole one.
        """
        body = compact(answer)
        at = iso(self.world.clock.now() if self.world else self.wallet.now())
        headers, signed = [(b"client-id", self.client_id.encode("latin-1")), (b"response-time", at.encode())], None
        if self.api is not None and self.merchant is not None:
            text = signed_text(self.path, self.client_id, at, body)
            signature = sign_as(self.wallet.profile.signature, self.wallet.key, text)
            headers.append((b"signature", signature.encode()))
            signed = signed_by_wallet(text, signature)
        if self.method == "POST":
            return _Answer(200, headers, body), signed
        return _Answer(405, [*headers, (b"allow", b"POST")], body), signed


def _run(api: Api, request: Request) -> dict[str, object]:
    """Let the API answer; a disturbance that is due comes instead, before or after the work is done."""
    due = request.world.controls.next_answer(api.name)
    if due is not None and not due.done:
        raise Refusal(due.code)
    answer = api.run(request)
    return {"result": result_of(due.code)} if due is not None else answer


def read_body(raw: bytes) -> Mapping[str, object]:
    """Read a request's body; raises ValueError saying what is wrong with it."""
    body = read_json(raw, exact=True)
    if not isinstance(body, dict):
        raise ValueError("it is something else")  # noqa: TRY004 - the caller answers one kind of error
    return body
