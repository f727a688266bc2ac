"use strict";
(() => {
  // The evidence of a passed scenario is deflated until a reader opens it.
  const unpack = async (details) => {
    const packed = details.dataset.z;
    if (!packed) return;
    delete details.dataset.z;
    const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const template = document.createElement("template");
    template.innerHTML = await new Response(stream).text();
    const shots = details.querySelector(".shots");
    const slot = template.content.querySelector(".slot");
    if (shots && slot) slot.replaceWith(shots);
    details.append(template.content);
  };
  for (const details of document.querySelectorAll("details[data-z]")) {
    details.addEventListener("toggle", () => {
      if (details.open) void unpack(details);
    });
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "Copied";
    });
  }
  const tools = document.querySelector(".tools");
  if (!tools) return;
  tools.hidden = false;
  const features = [...document.querySelectorAll(".feature")];
  const fold = document.getElementById("fold");
  fold.addEventListener("click", () => {
    const open = !features.some((feature) => feature.open);
    for (const feature of features) feature.open = open;
    fold.textContent = open ? "Fold all" : "Open all";
  });
  document.getElementById("filter").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    for (const feature of features) {
      const name = feature.querySelector("summary").textContent.toLowerCase();
      for (const rule of feature.querySelectorAll(".rule")) {
        for (const card of rule.querySelectorAll(".card")) card.hidden = !has(`${name} ${rule.querySelector("h3")?.textContent ?? ""} ${card.textContent}`.toLowerCase());
        rule.hidden = !rule.querySelector(".card:not([hidden])");
      }
      feature.hidden = !feature.querySelector(".rule:not([hidden])");
    }
    document.getElementById("none").hidden = features.some((feature) => !feature.hidden);
  });
})();
