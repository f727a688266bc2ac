"""JSAPIs of Wi-Fi: which networks are near, which is joined. The scenario puts them near the phone.

Error numbers [I] as the family of Mini Program platforms shares them: 12000 startWifi was not called, 12002 wrong password,
12005 Wi-Fi is switched off, 12008 no such network.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from harness.wallet.jsapi_call import Answer, Call, failure, happening, success
from harness.wallet.radios import WifiNetwork


def _told(network: WifiNetwork) -> dict[str, object]:
    secure = bool(network.password)
    return {"SSID": network.name, "BSSID": network.bssid, "secure": secure, "signalStrength": network.strength}


def _unready(call: Call) -> Answer | None:
    wifi = call.senses.wifi
    if not wifi.started:
        return failure(12000, "Wi-Fi was not started.")
    return None if wifi.on else failure(12005, "Wi-Fi is switched off.")


async def start_wifi(call: Call) -> Answer:
    """my.startWifi: error 12005 where the buyer has switched Wi-Fi off."""
    call.senses.wifi.started = True
    return _unready(call) or success()


async def stop_wifi(call: Call) -> Answer:
    """my.stopWifi."""
    if not call.senses.wifi.started:
        return failure(12000, "Wi-Fi was not started.")
    call.senses.wifi.started = False
    return success()


async def get_wifi_list(call: Call) -> Answer:
    """my.getWifiList: the list itself comes to my.onGetWifiList."""
    if unready := _unready(call):
        return unready
    networks = [_told(network) for network in call.senses.wifi.networks]
    return happening(success(), "GetWifiList", {"wifiList": networks})


async def connect_wifi(call: Call) -> Answer:
    """my.connectWifi: joins a network that is near and whose password is right; my.onWifiConnected hears of it."""
    if unready := _unready(call):
        return unready
    network = next((each for each in call.senses.wifi.networks if each.name == call.text("SSID")), None)
    if network is None:
        return failure(12008, "There is no such network.")
    if network.password != call.text("password"):
        return failure(12002, "The password is wrong.")
    call.senses.wifi.joined = network
    call.fact("wifi joined", name=network.name)
    return happening(success(), "WifiConnected", {"wifi": _told(network)})


async def get_connected_wifi(call: Call) -> Answer:
    """my.getConnectedWifi: error 12010 where none is joined."""
    if unready := _unready(call):
        return unready
    joined = call.senses.wifi.joined
    return failure(12010, "No network is joined.") if joined is None else success({"wifi": _told(joined)})


WIFI: dict[str, Callable[[Call], Awaitable[Answer]]] = {
    "startWifi": start_wifi,
    "stopWifi": stop_wifi,
    "getWifiList": get_wifi_list,
    "connectWifi": connect_wifi,
    "getConnectedWifi": get_connected_wifi,
}
