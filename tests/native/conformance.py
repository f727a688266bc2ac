"""The table of the language's rules in docs/conformance.md: ``python tests/native/conformance.py`` plays them and writes it.

A rule is held by a page of the program in tests/native/conformance (conformance_checks.py lists what each page must do), or,
where it is about whole programs, by a test. The rules and the 25 traps are those of the language's description.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from conformance_checks import PAGES
from native_phone import NativePhone

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "conformance.md"
PROGRAM = Path(__file__).parent / "conformance"
FOLDERS = ("tests/native", "tests/runtime", "tests/jsapi")
HOLDS = "holds"

FRAME, BUILTIN, BAD, PAYMENT = (
    "test_language_framework",
    "test_builtin_components",
    "test_bad_programs",
    "test_native_payment",
)
GALLERIES, CALLS, LOCAL, SURFACE = "test_galleries", "test_page_calls", "test_page_runtime", "test_jsapi_surface"

RULES: tuple[tuple[str, str, str], ...] = (
    ("SJS: what is refused", BAD, "sjs_keeps_to_its_subset"),
    ("Trap 13: page modules run in order; order of life", FRAME, "modules_run_in_order"),
    ("A tab bar of the program's own (tabBar.customize); getTabBar", FRAME, "a_tab_bar_of_the_programs_own"),
    ("Abstract nodes (componentGenerics) and placeholders of components", FRAME, "abstract_nodes"),
    ("A component that takes the place of another begins anew", FRAME, "another_component"),
    ("A loop that never ends is stopped and named; the run goes on", FRAME, "a_loop_that_never_ends"),
    ("Every built-in component opens without an error", BUILTIN, "the_gallery_opens_clean"),
    ("Programs that cannot be run are refused with file, line and column", BAD, "one_clear_error"),
    ("Unchanged programs and files are not compiled again", BAD, "what_has_not_changed"),
    ("Less and JSON5 where the project asks", BAD, "less_and_json5"),
    ("Paths by an alias (resolveAlias)", BAD, "paths_of_resolve_alias"),
    ("Trap 9: the styles of calling: callbacks, one callback, promises, call", SURFACE, "every_style_of_calling"),
    ("Trap 9: a callback as the second argument or in the place of the first", CALLS, "single_callback_styles"),
    ("Trap 12: a key that storage does not have gives {data: null}", LOCAL, "storage_in_both_forms"),
    (
        "Trap 20: httpRequest, showModal, getAuthUserInfo and all others that programs use",
        SURFACE,
        "what_every_api_answers",
    ),
    ("Every component of antd-mini opens clean and reacts", GALLERIES, "opens_and_reacts[antd-mini]"),
    ("Every component of mini-ali-ui opens clean and reacts", GALLERIES, "opens_and_reacts[mini-ali-ui]"),
    ("Trap 25: login, payment and the backend's word, 20 of 20 steps", PAYMENT, "a_buyer_logs_in_and_pays"),
)
"""What whole programs hold: the rule, the module, the test."""


def play(phone: NativePhone) -> dict[str, str]:
    """Open every page of the program once and return, by page, that it holds or what is broken."""
    found = {}
    in_time = True
    for each in PAGES:
        if each.moves_time and in_time:
            phone.page.clock.install()
            in_time = False
        phone.call("() => my.reLaunch({ url: '/pages/index/index' })")
        phone.page.wait_for_selector("[data-route='pages/index/index']")
        phone.log()
        phone.said.clear()
        phone.errors.clear()
        phone.call(f"() => my.reLaunch({{ url: '/pages/{each.name}/home/home' }})")
        phone.page.wait_for_selector(f"[data-route='pages/{each.name}/home/home']", state="attached")
        try:
            each.check(phone)
        except Exception as problem:  # every other page is still to be told of
            found[each.name] = f"RED: {type(problem).__name__}: {str(problem)[:1200]}"
        else:
            found[each.name] = HOLDS
    return found


def main() -> int:
    """Run the tests, write the table; return 1 where a row is red."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "junit.xml"
        names = " or ".join(sorted({"every_page_holds"} | {name.partition("[")[0] for _, _, name in RULES}))
        command = [sys.executable, "-m", "pytest", *FOLDERS, "-q", "-n", "2", "-k", names, f"--junitxml={report}"]
        subprocess.run(command, cwd=ROOT, check=False)
        cases = list(ElementTree.parse(report).iter("testcase"))
    pages = {str(one.get("name")): str(one.get("value")) for case in cases for one in case.iter("property")}
    rows = [
        (rule, f"`conformance/pages/{each.name}`", pages.get(each.name, "RED")) for each in PAGES for rule in each.rules
    ]
    for rule, module, name in RULES:
        found = [
            case.find("failure") is None and case.find("error") is None
            for case in cases
            if str(case.get("classname")).endswith(module) and name in str(case.get("name"))
        ]
        rows.append((rule, f"`{module}.py`: {name}", HOLDS if found and all(found) else "RED"))
    head = (
        "# What native Mini Programs can rely on\n\nMade by `python tests/native/conformance.py`; "
        "the pages are those of one program, in `tests/native`.\n\n"
    )
    table = "| rule | page | result |\n|---|---|---|\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
    TABLE.write_text(f"{head}{table}\n", encoding="utf-8")
    return 1 if any(result != HOLDS for _, _, result in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
