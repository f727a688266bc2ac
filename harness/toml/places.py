"""Where each key of a TOML file stands: what Python's reader of TOML does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CLOSES = {"[": "]", "{": "}"}


def key_places(text: str) -> Mapping[Path, tuple[int, int]]:
    """Return line and column, both from 1, of each key and table of a text that tomllib can read.

    A path has the names of the tables down to the key, and the place in a list: ``("goods", 0, "price")``.
    """
    return _Scanner(text).scan()


class _Scanner:
    """Walks once over the text; what is a value is passed over, what is a key is noted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[Path, tuple[int, int]] = {}
        self._lists: dict[Path, int] = {}

    def scan(self) -> dict[Path, tuple[int, int]]:
        table: Path = ()
        while self._blank():
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
        return self._found

    def _header(self) -> Path:
        begin, many = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        names = self._keys()
        self._at = self._text.index("]", self._at) + (2 if many else 1)
        path: Path = ()
        for number, name in enumerate(names):
            path = (*path, name)
            last = number == len(names) - 1
            if last and many:
                self._lists[path] = self._lists.get(path, -1) + 1
            self._note(path, begin)
            if path in self._lists:
                path = (*path, self._lists[path])
                self._note(path, begin)
        return path

    def _pair(self, table: Path) -> None:
        begin = self._at
        names = self._keys()
        for end in range(1, len(names) + 1):
            self._note((*table, *names[:end]), begin)
        self._at = self._text.index("=", self._at) + 1
        self._value((*table, *names))

    def _value(self, path: Path) -> None:
        self._blank()
        opener = self._text[self._at]
        if opener in _CLOSES:
            self._at += 1
            number = 0
            while self._blank() and self._text[self._at] != _CLOSES[opener]:
                if self._text[self._at] == ",":
                    self._at += 1
                elif opener == "{":
                    self._pair(path)
                else:
                    self._note((*path, number), self._at)
                    self._value((*path, number))
                    number += 1
            self._at += 1
        elif opener in "\"'":
            self._string()
        else:
            while self._at < len(self._text) and self._text[self._at] not in ",]}#\n":
                self._at += 1

    def _string(self) -> str:
        """Pass over a string and return it as it is written, quotes and all."""
        begin, quote = self._at, self._text[self._at]
        mark = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        self._at += len(mark)
        while not self._text.startswith(mark, self._at):
            self._at += 2 if quote == '"' and self._text[self._at] == "\\" else 1
        self._at += len(mark)
        while len(mark) == 3 and self._text.startswith(quote, self._at):  # quotes before the closing three
            self._at += 1
        return self._text[begin : self._at]

    def _keys(self) -> list[str]:
        names: list[str] = []
        while True:
            self._spaces()
            if self._text[self._at] in "\"'":
                names.append(next(iter(tomllib.loads(f"{self._string()} = 0"))))
            elif found := _BARE.match(self._text, self._at):
                names.append(found[0])
                self._at = found.end()
            self._spaces()
            if self._text[self._at] != ".":
                return names
            self._at += 1

    def _spaces(self) -> None:
        while self._text[self._at] in " \t":
            self._at += 1

    def _blank(self) -> bool:
        """Pass over white space and comments; return whether anything is left."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                self._at = (self._text + "\n").index("\n", self._at)
            elif self._text[self._at].isspace():
                self._at += 1
            else:
                return True
        return False

    def _note(self, path: Path, at: int) -> None:
        line = self._text.count("\n", 0, at) + 1
        self._found.setdefault(path, (line, at - self._text.rfind("\n", 0, at)))
