"""Which file of a native program belongs to which page, and which APIs its scripts name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypedDict, cast

from harness.runtime.native import CompiledProgram

_NAMED = re.compile(r"\bmy\.([A-Za-z]\w*)")
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", re.DOTALL)
_ENDS = re.compile(r"\.(?:axml|acss|less|js|ts|json)$")


class _Unit(TypedDict):
    script: str
    view: str
    style: str
    using: dict[str, str]


class _Module(TypedDict):
    code: str
    requires: dict[str, str]
    kind: str


class Sources:
    """The files of a compiled program."""

    def __init__(self, program: CompiledProgram) -> None:
        data = json.loads(program.text)
        self._pages = cast("Mapping[str, _Unit]", data["pages"])
        self._components = cast("Mapping[str, _Unit]", data["components"])
        self._modules = cast("Mapping[str, _Module]", data["modules"])
        self._named: dict[str, dict[str, int]] = {}

    def page_of(self, files: Iterable[str]) -> str:
        """Return the page that the first of these files to be a page's own belongs to, or ""."""
        return next((self._owners[file] for file in files if file in self._owners), "")

    def apis(self, route: str) -> dict[str, str]:
        """Return the APIs that the scripts a page uses name, each with ``file:line``; packages, who ask first, are left out."""
        found: dict[str, str] = {}
        for file in self._scripts(route):
            for name, line in self._names_in(file).items():
                found.setdefault(name, f"{file}:{line}")
        return found

    @cached_property
    def _owners(self) -> dict[str, str]:
        owners = {f"{route}.json": route for route in self._pages}
        for route, unit in self._pages.items():
            owners.update({unit[kind]: route for kind in ("script", "view", "style") if unit[kind]})
        return owners

    def _scripts(self, route: str) -> list[str]:
        units, waiting = [self._pages[route]], list(self._pages[route]["using"].values())
        seen = set(waiting)
        while waiting:
            unit = self._components[waiting.pop()]
            units.append(unit)
            more = [each for each in unit["using"].values() if each not in seen]
            seen.update(more)
            waiting += more
        files = dict.fromkeys(unit["script"] for unit in units if unit["script"])
        queue = list(files)
        while queue:
            for found in self._modules[queue.pop()]["requires"].values():
                if found not in files and not found.startswith("node_modules/"):
                    files[found] = None
                    queue.append(found)
        return [file for file in files if not file.startswith("node_modules/")]

    def _names_in(self, file: str) -> dict[str, int]:
        if file not in self._named:
            module = self._modules[file]
            code = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), module["code"])
            names: dict[str, int] = {}
            for number, line in enumerate(code.split("\n"), 1) if module["kind"] == "script" else ():
                for name in _NAMED.findall(line):
                    # Who asks whether the wallet has it knows what to do where it has not.
                    if not re.search(rf"canIUse\(\s*['\"`]{name}\b", code):
                        names.setdefault(name, number)
            self._named[file] = names
        return self._named[file]


def files_in(text: str) -> list[str]:
    """Return the files named as ``file:line:column`` in an error's text or stack, innermost first."""
    found = re.findall(r"((?:[\w@.%~+-]+/)*[\w@.%~+-]+\.(?:js|ts|sjs|axml)):\d+:\d+", text)
    return [file for file in found if _ENDS.search(file)]
