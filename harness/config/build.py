"""From the tables of a checked file to a Config."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

from harness.config.config import Config, Good, MerchantConfig, RefundConfig, Target
from harness.config.detect import is_url, kind_of
from harness.config.words import AMOUNTS

Table = Mapping[str, object]


def build(file: Path, data: Table) -> Config:
    """Return what a file says; it has been checked before."""
    home = file.parent.resolve()
    program = data["program"]
    if not isinstance(program, dict):
        return _built(file, home, data, str(program))
    native = _table(data, "native")
    other = dict(data, kind="native")
    for name in ("actions", "screens"):
        other[name] = {**_table(data, name), **_table(native, name)}
    other.pop("address", None)
    partner = _built(file, home, other, str(program["native"]))
    return replace(_built(file, home, dict(data, kind="h5"), str(program["h5"])), partner=partner)


def _built(file: Path, home: Path, data: Table, program: str) -> Config:
    url = program if is_url(program) else ""
    folder = home if url else home / program
    kind = str(data.get("kind") or ("h5" if url else kind_of(folder)))
    name = str(data.get("name") or home.name)
    buyer, wallet = _table(data, "buyer"), _table(data, "wallet")
    goods = _tables(data, "goods")
    actions = {name: _taps(value) for name, value in _table(data, "actions").items()}
    usual = actions.get("buy", ())
    for good in goods:
        named = actions.get(f"buy {good['name']}", usual)
        actions[f"buy {good['name']}"] = _taps(good["buy"]) if "buy" in good else named
    return Config(
        file=file,
        name=name,
        name_arabic=str(data.get("name_arabic") or name),
        kind=cast('Literal["h5", "native"]', kind),
        folder=folder,
        url=url,
        address=str(data.get("address", "")).rstrip("/"),
        profile=_profile(home, str(data.get("profile", ""))),
        features=home / str(data.get("features", "features")),
        deliveries=tuple(cast('list[Literal["success", "split"]]', data.get("deliveries", ["success", "split"]))),
        balance=str(buyer.get("balance", "")),
        language=cast('Literal["en", "ar"]', buyer.get("language", "en")),
        merchant=_merchant(home, data.get("merchant", "reference")),
        wallet_port=int(str(wallet.get("port", 0))),
        wallet_key=home / str(wallet["private_key"]) if "private_key" in wallet else None,
        routes={origin: _led(home, str(target)) for origin, target in _table(data, "routes").items()},
        goods=tuple(Good(str(g["name"]), str(g["price"]), str(g.get("description", ""))) for g in goods),
        actions=actions,
        screens={name: cast("Target", target) for name, target in _table(data, "screens").items()},
        cannot={name: str(reason) for name, reason in _table(data, "cannot").items()},
    )


def command_words(value: object) -> tuple[str, ...]:
    """Return a command as its words; raises ValueError where a quote is left open."""
    return tuple(shlex.split(value)) if isinstance(value, str) else tuple(cast("list[str]", value))


def _merchant(home: Path, given: object) -> MerchantConfig:
    if not isinstance(given, dict):
        return MerchantConfig(folder=home)
    table = cast("dict[str, object]", given)

    def file(name: str) -> Path | None:
        return home / str(table[name]) if name in table else None

    return MerchantConfig(
        command=command_words(table.get("command", "")),
        url=str(table.get("url", "")).rstrip("/"),
        client_id=str(table.get("client_id", "")),
        public_key=file("public_key"),
        folder=home / str(table.get("folder", ".")),
        port=int(str(table.get("port", 0))),
        env={name: str(value) for name, value in _table(table, "env").items()},
        env_file=file("env_file"),
        files={name: home / str(template) for name, template in _table(table, "files").items()},
        ready=str(table.get("ready", "")),
        ready_seconds=int(str(table.get("ready_seconds", 30))),
        restart=cast('Literal["run", "scenario"]', table.get("restart", "run")),
        refund=_refund(_table(table, "refund")),
    )


def _refund(table: Table) -> RefundConfig | None:
    if not table:
        return None
    command = command_words(table.get("command", ""))
    url, body = str(table.get("url", "")), str(table.get("body", ""))
    return RefundConfig(
        url=url,
        method=str(table.get("method", "POST")).upper(),
        headers={name: str(value) for name, value in _table(table, "headers").items()},
        body=body,
        command=command,
        partly=any(f"{{{name}}}" in text for name in AMOUNTS for text in (url, body, *command)),
    )


def _profile(home: Path, given: str) -> str:
    return str(home / given) if given.endswith(".toml") else given or "super_qi"


def _led(home: Path, target: str) -> str:
    return target if target in ("merchant", "refuse") or is_url(target) else str(home / target)


def _taps(value: object) -> tuple[Target, ...]:
    return tuple(cast("list[Target]", value if isinstance(value, list) else [value]))


def _table(data: Table, name: str) -> dict[str, object]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _tables(data: Table, name: str) -> list[dict[str, object]]:
    found = data.get(name)
    return cast("list[dict[str, object]]", found) if isinstance(found, list) else []
