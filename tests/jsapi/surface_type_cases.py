"""What the base library's types name beside the documents' list: regions, subscriptions, settings, fonts, canvases, bars."""

# ruff: noqa: E501  (programs are written as their authors write them)
from __future__ import annotations

from surface_case import NATIVE, Case, told

TYPE_CASES = (
    Case(
        "getSystemSetting",
        "my.getSystemSetting()",
        {"bluetoothEnabled": True, "locationEnabled": True, "wifiEnabled": True},
    ),
    Case(
        "getAppAuthorizeSetting",
        "(({ cameraAuthorized, microphoneAuthorized }) => [cameraAuthorized, microphoneAuthorized])(my.getAppAuthorizeSetting())",
        ["authorized", "denied"],
    ),
    Case("isScreenReaderEnabled", "my.isScreenReaderEnabled()", {"screenReaderEnabled": False}),
    Case(
        "requestSubscribeMessage",
        told(
            "requestSubscribeMessage({ entityIds: ['paid', 'sent'] }).then(({ behavior, result }) => [behavior, result.unsubscribedEntityIds])"
        ),
        ["cancel", ["paid", "sent"]],
        ("consent-deny",),
    ),
    Case(
        "requestSubscribeMessage",
        told(
            "requestSubscribeMessage({ entityIds: ['paid'] }).then(({ behavior, show, result }) => [behavior, show, result.subscribedEntityIds])"
        ),
        ["subscribe", True, ["paid"]],
        ("consent-allow",),
    ),
    Case(
        "requestSubscribeMessage",
        told("requestSubscribeMessage({ entityIds: ['paid'] }).then(({ show }) => show)"),
        False,
    ),
    Case(
        "unsubscribeMessage",
        told(
            "unsubscribeMessage({ entityIds: ['paid'] }).then(() => my.requestSubscribeMessage({ entityIds: ['paid'] })).then(({ behavior }) => behavior)"
        ),
        "cancel",
        ("consent-deny",),
    ),
    Case(
        "chooseContact",
        told(
            "chooseContact({ chooseType: 'single' }).then(({ contactsDicArray: [{ realName, mobile }] }) => [realName, mobile])"
        ),
        ["Zainab", "0770"],
        ("action-0",),
    ),
    Case(
        "chooseContact",
        told(
            "chooseContact({ chooseType: 'multi', includeMe: true }).then(({ contactsDicArray: all }) => [all.length, all[0].realName])"
        ),
        [1, "Zainab"],
        ("action-1", "action-1"),
    ),
    Case("chooseContact", told("chooseContact({ chooseType: 'many' })"), 2),
    Case(
        "regionPicker",
        told("regionPicker({ title: 'Where?', customItem: 'All' })"),
        {"data": ["Basra", "Zubair"], "code": ["IQ-BA", "IQ-BA-2"]},
        ("action-2", "action-2"),
    ),
    Case(
        "regionPicker",
        told("regionPicker({ customItem: 'All' })"),
        {"data": ["Baghdad", "All"], "code": ["IQ-BG", ""]},
        ("action-1", "action-0"),
    ),
    Case(
        "chooseDistrict",
        told("chooseDistrict({ mode: 0, mainMergeOptions: { 'IQ-BG-1': '', 'IQ-BG-2': 'Old Town' } })"),
        {"name": "Old Town", "adCode": "IQ-BG-2"},
        ("action-0",),
    ),
    Case(
        "chooseDistrict",
        told(
            "chooseDistrict({ mode: 2, mainHeadList: [{ title: 'Near', list: [{ name: 'Quay', adCode: '1' }] }], mainNormalList: [{ name: 'Shore', adCode: '2', "
            "subList: [{ name: 'Pier', adCode: '21', ext: { n: 1 } }] }], seniorPageList: [{ normalList: [{ name: 'Far', adCode: '3' }] }] })"
        ),
        {"name": "Pier", "adCode": "21", "ext": {"n": 1}},
        ("action-1", "action-0"),
    ),
    Case("chooseDistrict", told("chooseDistrict({ mode: 7 })"), 2),
    Case(
        "detectFileType",
        "my.canvasToTempFilePath({ canvasId: 'board' }).then(({ tempFilePath: filePath }) => { window.drawn = filePath; return my.detectFileType({ filePath }); })",
        {"type": "image/png", "extension": ".png"},
    ),
    Case("detectFileType", told("detectFileType({ filePath: 'nothing' })"), 11),
    Case("saveFileToDisk", told("saveFileToDisk({ filePath: drawn })"), {"success": True}),
    Case("saveFileToDisk", told("saveFileToDisk({ filePath: 'nothing' })"), 12),
    Case(
        "createOffscreenCanvas",
        "(async () => { const canvas = my.createOffscreenCanvas(20, 10), pen = canvas.getContext('2d'); pen.fillStyle = '#ff0000'; pen.fillRect(0, 0, 20, 10); "
        "const { tempFilePath } = await canvas.toTempFilePath(), image = canvas.createImage(); await new Promise((done) => { image.onload = done; image.src = tempFilePath; }); "
        "canvas.width = 5; pen.drawImage(image, 0, 0); return [image.width, image.height, canvas.width, [...pen.getImageData(1, 1, 1, 1).data]]; })()",
        [20, 10, 5, [255, 0, 0, 255]],
    ),
    Case(
        "loadFontFace",
        "my.loadFontFace({ family: 'Signs', source: `url(${signs})` }).then(({ status }) => [status, document.fonts.check('12px Signs')])",
        ["loaded", True],
    ),
    Case("loadFontFace", told("loadFontFace({ family: 'None', source: 'data:font/ttf;base64,AA' })"), 10),
    Case(
        "generateImageFromCode",
        "(async () => { const { image: src } = await my.generateImageFromCode({ code: 'T-12', format: 'QRCODE', width: 58 }); const image = new globalThis.Image(); await new Promise((done) => { image.onload = done; image.src = src; }); "
        "const pen = my.createOffscreenCanvas(58, 58).getContext('2d'); pen.drawImage(image, 0, 0); const dark = (x, y) => pen.getImageData(x, y, 1, 1).data[0] === 0; return [image.width, dark(7, 7), dark(8, 8), dark(10, 10), dark(14, 14)]; })()",
        [58, False, True, False, True],
    ),
    Case("generateImageFromCode", told("generateImageFromCode({ code: 'T', format: 'BARCODE', width: 10 })"), 102),
    Case(
        "generateImageFromCode",
        told("generateImageFromCode({ code: 'T'.repeat(1274), format: 'QRCODE', width: 10 })"),
        103,
    ),
    Case(
        "setNavigationBarTitle",
        "my.setNavigationBarTitle({ title: 'A title' }).then(() => document.querySelector('.a-page:not(.a-page-hidden) .a-nav-title')?.textContent ?? document.title)",
        "A title",
    ),
    Case(
        "setNavigationBarColor",
        "my.setNavigationBarColor({ backgroundColor: '#ffffff', frontColor: '#ffffff' }).then(() => [document.querySelector('.a-nav').style.background, "
        "document.querySelector('.a-nav').classList.contains('a-nav-dark')])",
        ["rgb(255, 255, 255)", True],
        kinds=NATIVE,
    ),
    Case(
        "setNavigationBarBottomLineColor",
        "my.setNavigationBarBottomLineColor({ color: '#ff0000' }).then(() => document.querySelector('.a-nav').style.boxShadow)",
        "rgb(255, 0, 0) 0px -1px inset",
        kinds=NATIVE,
    ),
    Case(
        "getMenuButtonBoundingClientRect",
        "my.getMenuButtonBoundingClientRect()",
        {"width": 80, "height": 32, "top": 8, "right": 344, "bottom": 40, "left": 264},
        kinds=NATIVE,
    ),
    Case(
        "getLeftButtonsBoundingClientRect",
        "my.getLeftButtonsBoundingClientRect().backButtonIcon.width",
        0,
        kinds=NATIVE,
    ),
    Case(
        "getExtConfig", "my.getExtConfig()", {"data": {"shop": "Basra"}, "extConfig": {"shop": "Basra"}}, kinds=NATIVE
    ),
    Case(
        "getExtConfigSync",
        "(my.getExtConfigSync().shop = 'mine', my.getExtConfigSync())",
        {"shop": "Basra"},
        kinds=NATIVE,
    ),
    Case(
        "on",
        "new Promise((done) => { my.on('socketError', () => done('heard')); my.connectSocket({ url: 'ws://127.0.0.1:1/' }); })",
        "heard",
    ),
    Case(
        "off",
        "new Promise((done) => { let count = 0; my.off('socketError'); my.on('SocketError', () => (count += 1)); my.off('SocketError'); "
        "my.onSocketError(() => done(count)); my.connectSocket({ url: 'ws://127.0.0.1:1/' }); })",
        0,
    ),
)
