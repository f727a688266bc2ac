"use strict";
(() => {
  // Evidence is deflated until a reader opens it. Inflated here and at once, not by the browser and later: a page that is
  // about to be printed waits for nobody.
  const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const code = (lengths) => {
    const count = new Uint16Array(16);
    for (const length of lengths) count[length]++;
    count[0] = 0;
    const next = new Uint16Array(16);
    for (let i = 1; i < 16; i++) next[i] = next[i - 1] + count[i - 1];
    const symbols = [];
    lengths.forEach((length, symbol) => { if (length) symbols[next[length]++] = symbol; });
    return { count, symbols };
  };
  const inflate = (bytes) => {
    let out = new Uint8Array(bytes.length * 8 + 1024), size = 0, at = 0, held = 0, have = 0;
    const bits = (wanted) => {
      while (have < wanted) { held |= bytes[at++] << have; have += 8; }
      const value = held & ((1 << wanted) - 1);
      held >>>= wanted;
      have -= wanted;
      return value;
    };
    const room = (more) => {
      if (size + more <= out.length) return;
      const wider = new Uint8Array(Math.max(out.length * 2, size + more));
      wider.set(out);
      out = wider;
    };
    const symbol = ({ count, symbols }) => {
      let word = 0, first = 0, index = 0;
      for (let length = 1; length < 16; length++) {
        word |= bits(1);
        if (word - count[length] < first) return symbols[index + word - first];
        index += count[length];
        first = (first + count[length]) << 1;
        word <<= 1;
      }
      throw new Error("the evidence is damaged");
    };
    for (let last = 0; !last;) {
      last = bits(1);
      const kind = bits(2);
      if (kind === 0) {
        held = have = 0;
        const length = bytes[at] | (bytes[at + 1] << 8);
        at += 4;
        room(length);
        out.set(bytes.subarray(at, at + length), size);
        size += length;
        at += length;
        continue;
      }
      let lengths = [...Array(288).keys()].map((i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)), far = Array(30).fill(5);
      if (kind === 2) {
        const literals = bits(5) + 257, distances = bits(5) + 1, codes = bits(4) + 4;
        const short = Array(19).fill(0);
        for (let i = 0; i < codes; i++) short[ORDER[i]] = bits(3);
        const table = code(short), all = [];
        while (all.length < literals + distances) {
          const found = symbol(table);
          if (found < 16) all.push(found);
          else if (found === 16) all.push(...Array(3 + bits(2)).fill(all.at(-1)));
          else all.push(...Array(found === 17 ? 3 + bits(3) : 11 + bits(7)).fill(0));
        }
        lengths = all.slice(0, literals);
        far = all.slice(literals);
      }
      const near = code(lengths), back = code(far);
      for (let found = symbol(near); found !== 256; found = symbol(near)) {
        room(258);
        if (found < 256) { out[size++] = found; continue; }
        const length = LENGTHS[found - 257] + bits(LENGTH_BITS[found - 257]), step = symbol(back);
        const extra = step < 4 ? 0 : (step >> 1) - 1;
        const distance = (step < 4 ? step : (2 + (step & 1)) << extra) + bits(extra) + 1;
        for (let i = 0; i < length; i++, size++) out[size] = out[size - distance];
      }
    }
    return new TextDecoder().decode(out.subarray(0, size));
  };

  const root = document.documentElement;
  const arabic = JSON.parse(document.getElementById("ar").textContent);
  const said = (text, values) => {
    const known = root.lang === "ar" ? arabic[text] ?? text : text;
    // A value keeps its own direction: a resultCode or an amount stands in an Arabic sentence as it is read.
    return values.reduce((sentence, value, i) => {
      const shown = root.lang === "ar" ? arabic[value] ?? (/^[\d.,]*$/.test(value) ? value : `\u2068${value}\u2069`) : value;
      return sentence.replace(`{${i}}`, () => shown);
    }, known);
  };
  const values = (joined) => (joined === undefined ? [] : joined.split("\u241f"));
  const translate = (within) => {
    for (const element of within.querySelectorAll("[data-t]")) {
      element.dataset.t ||= element.textContent;
      element.textContent = said(element.dataset.t, values(element.dataset.a));
    }
    for (const element of within.querySelectorAll("[data-n]")) element.setAttribute(element.dataset.n, said(element.dataset.v, values(element.dataset.va)));
  };

  const unpack = (details) => {
    const packed = details.dataset.z;
    if (!packed) return;
    delete details.dataset.z;
    const template = document.createElement("template");
    template.innerHTML = inflate(Uint8Array.from(atob(packed), (c) => c.charCodeAt(0)));
    if (root.lang !== "en") translate(template.content);
    details.append(template.content);
  };
  document.addEventListener("toggle", (event) => { if (event.target.open && event.target.dataset.z) unpack(event.target); }, true);

  // A link leads into evidence that is folded away, too.
  const show = (id) => {
    const target = document.getElementById(id);
    if (!target) return;
    for (let outer = target; outer; outer = outer.parentElement?.closest("details")) {
      if (outer.tagName === "DETAILS") { unpack(outer); outer.open = true; }
    }
    if (target.tagName === "ARTICLE") { const inner = target.querySelector("details"); if (inner) { unpack(inner); inner.open = true; } }
    target.scrollIntoView();
    const own = /^(ARTICLE|DETAILS)$/.test(target.tagName) ? target.querySelector("summary") : null;
    (own ?? target).focus({ preventScroll: true });
  };
  const to = () => { if (location.hash) show(decodeURIComponent(location.hash.slice(1))); };
  addEventListener("hashchange", to);

  const copy = async (button) => {
    const text = (button.parentElement.querySelector("code") ?? button.parentElement.nextElementSibling).textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const words = button.querySelector("[data-t]") ?? button;
    words.dataset.t = "Copied";
    words.textContent = said("Copied", []);
  };
  const big = document.getElementById("big");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) show(link.hash.slice(1));
    const button = event.target.closest("button");
    if (button?.hasAttribute("data-copy")) void copy(button);
    if (button?.classList.contains("shot")) {
      const small = button.querySelector("img"), words = big.querySelector("p");
      big.querySelector("img")?.remove();
      words.before(Object.assign(document.createElement("img"), { src: small.src, alt: small.alt }));
      words.textContent = small.alt;
      big.showModal();
    }
    if (event.target === big) big.close();
  });

  // Everything is on paper that is on the page; of a long run the raw messages of what passed are left out.
  let folded = [];
  const unfold = () => {
    const open = (within) => {
      for (const details of within.querySelectorAll("details")) {
        if (document.body.classList.contains("many") && details.matches(".tried .evidence *, .tried .evidence")) continue;
        unpack(details);
        if (!details.open) { details.open = true; folded.push(details); }
      }
    };
    for (let before = -1; folded.length !== before;) { before = folded.length; open(document); }
  };
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", () => { for (const details of folded) details.open = false; folded = []; });

  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a page from a file may not */ } };
  const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const language = document.getElementById("language");
  const speak = (lang) => {
    root.lang = lang;
    root.dir = lang === "ar" ? "rtl" : "ltr";
    language.lang = lang === "ar" ? "en" : "ar";
    language.textContent = lang === "ar" ? "English" : "العربية";
    translate(document);
    if (find) find();
  };
  language.addEventListener("click", () => { const next = root.lang === "ar" ? "en" : "ar"; speak(next); remember("language", next); });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  document.getElementById("theme").addEventListener("click", () => {
    const now = root.style.colorScheme || (dark.matches ? "dark" : "light");
    root.style.colorScheme = now === "dark" ? "light" : "dark";
    remember("theme", root.style.colorScheme);
  });
  document.getElementById("print").addEventListener("click", () => print());
  document.querySelector(".switches").hidden = false;
  if (remembered("theme")) root.style.colorScheme = remembered("theme");

  let find;
  const tools = document.querySelector(".tools");
  if (tools) {
    tools.hidden = false;
    const features = [...document.querySelectorAll(".feature")];
    const fold = document.getElementById("fold");
    fold.addEventListener("click", () => {
      const open = !features.some((feature) => feature.open);
      for (const feature of features) feature.open = open;
      const words = fold.querySelector("[data-t]");
      words.dataset.t = open ? "Fold all" : "Open all";
      words.textContent = said(words.dataset.t, []);
    });
    const filter = document.getElementById("filter"), only = document.getElementById("only"), told = document.getElementById("found");
    find = () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean), outcome = only.value;
      const has = (text) => words.every((word) => text.includes(word));
      let count = 0;
      for (const feature of features) {
        const name = feature.querySelector("summary").textContent.toLowerCase();
        for (const rule of feature.querySelectorAll(".rule")) {
          for (const card of rule.querySelectorAll(".card")) {
            card.hidden = !((!outcome || card.classList.contains(outcome)) && has(`${name} ${rule.querySelector("h4")?.textContent ?? ""} ${card.textContent}`.toLowerCase()));
            count += card.hidden ? 0 : 1;
          }
          rule.hidden = !rule.querySelector(".card:not([hidden])");
        }
        feature.hidden = !feature.querySelector(".rule:not([hidden])");
      }
      told.textContent = !words.length && !outcome ? "" : count ? said("{0} scenarios found", [String(count)]) : said("No scenario has these words.", []);
    };
    filter.addEventListener("input", find);
    only.addEventListener("input", find);
  }
  const wanted = new URLSearchParams(location.search).get("lang") ?? remembered("language");
  if (wanted === "ar") speak("ar");
  to();
})();
