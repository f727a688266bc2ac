"""Which browser the phone uses, and what a person reads where there is none (harness/phone/browser.py)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.phone import browser
from harness.phone.browser import (
    LAUNCH_ARGS,
    BrowserChoice,
    ensure_it_starts,
    find_browser,
    install_browser,
    main,
)
from harness.setup import apt
from harness.setup.command import Finished

SHELL_FOLDER = "chromium_headless_shell-1255"
STARTS = "echo '<html><head></head><body></body></html>'"
LACKS_LIBRARY = (
    'echo "$0: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127'
)

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes a program (a shell script) below the test's folder."""

    def write(name: str, script: str = STARTS, *, mode: int = 0o755) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(mode)
        return path

    return write


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the test a machine without a browser, and without the right to install one."""
    monkeypatch.delenv("HARNESS_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(apt, "may_install", lambda: False)
    monkeypatch.setattr(browser, "ensure_fonts", lambda: None)


def playwright_browser(make: Make, folder: str = SHELL_FOLDER, program: str = "chrome-headless-shell") -> Path:
    """Put a complete download of Playwright's into its folder."""
    path = make(f"playwright/{folder}/linux64/{program}")
    (path.parents[1] / "INSTALLATION_COMPLETE").touch()
    return path


class TestOrder:
    """HARNESS_CHROMIUM, then Playwright's own, then the system's."""

    def test_the_named_browser_comes_first(self, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        named = make("elsewhere/my browser")
        playwright_browser(make)
        make("bin/chromium")
        monkeypatch.setenv("HARNESS_CHROMIUM", str(named))
        assert find_browser() == BrowserChoice(named, "HARNESS_CHROMIUM")

    def test_playwrights_own_comes_before_the_systems(self, make: Make) -> None:
        own = playwright_browser(make)
        make("bin/chromium-headless-shell")
        assert find_browser() == BrowserChoice(own, "playwright")

    def test_playwrights_headless_shell_comes_before_its_full_browser(self, make: Make) -> None:
        playwright_browser(make, "chromium-1300", "chrome")
        shell = playwright_browser(make)
        assert find_browser().path == shell

    def test_playwrights_newest_comes_first(self, make: Make) -> None:
        playwright_browser(make, "chromium_headless_shell-999", "headless_shell")
        newest = playwright_browser(make, "chromium_headless_shell-1300")
        playwright_browser(make)
        assert find_browser().path == newest

    def test_a_download_that_was_cut_off_does_not_count(self, make: Make) -> None:
        make(f"playwright/{SHELL_FOLDER}/linux64/chrome-headless-shell")
        system = make("bin/chromium")
        assert find_browser() == BrowserChoice(system, "system")

    def test_the_systems_come_in_the_order_of_their_speed(self, make: Make) -> None:
        for name in reversed(browser.SYSTEM_NAMES):
            program = make(f"bin/{name}")
            assert find_browser() == BrowserChoice(program, "system")

    def test_ubuntus_snap_stub_does_not_count(self, make: Make) -> None:
        make("bin/chromium-browser", 'if ! [ -x /snap/bin/chromium ]; then echo "snap install chromium"; fi')
        chrome = make("bin/google-chrome")
        assert find_browser().path == chrome

    def test_playwrights_folder_is_found_without_the_variable(
        self, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH")
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        path = make(f"cache/ms-playwright/{SHELL_FOLDER}/linux64/chrome-headless-shell")
        (path.parents[1] / "INSTALLATION_COMPLETE").touch()
        assert find_browser() == BrowserChoice(path, "playwright")


class TestErrors:
    """One clear error: the fact, the place, the next action."""

    def test_no_browser(self) -> None:
        with pytest.raises(HarnessError) as caught:
            find_browser()
        assert str(caught.value) == (
            "no Chromium was found on this machine\n  next: run `make setup`, or set HARNESS_CHROMIUM"
        )

    def test_the_named_browser_does_not_exist(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HARNESS_CHROMIUM", str(tmp_path / "gone"))
        with pytest.raises(HarnessError) as caught:
            find_browser()
        assert str(caught.value) == (
            f"{tmp_path / 'gone'}: HARNESS_CHROMIUM names a file that does not exist\n"
            "  next: point HARNESS_CHROMIUM at a Chromium program, or unset it"
        )

    def test_the_named_browser_is_a_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HARNESS_CHROMIUM", str(tmp_path))
        with pytest.raises(HarnessError, match="HARNESS_CHROMIUM names no program"):
            find_browser()

    def test_the_named_browser_may_not_be_executed(self, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        named = make("chromium", mode=0o644)
        monkeypatch.setenv("HARNESS_CHROMIUM", str(named))
        with pytest.raises(HarnessError) as caught:
            find_browser()
        assert str(caught.value) == (
            f"{named}: HARNESS_CHROMIUM names a file that may not be executed\n"
            "  next: make it executable, point HARNESS_CHROMIUM at a Chromium program, or unset it"
        )

    def test_a_library_is_missing_and_may_not_be_installed(self, make: Make) -> None:
        choice = BrowserChoice(make("shell", LACKS_LIBRARY), "playwright")
        with pytest.raises(HarnessError) as caught:
            ensure_it_starts(choice)
        assert str(caught.value).startswith(
            f"{choice.path}: the browser cannot start: the system library libnss3.so is missing\n  next: as root run `"
        )
        assert "playwright install-deps chromium" in caught.value.action

    def test_the_browser_says_something_else(self, make: Make) -> None:
        choice = BrowserChoice(make("shell", "echo no display >&2; exit 3"), "system")
        with pytest.raises(HarnessError, match="the browser does not start: no display"):
            ensure_it_starts(choice)

    def test_a_program_that_is_no_browser(self, make: Make) -> None:
        with pytest.raises(HarnessError, match="the browser does not start: exit code 0, nothing printed"):
            ensure_it_starts(BrowserChoice(make("shell", "exit 0"), "HARNESS_CHROMIUM"))


class TestInstalling:
    """Playwright's download first, then Debian's package; never a browser that does not start."""

    @pytest.fixture(autouse=True)
    def closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let every download fail the way a closed network makes it fail."""
        monkeypatch.setattr(browser, "_install_by_playwright", lambda: "the download server cannot be reached")

    def test_nothing_can_be_installed(self) -> None:
        with pytest.raises(HarnessError) as caught:
            install_browser()
        assert caught.value.fact == "no browser could be installed: the download server cannot be reached"
        assert caught.value.action.endswith("or set HARNESS_CHROMIUM")

    def test_the_package_is_installed_where_the_download_fails(
        self, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []

        def install(*packages: str) -> Finished:
            asked.append(packages[0])
            if packages[0] == "chromium":
                make("bin/chromium")
                return Finished(0, "")
            return Finished(100, "E: Unable to locate package chromium-headless-shell")

        monkeypatch.setattr(apt, "may_install", lambda: True)
        monkeypatch.setattr(apt, "install", install)
        assert install_browser().path.name == "chromium"
        assert asked == ["chromium-headless-shell", "chromium"]

    def test_what_each_way_said_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apt, "may_install", lambda: True)
        monkeypatch.setattr(apt, "install", lambda *names: Finished(100, f"E: Unable to locate package {names[0]}\n"))
        with pytest.raises(HarnessError) as caught:
            install_browser()
        assert caught.value.fact == (
            "no browser could be installed: the download server cannot be reached; "
            "apt-get: E: Unable to locate package chromium-headless-shell; "
            "apt-get: E: Unable to locate package chromium"
        )

    def test_a_package_that_leaves_a_snap_is_not_named_as_the_way_out(
        self, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def install(*packages: str) -> Finished:
            stub = make("bin/chromium-browser", "exec /snap/bin/chromium")
            return Finished(0 if stub.exists() else 1, "")

        monkeypatch.setattr(apt, "may_install", lambda: True)
        monkeypatch.setattr(apt, "install", install)
        with pytest.raises(HarnessError) as caught:
            install_browser()
        assert caught.value.fact.endswith("/chromium-browser is a snap, which cannot be used")
        assert caught.value.action == "connect to the network, or set HARNESS_CHROMIUM to one that is no snap"


class TestCommand:
    """`python -m harness.phone.browser` prints one line."""

    def test_the_line(self, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
        program = make("bin/chromium")
        assert main() == 0
        assert capsys.readouterr().out == f"browser: {program} (system)\n"

    def test_an_error_is_one_message(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("HARNESS_CHROMIUM", str(tmp_path / "gone"))
        assert main() == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith(f"error: {tmp_path / 'gone'}: HARNESS_CHROMIUM names a file that does not exist")


def test_the_sandbox_is_off_only_for_root() -> None:
    assert ("--no-sandbox" in LAUNCH_ARGS) == (os.geteuid() == 0)


def test_features_are_switched_off_in_one_argument() -> None:
    """Chromium heeds only the last of several --disable-features."""
    assert sum(argument.startswith("--disable-features=") for argument in LAUNCH_ARGS) == 1
