"""docs/jsapi.md: every JSAPI of the surface, how often real programs call it, and what answers it here.

``python -m harness.suite.jsapi_page docs/jsapi.md`` writes the page anew. The surface is ``harness/runtime/jsapi_surface.tsv``:
the names that public programs call or the base library's types have.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.runtime.bundle import EVENTS, LOCAL_APIS, MEMBERS, NATIVE_APIS
from harness.wallet.jsapi import BY_BUTTON, JSAPIS
from harness.wallet.profile import load_profile

SURFACE = Path(__file__).parents[1] / "runtime" / "jsapi_surface.tsv"

LACKS = (
    (
        r"ap\.|cloud\.|.*(Alipay|KB|Voucher|Ticket|MerchantCard|paySign|Certificate|BackgroundFetch|BeforeAddOrder|Geocoder)",
        "a service of Alipay in China",
    ),
    (r".*Located", "needs a city list that finds the phone's own city, a service of Alipay in China"),
    (r".*(Plugin|ParentAppId)", "for plugins, which come from Alipay's own market"),
    (r".*AddToDesktop", "the menu of the wallet here has nothing that is put on a desktop"),
    (r".*VisualEffectOnCapture", "needs the phone's own screen recorder"),
    (r"getAccessibilityManager|openOtherApp", "nobody documents it: the base library's types have its name alone"),
    (r".*(Beacon|BluetoothPair|BLE)", "no beacon and no pairing: the phone's Bluetooth has low energy devices only"),
    (r".*(Wifi|SSID|LocalIP)", "a service of the phone's own Wi-Fi settings"),
    (r".*(Audio|Recorder|Video|Lottie|Map|calculateRoute|RewardedAd)", "video, recording and maps are placeholders"),
    (
        r".*(Ifaa|APVerify|PhoneNumber|Address|RunData)",
        "needs an identity service that no wallet of the family documents",
    ),
    (r"chooseimage$", "a misspelling: undefined on a phone too, which is how the bug in that program shows"),
)
"""Why a wallet here lacks an API, by its name; the first that fits."""
NOBODYS = "not built"
WEB_VIEW = ("getEnv", "postMessage", "onMessage")
"""What only the ``my`` inside a web-view has (web-view-my.ts)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One API: its name without ``my.``, how many of the 34 public programs call it, its form, and what answers it."""

    name: str
    programs: int
    form: str
    answer: str

    @property
    def works(self) -> bool:
        """Whether anything answers it."""
        return not self.answer.startswith("lacks")


def rows() -> tuple[Row, ...]:
    """Return the surface, the most called first, each with what answers it in the default wallet."""
    offered = set(load_profile("super_qi").jsapi.apis)
    with SURFACE.open(encoding="utf-8", newline="") as file:
        found = [(row["api"].removeprefix("my."), row) for row in csv.DictReader(file, delimiter="\t")]
    return tuple(Row(name, int(row["programs"]), row["form"], answered_by(name, offered)) for name, row in found)


def answered_by(name: str, offered: Collection[str]) -> str:
    """Return what answers an API where a wallet offers these: the page, the wallet app ..., or why it is lacking."""
    if name == "call" and name in offered:
        return "page"
    here = name in LOCAL_APIS or name in MEMBERS or name in EVENTS
    if name in offered and (here or name in JSAPIS):
        return "page" if here else "wallet app"
    if name in NATIVE_APIS:
        return "native programs only"
    if name in WEB_VIEW:
        return "inside a web-view"
    reason = next(
        (why for pattern, why in LACKS if re.match(pattern, name)),
        NOBODYS,
    )
    return f"lacks: {reason}"


def page() -> str:
    """Return the whole page."""
    table = rows()
    called = [row for row in table if row.programs]
    extra = sorted({name for name in JSAPIS if "." not in name} - {row.name for row in table} - set(BY_BUTTON))
    lines = [
        "# The wallet's JSAPIs",
        "",
        "Made by `python -m harness.suite.jsapi_page docs/jsapi.md` from the code and `harness/runtime/jsapi_surface.tsv`: every",
        "name that 34 public programs call or that the base library's types have. A wallet offers what its profile names;",
        "this is the default one. What it lacks is `undefined`, `my.canIUse` says false, and `my.call` fails with error 1.",
        "",
        f"{sum(row.works for row in called)} of the {len(called)} that public programs call are answered, "
        f"{sum(row.works for row in table)} of all {len(table)}, and all that the overseas "
        f"platform's types name. Beside these: {', '.join(f'`{name}`' for name in extra)}.",
        "",
        "Error numbers are those of the wallets' documents; where those give none, the module that answers says so with [I]:",
        "Wi-Fi (`harness/wallet/jsapi_wifi.py`), some of the file manager's (`jsapi_file_system.py`), sounds (`members/audio.ts`), a",
        "socket that is not open, and of what only the base library's types name, regions and subscriptions",
        "(`jsapi_regions.py`, `jsapi_subscriptions.py`). A file may hold 10 MiB, a program's own folder 50 MiB. A wallet of its",
        "own has its own list: `apis` under `[jsapi]` in its profile; what is not in it is lacking there.",
        "",
        "The journal has every call, and what crosses on a WebSocket as `WS /path`; of a file or a text of more than 64 Ki characters",
        "it keeps size, SHA-256 and beginning, marked `shortened`.",
        "",
        "| my. | programs | form | answered by |",
        "|---|---|---|---|",
        *(f"| `{row.name}` | {row.programs or ''} | {row.form} | {row.answer} |" for row in table),
    ]
    return "\n".join(lines) + "\n"


def main(given: Sequence[str] | None = None) -> int:
    """Write the page to the file that is named."""
    [file] = sys.argv[1:] if given is None else given
    Path(file).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
