"""Events as language.md has them: bubbling, catching, dataset and targetDataset, marks, forms, SJS responders."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

from native_phone import OpenProgram

HOME = "pages/home/home"
LOG = "log(e) { console.log(JSON.stringify([e.type, e.target.dataset, e.target.targetDataset, e.currentTarget.id, e.mark])) }"


def test_a_tap_bubbles_with_the_dataset_of_who_listens(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <view id="outer" data-who="outer" mark:a="1" mark:b="1" onTap="log">
                <view id="inner" data-alpha-beta="{{ {n: 1} }}" mark:b="2"><text id="hit">hit</text></view>
                <view id="stop" catchTap="stop"><text id="caught">caught</text></view>
                <view id="empty" catchTap=""><text id="nothing">nothing</text></view>
                <view catchTap="{{stopping ? 'stop' : ''}}"><text id="through">through</text></view>
              </view>
            """,
            f"{HOME}.js": f"Page({{ {LOG}, stop() {{ console.log('stopped') }} }})",
        }
    )
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


def test_capturing_runs_first_and_names_may_be_expressions_or_empty(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <view capture-onTap="one"><view onTap="{{on ? 'two' : ''}}" id="a">a</view></view>
              <view capture-catchTap="one"><view onTap="two" id="b">b</view></view>
              <view onTap="{{off ? 'two' : ''}}" id="c">c</view>
              <view onTap="nobody" id="d">d</view>
            """,
            f"{HOME}.js": "Page({data: {on: true}, one() { console.log('one') }, two() { console.log('two') } })",
        }
    )
    for name in "abcd":
        phone.tap(f"#{name}")
    assert phone.log() == ["one", "two", "one"]
    assert 'the page pages/home/home has no method "nobody"' in phone.errors[0]


def test_a_form_gives_its_values_the_nameless_too(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <form onSubmit="submit" onReset="reset">
                <input name="who" value="Ali" onInput="typed" onConfirm="confirmed" />
                <input placeholder="nameless" id="nameless" />
                <switch name="gift" id="gift" onChange="changed" />
                <radio-group name="size" onChange="changed"><label id="small"><radio value="s" checked />S</label><label id="large"><radio value="l" />L</label></radio-group>
                <checkbox-group name="more" onChange="changed"><label id="nuts"><checkbox value="nuts" />nuts</label><checkbox value="honey" checked="{{true}}" /></checkbox-group>
                <button form-type="submit" id="send">send</button><button formType="reset" id="again">again</button>
              </form>
            """,
            f"{HOME}.js": """
              const log = (e) => console.log(JSON.stringify([e.type, e.detail.value]));
              Page({ submit: log, reset: log, changed: log, typed: log, confirmed: log })
            """,
        }
    )
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


def test_sjs_answers_touches_without_the_page(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <import-sjs name="m" from="./m.sjs" />
              <view id="pad" data-step="{{3}}" onTap="{{m.tapped}}">pad</view><view id="said">{{said}}</view>
            """,
            "pages/home/m.sjs": """export default { tapped(event, owner) {
              event.instance.setStyle({ paddingTop: '10px' });
              const state = event.instance.getState(); state.n = (state.n || 0) + 1;
              owner.callMethod('say', { n: state.n, step: event.instance.getDataset().step });
            } }""",
            f"{HOME}.js": "Page({ say({n, step}) { this.setData({said: `${n}:${step}`}) } })",
        }
    )
    phone.tap("#pad")
    phone.tap("#pad")
    phone.shows("#said", "2:3")
    assert phone.call("() => document.querySelector('#pad').style.paddingTop") == "10px"


def test_a_long_press_is_a_long_tap_and_no_tap(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<view id="p" onTap="log" onLongTap="log" onTouchStart="log" onTouchEnd="log" style="height:99px">p</view>',
            f"{HOME}.js": "Page({ log(e) { console.log(e.type) } })",
        }
    )
    phone.page.clock.install()
    phone.page.mouse.move(50, 90)
    phone.page.mouse.down()
    phone.page.clock.fast_forward(600)
    phone.page.mouse.up()
    assert phone.log() == ["touchStart", "longTap", "touchEnd"]
