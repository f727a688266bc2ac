"""What cannot be run is said once and clearly: the place, the line, what to do next."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

import pytest
from native_phone import write_program

from harness.errors import HarnessError
from harness.runtime.native import CompileError, compile_program

HOME = "pages/home/home"
FINE = {f"{HOME}.axml": "<view>home</view>"}


def refused(folder: Path) -> str:
    with pytest.raises(CompileError) as caught:
        compile_program(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"app.json": '{"pages": ["pages/gone/gone"]}'}, "pages/gone/gone.axml: app.json lists the page"),
        ({"app.json": '{"pages": []}'}, "app.json: app.json lists no page"),
        ({"app.json": '{"pages": ['}, "app.json:1:12: this is not JSON: Unexpected token"),
        ({f"{HOME}.axml": "<view>\n  {{a ? }}</view>"}, f"{HOME}.axml:2:9: this expression cannot be understood"),
        ({f"{HOME}.axml": "<view>\n\n<text onTap='a"}, f"{HOME}.axml:3:7: the value of onTap is never ended"),
        ({f"{HOME}.axml": "<view a:if='{{a}}' a:else />"}, f"{HOME}.axml:1:1: no multiple condition"),
        ({f"{HOME}.axml": "<view>{{a = 1}}</view>"}, f"{HOME}.axml:1:9: a mustache cannot hold this"),
        ({f"{HOME}.axml": "<import src='./x.axml' />"}, f'{HOME}.axml:1:1: "./x.axml" is not there'),
        ({f"{HOME}.axml": "<include src='./home.axml' />"}, f"{HOME}.axml:1:1: {HOME}.axml includes itself"),
        (
            {f"{HOME}.axml": "<view/>\n<import src='../../../x.axml'/>"},
            f'{HOME}.axml:2:1: "../../../x.axml" leads out of',
        ),
        ({f"{HOME}.axml": "<include src='/../x.axml'/>"}, f'{HOME}.axml:1:1: "/../x.axml" leads out of the program'),
        (
            {f"{HOME}.axml": "<import-sjs name='m' from='../../../m.sjs'/>"},
            f'{HOME}.axml:1:1: "../../../m.sjs" leads out',
        ),
        ({f"{HOME}.acss": ".a {}\n@import '../../../x.acss';"}, f'{HOME}.acss:2:1: "../../../x.acss" leads out of'),
        (
            {f"{HOME}.axml": "<view>\n<image src='../../../x.png'/></view>"},
            f'{HOME}.axml:2:8: "../../../x.png" leads out',
        ),
        ({"app.json": '{"pages": ["pages/../../x/a"]}'}, 'app.json: the page "pages/../../x/a" is outside the program'),
        (
            {f"{HOME}.json": '{"usingComponents": {"x-y": "../../../x"}}'},
            f'{HOME}.json: the component "../../../x" is outside the program',
        ),
        (
            {"app.json": json.dumps({"pages": [HOME], "tabBar": {"items": [{"pagePath": HOME, "icon": "../x.png"}]}})},
            'app.json: the icon "../x.png" of a tab is outside the program',
        ),
        (
            {"mini.project.json": '{"miniprogramRoot": "../x"}'},
            'mini.project.json: miniprogramRoot names "../x", which is',
        ),
        (
            {f"{HOME}.js": "Page({\n  a: 1,\n  b c\n})"},
            f"{HOME}.js:3:5: this script has a syntax error: Unexpected token",
        ),
        ({f"{HOME}.js": "\nimport x from './gone';"}, f'{HOME}.js:2:15: "./gone" is not there'),
        ({f"{HOME}.js": "require('left-pad')"}, f'{HOME}.js:1:9: "left-pad" is not there'),
        ({f"{HOME}.js": "require('../../../secret')"}, f'{HOME}.js:1:9: "../../../secret" leads out of the program'),
        ({f"{HOME}.json": '{"usingComponents": {"x-y": "./gone"}}'}, f"{HOME}.json: the component <x-y> is not there"),
        ({f"{HOME}.acss": "@import './gone.acss';"}, f'{HOME}.acss:1:1: "./gone.acss" is not there'),
        ({"app.json": json.dumps({"pages": [HOME], "tabBar": {"items": [{"pagePath": "pages/no/no"}]}})}, "is no page"),
    ],
)
def test_one_clear_error_with_its_place(tmp_path: Path, files: dict[str, str], said: str) -> None:
    message = refused(write_program(tmp_path, {**FINE, "app.json": json.dumps({"pages": [HOME]}), **files}))
    assert message.startswith(said.split(" ")[0]) or said in message
    assert said in message
    assert "\n  next: " in message


def test_the_line_is_shown(tmp_path: Path) -> None:
    message = refused(write_program(tmp_path, {**FINE, f"{HOME}.js": "Page({\n  data: {,}\n})"}))
    assert message.splitlines()[1] == "    data: {,}"


def test_no_app_json(tmp_path: Path) -> None:
    assert "there is no app.json in this folder" in refused(tmp_path)
    with pytest.raises(HarnessError, match="there is no such folder"):
        compile_program(tmp_path / "gone")


def test_a_component_that_contains_itself(tmp_path: Path) -> None:
    files = {
        f"{HOME}.axml": "<a-a />",
        f"{HOME}.json": '{"usingComponents": {"a-a": "/c/a"}}',
        "c/a.axml": "<b-b />",
        "c/a.json": '{"usingComponents": {"b-b": "./b"}}',
        "c/b.axml": "<view><a-a /></view>",
        "c/b.json": '{"usingComponents": {"a-a": "./a"}}',
    }
    assert "c/b.json: the component <a-a> contains itself: c/a -> c/b -> c/a" in refused(write_program(tmp_path, files))


@pytest.mark.parametrize(
    ("link", "files"),
    [
        ("home/link.axml", {f"{HOME}.axml": "<include src='./link.axml'/>"}),
        ("home/link.axml", {f"{HOME}.axml": "<import src='./link.axml'/>"}),
        ("home/link.acss", {f"{HOME}.acss": "@import './link.acss';"}),
        ("home/link.sjs", {f"{HOME}.axml": "<import-sjs name='m' from='./link.sjs'/>"}),
        ("home/link.png", {f"{HOME}.axml": "<image src='./link.png'/>"}),
        ("linked.axml", {"app.json": json.dumps({"pages": [HOME, "pages/linked"]})}),
    ],
)
def test_no_link_leads_out_of_the_folder(tmp_path: Path, link: str, files: dict[str, str]) -> None:
    (tmp_path / "secret").write_text("")
    folder = write_program(tmp_path / "program", {**FINE, "app.json": json.dumps({"pages": [HOME]}), **files})
    (folder / "pages" / link).symlink_to(tmp_path / "secret")
    message = refused(folder)
    assert "leads out of the program's folder" in message or "is outside the program's folder" in message


def test_a_picture_that_the_top_of_the_program_holds_is_shown(tmp_path: Path) -> None:
    files = {**FINE, f"{HOME}.axml": "<image src='../../../logo.png'/>", "logo.png": "picture"}
    program = compile_program(write_program(tmp_path, files))
    assert [each.place for each in program.warnings] == [f"{HOME}.axml:1:8"]


def test_a_program_of_500_pages_compiles_in_proportion(tmp_path: Path) -> None:
    files = {f"pages/p{number}/p{number}.axml": f"<view>{number}</view>" for number in range(500)}
    program = compile_program(write_program(tmp_path, files))
    assert len(program.routes) == 500
    one = next(file for file in (tmp_path / "pages/p7").iterdir() if file.suffix == ".js")
    one.write_text("Page({ data: { changed: 7 } });", encoding="utf-8")
    # In proportion to what has changed: no other page is compiled for it.
    assert compile_program(tmp_path).compiled <= 1


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.js").write_text("module.exports = 1")
    folder = write_program(tmp_path / "program", {**FINE, f"{HOME}.js": "require('./link')"})
    (folder / "pages/home/link.js").symlink_to(tmp_path / "secret.js")
    assert '"./link" leads out of the program' in refused(folder)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("export default { f: () => new Date() }", '"new" is not part of SJS'),
        ("export default { f: (s) => /a/.test(s) }", "regular expressions are not part of SJS"),
        ("export default { f: () => my.alert() }", "identifier(my) is disallowed in sjs"),
        ("const a = 1;\nexport default { f: () => b + a }", "m.sjs:2:27: identifier(b) is disallowed in sjs"),
    ],
)
def test_sjs_keeps_to_its_subset(tmp_path: Path, script: str, said: str) -> None:
    files = {f"{HOME}.axml": '<import-sjs name="m" from="./m.sjs" />', "pages/home/m.sjs": script}
    assert said in refused(write_program(tmp_path, files))


def test_sloppy_markup_is_warned_of_and_runs(tmp_path: Path) -> None:
    markup = "<view a={{x}} b = '1'>\n<text>{{list.join(',')}}</view></image>\n<fancy-tag />"
    program = compile_program(write_program(tmp_path, {f"{HOME}.axml": markup}))
    assert [(each.place.removeprefix(f"{HOME}.axml:"), each.message) for each in program.warnings] == [
        ("1:7", "the value of a is not in quotes"),
        ("1:15", 'spaces around the "=" of b'),
        ("2:1", "<text> is not closed before </view>"),
        ("2:32", "</image> closes nothing"),
        ("2:9", "a mustache can call functions of SJS only"),
        ("3:1", "<fancy-tag> is neither a built-in component nor named in usingComponents"),
    ]


def test_what_has_not_changed_is_not_compiled_again(tmp_path: Path) -> None:
    unique = uuid.uuid4().hex  # what an earlier run compiled must not count here
    files = {**FINE, "lib/a.js": "exports.a = 1;", f"{HOME}.js": "require('../../lib/a'); Page({});"}
    folder = write_program(tmp_path, files)
    first = compile_program(folder)
    assert compile_program(folder).text == first.text
    (folder / "lib/a.js").write_text(f"exports.a = '{unique}';")
    again = compile_program(folder)
    assert (again.compiled, again.cached) == (1, 2)
    assert again.text != first.text


def test_less_and_json5_where_the_project_asks_for_them(tmp_path: Path) -> None:
    files = {
        **FINE,
        "mini.project.json": '{"compileOptions": {"less": true, "json5": true}}',
        "app.json": f'{{pages: ["{HOME}"], /* the only one */ }}',
        "base.less": "@gap: 75rpx;",
        "pages/home/home.less": "@import '../../base.less';\n.a { .b { margin: @gap } }",
    }
    program = compile_program(write_program(tmp_path, files))
    assert program.warnings == ()
    assert ".a .b {\\n  margin: 10vw" in program.text


ALIASED = {
    "mini.project.json": """{"miniprogramRoot": "src", "compileOptions": {"less": true, "resolveAlias":
        {"lib/*": "./src/utils/*", "lib/deep/*": "src/other/*", "@/*": "./src/*", "off": "./src", "/no/*": "./src/*"}}}""",
    "src/app.json": f'{{"pages": ["{HOME}"]}}',
    "src/app.js": "App({});",
    f"src/{HOME}.axml": """<import src="@/views/shared" /><import-sjs name="m" from="lib/say.sjs" />
        <template is="hello" data="{{ text: m.say('you') }}" /><include src="@/views/foot.axml" />""",
    f"src/{HOME}.js": "import { one } from 'lib/one'; const two = require('lib/deep/two'); Page({ one, two });",
    f"src/{HOME}.less": "@import '@/styles/base.less'; @import '/styles/more'; .a { .b { margin: @gap; padding: @more } }",
    "src/app.acss": "@import '@/styles/plain'; .p { background: url(@/pictures/p.png) }",
    "src/views/shared.axml": '<template name="hello"><view>{{text}}</view></template>',
    "src/views/foot.axml": "<view>foot</view>",
    "src/utils/say.sjs": "import { to } from '@/utils/to.sjs'; export default { say: (who) => to + who };",
    "src/utils/to.sjs": "export const to = 'to ';",
    "src/utils/one.js": "export const one = 'first module';",
    "src/other/two.js": "module.exports = 'second module';",
    "src/styles/base.less": "@import '@/styles/gap'; @gap: @wide;",
    "src/styles/gap.less": "@wide: 75rpx;",
    "src/styles/more.less": "@more: 150rpx;",
    "src/styles/plain.acss": ".plain { color: red }",
}


def write_inside(folder: Path, files: dict[str, str]) -> Path:
    """Write a program that stands in a folder of its project; app.json is there and nowhere else."""
    (write_program(folder, files) / "app.json").unlink()
    return folder


def test_paths_of_resolve_alias_lead_where_the_project_says(tmp_path: Path) -> None:
    program = compile_program(write_inside(tmp_path, ALIASED))
    assert [re.search(r'"(.+)" of resolveAlias', str(warning))[1] for warning in program.warnings] == ["off", "/no/*"]  # type: ignore[index]
    pieces = ("first module", "second module", "to ", "url(/pictures/p.png)", ".plain { color: red }")
    assert [piece for piece in pieces if piece not in program.text] == []
    assert ".a .b {\\n  margin: 10vw;\\n  padding: 20vw" in program.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mini.project.json": ALIASED["mini.project.json"].replace("./src/utils", "../away")}, "leads out of"),
        ({f"src/{HOME}.json": '{"usingComponents": {"card": "@/card"}}', "src/card.axml": ""}, "is not there"),
    ],
)
def test_an_alias_neither_leaves_the_program_nor_holds_in_json(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    with pytest.raises(CompileError, match=said):
        compile_program(write_inside(tmp_path, {**ALIASED, **changed}))


def test_components_that_the_whole_program_knows_are_not_a_circle(tmp_path: Path) -> None:
    files = {
        "app.json": '{"pages": ["pages/home/home"], "usingComponents": {"card": "/c/card", "sign": "/c/sign"}}',
        "pages/home/home.axml": "<card />",
        **{f"c/{name}.json": '{"component": true}' for name in ("card", "sign")},
        **{f"c/{name}.js": "Component({})" for name in ("card", "sign")},
        "c/card.axml": "<sign />",
        "c/sign.axml": "<view>sign</view>",
    }
    assert compile_program(write_program(tmp_path / "right", files)).warnings == ()
    with pytest.raises(CompileError, match=r"contains itself: c/card -> c/sign -> c/card"):
        compile_program(write_program(tmp_path / "wrong", {**files, "c/sign.axml": "<card />"}))
