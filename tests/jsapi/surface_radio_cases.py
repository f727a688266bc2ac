"""Sockets, files of the program's own, sounds, sensors, Wi-Fi and Bluetooth."""

# ruff: noqa: E501  (programs are written as their authors write them)
from __future__ import annotations

from surface_case import Case, told

_DEVICE = "deviceId: 'D1', serviceId: 'fff0', characteristicId: 'fff1'"


def heard(event: str, call: str) -> str:
    """Return a script: what a listener of ``my.on<event>`` is told once a call was made."""
    return (
        f"new Promise((done, fail) => {{ my.on{event}(done); my.{call}.catch(fail); }}).finally(() => my.off{event}())"
    )


SOCKET_CASES = (
    Case("connectSocket", told("connectSocket({ url: 'https://a.example' })"), 5),
    Case("sendSocketMessage", told("sendSocketMessage({ data: 'too early' })"), 1),
    Case("connectSocket", heard("SocketOpen", "connectSocket({ url: `ws://${echo}/ws` })"), {}),
    Case(
        "sendSocketMessage",
        heard("SocketMessage", "sendSocketMessage({ data: 'dates' })"),
        {"data": "dates", "isBuffer": False},
    ),
    Case(
        "sendSocketMessage",
        heard("SocketMessage", "sendSocketMessage({ data: 'aGk=', isBuffer: true })"),
        {"data": "aGk=", "isBuffer": True},
    ),
    Case("closeSocket", heard("SocketClose", "closeSocket()") + ".then(({ code }) => code)", 1000),
    Case("closeSocket", told("closeSocket()"), 1),
    Case(
        "connectSocket",
        "new Promise((done) => { const task = my.connectSocket({ url: `ws://${echo}/ws`, multiple: true }); "
        "task.onOpen(() => task.send({ data: 'mine' })); task.onMessage(({ data }) => { task.close(); done(data.data); }); })",
        "mine",
    ),
    Case(
        "connectSocket",
        "new Promise((done) => { const own = new (class extends WebSocket {})(`ws://${echo}/ws`); own.binaryType = 'arraybuffer'; own.onopen = () => own.send('{\"n\":1}'); "
        "own.onmessage = ({ data }) => { if (typeof data === 'string') own.send(new Uint8Array([104, 105]).subarray(1)); else { own.close(); done([data.byteLength, own instanceof WebSocket, WebSocket.OPEN]); } }; })",
        [1, True, 1],
        kinds=("h5",),
    ),
    Case(
        "connectSocket",
        heard("SocketError", "connectSocket({ url: 'ws://127.0.0.1:1/' })") + ".then(({ error }) => error)",
        12,
    ),
)
_FS = "my.getFileSystemManager()"
FILE_CASES = (
    Case(
        "getFileSystemManager",
        f"{_FS}.writeFile({{ filePath: my.env.USER_DATA_PATH + '/a.txt', data: 'تمر', encoding: 'utf8' }})"
        f".then(() => {_FS}.readFileSync(my.env.USER_DATA_PATH + '/a.txt', 'utf8').data)",
        "تمر",
    ),
    Case(
        "getFileSystemManager",
        f"(() => {{ const fs = {_FS}, at = my.env.USER_DATA_PATH; fs.mkdirSync(`${{at}}/d`); "
        "fs.writeFileSync(`${at}/d/b`, new Uint8Array([1, 2]).buffer); fs.appendFileSync({ filePath: `${at}/d/b`, data: 'ff', encoding: 'hex' }); "
        "fs.copyFileSync(`${at}/d/b`, `${at}/c`); fs.renameSync(`${at}/c`, `${at}/d/e`); const { stats } = fs.statSync(`${at}/d/e`); "
        "const all = [fs.readdirSync(at).files, fs.readdirSync(`${at}/d`).files, fs.readFileSync(`${at}/d/e`, 'hex').data, stats.size, stats.isFile()]; "
        "return [...all, fs.rmdirSync(`${at}/d`).error, fs.rmdirSync(`${at}/d`, true).error ?? 0, fs.accessSync(`${at}/d`).error]; })()",
        [["a.txt", "d"], ["b", "e"], "0102ff", 3, True, 10026, 0, 10022],
    ),
    Case(
        "getFileSystemManager",
        "(async () => { const fs = my.getFileSystemManager(), at = my.env.USER_DATA_PATH, no = ({ error }) => error; return [await fs.unlink({ filePath: `${at}/a.txt` }).catch(no), "
        "await fs.access({ path: `${at}/a.txt` }).catch(no), await fs.writeFile({ filePath: 'https://elsewhere/x', data: '' }).catch(no), fs.readFileSync(at).error, "
        "fs.mkdirSync(`${at}/x/y`).error, fs.mkdirSync(at).error, fs.writeFileSync(`${at}/z`, '%', 'base64').error]; })()",
        [{}, 10022, 10024, 10023, 10022, 10024, 2],
    ),
    Case(
        "canvasToTempFilePath",
        "(async () => { const c = document.querySelector('#board').getContext('2d'); c.fillStyle = '#00ff00'; c.fillRect(0, 0, 20, 20); "
        "const { tempFilePath } = await my.canvasToTempFilePath({ canvasId: 'board', destWidth: 40 }); const { width, height } = await my.getImageInfo({ src: tempFilePath }); "
        "const { size } = await my.getFileInfo({ apFilePath: tempFilePath }); return [width, height, size > 60]; })()",
        [40, 20, True],
    ),
    Case("canvasToTempFilePath", told("canvasToTempFilePath({ canvasId: 'none' })"), 2),
    Case(
        "compressImage",
        "(async () => { const { apFilePath: src } = await my.canvasToTempFilePath({ canvasId: 'board', destWidth: 400, destHeight: 400 }); const { apFilePaths: [made] } = await my.compressImage({ apFilePaths: [src], compressLevel: 0 }); "
        "const sizes = await Promise.all([src, made].map(async (apFilePath) => (await my.getFileInfo({ apFilePath })).size)); return [sizes[1] > 100, sizes[1] !== sizes[0], made.endsWith('.jpg')]; })()",
        [True, True, True],
    ),
    Case("compressImage", told("compressImage({ apFilePaths: ['/nothing.png'] })"), 12),
    Case(
        "rsa",
        "(async () => { const { text } = await my.rsa({ action: 'encrypt', text: 'سر', key: keys.public }); return my.rsa({ action: 'decrypt', text, key: keys.private }); })()",
        {"text": "سر"},
    ),
    Case("rsa", told("rsa({ action: 'encrypt', text: 'x', key: 'none' })"), 11),
    Case("getBatteryInfoSync", "my.getBatteryInfoSync()", {"level": 42, "isCharging": False}),
    Case(
        "getUpdateManager",
        "new Promise((done) => my.getUpdateManager().onCheckForUpdate(done))",
        {"hasUpdate": False},
    ),
    Case(
        "createInnerAudioContext",
        "new Promise((done) => { const sound = my.createInnerAudioContext(), heard = []; for (const name of ['Play', 'Ended', 'Error']) sound[`on${name}`](() => { "
        "heard.push(name); if (name !== 'Play') { sound.destroy(); done(heard); } }); sound.src = beep; sound.play(); })",
        ["Play", "Ended"],
    ),
    Case(
        "getBackgroundAudioManager",
        "new Promise((done) => { const sound = my.getBackgroundAudioManager(); sound.onError(() => done(sound === my.getBackgroundAudioManager())); sound.src = 'data:audio/wav;base64,AA'; sound.play(); })",
        True,
    ),
)
RADIO_CASES = (
    *(
        Case(f"on{event}", f"new Promise((done) => my.on{event}(done)).finally(() => my.off{event}())", reading)
        for event, reading in (
            ("AccelerometerChange", {"x": 0, "y": 0, "z": 1}),
            ("CompassChange", {"direction": 90}),
            ("GyroscopeChange", {"x": 0, "y": 0, "z": 0}),
            ("DeviceMotionChange", {"alpha": 0, "beta": 0, "gamma": 0}),
        )
    ),
    Case("getWifiList", told("getWifiList()"), 12000),
    Case("getConnectedWifi", told("startWifi().then(() => my.getConnectedWifi())"), 12010),
    Case("startWifi", "my.startWifi()", {}),
    Case(
        "getWifiList",
        heard("GetWifiList", "getWifiList()") + ".then(({ wifiList }) => wifiList.map((w) => [w.SSID, w.secure]))",
        [["Quay", True]],
    ),
    Case("connectWifi", told("connectWifi({ SSID: 'Quay', password: 'no' })"), 12002),
    Case(
        "connectWifi",
        heard("WifiConnected", "connectWifi({ SSID: 'Quay', password: 'dates' })") + ".then(({ wifi }) => wifi.SSID)",
        "Quay",
    ),
    Case("getConnectedWifi", "my.getConnectedWifi().then(({ wifi }) => wifi.SSID)", "Quay"),
    Case("stopWifi", "my.stopWifi().then(() => my.stopWifi()).catch(({ error }) => error)", 12000),
    Case("startBluetoothDevicesDiscovery", told("startBluetoothDevicesDiscovery()"), 10000),
    Case(
        "openBluetoothAdapter",
        heard("BluetoothAdapterStateChange", "openBluetoothAdapter()"),
        {"available": True, "discovering": False},
    ),
    Case("getBluetoothAdapterState", "my.getBluetoothAdapterState().then(({ available }) => available)", True),
    Case(
        "startBluetoothDevicesDiscovery",
        heard("BluetoothDeviceFound", "startBluetoothDevicesDiscovery({ services: ['fff0'] })")
        + ".then(({ devices: [d] }) => [d.deviceId, d.name])",
        ["D1", "Scales"],
    ),
    Case("stopBluetoothDevicesDiscovery", "my.stopBluetoothDevicesDiscovery()", {}),
    Case("getBluetoothDevices", "my.getBluetoothDevices().then(({ devices }) => devices.length)", 1),
    Case("getBLEDeviceServices", told("getBLEDeviceServices({ deviceId: 'D1' })"), 10006),
    Case("connectBLEDevice", told("connectBLEDevice({ deviceId: 'none' })"), 10002),
    Case(
        "connectBLEDevice",
        heard("BLEConnectionStateChanged", "connectBLEDevice({ deviceId: 'D1' })"),
        {"deviceId": "D1", "connected": True},
    ),
    Case("getConnectedBluetoothDevices", "my.getConnectedBluetoothDevices().then(({ devices }) => devices.length)", 1),
    Case(
        "getBLEDeviceServices",
        "my.getBLEDeviceServices({ deviceId: 'D1' }).then(({ services: [s] }) => s.serviceId)",
        "fff0",
    ),
    Case(
        "getBLEDeviceCharacteristics", told("getBLEDeviceCharacteristics({ deviceId: 'D1', serviceId: 'no' })"), 10004
    ),
    Case(
        "getBLEDeviceCharacteristics",
        "my.getBLEDeviceCharacteristics({ deviceId: 'D1', serviceId: 'fff0' }).then(({ characteristics: [c] }) => [c.characteristicId, c.value])",
        ["fff1", "01"],
    ),
    Case(
        "readBLECharacteristicValue",
        f"my.readBLECharacteristicValue({{ {_DEVICE} }}).then(({{ characteristic: c }}) => c.value)",
        "01",
    ),
    Case("writeBLECharacteristicValue", told(f"writeBLECharacteristicValue({{ {_DEVICE}, value: 'no hex' }})"), 10014),
    Case("notifyBLECharacteristicValueChange", f"my.notifyBLECharacteristicValueChange({{ {_DEVICE} }})", {}),
    Case(
        "writeBLECharacteristicValue",
        heard("BLECharacteristicValueChange", f"writeBLECharacteristicValue({{ {_DEVICE}, value: '2a' }})")
        + ".then(({ value }) => value)",
        "2a",
    ),
    Case("getBLEDeviceRSSI", "my.getBLEDeviceRSSI({ deviceId: 'D1' }).then(({ RSSI }) => RSSI)", -50),
    Case(
        "disconnectBLEDevice",
        heard("BLEConnectionStateChanged", "disconnectBLEDevice({ deviceId: 'D1' })")
        + ".then(({ connected }) => connected)",
        False,
    ),
    Case(
        "closeBluetoothAdapter",
        "my.closeBluetoothAdapter().then(() => my.getBluetoothDevices()).catch(({ error }) => error)",
        10000,
    ),
)
