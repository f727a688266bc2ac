"""The rules of the language: markup, SJS, events, forms, components and styles."""

from __future__ import annotations

from conformance_rules import Rules
from native_phone import NativePhone

rules = Rules()


@rules.page(
    "A mustache keeps its value's type; undefined paths print nothing",
    "Trap 22: rpx in inline styles, objects as style",
)
def values(phone: NativePhone) -> None:
    phone.shows("#none", "[]")
    phone.shows("#math", "3 few false t2")
    phone.shows("#list", "b a")
    assert phone.page.get_attribute("#off", "aria-checked") == "false"
    assert phone.page.get_attribute("#on", "aria-checked") == "true"
    style = phone.call(
        "() => { const s = getComputedStyle(document.querySelector('#style')); return [s.marginTop, s.color] }"
    )
    assert style == ["36px", "rgb(1, 2, 3)"]
    assert phone.errors == []


@rules.page(
    "Loops over lists, objects and numbers; nesting shadows; a:for is outside a:if",
)
def loops(phone: NativePhone) -> None:
    phone.shows("#rows", "10a;11b;20c;")
    phone.shows("#number", "012")
    phone.shows("#object", "x=1;y=2;")
    phone.shows("#both", "2")
    phone.shows("#none", "")


@rules.page(
    "a:if, a:elif, a:else; templates see only their data; include shares the scope",
    "Trap 16: template scope",
)
def conditions(phone: NativePhone) -> None:
    phone.shows("#chain", "b")
    phone.shows("#card", "dates/e/")
    phone.shows("#included", "1 foot")
    phone.tap("#change")
    phone.shows("#chain", "c")
    phone.tap("#card")
    phone.shows("#chain", "a")


@rules.page(
    "Trap 15: import is not transitive; printing an object is a white page",
)
def importing(phone: NativePhone) -> None:
    assert 'there is no template "b" here' in phone.errors[0]
    phone.call("() => my.navigateTo({url: '/pages/importing/other/other'})")
    phone.page.wait_for_selector("[data-route='pages/importing/other/other']", state="attached")
    phone.page.wait_for_function(
        "() => document.querySelector('[data-route=\"pages/importing/other/other\"] page')?.innerText === ''"
    )
    assert "an object cannot be printed" in phone.errors[1]
    assert "pages/importing/other/other.axml:2:9" in phone.errors[1]


@rules.page(
    "Trap 2: unquoted attributes, and spaces in them",
    "Trap 3: <input></input>, unclosed tags",
)
def sloppy(phone: NativePhone) -> None:
    phone.shows("#one.yes", "1")
    phone.shows("#two", "two")
    phone.shows("#after", "after")
    assert phone.page.input_value("#field") == "hello"
    assert phone.page.locator("#field >> #after").count() == 0


@rules.page(
    "SJS: default and named imports",
)
def sjs(phone: NativePhone) -> None:
    phone.shows("#sum", "10 IQD 4 6 true false 2026")


@rules.page(
    "Events bubble and are caught; marks merge",
    "Trap 11: target.dataset and targetDataset",
    "A catch whose expression names nobody lets the event through",
)
def bubbling(phone: NativePhone) -> None:
    phone.tap("#hit")
    phone.tap("#inner")
    phone.tap("#caught")
    phone.tap("#nothing")
    phone.tap("#through")
    assert phone.log() == [
        '["tap",{"who":"outer"},{},"outer",{"a":"1","b":"2"}]',
        '["tap",{"who":"outer"},{"alphaBeta":{"n":1}},"outer",{"a":"1","b":"2"}]',
        "stopped",
        '["tap",{"who":"outer"},{},"outer",{"a":"1","b":"1"}]',
    ]


@rules.page(
    "Trap 4: handlers as expressions and empty; capturing",
)
def handlers(phone: NativePhone) -> None:
    for name in "abcd":
        phone.tap(f"#{name}")
    assert phone.log() == ["one", "two", "one"]
    assert 'the page pages/handlers/home/home has no method "nobody"' in phone.errors[0]


@rules.page(
    "Trap 10: nameless controls of a form",
    "Trap 24: camel and kebab case are the same",
)
def forms(phone: NativePhone) -> None:
    phone.page.fill("#nameless", "x")
    phone.tap("#gift")
    phone.tap("#large")
    phone.tap("#nuts")
    phone.tap("#send")
    assert phone.log() == [
        '["change",true]',
        '["change","l"]',
        '["change",["nuts","honey"]]',
        '["submit",{"who":"Ali","__unknown_for_control_1":"x","gift":true,"size":"l","more":["nuts","honey"]}]',
    ]
    phone.page.fill("[name=who]", "Noor")
    phone.page.press("[name=who]", "Enter")
    assert phone.log()[4:] == ['["input","Noor"]', '["confirm","Noor"]']
    phone.tap("#again")
    assert phone.page.input_value("[name=who]") == ""


@rules.page(
    "SJS event responders",
)
def responders(phone: NativePhone) -> None:
    phone.tap("#pad")
    phone.tap("#pad")
    phone.shows("#said", "2:3")
    assert phone.call("() => document.querySelector('#pad').style.paddingTop") == "10px"


@rules.page(
    "Life of a component",
    "Trap 1: setData in didUpdate ends",
    "Trap 23: onReady after nested components are mounted",
)
def component_life(phone: NativePhone) -> None:
    phone.shows("#n", "1 2 x")
    phone.tap("#more")
    phone.shows("#n", "2 3 x")
    phone.tap("#hide")
    assert phone.log() == [
        "init 1", "derive 1 1", "mount", "ready", "derive 1 1", "update 1 0 1", "derive 1 2", "update 1 2 2", "unmount",
    ]  # fmt: skip


@rules.page(
    "Trap 5: function props only for on* and catch*; refs",
)
def function_props(phone: NativePhone) -> None:
    phone.shows("#pick", "picked kebab")
    phone.tap("#pick")
    phone.shows("#got", "7 pages/function_props/components/card/card true")
    assert phone.errors == []


@rules.page(
    "Trap 19: slots: default, named, dynamic, scoped; $slots",
)
def slots(phone: NativePhone) -> None:
    phone.shows(".full", "head m|m|c1c2|[a m][b m]|has")
    phone.shows(".bare", "no head|nothing|||has not")


@rules.page(
    "Mixins, observers, lifetimes",
)
def mixins(phone: NativePhone) -> None:
    phone.shows("#v", "527")
    assert phone.log() == ["attached", "mixin mount", "own only"]


@rules.page(
    "Trap 17: styles leak unless isolated",
    "Trap 18: no node around a component; :host",
)
def styles(phone: NativePhone) -> None:
    phone.shows("#card", "card")
    style = """(id) => { const s = getComputedStyle(document.querySelector(id)); return [s.color, s.paddingTop, s.marginLeft] }"""
    assert phone.page.evaluate(style, "#card") == ["rgb(255, 0, 0)", "7px", "36px"]
    assert phone.page.evaluate(style, "#mine") == ["rgb(255, 0, 0)", "7px", "36px"]
    assert phone.page.evaluate(style, "#tight")[0] == "rgb(0, 0, 255)"
    assert phone.call("() => getComputedStyle(document.querySelector('tight')).borderTopWidth") == "3px"
    assert phone.call("() => getComputedStyle(document.querySelector('page')).backgroundColor") == "rgb(9, 9, 9)"
