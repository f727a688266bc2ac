"""Components as language.md has them: life, props, functions, slots, mixins, refs, styles."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

import json

from native_phone import OpenProgram

HOME = "pages/home/home"
CARD = "components/card/card"


def using(**components: str) -> str:
    return json.dumps({"usingComponents": components})


def test_the_life_of_a_component(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<card a:if="{{shown}}" n="{{n}}" /><button id="more" onTap="more">m</button><button id="hide" onTap="hide">h</button>',
            f"{HOME}.js": "Page({data: {n: 1, shown: true}, onReady() { console.log('ready') }, more() { this.setData({n: 2}) }, hide() { this.setData({shown: false}) } })",
            f"{HOME}.json": using(card="/components/card/card"),
            f"{CARD}.json": '{"component": true}',
            f"{CARD}.axml": '<view id="n">{{n}} {{own}} {{extra}}</view>',
            f"{CARD}.js": """Component({
              data: { own: 0 }, props: { extra: 'x' },
              onInit() { console.log('init', this.props.n) },
              deriveDataFromProps(next) { console.log('derive', this.props.n, next.n) },
              didMount() { console.log('mount'); this.setData({ own: 1 }) },
              didUpdate(props, data) { console.log('update', props.n, data.own, this.data.own); this.setData({ own: this.data.own + 1 }) },
              didUnmount() { console.log('unmount') },
            })""",
        }
    )
    phone.shows("#n", "1 2 x")
    phone.tap("#more")
    phone.shows("#n", "2 3 x")
    phone.tap("#hide")
    assert phone.log() == [
        "init 1", "derive 1 1", "mount", "ready", "derive 1 1", "update 1 0 1", "derive 1 2", "update 1 2 2", "unmount",
    ]  # fmt: skip


def test_function_props_and_texts_that_only_look_like_them(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<card onPick="picked" handler="picked" data-id="7" some-thing="kebab" ref="keep" id="it" /><view id="got">{{got}}</view>',
            f"{HOME}.js": """Page({
              picked(value) { this.setData({ got: `${value} ${this.card.is} ${this.selectComponent('#it') === this.card}` }) },
              keep(card) { this.card = card },
            })""",
            f"{HOME}.json": using(card="../../components/card/card"),
            f"{CARD}.axml": '<button id="pick" onTap="pick">{{handler}} {{someThing}}</button>',
            f"{CARD}.js": "Component({ methods: { pick() { this.props.onPick(this.props['data-id']) } } })",
        }
    )
    phone.shows("#pick", "picked kebab")
    phone.tap("#pick")
    phone.shows("#got", "7 components/card/card true")
    assert phone.errors == []


def test_slots_default_named_dynamic_and_scoped(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <card id="full"><text>{{mine}}</text><view slot="head">head {{mine}}</view>
                <block a:for="{{[1, 2]}}"><text slot="cell{{item}}">c{{item}}</text></block>
                <text slot="row" slot-scope="p">[{{p.item}} {{mine}}]</text></card>
              <card id="bare" />
            """,
            f"{HOME}.js": "Page({ data: { mine: 'm' } })",
            f"{HOME}.json": using(card="/components/card/card"),
            f"{CARD}.axml": """
              <view class="box {{id}}"><slot name="head">no head</slot>|<slot>nothing</slot>|<slot name="cell1" /><slot name="cell2" />|
              <block a:for="{{rows}}"><slot name="row" item="{{item}}" /></block>|{{$slots.head ? 'has' : 'has not'}}</view>
            """,
            f"{CARD}.js": "Component({ data: { rows: ['a', 'b'] } })",
        }
    )
    phone.shows(".full", "head m|m|c1c2|[a m][b m]|has")
    phone.shows(".bare", "no head|nothing|||has not")


def test_mixins_and_observers_and_lifetimes(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": "<card />",
            f"{HOME}.json": using(card="/components/card/card"),
            "mixins/m.js": "export default { data: {a: 1, b: 1}, methods: { who() { return 'mixin' }, only() { return 'only' } }, didMount() { console.log('mixin mount') } }",
            f"{CARD}.axml": '<view id="v">{{a}}{{b}}{{sum}}</view>',
            f"{CARD}.js": """import m from '../../mixins/m'; Component({ mixins: [m], data: { b: 2, sum: 0 },
              options: { observers: true, lifetimes: true },
              observers: { 'a, b'(a, b) { this.setData({ sum: a + b }) } }, lifetimes: { attached() { console.log('attached') } },
              methods: { who() { return 'own' } },
              didMount() { console.log(this.who(), this.only()); this.setData({ a: 5 }) } })""",
        }
    )
    phone.shows("#v", "527")
    assert phone.log() == ["attached", "mixin mount", "own only"]


def test_styles_leak_unless_they_are_isolated_and_nothing_stands_around_a_component(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<view class="row"><card /><tight /><view id="mine" class="red blue">x</view></view>',
            f"{HOME}.acss": ".row > .red { padding-top: 7px } page { background: rgb(9, 9, 9) } @import '/base.acss';",
            "base.acss": "view { margin-left: 75rpx }",
            f"{HOME}.json": using(card="/components/card/card", tight="/components/tight/tight"),
            f"{CARD}.axml": '<view class="red" id="card">card</view>',
            f"{CARD}.js": "Component({})",
            f"{CARD}.acss": ".red { color: rgb(255, 0, 0) }",
            "components/tight/tight.axml": '<view class="blue" id="tight">tight</view>',
            "components/tight/tight.js": "Component({ options: { virtualHost: false } })",
            "components/tight/tight.json": '{"component": true, "styleIsolation": "apply-shared"}',
            "components/tight/tight.acss": ".blue { color: rgb(0, 0, 255) } :host { display: block; border-top: 3px solid }",
        }
    )
    phone.shows("#card", "card")
    style = """(id) => { const s = getComputedStyle(document.querySelector(id)); return [s.color, s.paddingTop, s.marginLeft] }"""
    assert phone.page.evaluate(style, "#card") == ["rgb(255, 0, 0)", "7px", "36px"]
    assert phone.page.evaluate(style, "#mine") == ["rgb(255, 0, 0)", "7px", "36px"]
    assert phone.page.evaluate(style, "#tight")[0] == "rgb(0, 0, 255)"
    assert phone.call("() => getComputedStyle(document.querySelector('tight')).borderTopWidth") == "3px"
    assert phone.call("() => getComputedStyle(document.querySelector('page')).backgroundColor") == "rgb(9, 9, 9)"
