"""What a schema cannot say: whether what a config names is there, and whether its keys go together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from harness.config.check_merchant import check_merchant, check_wallet
from harness.config.detect import find_programs, is_url, kind_of, origin_of
from harness.config.schema import Fault
from harness.config.words import ACTIONS, LOCATORS, MEANT, SCREENS
from harness.errors import HarnessError
from harness.toml import Key
from harness.wallet.profile import Profile
from harness.wallet.profile_build import nearest
from harness.wallet.profile_file import builtin_profiles, read_profile

_ROUTES = ("merchant", "refuse")


@dataclass(frozen=True, slots=True)
class Project:
    """A config that is in order by the schema, and the folder it lies in."""

    home: Path
    data: Mapping[str, object]

    def table(self, name: str) -> dict[str, object]:
        """Return one of its tables, empty where it is not there."""
        found = self.data.get(name)
        return found if isinstance(found, dict) else {}


def check(project: Project) -> list[Fault]:
    """Return everything that is wrong with a config."""
    merchant = project.data.get("merchant")
    backend = cast("dict[str, object]", merchant) if isinstance(merchant, dict) else None
    return [
        *_program(project),
        *_address(project),
        *_features(project),
        *(check_merchant(project.home, backend) if backend is not None else ()),
        *check_wallet(project.home, project.table("wallet"), backend),
        *_routes(project),
        *_money(project),
        *_goods(project),
        *_names(project.table("actions"), "actions", ACTIONS),
        *_names(project.table("screens"), "screens", SCREENS),
        *_targets(project),
        *_native(project),
        *_cannot(project),
    ]


def _program(project: Project) -> Iterator[Fault]:
    given, kind = project.data["program"], str(project.data.get("kind") or "")
    if not isinstance(given, dict):
        yield from _one_program(project, ("program",), str(given), kind, at=("kind",))
        if "native" in project.data:
            fact = "only a shop in both kinds has this table"
            yield Fault(("native",), fact, 'write program = { h5 = "dist", native = "miniprogram" }, or leave it out')
        return
    for name, value in given.items():
        yield from _one_program(project, ("program", name), str(value), name, at=("program", name))
    if kind:
        yield Fault(("kind",), "the program is there in both kinds", "leave kind out")
    if "port" in project.table("merchant"):
        fact = "each kind of the program has a backend of its own, and both cannot listen on one port"
        yield Fault(
            ("merchant", "port"), fact, "leave it out and let the command listen on {port}, or name one program"
        )


def _one_program(project: Project, key: Key, given: str, kind: str, *, at: Key) -> Iterator[Fault]:
    if is_url(given):
        if not origin_of(given):
            yield Fault(key, f'"{given}" is not a URL', 'write it like "http://localhost:5173/"')
        elif kind == "native":
            yield Fault(at, "a native program is a folder, not a URL", "name the folder that has its app.json")
        return
    folder = project.home / given
    found = kind_of(folder)
    if not folder.is_dir():
        yield Fault(key, f'there is no folder "{given}"', _program_near(project.home, given))
    elif not found:
        fact = f'there is neither an app.json nor an index.html in "{given}"'
        yield Fault(key, fact, _program_near(project.home, given))
    elif kind and kind != found and not (kind == "h5" and (folder / "index.html").is_file()):
        has = {"native": "app.json", "h5": "index.html"}[found]
        action = (
            f'write kind = "{found}", or leave it out' if at == ("kind",) else f"name the folder of the {kind} program"
        )
        yield Fault(at, f'"{given}" has an {has}: it is {found}, not {kind}', action)


def _program_near(home: Path, given: str) -> str:
    known = [str(folder.relative_to(home)) for folder in find_programs(home)]
    if not known:
        return "name the folder of a Mini Program, or the URL at which it is served"
    return nearest(given, known)


def _address(project: Project) -> Iterator[Fault]:
    address, given = project.data.get("address"), project.data["program"]
    program = str(given["h5"] if isinstance(given, dict) else given)
    if address is None:
        return
    if is_url(program):
        yield Fault(("address",), "the program has an address already: its URL", "leave address out")
    elif origin_of(str(address)) != str(address).rstrip("/"):
        like = origin_of(str(address)) or origin_of(f"https://{address}") or "https://shop.example.iq"
        yield Fault(("address",), f'"{address}" is not an origin', f'write it like "{like}"')


def _features(project: Project) -> Iterator[Fault]:
    given = project.data.get("features")
    if given is not None and not (project.home / str(given)).is_dir():
        folders = {file.parent.relative_to(project.home).as_posix() for file in project.home.glob("*/**/*.feature")}
        action = nearest(str(given), folders) if folders else "`harness init` writes a first feature"
        yield Fault(("features",), f'there is no folder "{given}"', action)


def _routes(project: Project) -> Iterator[Fault]:
    for origin, target in project.table("routes").items():
        key: Key = ("routes", origin)
        if not origin.startswith("/") and not origin_of(origin):
            host = origin.rpartition("://")[2]
            yield Fault(key, f'"{origin}" is neither an origin nor a path', f'write "http://{host}" or "/{host}"')
        to = str(target)
        if to in _ROUTES or (is_url(to) and origin_of(to)) or (project.home / to).exists():
            continue
        advice = nearest(to, _ROUTES)
        if not advice.startswith("did"):
            advice = 'write "merchant", "refuse", the path of a file or folder, or an origin'
        yield Fault(key, f'"{to}" is no file or folder here', advice)


def _money(project: Project) -> Iterator[Fault]:
    given = str(project.data.get("profile", "super_qi"))
    try:
        profiles = [read_profile(str(project.home / given) if given.endswith(".toml") else given)]
    except HarnessError as error:
        known = builtin_profiles()
        yield Fault(("profile",), error.fact, error.action or f"choose one of: {', '.join(known)}")
        meant = difflib.get_close_matches(given, known, n=1) or known
        profiles = [read_profile(name) for name in meant]
    yield from _amount(profiles, ("buyer", "balance"), project.table("buyer").get("balance"))
    for number, good in enumerate(_goods_of(project)):
        yield from _amount(profiles, ("goods", number, "price"), good.get("price"))


def _amount(profiles: Sequence[Profile], key: Key, words: object) -> Iterator[Fault]:
    """Find an amount that none of these wallets could read: one wallet, or all where it is not known which is meant."""
    if words is None:
        return
    told: list[HarnessError] = []
    for profile in profiles:
        try:
            profile.money.read(str(words))
        except HarnessError as error:
            told.append(error)
    if len(told) == len(profiles):
        yield Fault(key, told[0].fact, told[0].action)


def _goods_of(project: Project) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", project.data.get("goods", []))


def _goods(project: Project) -> Iterator[Fault]:
    names: list[object] = []
    for number, good in enumerate(_goods_of(project)):
        if good["name"] in names:
            yield Fault(
                ("goods", number, "name"), f'"{good["name"]}" is there twice', "give each of the goods its own name"
            )
        names.append(good["name"])
        if "buy" not in good and "buy" not in project.table("actions"):
            action = 'add buy = { text = "Buy" }, with what the buyer taps'
            fact = f'nothing says how the buyer orders "{good["name"]}"'
            yield Fault(("goods", number, "buy"), fact, action, at=("goods", number, "name"))


def _names(table: Mapping[str, object], kind: str, known: tuple[str, ...]) -> Iterator[Fault]:
    """Find names that are meant as one of the ready-made steps' own; others belong to the project's own steps."""
    for name in table:
        plain = " ".join(name.lower().replace("_", " ").replace("-", " ").split())
        if name in known:
            continue
        close = difflib.get_close_matches(plain, known, n=1, cutoff=0.88)
        meant = MEANT.get(plain, close[0] if close else "")
        if meant in known:
            yield Fault((kind, name), "the ready-made steps know no such name", f'did you mean "{meant}"?')


def _targets(project: Project) -> Iterator[Fault]:
    for kind in ("actions", "screens"):
        for name, value in project.table(kind).items():
            yield from _target_list(value, (kind, name), screen=kind == "screens")
    for number, good in enumerate(_goods_of(project)):
        if "buy" in good:
            yield from _target_list(good["buy"], ("goods", number, "buy"), screen=False)


def _native(project: Project) -> Iterator[Fault]:
    """Hold what a native program does and shows otherwise to the same rules."""
    for kind, known in (("actions", ACTIONS), ("screens", SCREENS)):
        table = project.table("native").get(kind)
        if not isinstance(table, dict):
            continue
        for fault in _names(table, kind, known):
            yield Fault(("native", *fault.path), fault.fact, fault.action)
        for name, value in table.items():
            yield from _target_list(value, ("native", kind, name), screen=kind == "screens")


def _cannot(project: Project) -> Iterator[Fault]:
    """Find what is declared as lacking and is no screen or action, or is there all the same."""
    known = ("notification", "polling", *ACTIONS, *SCREENS)
    for name in project.table("cannot"):
        key: Key = ("cannot", name)
        found = next((kind for kind in ("actions", "screens") if name in project.table(kind)), "")
        if name == "refund" and "refund" in project.table("merchant"):
            found = "merchant"
        if found:
            yield Fault(key, f"{found} names it as well", "keep one of the two")
        elif name not in known:
            yield Fault(key, f'"{name}" is none of its values', nearest(name.lower(), known))


def _target_list(value: object, key: Key, *, screen: bool) -> Iterator[Fault]:
    known = (*LOCATORS, "console") if screen else LOCATORS
    for place, target in [(key, value)] if isinstance(value, dict) else _numbered(key, value):
        given = [name for name in cast("dict[str, object]", target) if name in known]
        if not given:
            yield Fault(
                place,
                "it does not say what is meant",
                f'write it like {{ text = "{"Paid" if screen else "Buy"}" }}; known: {", ".join(known)}',
            )
        elif len(given) > 1:
            yield Fault(
                place, f"it says it in {len(given)} ways: {' and '.join(given)}", f"keep one of them: {given[0]}"
            )


def _numbered(key: Key, value: object) -> list[tuple[Key, object]]:
    return [((*key, number), item) for number, item in enumerate(cast("list[object]", value))]
