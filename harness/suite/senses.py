"""What a scenario puts before the phone: a code, a picture, a place, a network, people in its phone book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import HarnessError
from harness.journal import Actor
from harness.wallet.radios import BluetoothDevice, WifiNetwork
from harness.wallet.senses import NETWORKS, PERMISSIONS, Code, Contact, Picture, Place

if TYPE_CHECKING:
    from harness.suite.world import World
    from harness.wallet.senses import Senses


class PhoneSenses:
    """Sets what the phone of a world perceives, and reads what it remembers. Each setting is a fact in the journal."""

    def __init__(self, world: World, senses: Senses, backstage: Callable[[Callable[[], object]], None]) -> None:
        self._world = world
        self._senses = senses
        self._backstage = backstage

    def holds_up(self, text: str, kind: str = "QRCODE") -> None:
        """Hold a code before the camera: what my.scan reads. ``kind`` is ``QRCODE`` or ``BARCODE``."""
        self._set("held up", {"code": text, "kind": kind}, lambda: setattr(self._senses, "code", Code(text, kind)))

    def holds_up_nothing(self) -> None:
        """Take the code away: the buyer leaves the camera."""
        self._set("held up", {}, lambda: setattr(self._senses, "code", None))

    def chooses_file(self, file: Path) -> None:
        """Let the buyer choose a file the next time the program asks for one; raises HarnessError where there is none."""
        try:
            picture = Picture(file.name, file.read_bytes())
        except OSError as error:
            raise HarnessError(
                f"the file that the buyer should choose cannot be read: {error.strerror}",
                place=str(file),
                action="name a file that is there",
            ) from error
        self._set("file chosen", {"name": file.name}, lambda: self._senses.pictures.append(picture))

    def stands_at(
        self, latitude: float, longitude: float, *, name: str = "", address: str = "", city: str = ""
    ) -> None:
        """Put the phone somewhere, in degrees; location is on from now on. Raises HarnessError off the globe."""
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise HarnessError(
                f"{latitude}, {longitude} is no place on the globe",
                action="give a latitude from -90 to 90 and a longitude from -180 to 180",
            )
        place = Place(latitude, longitude, name, address, city)
        where = {"latitude": latitude, "longitude": longitude, "name": name}
        self._set("place", where, lambda: setattr(self._senses, "place", place))

    def hides_location(self) -> None:
        """Switch location off."""
        self._set("place", {}, lambda: setattr(self._senses, "place", None))

    def network(self, kind: str) -> None:
        """Change the network, and tell who listens to it; ``NOTREACHABLE`` is none. Raises HarnessError for another kind."""
        if kind not in NETWORKS:
            raise HarnessError(f'a phone has no network "{kind}"', action=f"choose one of: {', '.join(NETWORKS)}")
        self._set("network", {"kind": kind}, lambda: setattr(self._senses, "network", kind))
        self.happens("NetworkStatusChange", {"isConnected": kind != "NOTREACHABLE", "networkType": kind})

    def merchant(self, *, reached: bool) -> None:
        """Let the phone reach the merchant's server, or not: its answer is HTTP 503 then, as a gateway's."""
        self._set("merchant", {"reached": reached}, lambda: setattr(self._senses, "merchant_in_reach", reached))

    def knows(self, name: str, mobile: str) -> None:
        """Enter somebody into the phone book."""
        self._set("contact", {"name": name}, lambda: self._senses.contacts.append(Contact(name, mobile)))

    def program_in_wallet(self, app_id: str, name: str) -> None:
        """Let the wallet have another Mini Program: what my.navigateToMiniProgram opens."""
        self._set("program", {"appId": app_id, "name": name}, lambda: self._senses.programs.update({app_id: name}))

    def opened_from(self, app_id: str, name: str) -> None:
        """Let another Mini Program have opened this one: what my.navigateBackMiniProgram goes back to."""
        self.program_in_wallet(app_id, name)
        self._set("opened from", {"appId": app_id}, lambda: setattr(self._senses, "opened_from", app_id))

    def battery(self, percent: int, *, charging: bool = False) -> None:
        """Charge or drain the battery; raises HarnessError outside 0 to 100."""
        if not 0 <= percent <= 100:
            raise HarnessError(f"a battery cannot hold {percent} %", action="give a number from 0 to 100")

        def change() -> None:
            self._senses.battery, self._senses.charging = percent, charging

        self._set("battery", {"percent": percent}, change)

    def withholds(self, permission: str) -> None:
        """Let the phone's owner take a permission from the wallet app; raises HarnessError for one that there is not."""
        if permission not in PERMISSIONS:
            raise HarnessError(
                f'a phone has no permission "{permission}"', action=f"choose one of: {', '.join(PERMISSIONS)}"
            )
        self._set("withheld", {"permission": permission}, lambda: self._senses.withheld.add(permission))

    def reads_screen_aloud(self, *, on: bool = True) -> None:
        """Switch the phone's screen reader on or off."""
        self._set("screen reader", {"on": on}, lambda: setattr(self._senses, "screen_reader", on))

    def moves(self, x: float, y: float, z: float) -> None:
        """Move the phone: the acceleration along its axes, in g; lying on a table it is 0, 0, 1."""
        self._motion("AccelerometerChange", {"x": x, "y": y, "z": z})

    def points_to(self, direction: float) -> None:
        """Point the phone somewhere: degrees from the north, clockwise."""
        self._motion("CompassChange", {"direction": direction})

    def turns(self, x: float, y: float, z: float) -> None:
        """Turn the phone: rad/s around its axes."""
        self._motion("GyroscopeChange", {"x": x, "y": y, "z": z})

    def is_held_at(self, alpha: float, beta: float, gamma: float) -> None:
        """Hold the phone at an angle, in degrees."""
        self._motion("DeviceMotionChange", {"alpha": alpha, "beta": beta, "gamma": gamma})

    def shakes(self) -> None:
        """Shake the phone once."""
        self._set("shaken", {}, lambda: None)
        self.happens("Shake", {})

    def leaves_program(self) -> None:
        """Go to another app: the program is hidden, with its timers running on."""
        self._background(hidden=True)

    def returns_to_program(self) -> None:
        """Come back to the program."""
        self._background(hidden=False)

    def wifi_nearby(self, name: str, password: str = "") -> None:
        """Put a Wi-Fi network near the phone; without a password it is open."""
        network = WifiNetwork(name, password, bssid=f"02:00:00:00:00:{len(self._senses.wifi.networks):02x}")
        self._set("wifi", {"name": name}, lambda: self._senses.wifi.networks.append(network))

    def switches_wifi(self, *, on: bool) -> None:
        """Switch Wi-Fi on or off."""
        self._set("wifi", {"on": on}, lambda: setattr(self._senses.wifi, "on", on))

    def bluetooth_nearby(self, device: str, name: str, services: Mapping[str, Mapping[str, str]]) -> None:
        """Put a Bluetooth device near the phone, and switch Bluetooth on.

        ``services`` are the device's values, as hex text, by service id and characteristic id.
        """
        found = BluetoothDevice(device, name, {service: dict(values) for service, values in services.items()})

        def change() -> None:
            self._senses.bluetooth.on = True
            self._senses.bluetooth.devices[device] = found

        self._set("bluetooth", {"device": device, "name": name}, change)

    def switches_bluetooth(self, *, on: bool) -> None:
        """Switch Bluetooth on or off, and tell who listens to its adapter."""
        self._set("bluetooth", {"on": on}, lambda: setattr(self._senses.bluetooth, "on", on))
        if self._senses.bluetooth.opened:
            self.happens("BluetoothAdapterStateChange", {"available": on, "discovering": False})

    def takes_screenshot(self) -> None:
        """Let the buyer take a picture of the screen: who listens to my.onUserCaptureScreen hears of it."""
        self.happens("UserCaptureScreen", {})

    def happens(self, event: str, detail: dict[str, object]) -> None:
        """Tell the program's listeners of an event of the phone, where a program is open."""
        if self._world.has_phone:
            self._world.phone.tester("happens", event, detail)

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self._senses.clipboard

    @property
    def album(self) -> tuple[Picture, ...]:
        """The pictures that programs saved."""
        return tuple(self._senses.album)

    @property
    def downloads(self) -> tuple[Picture, ...]:
        """The files that programs saved outside of themselves."""
        return tuple(self._senses.downloads)

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """The kinds of messages that the buyer agreed to, by the ids of their templates."""
        return tuple(self._senses.subscriptions)

    def _motion(self, event: str, reading: dict[str, float]) -> None:
        self._set(
            "motion",
            {"sensor": event.removesuffix("Change"), **reading},
            lambda: self._senses.motion.update({event: reading}),
        )
        self.happens(event, dict(reading))

    def _background(self, *, hidden: bool) -> None:
        self._world.journal.fact(Actor.HARNESS, "phone: background" if hidden else "phone: foreground", {})
        self._world.phone.tester("background", hidden)

    def _set(self, name: str, payload: dict[str, object], change: Callable[[], object]) -> None:
        self._backstage(change)
        self._world.journal.fact(Actor.HARNESS, f"phone: {name}", payload)
