"""AXML as language.md has it: mustaches, loops, conditions, templates, slots."""

# ruff: noqa: E501  (the programs under test are written as their authors write them)
from __future__ import annotations

from native_phone import OpenProgram

HOME = "pages/home/home"


def test_paths_that_are_not_there_print_nothing_and_values_keep_their_type(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <view id="none">[{{a.b.c}}]</view>
              <view id="math">{{count + 1}} {{count > 2 ? 'many' : 'few'}} {{!count}} {{`t${count}`}}</view>
              <switch id="off" checked="{{false}}" /><switch id="on" checked="false" />
              <view id="list">{{list[1].name}} {{list[which]['name']}}</view>
              <view id="style" style="{{ {marginTop: '75rpx', color: tone} }}">x</view>
            """,
            f"{HOME}.js": "Page({data: {count: 2, which: 0, tone: 'rgb(1, 2, 3)', list: [{name: 'a'}, {name: 'b'}]}})",
        }
    )
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


def test_loops_nest_and_shadow_count_and_walk_objects(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <view id="rows"><block a:for="{{rows}}" a:for-item="row" a:key="id"><text a:for="{{row.cells}}" a:key="*this">{{row.id}}{{index}}{{item}};</text></block></view>
              <view id="number"><text a:for="{{3}}">{{index}}</text></view>
              <view id="object"><text a:for="{{o}}" a:for-index="k" a:for-item="v">{{k}}={{v}};</text></view>
              <view id="both"><text a:for="{{rows}}" a:if="{{item.id > 1}}">{{item.id}}</text></view>
              <view id="none"><text a:for="{{missing}}">x</text></view>
            """,
            f"{HOME}.js": "Page({data: {rows: [{id: 1, cells: ['a', 'b']}, {id: 2, cells: ['c']}], o: {x: 1, y: 2}}})",
        }
    )
    phone.shows("#rows", "10a;11b;20c;")
    phone.shows("#number", "012")
    phone.shows("#object", "x=1;y=2;")
    phone.shows("#both", "2")
    phone.shows("#none", "")


def test_conditions_chain_and_templates_see_only_their_data(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <import src="./parts.axml" />
              <view id="chain"><text a:if="{{n > 1}}">a</text><text a:elif="{{n === 1}}">b</text><text a:else>c</text></view>
              <template is="{{kind}}" data="{{...item, extra}}" />
              <view id="included"><include src="/shared/foot.axml" /></view>
              <button id="change" onTap="change">change</button>
            """,
            "pages/home/parts.axml": """
              <import src="./deeper.axml" />
              <template name="card"><view id="card" onTap="tapped">{{name}}/{{extra}}/{{n}}</view></template>
            """,
            "pages/home/deeper.axml": '<template name="deep">deep</template>',
            "shared/foot.axml": "<template name='x'>no</template><text>{{n}} foot</text>",
            f"{HOME}.js": """Page({
              data: {n: 1, kind: 'card', item: {name: 'dates'}, extra: 'e'},
              change() { this.setData({n: 0}) },
              tapped() { this.setData({n: 5}) },
            })""",
        }
    )
    phone.shows("#chain", "b")
    phone.shows("#card", "dates/e/")
    phone.shows("#included", "1 foot")
    phone.tap("#change")
    phone.shows("#chain", "c")
    phone.tap("#card")
    phone.shows("#chain", "a")


def test_importing_is_not_transitive_and_an_object_in_a_text_is_a_white_page(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": '<import src="./a.axml" /><template is="b" />',
            "pages/home/a.axml": '<import src="./b.axml" />',
            "pages/home/b.axml": '<template name="b">b</template>',
            "pages/other/other.axml": "<view>before</view>\n<view>{{thing}}</view>",
            "pages/other/other.js": "Page({data: {thing: {a: 1}}})",
        }
    )
    assert 'there is no template "b" here' in phone.errors[0]
    phone.call("() => my.navigateTo({url: '/pages/other/other'})")
    phone.page.wait_for_selector("[data-route='pages/other/other']", state="attached")
    phone.page.wait_for_function(
        "() => document.querySelector('[data-route=\"pages/other/other\"] page')?.innerText === ''"
    )
    assert "an object cannot be printed" in phone.errors[1]
    assert "pages/other/other.axml:2:9" in phone.errors[1]


def test_sloppy_markup_is_accepted_as_the_platform_does(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <view id=one class={{ n > 0 ? 'yes' : 'no' }}>{{n}}</view>
              <view id = "two" data-x = {{n}}>two</view>
              <input id="field" value="{{text}}"></input>
              <view id="after">after</view>
              <button id="b" form-type="submit" hover-class='x'>press
            """,
            f"{HOME}.js": "Page({data: {n: 1, text: 'hello'}})",
        }
    )
    phone.shows("#one.yes", "1")
    phone.shows("#two", "two")
    phone.shows("#after", "after")
    assert phone.page.input_value("#field") == "hello"
    assert phone.page.locator("#field >> #after").count() == 0


def test_sjs_computes_in_the_view(open_program: OpenProgram) -> None:
    phone = open_program(
        {
            f"{HOME}.axml": """
              <import-sjs name="m" from="./m.sjs" /><import-sjs name="{twice, thrice: three}" from="/lib/n.sjs" />
              <view id="sum">{{m.price(5)}} {{twice(2)}} {{three(2)}} {{m.word('Dates')}} {{m.word('7')}} {{m.year()}}</view>
            """,
            "pages/home/m.sjs": "import {twice} from '/lib/n.sjs';\nexport default { price: (n) => `${twice(n)} IQD`, word: (s) => getRegExp('^[a-z]+$', 'i').test(s), year: () => getDate(2026, 1, 3).getFullYear() };",
            "lib/n.sjs": "export const twice = n => n * 2;\nexport function thrice(n) { return n * 3; }",
        }
    )
    phone.shows("#sum", "10 IQD 4 6 true false 2026")
