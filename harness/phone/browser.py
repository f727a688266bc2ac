"""The browser the phone is made of: finds one on this machine, installs one where there is none."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessError
from harness.setup import apt
from harness.setup.command import Finished, run
from harness.setup.console import RED, Progress, paint, say
from harness.setup.fonts import PACKAGE as FONTS
from harness.setup.fonts import ensure_fonts

INSTALL_SECONDS = 600.0
"""The longest a download of the browser may take."""

SYSTEM_NAMES = (
    "chromium-headless-shell",
    "headless_shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""Browsers a system may have on its PATH; the headless shell first: it opens a program in a third of the time."""

_PLAYWRIGHT_PLACES = (
    ("chromium_headless_shell-*", ("*/headless_shell", "*/chrome-headless-shell")),
    ("chromium-*", ("*/chrome", "*/*.app/Contents/MacOS/*")),
)

# A second --disable-features replaces the first, so the features that Playwright itself switches off are named again.
_DISABLED_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "LocalNetworkAccessChecks",  # a program from elsewhere talks to the wallet on loopback
    "Translate",
)

LAUNCH_ARGS: tuple[str, ...] = (
    *(("--no-sandbox",) if os.geteuid() == 0 else ()),  # Chromium refuses to start as root with its sandbox
    "--disable-quic",
    "--autoplay-policy=no-user-gesture-required",  # a wallet plays what the program plays
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # https ends at the phone's proxy. What a context is told of that holds for pages; a service worker asks the browser.
    "--ignore-certificate-errors",
    "--disable-features=" + ",".join(_DISABLED_FEATURES),
)
"""What the browser is started with: quiet on a closed network, and no prompts (findings 13)."""

_MISSING_LIBRARY = re.compile(r"error while loading shared libraries: (\S+?):")
_NO_NETWORK = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|timed out")
_PERCENT = re.compile(r"(\d+)% of ([\d.]+ \w+)")


@dataclass(frozen=True, slots=True)
class BrowserChoice:
    """Which browser is used, and why: ``source`` is HARNESS_CHROMIUM, playwright or system."""

    path: Path
    source: str


def find_browser() -> BrowserChoice:
    """Return the browser to use: the one HARNESS_CHROMIUM names, else Playwright's own, else the system's.

    Raises HarnessError where HARNESS_CHROMIUM names no program, or there is no browser at all.
    """
    if named := os.environ.get("HARNESS_CHROMIUM"):
        path = Path(named).expanduser()
        if not path.is_file():
            raise HarnessError(
                f"HARNESS_CHROMIUM names {'no program' if path.exists() else 'a file that does not exist'}",
                place=str(path),
                action="point HARNESS_CHROMIUM at a Chromium program, or unset it",
            )
        if not os.access(path, os.X_OK):
            raise HarnessError(
                "HARNESS_CHROMIUM names a file that may not be executed",
                place=str(path),
                action="make it executable, point HARNESS_CHROMIUM at a Chromium program, or unset it",
            )
        return BrowserChoice(path, "HARNESS_CHROMIUM")
    for path in _playwright_browsers():
        return BrowserChoice(path, "playwright")
    for name in SYSTEM_NAMES:
        found = shutil.which(name)
        if found is not None and not _is_snap_stub(Path(found)):
            return BrowserChoice(Path(found), "system")
    raise HarnessError("no Chromium was found on this machine", action="run `make setup`, or set HARNESS_CHROMIUM")


def install_browser() -> BrowserChoice:
    """Install a browser and return it: Playwright's headless shell, else Debian's package.

    Raises HarnessError with what each way said where neither gives a browser that starts.
    """
    said = _install_by_playwright()
    if said and apt.may_install():
        for package in ("chromium-headless-shell", "chromium"):
            finished = apt.install(package, FONTS)
            if finished.succeeded:
                break
            said = f"{said}; apt-get: {finished.last_line}"
    try:
        choice = find_browser()
    except HarnessError as error:
        said = said or "the download left no program behind"
        way_out = f"{_by_hand()}, or set HARNESS_CHROMIUM"
        if stub := next(filter(None, map(shutil.which, SYSTEM_NAMES)), None):  # all that Ubuntu's packages give
            said += f"; {stub} is a snap, which cannot be used"
            way_out = "set HARNESS_CHROMIUM to one that is no snap"
        action = f"connect to the network, or {way_out}"
        raise HarnessError(f"no browser could be installed: {said}", action=action) from error
    return ensure_it_starts(choice)


def ensure_it_starts(choice: BrowserChoice) -> BrowserChoice:
    """Start the browser once on an empty page and return ``choice``, installing system libraries it lacks if we may.

    Raises HarnessError with the library that is missing, or with what the browser said.
    """
    finished = _try(choice.path)
    if _works(finished):
        return choice
    missing = _MISSING_LIBRARY.search(finished.output)
    if missing is not None and choice.source == "playwright" and apt.may_install():
        finished = _install_libraries(choice.path)
        if _works(finished):
            return choice
        missing = _MISSING_LIBRARY.search(finished.output)
    if missing is not None:
        command = f"`{Path(sys.executable).name} -m playwright install-deps chromium`"
        raise HarnessError(
            f"the browser cannot start: the system library {missing[1]} is missing",
            place=str(choice.path),
            action=f"as root run {command} or `{apt.by_hand('chromium')}`, then `make setup`",
        )
    raise HarnessError(
        f"the browser does not start: {'no answer in time' if finished.stopped else finished.last_line}",
        place=str(choice.path),
        action="set HARNESS_CHROMIUM to another Chromium, or install one and run `make setup`",
    )


def main() -> int:
    """Find or install a browser that starts; print which, and return the exit code."""
    try:
        try:
            choice = ensure_it_starts(find_browser())
        except HarnessError:
            if os.environ.get("HARNESS_CHROMIUM"):
                raise
            choice = install_browser()
        ensure_fonts()
    except HarnessError as error:
        say(f"{paint('error:', RED)} {error}")
        return 1
    print(f"browser: {choice.path} ({choice.source})")
    return 0


def _playwright_browsers() -> Iterator[Path]:
    root = _playwright_root()
    for folder_pattern, programs in _PLAYWRIGHT_PLACES:
        folders = sorted(root.glob(folder_pattern), key=lambda folder: _revision(folder.name), reverse=True)
        for folder in folders:
            if not (folder / "INSTALLATION_COMPLETE").exists():  # a download that was cut off
                continue
            for program in programs:
                yield from (path for path in sorted(folder.glob(program)) if os.access(path, os.X_OK))


def _playwright_root() -> Path:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named == "0":  # Playwright's word for "inside the package"
        import playwright

        return Path(playwright.__file__).parent / "driver" / "package" / ".local-browsers"
    if named:
        return Path(named).expanduser()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "ms-playwright"


def _revision(folder: str) -> int:
    digits = folder.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


def _is_snap_stub(path: Path) -> bool:
    # Ubuntu's chromium-browser is a script that asks for a snap; the snap itself cannot read files outside home.
    if "/snap/" in f"{path.resolve()}/" or path.resolve().name == "snap":
        return True
    with path.open("rb") as file:
        head = file.read(4096)
    return head.startswith(b"#!") and b"/snap/bin/" in head


def _install_by_playwright() -> str:
    """Download Playwright's headless shell; return "" or why it could not be done."""
    progress = Progress("downloading the browser (about 110 MB)")
    failures = 0

    def watch(line: str) -> bool:
        nonlocal failures
        if found := _PERCENT.search(line):
            progress.update(f"{found[1]}% of {found[2]}")
        failures += _NO_NETWORK.search(line) is not None and line.startswith("Error:")
        return failures < 2  # it would try five times; a closed network does not open meanwhile

    finished = run(
        [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"],
        seconds=INSTALL_SECONDS,
        env={
            "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": os.environ.get("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "15000")
        },
        on_line=watch,
    )
    if finished.succeeded and any(True for _ in _playwright_browsers()):
        progress.done()
        return ""
    progress.failed()
    if failures:
        return "the download server cannot be reached"
    return "the download took too long" if finished.stopped else f"playwright install: {finished.last_line}"


def _install_libraries(browser: Path) -> Finished:
    progress = Progress("installing the system libraries the browser needs")
    run([sys.executable, "-m", "playwright", "install-deps", "chromium"], seconds=INSTALL_SECONDS)
    finished = _try(browser)
    if _works(finished):
        progress.done()
        return finished
    progress.failed()
    # Playwright knows no list for this system; Debian's own Chromium depends on the same libraries.
    apt.install("chromium")
    return _try(browser)


def _try(browser: Path) -> Finished:
    with tempfile.TemporaryDirectory(prefix="harness-browser-", ignore_cleanup_errors=True) as profile:
        # Without the sandbox, whoever we are: that is how Playwright will start it.
        flags = ("--headless", "--no-sandbox", *LAUNCH_ARGS, f"--user-data-dir={profile}")
        return run([str(browser), *flags, "--dump-dom", "about:blank"], seconds=60)


def _works(finished: Finished) -> bool:
    return finished.succeeded and "<html" in finished.output


def _by_hand() -> str:
    if shutil.which("apt-get") is None:
        return "install Chromium"
    return f"type `{apt.by_hand('chromium', FONTS)}`"


if __name__ == "__main__":
    sys.exit(main())
