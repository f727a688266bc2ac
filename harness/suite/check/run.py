"""Checks one program: compiles it, opens every page, and writes down what came of each."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from harness.errors import HarnessError
from harness.phone import BrowserHolder
from harness.runtime.native import CompileError, Diagnostic, compile_program, is_native
from harness.serving import Backstage
from harness.suite.check.pages import LOG_IN, Opened, Pages, StoppedError
from harness.suite.check.report import CheckReport, Lacking, PageReport, Said
from harness.suite.check.sources import Sources, files_in
from harness.suite.options import named_program
from harness.suite.program import Credentials, Program
from harness.suite.stage import Stage

ENDLESS = "EndlessLoopError"
_NOT_COMPILED = Said("", "it was not opened: the program cannot be compiled")
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(slots=True)
class Backend:
    """The merchant behind a checked program: the one at ``url``, or one that says of every request that nobody is there."""

    url: str = ""
    name: str = "Checked program"
    name_arabic: str = "برنامج"

    def start(self, backstage: Backstage, credentials: Credentials) -> str:
        """Start it and return its base URL."""
        del credentials
        if self.url:
            return self.url

        async def nobody(_request: Request) -> JSONResponse:
            text = "no merchant stands behind a checked program; name one with --merchant URL"
            return JSONResponse({"error": {"code": "NO_MERCHANT", "message": text}}, status_code=503)

        return backstage.serve(Starlette(routes=[Route("/{path:path}", nobody, methods=_METHODS)]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be checked, and how. ``merchant`` says whether a real one stands behind the program."""

    program: Program
    profile: str = "super_qi"
    merchant: bool = False
    screenshots: Path | None = None


def check(wanted: Wanted, tell: Callable[[int, int, str], None], browsers: BrowserHolder | None = None) -> CheckReport:
    """Open every page and return the report; ``tell`` hears of each: how many are done, of how many, and which is next.

    ``browsers`` holds the browser to use (default: one of its own). Raises HarnessError where there is no
    program, no browser or no such wallet. Ctrl-C ends it: what was found stays.
    """
    started = time.monotonic()
    program = wanted.program
    shown = program.url or str(program.folder)
    report = CheckReport(shown, program.kind, wanted.profile)
    try:
        sources = _compiled(program, report)
        if program.kind == "native" and sources is None:
            return report
        with tempfile.TemporaryDirectory(prefix="harness-check-") as scratch:
            with Stage(Path(scratch), profile=wanted.profile, browsers=browsers) as stage:
                report.wallet = stage.profile.name
                _open_all(Pages(stage, program, merchant=wanted.merchant), wanted, report, sources, tell)
    except KeyboardInterrupt:
        report.interrupted = True
    finally:
        report.milliseconds = round((time.monotonic() - started) * 1000)
    return report


def _compiled(program: Program, report: CheckReport) -> Sources | None:
    """Name the pages, and write down what the compiler says of them; None where nothing can be opened."""
    if program.kind != "native":
        report.pages = [PageReport(page) for page in _h5_pages(program)]
        return None
    try:
        compiled = compile_program(program.folder)
    except CompileError as error:
        routes = dict.fromkeys((*_listed(program.folder), *_at_fault(error.diagnostics)))
        _blame(report, error.diagnostics, routes)
        for page in report.pages:
            if not page.errors:
                page.warning(_NOT_COMPILED)
        report.pages = [page for page in report.pages if page.page]
        return None
    report.pages = [PageReport(route) for route in compiled.routes]
    _blame(report, compiled.warnings, ())
    return Sources(compiled)


def _h5_pages(program: Program) -> list[str]:
    if program.url:
        return [program.url]
    folder = program.folder.resolve()
    files = sorted(file.relative_to(folder) for file in folder.rglob("*.htm*") if file.suffix in (".html", ".htm"))
    pages = [str(file) for file in files if "node_modules" not in file.parts]
    return sorted(pages, key=lambda page: (page != "index.html", page))


def _listed(folder: Path) -> list[str]:
    """Return the pages that app.json lists, as far as it can be read: the compiler gives none of a program it refuses."""
    try:
        app = json.loads((folder / "app.json").read_bytes())
    except (OSError, ValueError):
        return []
    pages = app.get("pages") if isinstance(app, dict) else None
    return [page.strip("/") for page in pages if isinstance(page, str)] if isinstance(pages, list) else []


def _at_fault(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return the pages that a program that cannot be compiled has errors in."""
    files = [each.file for each in diagnostics if each.severity == "error" and each.file.startswith("pages/")]
    return [file.rpartition(".")[0] for file in files]


def _blame(report: CheckReport, diagnostics: Iterable[Diagnostic], routes: Iterable[str]) -> None:
    known = {page.page: page for page in report.pages}
    for route in routes:
        report.pages.append(known.setdefault(route, PageReport(route)))
    for each in diagnostics:
        page = known.get(each.file.rpartition(".")[0], report.shared)
        add = page.error if each.severity == "error" else page.warning
        add(Said(each.place, each.message, each.next))


def _open_all(
    pages: Pages,
    wanted: Wanted,
    report: CheckReport,
    sources: Sources | None,
    tell: Callable[[int, int, str], None],
) -> None:
    try:
        if sources is not None and not _start(pages, report, sources):
            return
        for count, page in enumerate(report.pages):
            tell(count, len(report.pages), page.page)
            _open(pages, page, report, sources)
            if wanted.screenshots is not None and not page.stopped:
                file = wanted.screenshots / f"{_file_name(page.page)}.jpg"
                pages.screenshot(file)
                page.screenshot = str(file)
        tell(len(report.pages), len(report.pages), "")
    finally:
        pages.close()


def _start(pages: Pages, report: CheckReport, sources: Sources) -> bool:
    try:
        found = pages.start()
    except StoppedError as error:
        report.shared.error(Said("app.js", f"the program does not start: {error}"))
        return False
    _sort(found, report.pages[0], report, sources)
    return True


def _open(pages: Pages, page: PageReport, report: CheckReport, sources: Sources | None) -> None:
    before = time.monotonic()
    try:
        found = pages.open(page.page)
    except StoppedError as error:
        page.stopped = True
        page.error(Said("", str(error)))
        return
    finally:
        page.milliseconds = round((time.monotonic() - before) * 1000)
    page.opened, page.title = True, found.title
    page.went_to = found.path if sources is not None and found.path != page.page else ""
    _sort(found, page, report, sources)
    named = sources.apis(page.page) if sources is not None else {}
    lacking = {name: place for name, place in named.items() if name not in pages.offered}
    for name in dict.fromkeys((*found.missing, *lacking)):
        page.lacking.append(Lacking(name, named.get(name, ""), name in found.missing))


def _sort(found: Opened, page: PageReport, report: CheckReport, sources: Sources | None) -> None:
    """Give each error and warning to the page whose own file it comes from, else to the page that was being opened."""
    known = {each.page: each for each in report.pages}
    for said, files in found.errors:
        whose = known.get(sources.page_of(files), page) if sources is not None else page
        if not files_in(f"{said.place}:1") and not said.place:
            whose = page
        whose.error(said)
        whose.stopped = whose.stopped or said.text.startswith(ENDLESS)
    for said, files in found.warnings:
        whose = known.get(sources.page_of(files), page) if sources is not None else page
        whose.warning(said)


def _file_name(page: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in page).strip("-.") or "page"


def program_at(given: str, merchant: str, tap: str) -> tuple[Program, bool]:
    """Return the Program that is meant by a folder, a URL or ``package.module:NAME``, and whether a merchant stands behind it.

    ``tap`` is the text that the buyer taps first, "" for nothing. Raises HarnessError where there is none.
    """
    actions = {LOG_IN: {"text": tap}} if tap else {}
    if given.startswith(("http://", "https://")):
        return Program(given, "url", Path(), lambda: Backend(merchant), actions, {}, url=given), bool(merchant)
    folder = Path(given)
    if not folder.exists() and ":" in given:
        named = named_program(given)
        return (replace(named, actions=actions) if tap else named), True
    if not folder.is_dir():
        fact = "this is no folder" if folder.exists() else "there is no such folder"
        raise HarnessError(fact, place=given, action="name a Mini Program's folder, a URL, or MODULE:NAME")
    kind = "native" if is_native(folder) else "h5"
    if kind == "h5" and not (folder / "index.html").is_file():
        action = "name the folder that holds the app.json of a native program, or the index.html of an H5 one"
        raise HarnessError("there is no Mini Program here: no app.json and no index.html", place=given, action=action)
    return Program(given, kind, folder, lambda: Backend(merchant), actions, {}), bool(merchant)
