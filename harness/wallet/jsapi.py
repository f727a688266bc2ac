"""What ``my.*`` reaches: one function a JSAPI (jsapi.md). A new JSAPI is one function here and its name in the profile."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping

from harness.journal import Actor, Kind, Message
from harness.wallet.jsapi_bluetooth import BLUETOOTH
from harness.wallet.jsapi_call import Answer, Call, Sheet, failure, success
from harness.wallet.jsapi_device import DEVICE
from harness.wallet.jsapi_file_system import FILE_SYSTEM
from harness.wallet.jsapi_files import FILES
from harness.wallet.jsapi_pickers import PICKERS
from harness.wallet.jsapi_places import PLACES
from harness.wallet.jsapi_programs import PROGRAMS
from harness.wallet.jsapi_regions import REGION_PICKERS
from harness.wallet.jsapi_secrets import SECRETS
from harness.wallet.jsapi_subscriptions import SUBSCRIPTIONS
from harness.wallet.jsapi_user import USER, consent, program_name
from harness.wallet.jsapi_wifi import WIFI
from harness.wallet.my_request import fetch
from harness.wallet.sessions import Attempt
from harness.wallet.words import scope_label, words


async def get_auth_code(call: Call) -> Answer | Sheet:
    """my.getAuthCode (jsapi.md 1.2): silent scopes at once, the others after the buyer agreed."""
    given = call.params.get("scopes", "auth_base")
    scopes = tuple(str(s) for s in given) if isinstance(given, list) else (str(given),)
    service, account = call.wallet.authorization, call.phone.account
    if unknown := service.unknown(scopes):
        return failure(3, "Unknown error!", authErrorScopes=dict.fromkeys(unknown, "1002"))
    client = call.phone.merchant.client_id
    pending = service.needs_consent(account, client, scopes)
    if not pending:
        return _authorized(call, scopes)
    return consent(call, pending, lambda: _authorized(call, scopes))


def _authorized(call: Call, scopes: tuple[str, ...]) -> Answer:
    """Steps 2 and 3: the wallet app asks the backend, which generates the authCode."""
    world, account, client = call.phone.world, call.phone.account, call.phone.merchant.client_id
    asked = world.journal.record(
        Actor.WALLET_APP,
        Actor.WALLET_BACKEND,
        "authorize",
        {"scopes": list(scopes), "buyer": account.customer_id, "clientId": client},
        kind=Kind.CALL,
        cause=call.message,
    )
    code = call.wallet.authorization.issue(account, client, scopes, world.clock.now())
    book = {"authCode": code.code, "customerId": account.customer_id, "scopes": list(scopes)}
    _book(call, "auth code issued", book, "authCode", asked)
    result: dict[str, object] = {"authCode": code.code, "authSuccessScopes": list(scopes), "authErrorScopes": {}}
    world.journal.record(
        Actor.WALLET_BACKEND,
        Actor.WALLET_APP,
        "authorize",
        result,
        kind=Kind.ANSWER,
        cause=asked,
        secrets=("authCode",),
    )
    return success(result)


def _book(call: Call, name: str, book: Mapping[str, object], secret: str, cause: Message) -> None:
    """Enter a fact that holds a secret into the wallet's books."""
    backend = Actor.WALLET_BACKEND
    call.phone.world.journal.record(backend, backend, name, book, kind=Kind.FACT, cause=cause, secrets=(secret,))


async def sign_contract(call: Call) -> Answer | Sheet:
    """The sign-contract JSAPI (jsapi.md 1.3): the buyer agrees to agreement payments and an authCode is handed over."""
    contract = call.wallet.contracts.get(call.text("authUrl"))
    if contract is None or contract.world is not call.phone.world or contract.merchant is not call.phone.merchant:
        return failure(2, "invalid parameter!")
    world, account, text = call.phone.world, call.phone.account, words(call.language)
    shown = world.journal.record(
        Actor.WALLET_APP, Actor.BUYER, "contract sheet", {"text": contract.text}, cause=call.message
    )

    async def chosen(choice: Mapping[str, object]) -> Answer:
        allowed = choice.get("allowed") is True
        signed = world.journal.record(Actor.BUYER, Actor.WALLET_APP, "contract", {"allowed": allowed}, cause=shown)
        if not allowed:
            return failure(6001, "The user cancelled.", errorCode="6001", resultCode="6001")
        client = call.phone.merchant.client_id
        account.grant(client, ["AGREEMENT_PAY"])
        code = call.wallet.authorization.issue(account, client, ("AGREEMENT_PAY",), world.clock.now())
        book = {"contractCode": code.code, "customerId": account.customer_id}
        _book(call, "contract signed", book, "contractCode", signed)
        return success({"authCode": code.code})

    sheet = {
        "kind": "consent",
        "title": text["contract_title"].format(program=program_name(call)),
        "text": contract.text,
        "program": program_name(call),
        "scopes": [{"scope": "AGREEMENT_PAY", "label": scope_label("AGREEMENT_PAY", call.language)}],
        "allow": text["allow"],
        "deny": text["deny"],
        "language": call.language,
        "dir": text["dir"],
    }
    return Sheet(sheet, chosen)


async def trade_pay(call: Call) -> Answer | Sheet:
    """my.tradePay (jsapi.md 1.3): shows the cashier and returns its resultCode."""
    given = [name for name in ("paymentUrl", "tradeNO", "orderStr") if call.params.get(name)]
    if len(given) != 1:
        return failure(2, "invalid parameter!")
    world = call.phone.world
    payment = call.wallet.payment_by_url(world, call.text("paymentUrl"))
    if payment is None or (payment.account is not None and payment.account is not call.phone.account):
        return failure(2, "invalid parameter!")
    payment.account = call.phone.account  # some wallets learn only here who pays
    if any(a.payment is payment and not a.done.done() for a in call.wallet.attempts.values()):
        return failure(3, "The cashier is open already.")
    attempt = Attempt(
        secrets.token_urlsafe(18), call.phone, payment, call.message, asyncio.get_running_loop().create_future()
    )
    call.wallet.attempts[attempt.session] = attempt

    async def ended(_choice: Mapping[str, object]) -> Answer:
        code = await attempt.ended()
        split = world.controls.delivery == "split" and code in call.wallet.profile.jsapi.fail_codes
        return {"outcome": "fail" if split else "success", "result": {"resultCode": code}}

    url = f"{call.wallet.app_origin}/cashier/{attempt.session}"
    return Sheet({"kind": "cashier", "url": url}, ended, attempt.told.set)


async def alert(call: Call) -> Answer | Sheet:
    """my.alert (jsapi.md 1.6)."""
    text = words(call.language)
    sheet = {
        "kind": "alert",
        "title": call.text("title"),
        "content": call.text("content"),
        "buttonText": call.text("buttonText", text["ok"]),
        "dir": text["dir"],
    }

    async def chosen(_choice: Mapping[str, object]) -> Answer:
        return success()

    return Sheet(sheet, chosen)


async def confirm(call: Call) -> Answer | Sheet:
    """my.confirm: Cancel is a success with false (jsapi.md 1.6)."""
    text = words(call.language)
    sheet = {
        "kind": "confirm",
        "title": call.text("title"),
        "content": call.text("content"),
        "confirmButtonText": call.text("confirmButtonText", text["ok"]),
        "cancelButtonText": call.text("cancelButtonText", text["cancel"]),
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        return success({"confirm": choice.get("confirm") is True})

    return Sheet(sheet, chosen)


async def prompt(call: Call) -> Answer | Sheet:
    """my.prompt (jsapi.md 1.6)."""
    text = words(call.language)
    sheet = {
        "kind": "prompt",
        "title": call.text("title"),
        "message": call.text("message"),
        "placeholder": call.text("placeholder"),
        "align": call.text("align", "left"),
        "okButtonText": call.text("okButtonText", text["ok"]),
        "cancelButtonText": call.text("cancelButtonText", text["cancel"]),
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        return success({"ok": choice.get("ok") is True, "inputValue": str(choice.get("inputValue") or "")})

    return Sheet(sheet, chosen)


async def show_action_sheet(call: Call) -> Answer | Sheet:
    """my.showActionSheet (jsapi.md 1.6)."""
    items = call.params.get("items")
    sheet = {
        "kind": "actionSheet",
        "title": call.text("title"),
        "items": [str(item) for item in items] if isinstance(items, list) else [],
        "cancelButtonText": call.text("cancelButtonText", words(call.language)["cancel"]),
        "destructiveBtnIndex": call.params.get("destructiveBtnIndex", -1),
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        return success({"index": choice.get("index", -1)})

    return Sheet(sheet, chosen)


async def show_toast(call: Call) -> Answer:
    """my.showToast (jsapi.md 1.6): ``duration`` in ms, 2000 unless given."""
    draw = {
        "kind": "toast",
        "content": call.text("content"),
        "type": call.text("type", "none"),
        "duration": call.params.get("duration", 2000),
    }
    return success(draw=draw)


async def show_loading(call: Call) -> Answer:
    """my.showLoading (jsapi.md 1.6): ``delay`` in ms."""
    return success(draw={"kind": "loading", "content": call.text("content"), "delay": call.params.get("delay", 0)})


async def hide_toast(_call: Call) -> Answer:
    """my.hideToast."""
    return success(draw={"kind": "hideToast"})


async def hide_loading(_call: Call) -> Answer:
    """my.hideLoading (jsapi.md 1.6)."""
    return success(draw={"kind": "hideLoading"})


async def request(call: Call) -> Answer:
    """my.request (jsapi.md 1.5): made by the wallet app, so no CORS applies."""
    if call.offline:
        return failure(12, "network error")
    wallet = call.wallet
    outcome, result = await fetch(call.http, call.params, user_agent=call.user_agent, closed=wallet.own_origins)
    return {"outcome": outcome, "result": result}


JSAPIS: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "getAuthCode": get_auth_code,
    "tradePay": trade_pay,
    "qicardSignContract": sign_contract,
    "signContract": sign_contract,
    "alert": alert,
    "confirm": confirm,
    "prompt": prompt,
    "showActionSheet": show_action_sheet,
    "showToast": show_toast,
    "hideToast": hide_toast,
    "showLoading": show_loading,
    "hideLoading": hide_loading,
    "request": request,
    "httpRequest": request,
    **BLUETOOTH,
    **DEVICE,
    **FILES,
    **FILE_SYSTEM,
    **PICKERS,
    **PLACES,
    **PROGRAMS,
    **REGION_PICKERS,
    **SECRETS,
    **SUBSCRIPTIONS,
    **USER,
    **WIFI,
}

BY_BUTTON = {"getAuthorize": "getOpenUserInfo", "alertBeforeUnload": "enableAlertBeforeUnload"}
"""What only a built-in component or the back key asks for, and the JSAPI without which a wallet has no use for it."""


def offered(api: str, apis: Collection[str]) -> Callable[[Call], Awaitable[Answer | Sheet]] | None:
    """Return the function of a JSAPI where a wallet that offers ``apis`` has it.

    What the page asks for in an API's name, as ``getFileSystemManager.readFile``, belongs to that API.
    """
    return JSAPIS.get(api) if BY_BUTTON.get(api, api).partition(".")[0] in apis else None
