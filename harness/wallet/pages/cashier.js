"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const { body } = document;
  const words = JSON.parse(at("words").textContent);
  const { session, expires, now, after } = body.dataset;
  // The wallet's clock rules: the phone's own may be wrong, so only its progress is used.
  const skew = Number(now) - Date.now();
  const buttons = [at("confirm"), at("cancel"), at("close")];
  let timer = 0;

  const post = async (action) => {
    const response = await fetch(`/cashier/${encodeURIComponent(session)}/${action}`, { method: "POST", cache: "no-store" });
    if (!response.ok) throw new Error(`${action}: ${response.status}`);
    return response;
  };

  /** Takes the page for one request, as `data-busy` tells: a second tap, or the countdown, finds it taken. */
  const take = () => {
    if ("busy" in body.dataset) return false;
    body.dataset.busy = "";
    clearTimeout(timer);
    for (const button of buttons) button.disabled = true;
    return true;
  };

  const explain = (state, title, reason) => {
    at("title").textContent = title || words.title[state];
    at("reason").firstChild.textContent = reason || "";
    at("reason").hidden = !reason;
    at("text").textContent = words.text[state];
    at("status").hidden = false;
  };

  /** Shows a state; `action` is what its only button posts ("done" or "leave"), "" for no button. */
  const show = (state, action, title, reason) => {
    body.dataset.state = state;
    explain(state, title, reason);
    at("confirm").hidden = at("cancel").hidden = true;
    const close = at("close");
    close.hidden = !action;
    close.disabled = false;
    close.dataset.testid = action === "done" ? "cashier-done" : "cashier-back";
    close.textContent = action === "done" ? words.done : words.back;
    document.querySelector("main").scrollTop = 0;
    at("title").focus();
  };

  const confirm = async () => {
    if (!take()) return;
    show("processing", "");
    let answer;
    try {
      answer = await (await post("confirm")).json();
    } catch {
      if (after) delete body.dataset.busy;
      show("network", after && "leave");
      return;
    }
    if (!answer.receipt) {
      if (after) location.replace(after);
      return; // the wallet app takes the page away
    }
    delete body.dataset.busy;
    show(answer.state in words.title ? answer.state : "processing", "done", answer.title, answer.reason);
  };

  const end = async (button, action) => {
    if (!take()) return;
    try {
      await post(action);
      if (after) location.replace(after);
    } catch {
      if (after) return location.replace(after); // what is over is over
      explain("leave");
      delete body.dataset.busy;
      button.disabled = false; // leaving twice harms nobody
    }
  };

  const tick = () => {
    const left = Number(expires) - (Date.now() + skew);
    if (left <= 0) {
      show("expired", "leave");
      return;
    }
    const seconds = Math.ceil(left / 1000);
    const two = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    at("countdown").textContent = `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    at("countdown").classList.toggle("late", seconds <= 60);
    timer = setTimeout(tick, left % 1000 || 1000);
  };

  at("confirm").addEventListener("click", confirm);
  at("cancel").addEventListener("click", () => end(at("cancel"), "leave"));
  at("close").addEventListener("click", () => end(at("close"), at("close").dataset.testid === "cashier-done" ? "done" : "leave"));
  // They come disabled: a tap before this line would be lost.
  for (const button of buttons) button.disabled = false;
  if (body.dataset.state === "open") tick();
})();
