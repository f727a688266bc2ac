"""What a phone's radios find: Wi-Fi networks, and Bluetooth devices with their services (jsapi.md)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WifiNetwork:
    """One network near the phone; ``password`` is "" where it is open, ``strength`` from 0 to 100."""

    name: str
    password: str = ""
    bssid: str = ""
    strength: int = 80


@dataclass(slots=True)
class Wifi:
    """The Wi-Fi module: switched ``on`` by the buyer, ``started`` by the program, and the network that it has joined."""

    on: bool = True
    started: bool = False
    networks: list[WifiNetwork] = field(default_factory=list)
    joined: WifiNetwork | None = None


@dataclass(slots=True)
class BluetoothDevice:
    """A device near the phone: ``services`` are its characteristics' values, hex text, by service and characteristic id."""

    id: str
    name: str
    services: dict[str, dict[str, str]] = field(default_factory=dict)
    strength: int = -50
    notifying: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class Bluetooth:
    """The Bluetooth module: switched ``on`` by the buyer, ``opened`` by the program; devices by id, and who is connected."""

    on: bool = False
    opened: bool = False
    discovering: bool = False
    devices: dict[str, BluetoothDevice] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    connected: set[str] = field(default_factory=set)
