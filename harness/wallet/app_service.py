"""The E-wallet App service: hosts ``my.*`` and the cashier (HTTP face for the buyer's phone)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from harness.excerpts import excerpt, file_excerpt
from harness.intake import PHONE, Unwelcome, read_bytes, read_json, turn_away
from harness.journal import Actor, Kind, Message
from harness.wallet.cashier import cashier_routes
from harness.wallet.jsapi import offered
from harness.wallet.jsapi_call import Answer, Call, Sheet, failure
from harness.wallet.jsapi_socket import record_frames
from harness.wallet.phone_files import LARGEST
from harness.wallet.sessions import OpenSheet, PhoneOffError, PhoneSession
from harness.wallet.wallet import Wallet

MAX_BODY = 4 * -(-LARGEST // 3) + 64 * 1024
"""The most that one call may hold, in bytes: the largest file of a phone as base64, and what is said about it."""
MAX_SHEETS = 100

# A program's page has another origin than the wallet app; its runtime is the wallet's own and may read every answer.
_CORS = {"Access-Control-Allow-Origin": "*"}
_SECRETS = ("authCode",)
_FILE = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}


@dataclass(slots=True)
class _Host:
    wallet: Wallet

    async def jsapi(self, http: Request) -> Response:
        data = await _json(http)
        phone = self._phone(data)
        if phone is None:
            return Response(status_code=403, headers=_CORS)
        api = str(data.get("api"))
        params = data.get("params")
        params = params if isinstance(params, Mapping) else {}
        message = self._record_call(phone, api, params, data)
        function = offered(api, self.wallet.profile.jsapi.apis)
        answer: Answer | Sheet = failure(1, "not implemented!")
        if function is not None:
            answer = await function(Call(self.wallet, phone, params, message, http.headers.get("user-agent", "")))
        return self._answer(phone, api, message, answer)

    async def sheet(self, http: Request) -> Response:
        data = await _json(http)
        phone = self._phone(data)
        sheet = phone.sheets.pop(str(data.get("ticket")), None) if phone is not None else None
        if phone is None or sheet is None:
            return Response(status_code=403, headers=_CORS)
        choice = data.get("choice")
        try:
            answer = await sheet.chosen(choice if isinstance(choice, Mapping) else {})
        except PhoneOffError:
            return Response(status_code=410, headers=_CORS)
        response = self._answer(phone, sheet.api, sheet.call, answer)
        sheet.told()
        return response

    async def file(self, http: Request) -> Response:
        """A file of the phone, for the program to show: its path is what the program was given."""
        phone = self.wallet.phones.get(str(http.path_params["phone"]))
        path = f"{self.wallet.app_origin}{http.url.path}"
        file = phone.world.senses.files.get(path) if phone is not None else None
        if file is None:
            return Response(status_code=404, headers=_CORS)
        # Never a page of the wallet's own origin, whatever a download says it is.
        shown = file.media_type if file.media_type.startswith("image/") else "application/octet-stream"
        return Response(file.content, media_type=shown, headers={**_CORS, **_FILE})

    async def worker(self, http: Request) -> Response:
        """A program's service worker has answered by itself: what it was asked is a fact, for the merchant never was."""
        data = await _json(http)
        seen = PHONE.search(http.headers.get("user-agent", ""))
        phone = self.wallet.phones.get(seen[1]) if seen else None
        if phone is None:
            return Response(status_code=403, headers=_CORS)
        told = {name: data.get(name) for name in ("method", "url", "status", "from")}
        phone.world.journal.fact(Actor.HARNESS, "service worker", told)
        return Response(status_code=204, headers=_CORS)

    async def log(self, http: Request) -> Response:
        data = await _json(http)
        phone = self._phone(data)
        if phone is None:
            return Response(status_code=403, headers=_CORS)
        params = data.get("params")
        result = data.get("result")
        api = str(data.get("api"))
        call = self._record_call(phone, api, params if isinstance(params, Mapping) else {}, data)
        answer = {"outcome": data.get("outcome"), **(result if isinstance(result, Mapping) else {})}
        phone.world.journal.record(
            Actor.WALLET_APP, Actor.MINI_PROGRAM, f"my.{api}", answer, kind=Kind.ANSWER, cause=call
        )
        return Response(status_code=204, headers=_CORS)

    async def socket(self, http: Request) -> Response:
        """What has crossed between a program and its merchant on a WebSocket, told by the door that carried it."""
        data = await _json(http)
        phone = self._phone(data)
        if phone is None:
            return Response(status_code=403, headers=_CORS)
        record_frames(phone, data.get("frames"))
        return Response(status_code=204, headers=_CORS)

    def _answer(self, phone: PhoneSession, api: str, call: Message, answer: Answer | Sheet) -> Response:
        if isinstance(answer, Sheet) and len(phone.sheets) >= MAX_SHEETS:
            answer = failure(3, "Too many sheets are open.")
        if isinstance(answer, Sheet):
            ticket = secrets.token_urlsafe(12)
            phone.sheets[ticket] = OpenSheet(api, call, answer.chosen, answer.told)
            return JSONResponse({"outcome": "sheet", "ticket": ticket, "sheet": answer.sheet}, headers=_CORS)
        return self._final(phone, api, call, answer)

    def _phone(self, data: Mapping[str, object]) -> PhoneSession | None:
        phone = self.wallet.phones.get(str(data.get("phone")))
        key = str(data.get("key"))
        return phone if phone is not None and secrets.compare_digest(phone.key.encode(), key.encode()) else None

    def _record_call(
        self, phone: PhoneSession, api: str, params: Mapping[str, object], data: Mapping[str, object]
    ) -> Message:
        causes = phone.world.journal.causes
        url = params.get("paymentUrl")
        cause = (causes.behind(url) or causes.behind("last payment url")) if api == "tradePay" else None
        payload = {**_kept(api, params), "via": data.get("via")}
        return phone.world.journal.record(
            Actor.MINI_PROGRAM, Actor.WALLET_APP, f"my.{api}", payload, kind=Kind.CALL, cause=cause
        )

    def _final(self, phone: PhoneSession, api: str, call: Message, answer: Answer) -> Response:
        result = answer["result"]
        payload = {**_kept(api, result if isinstance(result, Mapping) else {}), "callback": answer["outcome"]}
        sent = phone.world.journal.record(
            Actor.WALLET_APP,
            Actor.MINI_PROGRAM,
            f"my.{api}",
            payload,
            kind=Kind.ANSWER,
            cause=call,
            secrets=_SECRETS,
        )
        phone.world.journal.causes.carries(sent, payload.get("authCode"))
        return JSONResponse(answer, headers=_CORS)


def _kept(api: str, fields: Mapping[str, object]) -> dict[str, object]:
    """Return what the journal keeps of a call's parameters or result; a file is no parameter of the program's."""
    file = fields.get("content") if "." in api else None
    whole = {**fields, "content": file_excerpt(file)} if isinstance(file, str) else fields
    return {name: excerpt(value) for name, value in whole.items()}


async def _json(http: Request) -> Mapping[str, object]:
    try:
        data = read_json(await read_bytes(http, MAX_BODY))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def app_service(wallet: Wallet) -> Starlette:
    """Return the ASGI app that a buyer's phone talks to: the JSAPI host and the cashier."""
    host = _Host(wallet)
    return Starlette(
        routes=[
            Route("/jsapi", host.jsapi, methods=["POST"]),
            Route("/jsapi/sheet", host.sheet, methods=["POST"]),
            Route("/jsapi/log", host.log, methods=["POST"]),
            Route("/jsapi/socket", host.socket, methods=["POST"]),
            Route("/jsapi/worker", host.worker, methods=["POST"]),
            Route("/file/{phone}/{name}", host.file, methods=["GET"]),
            *cashier_routes(wallet),
        ],
        exception_handlers={Unwelcome: turn_away},
    )
