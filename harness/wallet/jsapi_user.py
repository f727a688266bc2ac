"""JSAPIs about the buyer: what the buyer agreed to, and the profile that a program may read (jsapi.md 1.2, 1.4)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

from harness.journal import Actor
from harness.wallet.jsapi_call import Answer, Call, Sheet, failure, success
from harness.wallet.words import scope_label, words

PROFILE = "auth_user"
"""The scope that opens the buyer's profile; the button ``open-type="getAuthorize" scope="userInfo"`` asks for it."""


def program_name(call: Call) -> str:
    """Return what the wallet calls the program, in the buyer's language."""
    merchant = call.phone.merchant
    return merchant.name_arabic if call.language == "ar" else merchant.name


def consent(call: Call, pending: Sequence[str], granted: Callable[[], Answer]) -> Sheet:
    """Return the sheet that asks for scopes; ``granted`` answers when the buyer has agreed."""
    name = program_name(call)
    shown = call.phone.world.journal.record(
        Actor.WALLET_APP, Actor.BUYER, "consent sheet", {"scopes": list(pending)}, cause=call.message
    )

    async def chosen(choice: Mapping[str, object]) -> Answer:
        allowed = choice.get("allowed") is True
        call.phone.world.journal.record(
            Actor.BUYER, Actor.WALLET_APP, "consent", {"allowed": allowed, "scopes": list(pending)}, cause=shown
        )
        if not allowed:
            rules = call.wallet.profile.jsapi
            refused = dict.fromkeys(pending, rules.refused_scope)
            return failure(rules.refused, "The user refused the authorization.", authErrorScopes=refused)
        call.phone.account.grant(call.phone.merchant.client_id, pending)
        return granted()

    text = words(call.language)
    sheet = {
        "kind": "consent",
        "title": text["consent_title"].format(program=name),
        "text": text["consent_text"],
        "program": name,
        "scopes": [{"scope": s, "label": scope_label(s, call.language)} for s in pending],
        "allow": text["allow"],
        "deny": text["deny"],
        "language": call.language,
        "dir": text["dir"],
    }
    return Sheet(sheet, chosen)


async def get_authorize(call: Call) -> Answer | Sheet:
    """What ``<button open-type="getAuthorize">`` asks for: the buyer's agreement to show the profile (jsapi.md 1.4)."""
    if _may_read(call):
        return success()
    return consent(call, [PROFILE], success)


async def get_open_user_info(call: Call) -> Answer:
    """my.getOpenUserInfo: a JSON text, doubly nested; code 40003 in it where the buyer has not agreed (jsapi.md 1.4)."""
    if not _may_read(call):
        refused = {"code": "40003", "msg": "Business Failed", "subMsg": "no valid authorization relation"}
        return success({"response": json.dumps({"response": {**refused, "subCode": "isv.invalid-auth-relations"}})})
    profile = {"code": "10000", "msg": "Success", **_profile(call)}
    return success({"response": json.dumps({"response": profile}, ensure_ascii=False)})


async def get_auth_user_info(call: Call) -> Answer:
    """my.getAuthUserInfo, the older name: nickName and avatar, flat; error 40003 where the buyer has not agreed."""
    if not _may_read(call):
        return failure(40003, "no valid authorization relation")
    return success(_profile(call))


def _may_read(call: Call) -> bool:
    return call.phone.account.has_granted(call.phone.merchant.client_id, PROFILE)


def _profile(call: Call) -> dict[str, object]:
    person = call.phone.account.person
    return {
        "nickName": person.full_name_arabic if call.language == "ar" else person.full_name,
        "avatar": person.avatar,
        "gender": person.gender[:1].lower(),
        "countryCode": person.nationality,
        "province": "",
        "city": "",
    }


async def get_setting(call: Call) -> Answer:
    """my.getSetting: what the buyer was asked for, and whether the buyer agreed."""
    return success({"authSetting": _settings(call)})


async def open_setting(call: Call) -> Answer | Sheet:
    """my.openSetting: shows what the program may do; answers when the buyer has closed it."""
    text = words(call.language)
    marks = {True: "✓", False: "✗"}
    rows = [f"{marks[allowed]} {text[name]}" for name, allowed in _settings(call).items()]
    sheet = {
        "kind": "alert",
        "title": text["settings"].format(program=program_name(call)),
        "content": "\n".join(rows) or text["nothing_asked"],
        "buttonText": text["ok"],
        "dir": text["dir"],
    }

    async def chosen(_choice: Mapping[str, object]) -> Answer:
        return success({"authSetting": _settings(call)})

    return Sheet(sheet, chosen)


def _settings(call: Call) -> dict[str, bool]:
    found: dict[str, bool] = {}
    if _may_read(call):
        found["userInfo"] = True
    if call.senses.location_allowed is not None:
        found["location"] = call.senses.location_allowed
    return found


USER: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "getAuthorize": get_authorize,
    "getOpenUserInfo": get_open_user_info,
    "getAuthUserInfo": get_auth_user_info,
    "getSetting": get_setting,
    "openSetting": open_setting,
}
