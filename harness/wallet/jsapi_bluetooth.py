"""JSAPIs of Bluetooth low energy: the devices that the scenario puts near the phone (jsapi.md).

Error numbers [D] of the documents' table of Bluetooth errors: 10000 the adapter was not opened, 10002 no such device, 10004 no
such service, 10005 no such characteristic, 10006 not connected, 10014 what is written is empty or no hex. That 12 is Bluetooth
switched off is [I]: the table does not have it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from harness.wallet.jsapi_call import Answer, Call, failure, happening, success
from harness.wallet.radios import BluetoothDevice

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+")


class _Refused(Exception):
    """An operation ends with an error number."""

    def __init__(self, error: int, says: str) -> None:
        self.error = error
        super().__init__(says)


def _opened(call: Call) -> None:
    if not call.senses.bluetooth.opened:
        raise _Refused(10000, "The Bluetooth adapter was not opened.")
    if not call.senses.bluetooth.on:
        raise _Refused(12, "Bluetooth is switched off.")


def _device(call: Call, *, connected: bool = True) -> BluetoothDevice:
    _opened(call)
    device = call.senses.bluetooth.devices.get(call.text("deviceId"))
    if device is None:
        raise _Refused(10002, "There is no such device.")
    if connected and device.id not in call.senses.bluetooth.connected:
        raise _Refused(10006, "The device is not connected.")
    return device


def _service(call: Call) -> tuple[BluetoothDevice, str, dict[str, str]]:
    device, name = _device(call), call.text("serviceId")
    if name not in device.services:
        raise _Refused(10004, "There is no such service.")
    return device, name, device.services[name]


def _characteristic(call: Call) -> tuple[BluetoothDevice, str, str, dict[str, str]]:
    device, service, values = _service(call)
    name = call.text("characteristicId")
    if name not in values:
        raise _Refused(10005, "There is no such characteristic.")
    return device, service, name, values


def _told(device: BluetoothDevice) -> dict[str, object]:
    ids = list(device.services)
    return {
        "deviceId": device.id,
        "name": device.name,
        "localName": device.name,
        "RSSI": device.strength,
        "advertisServiceUUIDs": ids,
    }


def _state(call: Call) -> dict[str, object]:
    bluetooth = call.senses.bluetooth
    return {"available": bluetooth.on and bluetooth.opened, "discovering": bluetooth.discovering}


def _open(call: Call) -> Answer:
    call.senses.bluetooth.opened = True
    if not call.senses.bluetooth.on:
        raise _Refused(12, "Bluetooth is switched off.")
    return happening(success({"isSupportBLE": True}), "BluetoothAdapterStateChange", _state(call))


def _close(call: Call) -> Answer:
    bluetooth = call.senses.bluetooth
    bluetooth.opened = bluetooth.discovering = False
    bluetooth.connected.clear()
    return success()


def _adapter_state(call: Call) -> Answer:
    if not call.senses.bluetooth.opened:
        raise _Refused(10000, "The Bluetooth adapter was not opened.")
    return success(_state(call))


def _start(call: Call) -> Answer:
    _opened(call)
    bluetooth, wanted = call.senses.bluetooth, set(call.texts("services"))
    bluetooth.discovering = True
    found = [device for device in bluetooth.devices.values() if not wanted or wanted & set(device.services)]
    bluetooth.found.update(device.id for device in found)
    answer = success()
    for device in found:
        answer = happening(answer, "BluetoothDeviceFound", {"devices": [_told(device)]})
    return answer


def _stop(call: Call) -> Answer:
    _opened(call)
    call.senses.bluetooth.discovering = False
    return success()


def _devices(call: Call) -> Answer:
    _opened(call)
    bluetooth = call.senses.bluetooth
    seen = bluetooth.found | bluetooth.connected
    return success({"devices": [_told(device) for device in bluetooth.devices.values() if device.id in seen]})


def _connected(call: Call) -> Answer:
    _opened(call)
    bluetooth = call.senses.bluetooth
    return success(
        {"devices": [_told(device) for device in bluetooth.devices.values() if device.id in bluetooth.connected]}
    )


def _connect(call: Call) -> Answer:
    device = _device(call, connected=False)
    call.senses.bluetooth.connected.add(device.id)
    call.fact("bluetooth", connected=device.name)
    return happening(success(), "BLEConnectionStateChanged", {"deviceId": device.id, "connected": True})


def _disconnect(call: Call) -> Answer:
    device = _device(call)
    call.senses.bluetooth.connected.discard(device.id)
    return happening(success(), "BLEConnectionStateChanged", {"deviceId": device.id, "connected": False})


def _services(call: Call) -> Answer:
    return success({"services": [{"serviceId": name, "isPrimary": True} for name in _device(call).services]})


def _characteristics(call: Call) -> Answer:
    _, service, values = _service(call)
    can = {"read": True, "write": True, "notify": True, "indicate": False}
    return success(
        {
            "characteristics": [
                {"characteristicId": n, "serviceId": service, "value": v, "properties": can} for n, v in values.items()
            ]
        }
    )


def _value(device: BluetoothDevice, service: str, name: str, value: str) -> dict[str, object]:
    return {"deviceId": device.id, "serviceId": service, "characteristicId": name, "value": value}


def _read(call: Call) -> Answer:
    device, service, name, values = _characteristic(call)
    told = _value(device, service, name, values[name])
    return happening(success({"characteristic": told}), "BLECharacteristicValueChange", told)


def _write(call: Call) -> Answer:
    device, service, name, values = _characteristic(call)
    value = call.text("value")
    if not _HEX.fullmatch(value):
        raise _Refused(10014, "What is written must be hex text.")
    values[name] = value
    call.fact("bluetooth", device=device.name, characteristic=name, written=value)
    told = _value(device, service, name, value)
    return (
        happening(success(), "BLECharacteristicValueChange", told) if (service, name) in device.notifying else success()
    )


def _notify(call: Call) -> Answer:
    device, service, name, _ = _characteristic(call)
    if call.params.get("state") is False:
        device.notifying.discard((service, name))
    else:
        device.notifying.add((service, name))
    return success()


def _rssi(call: Call) -> Answer:
    return success({"RSSI": _device(call).strength})


def _operation(act: Callable[[Call], Answer]) -> Callable[[Call], Awaitable[Answer]]:
    async def answer(call: Call) -> Answer:
        try:
            return act(call)
        except _Refused as refused:
            return failure(refused.error, str(refused))

    return answer


BLUETOOTH: dict[str, Callable[[Call], Awaitable[Answer]]] = {
    name: _operation(act)
    for name, act in (
        ("openBluetoothAdapter", _open),
        ("closeBluetoothAdapter", _close),
        ("getBluetoothAdapterState", _adapter_state),
        ("startBluetoothDevicesDiscovery", _start),
        ("stopBluetoothDevicesDiscovery", _stop),
        ("getBluetoothDevices", _devices),
        ("getConnectedBluetoothDevices", _connected),
        ("connectBLEDevice", _connect),
        ("disconnectBLEDevice", _disconnect),
        ("getBLEDeviceServices", _services),
        ("getBLEDeviceCharacteristics", _characteristics),
        ("readBLECharacteristicValue", _read),
        ("writeBLECharacteristicValue", _write),
        ("notifyBLECharacteristicValueChange", _notify),
        ("getBLEDeviceRSSI", _rssi),
    )
}
