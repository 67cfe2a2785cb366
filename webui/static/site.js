// Everything works without this file. It adds a tray that follows the reader, and moving between matches.
(() => {
  "use strict";
  const KEY = "kb-tray";
  const MAX_COMPARED = 6;

  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
  };
  const write = (ids) => {
    try { localStorage.setItem(KEY, JSON.stringify(ids)); } catch { /* private window: the page still works */ }
  };

  const boxes = [...document.querySelectorAll("[data-choose]")];
  const tray = document.querySelector("[data-tray]");
  const addressWith = (path, ids) => path + (ids.length ? "?" + ids.map((id) => "m=" + encodeURIComponent(id)).join("&") : "");

  const show = () => {
    const ids = read();
    for (const box of boxes) box.checked = ids.includes(box.value);
    tray.hidden = ids.length === 0;
    document.body.classList.toggle("has-tray", ids.length > 0);
    tray.querySelector("[data-tray-total]").textContent = ids.length;
    const compare = tray.querySelector("[data-tray-compare]");
    compare.href = addressWith(tray.dataset.compare, ids.slice(0, MAX_COMPARED));
    compare.textContent = ids.length > MAX_COMPARED ? `So sánh ${MAX_COMPARED} mô hình đầu` : "So sánh";
    compare.hidden = ids.length < 2;
    tray.querySelector("[data-tray-open]").href = addressWith(tray.dataset.collection, ids);
    for (const link of document.querySelectorAll("[data-tray-link]")) {
      link.href = addressWith(tray.dataset.collection, ids);
      const count = link.querySelector("[data-tray-count]");
      count.textContent = ids.length;
      count.hidden = ids.length === 0;
    }
  };

  for (const box of boxes) {
    box.addEventListener("change", () => {
      const rest = read().filter((id) => id !== box.value);
      write(box.checked ? [...rest, box.value] : rest);
      show();
    });
  }
  tray.querySelector("[data-tray-clear]").addEventListener("click", () => { write([]); show(); });
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);
  show();

  // On a narrow screen the filters start closed, so that the first result is in sight.
  const facets = document.querySelector("[data-facets]");
  if (facets && window.matchMedia("(max-width: 63.9rem)").matches) facets.open = false;

  const bar = document.querySelector("[data-matches]");
  const next = bar && bar.querySelector("[data-next-match]");
  if (next) {
    const total = Number(bar.dataset.matches);
    let current = 0;
    const go = (step) => {
      document.getElementById("hit" + current)?.classList.remove("current");
      current = ((current - 1 + step + total) % total) + 1;
      const target = document.getElementById("hit" + current);
      target.classList.add("current");
      target.scrollIntoView({ block: "center" });
      position.textContent = `${current} / ${total}`;
    };
    const button = (label, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "quiet";
      made.textContent = label;
      made.addEventListener("click", () => go(step));
      return made;
    };
    const position = document.createElement("span");
    position.setAttribute("aria-live", "polite");
    next.replaceWith(button("← Trước", -1), position, button("Sau →", 1));
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const box = document.getElementById("q");
    if (event.key === "/" && !isTyping && box) { event.preventDefault(); box.focus(); box.select(); }
  });
})();
