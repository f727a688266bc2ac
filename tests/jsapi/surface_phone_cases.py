"""The phone: what it is, its storage, its senses, its files."""

from __future__ import annotations

from surface_case import SIZE, Case, told

PHONE_CASES = (
    Case(
        "canIUse",
        "[my.canIUse('scan'), my.canIUse('scan.return.code'), my.canIUse('startAPVerify')]",
        [True, True, False],
    ),
    Case(
        "SDKVersion",
        "my.SDKVersion.split('.').length",
        3,
    ),
    Case(
        "isIDE",
        "my.isIDE",
        False,
    ),
    Case(
        "env",
        "typeof my.env.USER_DATA_PATH",
        "string",
    ),
    Case(
        "call",
        "new Promise((done) => my.call('getServerTime', {}, ({ time }) => done(time > 0)))",
        True,
    ),
    Case(
        "getSystemInfo",
        "my.getSystemInfo().then(({ windowWidth }) => windowWidth)",
        360,
    ),
    Case(
        "getSystemInfoSync",
        "my.getSystemInfoSync().screenHeight",
        740,
    ),
    Case(
        "getWindowInfo",
        "my.getWindowInfo().screenWidth",
        360,
    ),
    Case(
        "getAppBaseInfo",
        "my.getAppBaseInfo().language",
        "en-US",
    ),
    Case(
        "getAppIdSync",
        "my.getAppIdSync().appId === my.getAccountInfoSync().miniProgram.appId",
        True,
    ),
    Case(
        "getAccountInfoSync",
        "my.getAccountInfoSync().miniProgram.envVersion",
        "release",
    ),
    Case(
        "getRunScene",
        "my.getRunScene().then(({ envVersion }) => envVersion)",
        "release",
    ),
    Case(
        "getLaunchOptionsSync",
        "my.getLaunchOptionsSync().scene",
        "1000",
    ),
    Case(
        "getEnterOptionsSync",
        "my.getEnterOptionsSync().path.length > 0",
        True,
    ),
    Case(
        "getServerTime",
        "my.getServerTime().then(({ time }) => time > 1e12)",
        True,
    ),
    Case(
        "setStorageSync",
        "my.setStorageSync({ key: 'a', data: { b: 1 } }) && my.getStorageSync({ key: 'a' }).data.b",
        1,
    ),
    Case(
        "getStorageSync",
        "my.getStorageSync({ key: 'nothing' }).data",
        None,
    ),
    Case(
        "getStorageInfoSync",
        "my.getStorageInfoSync().keys",
        ["a"],
    ),
    Case(
        "removeStorageSync",
        "my.removeStorageSync({ key: 'a' }) && my.getStorageSync({ key: 'a' }).data",
        None,
    ),
    Case(
        "setStorage",
        "my.setStorage({ key: 'c', data: 2 }).then(() => my.getStorageSync({ key: 'c' }).data)",
        2,
    ),
    Case(
        "getStorage",
        "my.getStorage({ key: 'c' }).then(({ data }) => data)",
        2,
    ),
    Case(
        "getStorageInfo",
        "my.getStorageInfo().then(({ keys }) => keys)",
        ["c"],
    ),
    Case(
        "removeStorage",
        "my.removeStorage({ key: 'c' }).then(() => my.getStorageInfoSync().keys)",
        [],
    ),
    Case(
        "clearStorage",
        "(my.setStorageSync({ key: 'd', data: 1 }), my.clearStorage().then(() => my.getStorageInfoSync().keys))",
        [],
    ),
    Case(
        "clearStorageSync",
        "(my.setStorageSync({ key: 'd', data: 1 }), my.clearStorageSync(), my.getStorageInfoSync().keys)",
        [],
    ),
    Case(
        "setClipboard",
        told("setClipboard({ text: 7 })"),
        2,
    ),
    Case(
        "getClipboard",
        "my.setClipboard({ text: 'x' }).then(() => my.getClipboard()).then(({ text }) => text)",
        "x",
    ),
    Case(
        "scan",
        told("scan().then(({ code, qrCode, scanType }) => [code, qrCode, scanType])"),
        ["T-12", "T-12", "QRCODE"],
    ),
    Case(
        "getNetworkType",
        "my.getNetworkType()",
        {"networkAvailable": True, "networkType": "4G"},
    ),
    Case(
        "getBatteryInfo",
        "my.getBatteryInfo()",
        {"level": 42, "isCharging": False},
    ),
    Case(
        "setScreenBrightness",
        told("setScreenBrightness({ brightness: 2 })"),
        2,
    ),
    Case(
        "getScreenBrightness",
        "my.setScreenBrightness({ brightness: 0.25 }).then(() => my.getScreenBrightness()).then((r) => r.brightness)",
        0.25,
    ),
    Case(
        "setKeepScreenOn",
        told("setKeepScreenOn({ keepScreenOn: true }).then(({ success }) => success)"),
        True,
    ),
    Case(
        "vibrate",
        told("vibrate().then(({ success }) => success)"),
        True,
    ),
    Case(
        "vibrateLong",
        told("vibrateLong().then(({ success }) => success)"),
        True,
    ),
    Case(
        "vibrateShort",
        told("vibrateShort().then(({ success }) => success)"),
        True,
    ),
    Case(
        "arrayBufferToBase64",
        "my.arrayBufferToBase64(new Uint8Array([104, 105]).buffer)",
        "aGk=",
    ),
    Case(
        "base64ToArrayBuffer",
        "[...new Uint8Array(my.base64ToArrayBuffer('aGk='))]",
        [104, 105],
    ),
    Case(
        "chooseImage",
        "my.chooseImage({ count: 1 }).then(({ apFilePaths }) => { window.file = apFilePaths[0]; return "
        "apFilePaths.length; })",
        1,
    ),
    Case("chooseImage", told("chooseImage({ count: '1e999' })"), 11),
    Case(
        "getImageInfo",
        "my.getImageInfo({ src: file }).then(({ width, height }) => [width, height])",
        [64, 64],
    ),
    Case("getImageInfo", told("getImageInfo({ src: '/nothing.png' })"), 12),
    Case("downloadFile", told("downloadFile({ url: 'ftp://nowhere/a' })"), 20),
    Case("uploadFile", told("uploadFile({ url: location.origin, filePath: 'nothing', fileName: 'a' })"), 11),
    Case(
        "getFileInfo",
        "my.getFileInfo({ apFilePath: file }).then(({ size, digest }) => [size, digest.length])",
        [SIZE, 32],
    ),
    Case(
        "saveFile",
        told("saveFile({ apFilePath: 'nothing' })"),
        12,
    ),
    Case(
        "getSavedFileList",
        "my.saveFile({ apFilePath: file }).then(() => my.getSavedFileList()).then(({ fileList }) => fileList[0].size)",
        SIZE,
    ),
    Case(
        "getSavedFileInfo",
        "my.getSavedFileInfo({ apFilePath: file }).then(({ size }) => size)",
        SIZE,
    ),
    Case(
        "uploadFile",
        "my.uploadFile({ url: location.origin + '/upload', filePath: file, fileName: 'receipt', fileType: "
        "'image' }).then(({ data }) => JSON.parse(data))",
        {"type": "multipart/form-data", "has": True, "large": False},
    ),
    Case(
        "saveImage",
        told("saveImage({ url: 'nothing' })"),
        16,
    ),
    Case(
        "saveImageToPhotosAlbum",
        told("saveImageToPhotosAlbum({ filePath: file }).then(() => 'saved')"),
        "saved",
    ),
    Case(
        "removeSavedFile",
        "my.removeSavedFile({ apFilePath: file }).then(() => my.getFileInfo({ apFilePath: file })).catch(({ "
        "error }) => error)",
        11,
    ),
    Case(
        "downloadFile",
        "my.downloadFile({ url: location.origin + '/bill.txt' }).then(({ apFilePath }) => { window.bill = "
        "apFilePath; return my.getFileInfo({ apFilePath }); }).then(({ size }) => size)",
        6,
    ),
    Case(
        "navigateToMiniProgram",
        "new Promise((done) => { const seen = []; my.onAppHide(() => seen.push('hidden')); "
        "my.onAppShow(() => done([...seen, document.visibilityState])); "
        "my.navigateToMiniProgram({ appId: 'A2', path: 'pages/bill?n=1', extraData: { n: 1 } })"
        ".then(({ success }) => seen.push(success)); })",
        ["hidden", True, "visible"],
        ("viewer-close",),
    ),
    Case(
        "navigateToMiniProgram",
        f"Promise.all([{told('navigateToMiniProgram({})')}, {told('navigateToMiniProgram({ appId: `nobody` })')}])",
        [2, 3],
    ),
    Case("navigateBackMiniProgram", told("navigateBackMiniProgram({ extraData: {} })"), 3),
    Case(
        "exitMiniProgram",
        "new Promise((done) => { my.onAppShow(() => done('back')); my.exitMiniProgram(); })",
        "back",
        ("viewer-close",),
    ),
    Case(
        "showAuthGuide",
        f"Promise.all([my.showAuthGuide({{ authType: 'LBS' }}), my.showAuthGuide({{ authType: 'CAMERA' }}), "
        f"{told('showAuthGuide({ authType: `MOON` })')}])",
        [{"shown": False}, {"shown": False}, 2],
    ),
    Case("hideBackHome", "my.hideBackHome().then(() => true)", True),
)
