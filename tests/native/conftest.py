"""One browser and one set of servers for the tests of native programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from native_phone import ENGINE, NativePhone, OpenProgram, YesWallet, write_program
from playwright.sync_api import BrowserContext

from harness.phone import Admission, BrowserHolder, native_site
from harness.runtime.build import build
from harness.runtime.bundle import EVENTS, LOCAL_APIS, MEMBERS, PhoneConfig, init_script
from harness.serving import Backstage

pytest.register_assert_rewrite("conformance_language", "conformance_program", "conformance_touch")

APIS = (*LOCAL_APIS, *MEMBERS, *EVENTS, "alert", "getAuthCode", "request", "showToast", "tradePay", "call")


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    build()


@pytest.fixture(scope="session")
def backstage() -> Iterator[Backstage]:
    with Backstage() as backstage:
        yield backstage


@pytest.fixture
def open_program(browsers: BrowserHolder, backstage: Backstage, tmp_path: Path) -> Iterator[OpenProgram]:
    """Write a program of these files, or take a folder, and open it on a phone."""
    contexts: list[BrowserContext] = []
    http = httpx.AsyncClient(trust_env=False)

    def make(program: Mapping[str, str] | Path, path: str = "/") -> NativePhone:
        folder = program if isinstance(program, Path) else write_program(tmp_path / "program", program)
        wallet = YesWallet()
        host = backstage.serve(wallet.app())
        origin = backstage.serve(native_site(folder, host, http, lambda _phone: None, Admission(host)))
        context = browsers.get().new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
        contexts.append(context)
        config = PhoneConfig(host, "phone-1", "key", APIS, "app-1", {"language": "en"}, ENGINE, native=True)
        context.add_init_script(init_script(config))
        phone = NativePhone(context.new_page(), wallet)
        phone.page.on("pageerror", lambda error: phone.errors.append(error.message))
        phone.page.on("console", lambda message: phone.said.append(message.text))
        phone.page.goto(origin + path)
        return phone

    yield make
    for context in contexts:
        context.close()
    backstage.run(http.aclose())
