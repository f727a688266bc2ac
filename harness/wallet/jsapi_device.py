"""JSAPIs of the phone itself: camera, network, clipboard, screen, battery, motor, phone book (jsapi.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from harness.wallet.jsapi_call import Answer, Call, Sheet, choice_list, failure, success
from harness.wallet.senses import AT_REST, PERMISSIONS, Contact
from harness.wallet.words import words


async def scan(call: Call) -> Answer:
    """my.scan: the code before the camera; error 10 where the buyer holds up none, 2001 [I] without the camera."""
    if not call.senses.permits("camera"):
        return failure(2001, "The wallet may not use the camera.")
    code = call.senses.code
    if code is None:
        return failure(10, "The user cancelled.")
    key = "qrCode" if code.kind == "QRCODE" else "barCode"
    result = {"code": code.text, key: code.text, "result": code.text, "rawData": code.text}
    return success({**result, "scanType": code.kind, "imageChannel": "camera", "codeType": code.kind})


async def get_network_type(call: Call) -> Answer:
    """my.getNetworkType."""
    network = call.senses.network
    return success({"networkAvailable": network != "NOTREACHABLE", "networkType": network})


async def set_clipboard(call: Call) -> Answer:
    """my.setClipboard."""
    if not isinstance(call.params.get("text"), str):
        return failure(2, "invalid parameter!")
    call.senses.clipboard = call.text("text")
    return success({"success": True})


async def get_clipboard(call: Call) -> Answer:
    """my.getClipboard."""
    return success({"text": call.senses.clipboard})


async def get_battery_info(call: Call) -> Answer:
    """my.getBatteryInfo."""
    return success({"level": call.senses.battery, "isCharging": call.senses.charging})


def _sensor(event: str) -> Callable[[Call], Awaitable[Answer]]:
    async def reading(call: Call) -> Answer:
        return success(call.senses.motion[event])

    return reading


async def share(call: Call) -> Answer | Sheet:
    """my.showSharePanel: what the page says of itself goes to somebody in the phone book; error 11 where the buyer leaves."""
    shared = {name: call.text(name) for name in ("title", "desc", "path")}
    contacts = [contact.name for contact in call.senses.contacts]
    text = words(call.language)

    async def chosen(index: int) -> Answer:
        if index < 0:
            return failure(11, "The user cancelled.", shareResult=False)
        call.fact("shared", to=([*contacts, text["copy_link"]])[index], **shared)
        if index == len(contacts):
            call.senses.clipboard = shared["path"]
        return success({"shareResult": True})

    return choice_list(call, text["share"].format(title=shared["title"]), [*contacts, text["copy_link"]], chosen)


async def get_screen_brightness(call: Call) -> Answer:
    """my.getScreenBrightness: from 0 to 1."""
    return success({"success": True, "brightness": call.senses.brightness})


async def set_screen_brightness(call: Call) -> Answer:
    """my.setScreenBrightness: from 0 to 1."""
    brightness = call.number("brightness")
    if brightness is None or not 0 <= brightness <= 1:
        return failure(2, "invalid parameter!")
    call.senses.brightness = brightness
    return success({"success": True})


async def set_keep_screen_on(call: Call) -> Answer:
    """my.setKeepScreenOn."""
    call.senses.kept_on = call.params.get("keepScreenOn") is True
    call.fact("screen", keptOn=call.senses.kept_on)
    return success({"success": True})


async def vibrate(call: Call) -> Answer:
    """my.vibrate, my.vibrateLong: 400 ms."""
    call.fact("vibration", milliseconds=400)
    return success({"success": True})


async def vibrate_short(call: Call) -> Answer:
    """my.vibrateShort: 40 ms."""
    call.fact("vibration", milliseconds=40)
    return success({"success": True})


async def make_phone_call(call: Call) -> Answer:
    """my.makePhoneCall: the dialer opens with the number in it."""
    number = call.text("number")
    if not number:
        return failure(2, "invalid parameter!")
    call.fact("phone call", number=number)
    return success(draw={"kind": "viewer", "title": words(call.language)["dialer"], "text": number})


async def choose_phone_contact(call: Call) -> Answer | Sheet:
    """my.choosePhoneContact: one entry of the phone book; error 11 where the buyer leaves."""
    contacts = list(call.senses.contacts)

    async def chosen(index: int) -> Answer:
        if index < 0:
            return failure(11, "The user cancelled.")
        return success({"name": contacts[index].name, "mobile": contacts[index].mobile})

    labels = [f"{contact.name}  {contact.mobile}" for contact in contacts]
    return choice_list(call, words(call.language)["contacts"], labels, chosen)


async def choose_contact(call: Call) -> Answer | Sheet:
    """my.chooseContact: ``{contactsDicArray}``; with ``chooseType`` "multi" until the buyer is done, or has ``multiChooseMax``.

    Error 2 for another type, 11 [I] where the buyer leaves. The wallet here knows its buyer and the phone book only:
    ``includeMobileContactMode`` "none" leaves the phone book out. Keys of the entries [I].
    """
    kind, text = call.text("chooseType", "single"), words(call.language)
    if kind not in ("single", "multi"):
        return failure(2, "invalid parameter!")
    me = call.phone.account.person
    people = [Contact(me.full_name, me.phone)] if call.params.get("includeMe") is True else []
    if call.text("includeMobileContactMode", "all") != "none":
        people += call.senses.contacts
    most = int(call.number("multiChooseMax") or len(people)) if kind == "multi" else 1

    def level(left: list[Contact], taken: list[Contact]) -> Sheet:
        done = [text["done"].format(number=len(taken))] if taken else []

        async def chosen(index: int) -> Answer | Sheet:
            if index < 0:
                return failure(11, "The user cancelled.")
            now = taken if done and index == len(left) else [*taken, left[index]]
            rest = [person for at, person in enumerate(left) if at != index]
            if now is taken or len(now) >= most or not rest:
                return success({"contactsDicArray": [_entry(person) for person in now]})
            return level(rest, now)

        labels = [f"{person.name}  {person.mobile}" for person in left]
        return choice_list(call, text["contacts"], [*labels, *done], chosen)

    return level(people, [])


def _entry(person: Contact) -> dict[str, object]:
    return {"realName": person.name, "displayName": person.name, "mobile": person.mobile}


async def get_system_setting(call: Call) -> Answer:
    """my.getSystemSetting: what is switched on on the phone itself."""
    senses = call.senses
    enabled = {"bluetooth": senses.bluetooth.on, "location": senses.place is not None, "wifi": senses.wifi.on}
    return success({f"{name}Enabled": on for name, on in enabled.items()})


async def get_app_authorize_setting(call: Call) -> Answer:
    """my.getAppAuthorizeSetting: "authorized" or "denied", by what the phone's owner lets the wallet app use."""
    state = {name: "authorized" if call.senses.permits(name) else "denied" for name in PERMISSIONS}
    notes = {f"notification{part}Authorized": state["notification"] for part in ("Alert", "Badge", "Sound")}
    return success({**{f"{name}Authorized": said for name, said in state.items()}, **notes})


async def is_screen_reader_enabled(call: Call) -> Answer:
    """my.isScreenReaderEnabled."""
    return success({"screenReaderEnabled": call.senses.screen_reader})


async def alert_before_unload(call: Call) -> Answer | Sheet:
    """What is asked before a page is left that my.enableAlertBeforeUnload guards: ``{confirm}``."""
    text = words(call.language)
    sheet = {
        "kind": "confirm",
        "title": "",
        "content": call.text("message") or text["leave_page"],
        "confirmButtonText": text["ok"],
        "cancelButtonText": text["cancel"],
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        return success({"confirm": choice.get("confirm") is True})

    return Sheet(sheet, chosen)


async def add_phone_contact(call: Call) -> Answer | Sheet:
    """my.addPhoneContact: the buyer confirms the new entry; error 3 ``fail cancel`` otherwise."""
    first = " ".join(part for part in (call.text("firstName"), call.text("lastName")) if part)
    contact = Contact(first or call.text("nickName"), call.text("mobilePhoneNumber"))
    text = words(call.language)
    if not contact.name:
        return failure(2, "invalid parameter!")
    sheet = {
        "kind": "confirm",
        "title": text["add_contact"],
        "content": f"{contact.name}\n{contact.mobile}".strip(),
        "confirmButtonText": text["ok"],
        "cancelButtonText": text["cancel"],
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        if choice.get("confirm") is not True:
            return failure(3, "fail cancel")
        call.senses.contacts.append(contact)
        return success()

    return Sheet(sheet, chosen)


async def get_server_time(call: Call) -> Answer:
    """my.getServerTime: the wallet's time in ms since 1970."""
    return success({"time": call.phone.world.clock.now()})


DEVICE: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    **{f"on{event}": _sensor(event) for event in AT_REST},
    "getBatteryInfoSync": get_battery_info,
    "showSharePanel": share,
    "scan": scan,
    "getNetworkType": get_network_type,
    "setClipboard": set_clipboard,
    "getClipboard": get_clipboard,
    "getBatteryInfo": get_battery_info,
    "getScreenBrightness": get_screen_brightness,
    "setScreenBrightness": set_screen_brightness,
    "setKeepScreenOn": set_keep_screen_on,
    "vibrate": vibrate,
    "vibrateLong": vibrate,
    "vibrateShort": vibrate_short,
    "makePhoneCall": make_phone_call,
    "choosePhoneContact": choose_phone_contact,
    "addPhoneContact": add_phone_contact,
    "chooseContact": choose_contact,
    "getSystemSetting": get_system_setting,
    "getAppAuthorizeSetting": get_app_authorize_setting,
    "isScreenReaderEnabled": is_screen_reader_enabled,
    "alertBeforeUnload": alert_before_unload,
    "getServerTime": get_server_time,
}
