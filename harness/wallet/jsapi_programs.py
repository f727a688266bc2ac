"""JSAPIs that leave the program: for another one, or back to the wallet; and the guide to the phone's permissions (jsapi.md).

While the phone shows something else the program is in the background (``away`` of the viewer): App.onHide, and App.onShow
when the buyer comes back. What is asked for and answered is that of the overseas platform's types; the documents give no
error numbers for leaving, so those are [I].
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from harness.wallet.jsapi_call import Answer, Call, Sheet, failure, success
from harness.wallet.words import words

GUIDES = (
    "CAMERA",
    "PHOTO",
    "LBS",
    "BLUETOOTH",
    "MICROPHONE",
    "ADDRESSBOOK",
    "NOTIFICATION",
    "BACKGROUNDER",
    "SHORTCUT",
)
"""What my.showAuthGuide may guide to; anything else is error 2 (both documented)."""

_PERMISSIONS = {
    "CAMERA": "camera",
    "PHOTO": "album",
    "LBS": "location",
    "BLUETOOTH": "bluetooth",
    "MICROPHONE": "microphone",
    "NOTIFICATION": "notification",
}


async def navigate_to(call: Call) -> Answer:
    """my.navigateToMiniProgram: error 2 without an appId, 3 [I] for a program that this wallet does not have."""
    app_id = call.text("appId")
    if not app_id:
        return failure(2, "invalid parameter!")
    name = call.senses.programs.get(app_id)
    if name is None:
        return failure(3, f"there is no Mini Program {app_id}")
    call.fact("program opened", appId=app_id, program=name, path=call.text("path"), extraData=_data(call))
    return success({"success": True}, draw=_away(call, name, call.text("path")))


async def navigate_back(call: Call) -> Answer:
    """my.navigateBackMiniProgram: back to the program that opened this one; error 3 [I] where none did."""
    app_id = call.senses.opened_from
    if app_id is None:
        return failure(3, "no Mini Program has opened this one")
    name = call.senses.programs[app_id]
    call.fact("program opened", appId=app_id, program=name, path="", extraData=_data(call), back=True)
    return success({"success": True}, draw=_away(call, name, ""))


async def leave(call: Call) -> Answer:
    """my.exitMiniProgram: the wallet comes to the front."""
    call.fact("program left")
    return success(draw=_away(call, call.wallet.profile.name, ""))


async def show_auth_guide(call: Call) -> Answer:
    """my.showAuthGuide: tells the buyer where to switch a permission on; ``shown`` is false for what is on already."""
    kind = call.text("authType")
    if kind not in GUIDES:
        return failure(2, "invalid parameter!")
    off = {"LBS": call.senses.place is None, "BLUETOOTH": not call.senses.bluetooth.on}
    if not off.get(kind, False) and _PERMISSIONS.get(kind) not in call.senses.withheld:
        return success({"shown": False})
    text = words(call.language)
    call.fact("permission guide", authType=kind)
    said = (
        text[f"guide_{kind}"]
        if off.get(kind, False)
        else text["guide_permission"].format(permission=text[f"permission_{kind}"])
    )
    draw = {"kind": "viewer", "title": text["guide"], "text": said, "dir": text["dir"]}
    return success({"shown": True}, draw=draw)


def _data(call: Call) -> object:
    data = call.params.get("extraData")
    return json.loads(json.dumps(data)) if isinstance(data, Mapping) else None


def _away(call: Call, name: str, path: str) -> dict[str, object]:
    return {"kind": "viewer", "title": name, "text": path, "away": True, "dir": words(call.language)["dir"]}


PROGRAMS: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "navigateToMiniProgram": navigate_to,
    "navigateBackMiniProgram": navigate_back,
    "exitMiniProgram": leave,
    "showAuthGuide": show_auth_guide,
}
