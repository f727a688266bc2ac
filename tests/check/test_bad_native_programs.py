"""A native program that cannot be run: the same one error with its place from ``harness check`` and from a run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.programs import SHOP_NATIVE
from harness import Stage
from harness.cli import main
from harness.runtime.build import build
from harness.suite.errors import NotPlayable

PAGE = "pages/a/a"
WHOLE = {
    "app.json": json.dumps({"pages": [PAGE]}),
    "app.js": "App({});",
    f"{PAGE}.axml": "<view>a</view>",
    f"{PAGE}.js": "Page({});",
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"app.json": "{"}, "app.json:1:2: this is not JSON"),
        ({"app.json": json.dumps({"pages": [PAGE, "pages/b/b"]})}, "pages/b/b.axml: app.json lists the page"),
        ({f"{PAGE}.axml": "<view>\n  {{a ? }}</view>"}, f"{PAGE}.axml:2:9: this expression cannot be understood"),
        ({f"{PAGE}.js": "Page({\n  b c\n})"}, f"{PAGE}.js:2:5: this script has a syntax error"),
        ({f"{PAGE}.js": "import x from './gone';"}, f'{PAGE}.js:1:15: "./gone" is not there'),
        (
            {
                f"{PAGE}.axml": "<c-c/>",
                f"{PAGE}.json": '{"usingComponents": {"c-c": "/c"}}',
                "c.axml": "<c-c/>",
                "c.json": '{"usingComponents": {"c-c": "./c"}}',
            },
            "c.json: the component <c-c> contains itself",
        ),
        ({f"{PAGE}.axml": "<import src='../../../x.axml'/>"}, f'{PAGE}.axml:1:1: "../../../x.axml" leads out of'),
        ({f"{PAGE}.axml": "<image src='../../../x.png'/>"}, f'{PAGE}.axml:1:8: "../../../x.png" leads out of'),
    ],
)
def test_one_error_with_its_place(
    wrong: dict[str, str], said: str, tmp_path: Path, scratch_stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    for path, text in {**WHOLE, **wrong}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert said in shown.out
    assert "Traceback" not in shown.out + shown.err
    program = replace(SHOP_NATIVE, name=str(tmp_path), folder=tmp_path)
    with pytest.raises(NotPlayable) as caught:
        scratch_stage.site(program)
    place = said.partition(": ")[0]
    assert caught.value.place == place
    assert said.removeprefix(f"{place}: ") in str(caught.value)


def test_a_native_program_without_app_json_is_not_played(tmp_path: Path, scratch_stage: Stage) -> None:
    program = replace(SHOP_NATIVE, name=str(tmp_path), folder=tmp_path)
    with pytest.raises(NotPlayable, match="there is no app.json in this folder") as caught:
        scratch_stage.site(program)
    assert caught.value.action == "name the folder that holds the Mini Program's app.json"
