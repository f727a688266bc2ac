"""A Mini Program as the attacker, in a real browser: it sees what a program may see, and touches what is its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from poison import DISGUISE, MARKUP

from fixtures.buyers import buyer
from fixtures.programs import SHOP
from harness import Program, Stage, World

SPY = """
window.seen = []; window.attacked = [];
window.attackzq = (...all) => window.attacked.push(all.join(" ") || "called");
const note = (text) => { if (typeof text === "string") window.seen.push(text); };
for (const [owner, name] of [[window, "fetch"], [JSON, "stringify"], [JSON, "parse"], [Element.prototype, "setAttribute"],
    [Element.prototype, "append"], [Element.prototype, "attachShadow"], [EventTarget.prototype, "addEventListener"],
    [String.prototype, "replace"], [Array.prototype, "push"], [Promise.prototype, "then"], [XMLHttpRequest.prototype, "send"],
    [Function.prototype, "call"], [Function.prototype, "apply"], [Function.prototype, "bind"], [Map.prototype, "set"]]) {
  const own = owner[name];
  owner[name] = function (...all) {
    for (const one of all) {
      if (typeof one === "string") window.seen[window.seen.length] = one;
      else if (one && one.body && typeof one.body === "string") window.seen[window.seen.length] = one.body;
      else if (name === "addEventListener" && typeof one === "function") {
        (window.listeners ??= [])[window.listeners.length] = { target: this, listener: one };
      } else if (one instanceof Element) (window.elements ??= [])[window.elements.length] = one;
    }
    return Reflect.apply(own, this, all);
  };
}
for (const name of ["key", "phone", "host", "config", "signal", "body", "duplex", "toJSON", "engine"]) {
  Object.defineProperty(Object.prototype, name, {
    configurable: true, set(value) { Object.defineProperty(this, name, { value, configurable: true, writable: true, enumerable: true }); },
    get() { try { for (const one of Object.values(this)) note(one); } catch { /* not this one */ } return undefined; },
  });
}
"""


@pytest.fixture(scope="module")
def rogue(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program that has replaced whatever of the browser it could, before the wallet is first used."""
    folder = tmp_path_factory.mktemp("rogue")
    (folder / "spy.js").write_text(SPY, encoding="utf-8")
    html = '<!doctype html><meta charset="utf-8"><script src="spy.js"></script><h1 data-testid="here">rogue</h1>'
    (folder / "index.html").write_text(html, encoding="utf-8")
    return replace(SHOP, name="rogue", folder=folder)


@pytest.fixture
def attacker(scratch_stage: Stage, rogue: Program) -> Iterator[Attacker]:
    world = scratch_stage.world("rogue", rogue)
    try:
        world.enter_buyer(buyer(1), "100,000 IQD")
        world.open_program()
        world.phone.see({"testId": "here"})
        yield Attacker(scratch_stage, world)
    finally:
        world.close()


@dataclasses.dataclass
class Attacker:
    """The rogue program in its buyer's phone."""

    stage: Stage
    world: World

    def run(self, script: str, argument: object = None) -> Any:
        """Let the program run this."""
        return self.world.phone.page.evaluate(script, argument)

    def begin(self, api: str, **params: object) -> None:
        """Let the program call the wallet; its answer will be in ``window.answer``."""
        self.run(
            "([api, params]) => { window.answer = undefined; void my.call(api, params, (a) => { window.answer = a; }); }",
            [api, params],
        )

    def ordered(self) -> str:
        """Let the program log in and order; return the payment URL."""
        return str(
            self.run("""async () => {
              const { authCode } = await my.getAuthCode({ scopes: ["USER_ID"] });
              const post = async (path, body, session) => (await fetch(path, { method: "POST", body: JSON.stringify(body),
                headers: { "Content-Type": "application/json", Authorization: `Bearer ${session}` } })).json();
              const login = await post("/api/login", { authCode });
              const order = { customerId: login.customerId, goodsId: "barhi", quantity: 1 };
              return (await post("/api/orders", order, login.session)).paymentUrl; }""")
        )

    def secrets(self) -> list[str]:
        """Return what no program may know: the key of its phone."""
        return [p.key for p in self.stage.wallet.phones.values() if p.account is self.world.account]


LEAKS = """() => {
  const out = [...window.seen, document.documentElement.outerHTML, document.cookie, JSON.stringify({ ...localStorage })];
  for (const script of document.scripts) out.push(script.textContent, script.src);
  for (const owner of [window, Object.getPrototypeOf(window), my, AlipayJSBridge]) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      try { const value = owner[name];
        if (typeof value === "function") out.push(Function.prototype.toString.call(value));
        else if (typeof value === "object" && value) out.push(Object.values(value).map(String).join(" "));
        else out.push(String(value)); } catch { /* not ours to read */ }
    }
  }
  try { null.x } catch (error) { out.push(error.stack); }
  try { my.getStorageSync({ get key() { throw new Error("x") } }) } catch (error) { out.push(String(error.stack)); }
  return out.join("\\n"); }"""


def test_a_program_never_learns_the_key_of_its_phone(attacker: Attacker) -> None:
    url = attacker.ordered()
    attacker.begin("alert", title="a", content="b")
    attacker.world.phone.tap({"testId": "alert-ok"})
    attacker.begin("tradePay", paymentUrl=url)
    attacker.world.phone.see_cashier("25,000 IQD")
    known = attacker.run(LEAKS)
    (key,) = attacker.secrets()
    assert key not in known
    assert attacker.run("window.seen.length") > 0, "the spy saw something"


def test_a_program_does_not_confirm_in_the_buyers_place(attacker: Attacker) -> None:
    assert attacker.world.account is not None
    attacker.begin("tradePay", paymentUrl=attacker.ordered())
    attacker.world.phone.see_cashier("25,000 IQD")
    before = attacker.world.balance()
    found = attacker.run("""async () => {
      const own = () => [...performance.getEntriesByType("resource").map((e) => e.name), ...window.seen];
      const url = own().find((name) => /\\/cashier\\/[^/?]+$/.test(name));
      if (!url) return null;
      const said = [];
      const tries = [
        () => fetch(`${url}/confirm`, { method: "POST" }),
        () => fetch(`${url}/confirm`, { method: "POST", mode: "no-cors" }),
        () => fetch(`${url}/confirm`, { method: "POST", mode: "no-cors", referrerPolicy: "no-referrer", credentials: "include" }),
        () => fetch(`${url}/confirm`, { method: "POST", mode: "no-cors", keepalive: true, body: "x" }),
        async () => navigator.sendBeacon(`${url}/confirm`, "x"),
        async () => { const x = new XMLHttpRequest(); x.open("POST", `${url}/confirm`, false); x.send(); },
        async () => { const a = document.createElement("a"); a.ping = `${url}/confirm`; a.href = "#"; document.body.append(a); a.click(); },
        () => my.request({ url: `${url}/confirm`, method: "POST" }),
      ];
      for (const one of tries) { try { said.push(String((await one())?.status)); } catch (e) { said.push(String(e)); } }
      for (const target of ["a", "b"]) {
        const frame = document.createElement("iframe"); frame.name = target; document.body.append(frame);
        const form = document.createElement("form");
        Object.assign(form, { method: "POST", action: `${url}/confirm`, target }); document.body.append(form); form.submit();
        await new Promise((done) => { frame.addEventListener("load", done, { once: true }); });
      }
      return said; }""")
    assert found, "the browser names the pages of all frames, so the program knows the cashier's address"
    assert attacker.world.balance() == before, found
    attacker.world.phone.tap_cashier("confirm")
    attacker.world.phone.page.wait_for_function("window.answer !== undefined")
    assert attacker.run("window.answer.resultCode") == "9000", "the buyer can"


def test_a_program_does_not_read_what_is_of_another_origin(attacker: Attacker) -> None:
    wallet, stage = attacker.stage.wallet, attacker.stage
    other = stage.world("another shop", SHOP)
    try:
        other.enter_buyer(buyer(2), "100,000 IQD")
        other.open_program()
        other_url = other.phone.page.url.rstrip("/")
    finally:
        other.close()
    attacker.begin("tradePay", paymentUrl=attacker.ordered())
    attacker.world.phone.see_cashier("25,000 IQD")
    places = [
        f"{wallet.gateway_origin}/", f"{wallet.gateway_origin}/openapi.json", f"{wallet.gateway_origin}/v1/payments/pay",
        f"{wallet.app_origin}/cashier", f"{wallet.app_origin}/jsapi", f"{other_url}/", f"{other_url}/api/goods", f"{other_url}/shop.js",
    ]  # fmt: skip
    read = attacker.run(
        """async (places) => { const out = {};
          for (const place of places) for (const method of ["GET", "POST"]) {
            try { out[`${method} ${place}`] = (await (await fetch(place, { method })).text()).slice(0, 80); } catch { /* good */ }
          }
          for (let i = 0; i < window.length; i++) {
            try { out[`frame ${i}`] = window[i].document.body.innerHTML; } catch { /* as it should be */ }
          }
          return out; }""",
        places,
    )
    answered = {name: text for name, text in read.items() if text}
    assert answered == {}, "nothing but an empty refusal is readable"


def test_a_program_calls_the_wallet_for_nobody_else(attacker: Attacker) -> None:
    stage, wallet = attacker.stage, attacker.stage.wallet
    other = stage.world("another buyer", SHOP)
    try:
        account = other.enter_buyer(buyer(2), "100,000 IQD")
        phone = wallet.open_phone(other._wallet, account, other.merchant)
        mine = next(p for p in wallet.phones.values() if p.account is attacker.world.account)
        said = attacker.run(
            """async ([host, phone, mine]) => { const out = [];
              for (const [id, key] of [[phone, ""], [phone, mine], [phone, "x"], [mine, ""], ["", ""], [phone, null]]) {
                for (const path of ["/jsapi", "/jsapi/sheet", "/jsapi/log", "/jsapi/socket"]) {
                  const body = JSON.stringify({ phone: id, key, api: "getAuthCode", params: {}, ticket: "x", choice: {} });
                  out.push((await fetch(host + path, { method: "POST", body })).status); } }
              return out; }""",
            [wallet.app_origin, phone.id, mine.id],
        )
        assert set(said) == {403}
        assert not [m for m in other.journal.messages if m.name == "my.getAuthCode"]
    finally:
        other.close()


def test_a_program_does_not_consent_in_the_buyers_place(attacker: Attacker) -> None:
    attacker.begin("getAuthCode", scopes=["USER_NAME", "AGREEMENT_PAY"])
    attacker.world.phone.see({"testId": "consent-allow"})
    attacker.run("""async () => {
      const elements = [...(window.elements ?? []), ...(window.listeners ?? []).map((l) => l.target)];
      for (const { target, listener } of window.listeners ?? []) {
        const fake = { isTrusted: true, type: "click", target, currentTarget: target, preventDefault() {}, stopPropagation() {} };
        for (const event of [new MouseEvent("click"), fake, new KeyboardEvent("keydown", { key: "Enter" })]) {
          try { typeof listener === "function" && Reflect.apply(listener, target, [event]); } catch { /* not that one */ }
        }
      }
      for (const one of elements) {
        try { one.click?.(); one.dispatchEvent?.(new MouseEvent("click", { bubbles: true, composed: true })); } catch { /* nor that */ }
        for (const inner of one.querySelectorAll?.("button") ?? []) inner.click();
      }
      const host = document.querySelector("[data-wallet-sheets]");
      host.shadowRoot?.querySelector("[data-testid=consent-allow]")?.click();
      const { x, y, width, height } = document.documentElement.getBoundingClientRect();
      for (let step = 0; step < 40; step++) document.elementFromPoint(x + width / 2, y + (height * step) / 40)?.click?.();
    }""")
    assert attacker.world.journal.all(lambda m: m.name == "consent" and m.get("allowed") is True) == []
    attacker.world.phone.tap({"testId": "consent-allow"})
    attacker.world.journal.wait_for(lambda m: m.name == "consent" and m.get("allowed") is True, "the buyer's consent")


@pytest.mark.parametrize("text", [MARKUP, DISGUISE], ids=["markup", "disguise"])
def test_hostile_text_on_a_sheet_is_text(attacker: Attacker, text: str) -> None:
    world, stage = attacker.world, attacker.stage
    urls: list[str] = []
    stage.backstage(lambda: urls.append(stage.wallet.prepare_contract(world._wallet, world.merchant, text)))
    sheets: dict[str, dict[str, object]] = {
        "alert": {"title": text, "content": text, "buttonText": text},
        "confirm": {"title": text, "content": text, "confirmButtonText": text, "cancelButtonText": text},
        "prompt": {"title": text, "message": text, "placeholder": text, "align": text, "okButtonText": text},
        "showActionSheet": {"title": text, "items": [text, text], "cancelButtonText": text, "badges": [{"type": text}]},
        "qicardSignContract": {"authUrl": urls[0]},
    }
    for api, params in sheets.items():
        attacker.begin(api, **params)
        world.phone.see({"contains": "1 IQD" if text == DISGUISE else "attack-zq"})
        assert attacker.run("window.attacked") == []
        assert attacker.run("document.querySelectorAll('attack-zq, img').length") == 0
        world.phone.page.keyboard.press("Escape")
        world.phone.page.wait_for_function("window.answer !== undefined")
    for api in ("showToast", "showLoading"):
        attacker.begin(api, content=text, type=text, duration=60_000)
        world.phone.see({"contains": "1 IQD" if text == DISGUISE else "attack-zq"})
        attacker.begin("hideLoading")
    assert attacker.run("window.attacked") == []


def test_the_paths_of_a_program_end_at_its_folder(attacker: Attacker, rogue: Program) -> None:
    secret = Path(rogue.folder).parent / "secret-of-the-house.txt"
    secret.write_text("the key of the house", encoding="utf-8")
    read = attacker.run("""async () => { const out = [];
      for (const path of ["/../secret-of-the-house.txt", "/%2e%2e/secret-of-the-house.txt", "/..%2fsecret-of-the-house.txt",
                          "/x/..%2f..%2fsecret-of-the-house.txt", "/%00", "//secret-of-the-house.txt"]) {
        try { out.push(await (await fetch(location.origin + path)).text()); } catch (e) { out.push(String(e)); } }
      return out.join(" "); }""")
    assert "the key of the house" not in read
