"""Which rule of the language is held by which test: ``python tests/native/conformance.py`` runs them, writes the table.

A row's page is a program of one rule, written in that test; those of the galleries are in ``tests/native/galleries``.
The rules and the 25 traps are those of the language's description (AXML, SJS, ACSS, framework, components).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "conformance.md"

AXML, EVENTS, PARTS = "test_language_axml", "test_language_events", "test_language_component"
FRAME, BUILTIN, BAD, PAYMENT = (
    "test_language_framework",
    "test_builtin_components",
    "test_bad_programs",
    "test_native_payment",
)
GALLERIES, CALLS, SURFACE = "test_galleries", "test_page_runtime", "test_jsapi_surface"
FOLDERS = ("tests/native", "tests/runtime", "tests/jsapi")

RULES: tuple[tuple[str, str, str], ...] = (
    ("A mustache keeps its value's type; undefined paths print nothing", AXML, "paths_that_are_not_there"),
    ("Loops over lists, objects and numbers; nesting shadows; a:for is outside a:if", AXML, "loops_nest"),
    ("a:if, a:elif, a:else; templates see only their data; include shares the scope", AXML, "conditions_chain"),
    ("Trap 2, 3: unquoted attributes, spaces, <input></input>, unclosed tags", AXML, "sloppy_markup"),
    ("Trap 15: import is not transitive; printing an object is a white page", AXML, "importing_is_not_transitive"),
    ("Trap 16: template scope", AXML, "conditions_chain"),
    ("Trap 22: rpx in inline styles, objects as style", AXML, "paths_that_are_not_there"),
    ("SJS: default and named imports", AXML, "sjs_computes"),
    ("SJS: what is refused", BAD, "sjs_keeps_to_its_subset"),
    ("Events bubble and are caught; marks merge", EVENTS, "a_tap_bubbles"),
    ("Trap 4: handlers as expressions and empty; capturing", EVENTS, "capturing_runs_first"),
    ("Trap 10: nameless controls of a form", EVENTS, "a_form_gives_its_values"),
    ("Trap 11: target.dataset and targetDataset", EVENTS, "a_tap_bubbles"),
    ("Trap 24: camel and kebab case are the same", EVENTS, "a_form_gives_its_values"),
    ("longTap after 500 ms, and no tap then", EVENTS, "a_long_press"),
    ("SJS event responders", EVENTS, "sjs_answers_touches"),
    ("Life of a component", PARTS, "the_life_of_a_component"),
    ("Trap 1: setData in didUpdate ends", PARTS, "the_life_of_a_component"),
    ("Trap 5: function props only for on* and catch*; refs", PARTS, "function_props"),
    ("Trap 19: slots: default, named, dynamic, scoped; $slots", PARTS, "slots_default"),
    ("Mixins, observers, lifetimes", PARTS, "mixins_and_observers"),
    ("Trap 17, 18: styles leak unless isolated; no node around a component; :host", PARTS, "styles_leak"),
    ("Trap 23: onReady after nested components are mounted", PARTS, "the_life_of_a_component"),
    ("Trap 13: page modules run in order; order of life", FRAME, "modules_run_in_order"),
    ("Trap 14: a data object is shared by the openings of its page", FRAME, "a_data_object_is_shared"),
    ("Trap 6, 7, 8: data is set at once, in place too, undefined is not set", FRAME, "data_is_set_at_once"),
    ("$spliceData, $batchedUpdates; no window, no document", FRAME, "data_is_set_at_once"),
    ("Trap 21: relative addresses; a stack of ten; tabs stay", FRAME, "the_stack_holds_ten"),
    ("Modules: ESM, CommonJS, JSON, npm, absolute, TypeScript", FRAME, "modules_of_every_kind"),
    ("Errors reach App.onError and name file, line and column", FRAME, "errors_come_to_the_app"),
    ("A loop that never ends is stopped and named; the run goes on", FRAME, "a_loop_that_never_ends"),
    ("Updates in a circle leave the page alive", FRAME, "updates_that_go_in_a_circle"),
    ("web-view: messages both ways, navigation from inside", BUILTIN, "a_web_view_talks"),
    ("page.clock reaches the program's timers", BUILTIN, "time_is_the_page_clock"),
    ("Every built-in component opens without an error", BUILTIN, "the_gallery_opens_clean"),
    ("Programs that cannot be run are refused with file, line and column", BAD, "one_clear_error"),
    ("Unchanged programs and files are not compiled again", BAD, "what_has_not_changed"),
    ("Less and JSON5 where the project asks", BAD, "less_and_json5"),
    ("Trap 9: the styles of calling: callbacks, one callback, promises, call", SURFACE, "every_style_of_calling"),
    ("Trap 9: a callback as the second argument or in the place of the first", CALLS, "single_callback_styles"),
    ("Trap 12: a key that storage does not have gives {data: null}", CALLS, "storage_in_both_forms"),
    (
        "Trap 20: httpRequest, showModal, getAuthUserInfo and all others that programs use",
        SURFACE,
        "what_every_api_answers",
    ),
    ("A catch whose expression names nobody lets the event through", EVENTS, "a_tap_bubbles"),
    ("A query asked for in onLoad or onInit finds the view that is then made", FRAME, "who_measures"),
    ("A text keeps to its number of lines", BUILTIN, "number_of_lines"),
    ("From right to left: a slider begins at the right", BUILTIN, "a_slider_of_a_program_in_arabic"),
    ("Every component of antd-mini opens clean and reacts", GALLERIES, "opens_and_reacts[antd-mini]"),
    ("Every component of mini-ali-ui opens clean and reacts", GALLERIES, "opens_and_reacts[mini-ali-ui]"),
    ("Trap 25: login, payment and the backend's word, 20 of 20 steps", PAYMENT, "a_buyer_logs_in_and_pays"),
)


def main() -> int:
    """Run the tests, write the table; return 1 where a row is red."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "junit.xml"
        names = " or ".join(sorted({name.partition("[")[0] for _, _, name in RULES}))
        command = [sys.executable, "-m", "pytest", *FOLDERS, "-q", "-n", "2", "-k", names, f"--junitxml={report}"]
        subprocess.run(command, cwd=ROOT, check=False)
        cases = [
            (
                str(case.get("classname")),
                str(case.get("name")),
                case.find("failure") is None and case.find("error") is None,
            )
            for case in ElementTree.parse(report).iter("testcase")
        ]
    rows, red = [], 0
    for rule, module, name in RULES:
        found = [passed for where, test, passed in cases if where.endswith(module) and name in test]
        good = bool(found) and all(found)
        red += not good
        rows.append(f"| {rule} | `{module}.py`: {name} | {'holds' if good else 'RED'} |")
    head = "# What native Mini Programs can rely on\n\nMade by `python tests/native/conformance.py`.\n\n"
    table = "| rule | page | result |\n|---|---|---|\n" + "\n".join(rows)
    TABLE.write_text(f"{head}{table}\n", encoding="utf-8")
    return 1 if red else 0


if __name__ == "__main__":
    raise SystemExit(main())
