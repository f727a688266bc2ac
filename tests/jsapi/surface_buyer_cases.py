"""What the buyer sees and answers: sheets, viewers, notes."""

from __future__ import annotations

from surface_case import GIF, Case, told

BUYER_CASES = (
    Case(
        "openDocument",
        told("openDocument({ filePath: bill, fileType: 'pdf' }).then(() => 'shown')"),
        "shown",
        ("viewer-close",),
    ),
    Case(
        "previewImage",
        told(f"previewImage({{ urls: ['{GIF}'], current: 0 }}).then(() => 'shown')"),
        "shown",
        ("viewer-close",),
    ),
    Case(
        "openLocation",
        told("openLocation({ latitude: 1, longitude: 2, name: 'N', address: 'A' }).then(() => 'shown')"),
        "shown",
        ("viewer-close",),
    ),
    Case(
        "makePhoneCall",
        told("makePhoneCall({ number: '112' }).then(() => 'shown')"),
        "shown",
        ("viewer-close",),
    ),
    Case(
        "httpRequest",
        "my.httpRequest({ url: location.origin + '/bill.txt', dataType: 'text' }).then(({ data }) => data)",
        "a bill",
    ),
    Case(
        "getSetting",
        "my.getSetting().then(({ authSetting }) => authSetting)",
        {},
    ),
    Case(
        "getLocation",
        told("getLocation().then(({ latitude }) => latitude)"),
        "30.5",
        ("consent-allow",),
    ),
    Case(
        "openSetting",
        "my.openSetting().then(({ authSetting }) => authSetting)",
        {"location": True},
        ("alert-ok",),
    ),
    Case(
        "chooseLocation",
        told("chooseLocation().then(({ name, longitude }) => [name, longitude])"),
        ["Quay", "47.7"],
        ("action-0",),
    ),
    Case(
        "chooseCity",
        told("chooseCity({ cities: [{ city: 'Basra', adCode: '9' }] })"),
        {"city": "Basra", "adCode": "9"},
        ("action-0",),
    ),
    Case(
        "choosePhoneContact",
        told("choosePhoneContact()"),
        {"name": "Zainab", "mobile": "0770"},
        ("action-0",),
    ),
    Case(
        "addPhoneContact",
        told("addPhoneContact({ firstName: 'Ali', mobilePhoneNumber: '1' })"),
        3,
        ("confirm-cancel",),
    ),
    Case(
        "datePicker",
        told("datePicker({ currentDate: '2026-01-02', startDate: '2026-01-01' }).then(({ date }) => date)"),
        "2026-01-02",
        ("date-ok",),
    ),
    Case(
        "optionsSelect",
        told(
            "optionsSelect({ optionsOne: ['a', 'b'], optionsTwo: ['c'] }).then((r) => [r.selectedOneIndex, "
            "r.selectedTwoOption])"
        ),
        [1, "c"],
        ("action-1", "action-0"),
    ),
    Case(
        "multiLevelSelect",
        told(
            "multiLevelSelect({ list: [{ name: 'x', subList: [{ name: 'y' }] }] }).then(({ result }) => "
            "result.map((r) => r.name))"
        ),
        ["x", "y"],
        ("action-0", "action-0"),
    ),
    Case(
        "showModal",
        told("showModal({ title: 'Sure?' })"),
        {"confirm": False, "cancel": True},
        ("confirm-cancel",),
    ),
    Case(
        "alert",
        told("alert({ content: 'Hello' }).then(() => 'read')"),
        "read",
        ("alert-ok",),
    ),
    Case(
        "confirm",
        told("confirm({ content: 'Sure?' })"),
        {"confirm": True},
        ("confirm-ok",),
    ),
    Case(
        "prompt",
        told("prompt({ message: 'Who?' })"),
        {"ok": False, "inputValue": ""},
        ("prompt-cancel",),
    ),
    Case(
        "showActionSheet",
        told("showActionSheet({ items: ['a', 'b'] })"),
        {"index": 1},
        ("action-1",),
    ),
    Case(
        "showToast",
        told("showToast({ content: 'done' }).then(() => 'shown')"),
        "shown",
    ),
    Case(
        "hideToast",
        told("hideToast().then(() => 'gone')"),
        "gone",
    ),
    Case(
        "showLoading",
        told("showLoading({ content: 'wait' }).then(() => 'shown')"),
        "shown",
    ),
    Case(
        "hideLoading",
        told("hideLoading().then(() => 'gone')"),
        "gone",
    ),
)
