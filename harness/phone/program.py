"""The Mini Program as its tester sees it: pages, data, storage, mocks, by the names miniprogram-automator made known.

``pageStack`` is ``page_stack``, ``currentPage`` ``current_page``, ``callWxMethod`` ``call_api``, ``mockWxMethod``
``mock_api``, ``restoreWxMethod`` ``restore_api``; on a page ``$`` is ``element``, ``callMethod`` ``call_method``.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from harness.errors import HarnessError
from harness.journal import Actor
from harness.phone.screen import PageLeft

if TYPE_CHECKING:
    from harness.phone.phone import Phone

_MOVES = ("navigateTo", "redirectTo", "reLaunch", "switchTab", "navigateBack")
Answering = Callable[[dict[str, object]], object]
"""A function that answers an API: gets what the program passed, returns the result; it raises ApiError to fail."""


class ProgramError(HarnessError):
    """The program does not have, or does not do, what the tester asks of it."""


class ApiError(Exception):
    """Raised by a mock: the call fails with this number and text (jsapi.md 1.1)."""

    def __init__(self, error: int, message: str) -> None:
        self.result = {"error": error, "errorMessage": message, "message": message}
        super().__init__(message)


@dataclass(slots=True)
class Element:
    """What an AXML selector means on the page in front: its tags, classes, ids and attributes are those of the AXML.

    It is looked for anew each time, and waited for as long as the phone is patient.
    """

    phone: Phone
    selector: str

    def text(self) -> str:
        """Wait until it is visible and return what it says (the value of a field)."""
        return self.phone.see({"selector": self.selector})

    def texts(self) -> list[str]:
        """Return what each visible element that matches says now."""
        return [str(text) for text in _list(self.phone.tester("texts", self.selector))]

    def attribute(self, name: str) -> str | None:
        """Wait until it is visible and return one of its attributes, or None."""
        self.text()
        found = self.phone.tester("attribute", self.selector, name)
        return None if found is None else str(found)

    def tap(self) -> None:
        """Tap it."""
        self.phone.tap({"selector": self.selector})

    def input(self, words: str) -> None:
        """Type words into it, in the place of what it holds."""
        self.phone.write({"selector": self.selector}, words)


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """One page of the stack: ``path`` (``pages/order/order``; of an H5 program the URL's path), ``query``, ``title``.

    Data and methods are those of the page in front; of another page they cannot be reached, as on a device.
    """

    program: MiniProgram = field(repr=False, compare=False)
    path: str
    query: Mapping[str, str]
    title: str

    def data(self, path: str = "", *, component: str = "") -> object:
        """Return the page's data, or what is at ``path`` in it (``cart.items[0].name``), None where nothing is.

        ``component`` (``#id`` or ``.class``) means the data of a component on it. Raises ProgramError in an H5 program.
        """
        return self._ask("data", component, path)

    def set_data(self, patch: Mapping[str, object], *, component: str = "") -> None:
        """Change data as ``setData`` does; the screen shows it when this returns."""
        self._ask("setData", component, dict(patch))

    def call_method(self, name: str, *arguments: object, component: str = "") -> object:
        """Call a method of the page and return what it returns, once its Promise is kept.

        Raises ProgramError where there is no such method, or with file, line and column where it throws.
        """
        return self._ask("callMethod", component, name, list(arguments))

    def element(self, selector: str) -> Element:
        """Return the first visible element that an AXML selector matches."""
        return Element(self.program.phone, selector)

    def _ask(self, verb: str, *given: object) -> object:
        front = self.program.current_page()
        if (front.path, front.query) != (self.path, self.query):
            raise ProgramError(f"{self.path} is not in front: {front.path} is", action="take current_page() again")
        return self.program.phone.tester(verb, *given)


@dataclass(slots=True)
class MiniProgram:
    """The program that is open on a phone."""

    phone: Phone
    _mocks: dict[str, dict[str, object]] = field(default_factory=dict)
    _functions: dict[str, Answering] = field(default_factory=dict)
    _version: int = 0
    _door: str = ""

    def page_stack(self) -> list[ProgramPage]:
        """Return the pages that are open, the one in front last."""
        return [_page(self, each) for each in _list(self.phone.tester("pages"))]

    def current_page(self) -> ProgramPage:
        """Return the page in front; raises ProgramError where no page is open."""
        pages = self.page_stack()
        if not pages:
            raise ProgramError("the program has no page open")
        return pages[-1]

    def navigate_to(self, url: str, **query: str) -> ProgramPage:
        """Open a page over the one in front, by ``my.navigateTo``, and return it; raises ProgramError where it is refused."""
        return self._go("navigateTo", url, query)

    def redirect_to(self, url: str, **query: str) -> ProgramPage:
        """Open a page in the place of the one in front."""
        return self._go("redirectTo", url, query)

    def re_launch(self, url: str, **query: str) -> ProgramPage:
        """Close all pages and open one."""
        return self._go("reLaunch", url, query)

    def switch_tab(self, url: str) -> ProgramPage:
        """Open a page of the tab bar."""
        return self._go("switchTab", url, {})

    def navigate_back(self, delta: int = 1) -> ProgramPage:
        """Go back so many pages."""
        with self.phone.moving() if self.phone.has_pages_behind() else nullcontext():
            self.call_api("navigateBack", delta=delta)
        return self.current_page()

    def call_api(self, api: str, **parameters: object) -> object:
        """Call ``my.<api>`` as the program would and return its result; raises ProgramError with the wallet's words where it fails."""
        try:
            outcome = _mapping(self.phone.tester("api", api, parameters))
        except PageLeft as error:
            if api in _MOVES:
                return {}
            raise ProgramError(f"the program went to another page before my.{api} had answered") from error
        result = outcome.get("result")
        if outcome.get("ok") is True:
            return result
        text = result.get("errorMessage") if isinstance(result, dict) else None
        raise ProgramError(f"my.{api} failed: {text or json.dumps(result, ensure_ascii=False)}")

    def storage(self, key: str) -> object:
        """Return what the program keeps under a key (``my.getStorage``), or None. The journal does not see it."""
        return self._local("getStorageSync", key=key).get("data")

    def storage_keys(self) -> list[str]:
        """Return every key under which the program keeps something."""
        return [str(key) for key in _list(self._local("getStorageInfoSync").get("keys"))]

    def set_storage(self, key: str, value: object) -> None:
        """Let the program find a value under a key, as if it had kept it earlier."""
        self._local("setStorageSync", key=key, data=value)

    def remove_storage(self, key: str) -> None:
        """Let the program find nothing under a key."""
        self._local("removeStorageSync", key=key)

    def clear_storage(self) -> None:
        """Let the program find nothing at all."""
        self._local("clearStorageSync")

    def mock_api(self, api: str, answer: object | Answering | ApiError = None) -> None:
        """Answer ``my.<api>`` in the wallet's place: with a result, with a failure (ApiError), or by a function.

        It holds for every later call, also on other pages, and also where the wallet lacks the API, until
        ``restore_api``. A function cannot answer what answers at once (``...Sync``, ``canIUse``). The journal notes
        when mocks begin and end.
        """
        self._functions.pop(api, None)
        if isinstance(answer, ApiError):
            mock: dict[str, object] = {"ok": False, "result": answer.result}
        elif callable(answer):
            if api.endswith("Sync") or api == "canIUse":
                raise ProgramError(
                    f"my.{api} answers at once: no function can be asked", action="mock it with a result"
                )
            self._functions[api] = answer
            mock = {"ask": self._open_door()}
        else:
            mock = {"ok": True, "result": {} if answer is None else answer}
            try:
                json.dumps(mock)
            except (TypeError, ValueError) as error:
                raise ProgramError(f"the result for my.{api} is not JSON: {error}") from error
        self._mocks[api] = mock
        self._put_in_place()
        self.phone.journal.fact(Actor.HARNESS, "mock", {"api": api, "on": True})

    def restore_api(self, api: str) -> None:
        """Let the wallet answer ``my.<api>`` again; raises ProgramError where it was not mocked."""
        if self._mocks.pop(api, None) is None:
            known = ", ".join(self._mocks) or "none"
            raise ProgramError(f"my.{api} is not mocked", action=f"mocked are: {known}")
        self._functions.pop(api, None)
        self._put_in_place()
        self.phone.journal.fact(Actor.HARNESS, "mock", {"api": api, "on": False})

    def _go(self, api: str, url: str, query: Mapping[str, str]) -> ProgramPage:
        joined = f"{url}{'&' if '?' in url else '?'}{urlencode(query, quote_via=quote)}" if query else url
        with self.phone.moving():
            self.call_api(api, url=joined)
        return self.current_page()

    def _local(self, api: str, **parameters: object) -> Mapping[str, object]:
        outcome = _mapping(self.phone.tester("local", api, parameters))
        result = outcome.get("result")
        if outcome.get("ok") is not True:
            raise ProgramError(f"my.{api} failed: {json.dumps(result, ensure_ascii=False)}")
        return result if isinstance(result, Mapping) else {}

    def _open_door(self) -> str:
        """Return the name by which the page asks for an answer; nobody else knows it."""
        if not self._door:
            self._door = f"_{secrets.token_hex(8)}"
            self.phone.context.expose_function(self._door, lambda api, given: self._answer(api, given))
        return self._door

    def _answer(self, api: str, parameters: dict[str, object]) -> dict[str, object]:
        try:
            return {"ok": True, "result": self._functions[api](parameters)}
        except ApiError as error:
            return {"ok": False, "result": error.result}
        except Exception as error:  # noqa: BLE001 - a tester's function may raise anything; the program sees a failure
            self.phone.journal.fact(
                Actor.HARNESS, "mock failed", {"api": api, "text": f"{type(error).__name__}: {error}"}
            )
            return {"ok": False, "result": ApiError(3, f"the mock of my.{api} failed: {error}").result}

    def _put_in_place(self) -> None:
        """Give all mocks to the page that is open, and to every document that comes after it."""
        self._version += 1
        table = json.dumps(self._mocks).replace("<", "\\u003c")
        call = f"window[{self.phone.engine!r}].tester.mock({self._version}, {table})"
        self.phone.context.add_init_script(f"if (window.top === window) {call};")
        self.phone.tester("mock", self._version, self._mocks)


def _page(program: MiniProgram, each: object) -> ProgramPage:
    row = _mapping(each)
    query = {str(name): str(value) for name, value in _mapping(row.get("query")).items()}
    return ProgramPage(program, str(row.get("path")), query, str(row.get("title")))


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
