"""What a phone perceives and remembers beside the program: what its camera sees, where it stands, its clipboard, its files.

A scenario sets it before the program asks; the JSAPIs read and change it (jsapi.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.wallet.phone_files import PhoneFiles
from harness.wallet.radios import Bluetooth, Wifi

NETWORKS = ("WIFI", "5G", "4G", "3G", "2G", "WWAN", "NOTREACHABLE", "UNKNOWN")
"""What my.getNetworkType may say; NOTREACHABLE is a phone without a network."""

PERMISSIONS = ("album", "bluetooth", "camera", "location", "microphone", "notification")
"""What a phone's owner may let the wallet app use, as my.getAppAuthorizeSetting names it."""

AT_REST = {
    "AccelerometerChange": {"x": 0.0, "y": 0.0, "z": 1.0},
    "CompassChange": {"direction": 0.0},
    "GyroscopeChange": {"x": 0.0, "y": 0.0, "z": 0.0},
    "DeviceMotionChange": {"alpha": 0.0, "beta": 0.0, "gamma": 0.0},
}
"""What the motion sensors say of a phone that lies on a table and points to the north: in g, degrees, rad/s, degrees."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that the buyer will choose, or a photo that the buyer will take: its name, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Code:
    """What is held before the camera: the text in it, and whether it is a ``QRCODE`` or a ``BARCODE``."""

    text: str
    kind: str = "QRCODE"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the phone stands, in degrees, and what people call the place."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """One entry of the phone book."""

    name: str
    mobile: str


@dataclass(slots=True)
class Senses:
    """The state of one phone.

    ``pictures`` are handed out in order, each once. ``place`` is None where location is switched off; ``location_allowed``
    is None until the buyer was asked. ``battery`` is in percent, ``brightness`` from 0 to 1. ``programs`` are the names of the
    wallet's other Mini Programs by appId, ``opened_from`` the one that opened this one. ``withheld`` are the permissions that
    the phone's owner does not give the wallet app, ``downloads`` the files that programs saved outside of themselves,
    ``subscriptions`` the kinds of messages that the buyer agreed to, in that order. ``merchant_in_reach`` is
    false while the merchant's server does not answer this phone.
    """

    pictures: list[Picture] = field(default_factory=list)
    code: Code | None = None
    place: Place | None = None
    location_allowed: bool | None = None
    network: str = "WIFI"
    merchant_in_reach: bool = True
    contacts: list[Contact] = field(default_factory=list)
    cities: tuple[str, ...] = ("Baghdad", "Basra", "Erbil", "Mosul", "Najaf")
    battery: int = 80
    charging: bool = False
    brightness: float = 0.5
    programs: dict[str, str] = field(default_factory=dict)
    opened_from: str | None = None
    kept_on: bool = False
    clipboard: str = ""
    album: list[Picture] = field(default_factory=list)
    downloads: list[Picture] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)
    screen_reader: bool = False
    subscriptions: dict[str, None] = field(default_factory=dict)
    files: PhoneFiles = field(default_factory=PhoneFiles)
    wifi: Wifi = field(default_factory=Wifi)
    bluetooth: Bluetooth = field(default_factory=Bluetooth)
    motion: dict[str, dict[str, float]] = field(default_factory=lambda: {k: dict(v) for k, v in AT_REST.items()})

    @property
    def reaches_merchant(self) -> bool:
        """Whether a call of the program's comes to its merchant."""
        return self.merchant_in_reach and self.network != "NOTREACHABLE"

    def permits(self, permission: str) -> bool:
        """Say whether the phone's owner lets the wallet app use something; one of ``PERMISSIONS``."""
        return permission not in self.withheld
