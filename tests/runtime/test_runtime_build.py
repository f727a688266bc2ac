"""Building the bundle, and what is said when that is not possible."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.runtime import build, bundle, node
from harness.runtime.bundle import PhoneConfig, init_script

CONFIG = PhoneConfig("http://127.0.0.1:1/", "phone-1", "secret", ("tradePay",), "app-1", {"language": "en"}, "engine")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the page project whose packages are the real ones."""
    build.build()
    page = tmp_path / "page"
    shutil.copytree(build.PAGE, page, ignore=shutil.ignore_patterns("node_modules"))
    (page / "node_modules").symlink_to(build.PAGE / "node_modules")
    monkeypatch.setattr(build, "PAGE", page)
    monkeypatch.setattr(build, "BUNDLE", tmp_path / "dist" / "page.js")
    monkeypatch.setattr(build, "_STAMP", tmp_path / "dist" / "page.js.sha256")
    return page


def test_a_second_build_does_nothing_and_a_changed_source_does(checkout: Path) -> None:
    made = build.build().stat().st_mtime_ns
    assert build.build().stat().st_mtime_ns == made
    source = checkout / "src" / "config.ts"
    source.write_text(source.read_text() + "\n")
    assert build.build().stat().st_mtime_ns != made
    assert [path.name for path in build.BUNDLE.parent.glob("page.*.js")] == []


def test_an_error_in_a_source_is_shown_and_the_old_bundle_stays(checkout: Path) -> None:
    before = build.build().read_text()
    (checkout / "src" / "config.ts").write_text("export const = 1;")
    with pytest.raises(HarnessError, match=r"could not be bundled:\n(.|\n)*config\.ts:1:13"):
        build.build()
    assert build.BUNDLE.read_text() == before


def test_wrong_types_are_shown(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = checkout / "src" / "config.ts"
    source.write_text(source.read_text() + "\nexport const one: string = 1;\n")
    assert build.main(["--check"]) == 1
    assert "is not assignable to type 'string'" in capsys.readouterr().err


def test_the_types_and_unit_tests_of_the_page_side_pass() -> None:
    build.build()
    build.check()
    finished = node.find_node().run("test.mjs", cwd=build.PAGE)
    assert finished.succeeded, finished.output


def test_packages_that_cannot_be_installed_are_an_error(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "node_modules").unlink()
    monkeypatch.setattr(build, "_MODULES", checkout / "node_modules")
    monkeypatch.setattr(build, "_LOCK_STAMP", checkout / "node_modules" / ".lock.sha256")
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND'; exit 1\n")
    npm.chmod(0o755)
    real = node.find_node()
    monkeypatch.setattr(build, "find_node", lambda: node.Node(real.path, (str(npm),)))
    with pytest.raises(HarnessError, match="npm could not install the bundler: npm error code ENOTFOUND"):
        build.build()


def test_no_node_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(HarnessError, match=r"node 20 or newer with npm is needed .*; none was found\n.*make setup"):
        node.find_node()


def test_an_old_node_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v18.2.0\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(HarnessError, match=r"/node is v18\.2\.0"):
        node.find_node()


def test_the_lock_names_no_place_to_load_from() -> None:
    assert '"resolved"' not in (build.PAGE / "package-lock.json").read_text()


def test_a_missing_bundle_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundle, "BUNDLE", tmp_path / "page.js")
    bundle._bundle.cache_clear()
    try:
        with pytest.raises(HarnessError, match="the page runtime is not built\n  next: run `make setup`"):
            init_script(CONFIG)
    finally:
        bundle._bundle.cache_clear()


def test_a_configuration_without_a_key_is_an_error() -> None:
    config = PhoneConfig("http://127.0.0.1:1", "phone-1", "", (), "app-1", {}, "engine")
    with pytest.raises(HarnessError, match="the phone's configuration has no key"):
        config.to_json()


def test_the_configuration_has_the_names_of_the_protocol() -> None:
    assert CONFIG.to_json() == (
        '{"host":"http://127.0.0.1:1","phone":"phone-1","key":"secret","apis":["tradePay"],"appId":"app-1",'
        '"systemInfo":{"language":"en"},"engine":"engine"}'
    )
