// Everything works without this file. It adds results while typing, a tray that follows the reader,
// ordering by drag, and moving between matches.
(() => {
  "use strict";
  const MAX_COMPARED = 6;
  const MAX_ADDRESS = 3500;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isPassage = (key) => /~\d+$/.test(key);

  // ---- What the reader has chosen, in the browser: [{key, note}] with a title, a subtitle and the table's choice.

  const EMPTY = { items: [], title: "", subtitle: "", table: "1" };
  const read = () => {
    try { return { ...EMPTY, ...JSON.parse(localStorage.getItem("kb-tray")) }; } catch { return EMPTY; }
  };
  const write = (chosen) => {
    try { localStorage.setItem("kb-tray", JSON.stringify(chosen)); } catch { /* private window: the page still works */ }
  };
  const keysOf = (chosen) => chosen.items.map((item) => item.key);

  const argumentsOf = (chosen) => {
    const found = new URLSearchParams();
    const notes = chosen.items.map((item) => item.note || "");
    while (notes.length && !notes[notes.length - 1]) notes.pop();
    if (chosen.title) found.append("title", chosen.title);
    if (chosen.subtitle) found.append("subtitle", chosen.subtitle);
    for (const key of keysOf(chosen)) found.append("m", key);
    for (const note of notes) found.append("n", note);
    if (chosen.table === "0") found.append("table", "0");
    return found;
  };
  const addressOf = (path, found) => (String(found) ? path + (path.includes("?") ? "&" : "?") + found : path);
  const collectionAddress = (chosen) => {
    const whole = addressOf(tray.dataset.collection, argumentsOf(chosen));
    if (whole.length <= MAX_ADDRESS) return whole;
    const items = chosen.items.map(({ key }) => ({ key, note: "" }));
    return addressOf(tray.dataset.collection, argumentsOf({ ...chosen, items })); // the browser still has the notes
  };

  const tray = document.querySelector("[data-tray]");
  const form = document.querySelector("[data-collection-form]");

  const show = () => {
    const chosen = read();
    const keys = keysOf(chosen);
    const models = keys.filter((key) => !isPassage(key)).map((key) => ["m", key]);
    for (const box of all("[data-choose]")) box.checked = keys.includes(box.value);
    const isShown = keys.length > 0 && !document.body.matches(".handout-page") && !form;
    tray.hidden = !isShown;
    document.body.classList.toggle("has-tray", isShown);
    tray.querySelector("[data-tray-total]").textContent = keys.length;
    const compare = tray.querySelector("[data-tray-compare]");
    compare.href = addressOf(tray.dataset.compare, new URLSearchParams(models.slice(0, MAX_COMPARED)));
    compare.textContent = models.length > MAX_COMPARED ? compare.dataset.labelMany : compare.dataset.label;
    compare.hidden = models.length < 2;
    for (const link of all("[data-tray-open], [data-tray-link]")) link.href = collectionAddress(chosen);
    for (const count of all("[data-tray-count]")) {
      count.textContent = keys.length;
      count.hidden = keys.length === 0;
    }
  };

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-choose]")) return;
    const chosen = read();
    const items = chosen.items.filter((item) => item.key !== target.value);
    write({ ...chosen, items: target.checked ? [...items, { key: target.value, note: "" }] : items });
    show();
  });
  tray.querySelector("[data-tray-clear]").addEventListener("click", () => { write(EMPTY); show(); });
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);

  // Models in the address of a list were chosen on the page before: they join the tray, and the address is tidied.
  const here = new URL(location.href);
  if (document.querySelector("[data-live-region]") && here.searchParams.has("m")) {
    const chosen = read();
    const added = here.searchParams.getAll("m").filter((key) => !keysOf(chosen).includes(key));
    write({ ...chosen, items: [...chosen.items, ...added.map((key) => ({ key, note: "" }))] });
    for (const name of ["m", "n", "title", "subtitle", "table"]) here.searchParams.delete(name);
    location.replace(here);
  }

  // ---- The page where a handout is made. The address is what it shows; an edit makes it the reader's own.

  const collectionPath = new URL(tray.dataset.collection, location.href).pathname;
  if (location.pathname === collectionPath && !here.searchParams.has("m") && !form && read().items.length) {
    location.replace(collectionAddress(read()));
  }
  if (form) {
    const list = form.querySelector("[data-chosen-list]");
    const foreign = document.querySelector("[data-tray-foreign]");
    const status = form.querySelector("[data-collection-status]");
    const edited = () => ({
      title: form.elements.title.value.trim(),
      subtitle: form.elements.subtitle.value.trim(),
      table: form.elements.table ? form.elements.table.value : "1",
      items: all("[data-chosen]", list).map((item) => ({
        key: item.querySelector("[name=m]").value,
        note: item.querySelector("[name=n]").value.trim(),
      })),
    });
    const save = () => {
      const chosen = edited();
      write(chosen);
      foreign.hidden = true;
      history.replaceState(null, "", collectionAddress(chosen));
      if (!chosen.items.length) location.assign(tray.dataset.collection);
      const items = all("[data-chosen]", list);
      items.forEach((item, index) => {
        item.querySelector("[data-move='-1']").disabled = index === 0;
        item.querySelector("[data-move='1']").disabled = index === items.length - 1;
      });
      show();
    };
    const own = read();
    if (!own.items.length) {
      write(edited());
    } else if (String(keysOf(own)) === String(keysOf(edited()))) {
      form.elements.title.value ||= own.title;
      form.elements.subtitle.value ||= own.subtitle;
      all("[name=n]", list).forEach((note, index) => { note.value ||= own.items[index].note; });
      save();
    } else {
      foreign.hidden = false;
    }
    document.querySelector("[data-tray-adopt]").addEventListener("click", save);
    form.addEventListener("input", save);
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move], [data-remove]");
      if (!button) return;
      event.preventDefault();
      const item = button.closest("[data-chosen]");
      const name = item.querySelector("h2")?.textContent ?? "";
      if (button.matches("[data-remove]")) {
        const next = item.nextElementSibling || item.previousElementSibling;
        item.remove();
        next?.querySelector("[data-remove]").focus();
        status.textContent = `${status.dataset.removed} ${name}`;
      } else {
        const step = Number(button.dataset.move);
        if (step < 0) item.previousElementSibling.before(item); else item.nextElementSibling.after(item);
        status.textContent = `${name}: ${status.dataset.moved} ${all("[data-chosen]", list).indexOf(item) + 1}`;
      }
      save();
      if (button.isConnected) (button.disabled ? item.querySelector("[data-move]:not(:disabled)") : button)?.focus();
    });

    let dragged = null;
    list.addEventListener("pointerdown", (event) => {
      const handle = event.target.closest("[data-handle]");
      if (!handle) return;
      event.preventDefault();
      dragged = handle.closest("[data-chosen]");
      dragged.classList.add("dragged");
      handle.setPointerCapture(event.pointerId);
    });
    list.addEventListener("pointermove", (event) => {
      if (!dragged) return;
      const over = all("[data-chosen]", list).find((item) => {
        const box = item.getBoundingClientRect();
        return item !== dragged && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
    });
    const drop = () => {
      if (!dragged) return;
      dragged.classList.remove("dragged");
      dragged = null;
      save();
    };
    list.addEventListener("pointerup", drop);
    list.addEventListener("pointercancel", drop);
  }

  // On a narrow screen the filters start closed, so that the first result is in sight.
  const foldFilters = (box) => {
    if (box.matches("[data-facets]") && window.matchMedia("(max-width: 63.9rem)").matches) box.open = false;
  };
  all("[data-facets]").forEach(foldFilters);

  // ---- Results while typing: the page that a submitted form would give, its results put in place.

  let running = null;
  let shown = location.pathname + location.search;
  const load = async (address, { push = false, focus = null } = {}) => {
    running?.abort();
    running = new AbortController();
    const region = document.querySelector("[data-live-region]");
    region.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: running.signal });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = found.querySelector("[data-live-region]");
      if (!answer.ok || !fresh) throw new TypeError("no results in the answer");
      for (const each of all("details[data-keep]", fresh)) {
        const before = region.querySelector(`details[data-keep="${each.dataset.keep}"]`);
        if (before) each.open = before.open; else foldFilters(each);
      }
      region.replaceWith(fresh);
      document.title = found.title;
      document.body.className = found.body.className;
      for (const input of all("[data-live-form] input[type=hidden]")) input.remove();
      const box = document.getElementById("q");
      for (const input of all("[data-live-form] input[type=hidden]", found)) box.after(input);
      history[push ? "pushState" : "replaceState"](null, "", address);
      shown = location.pathname + location.search;
      document.querySelector("[data-live-status]").textContent = fresh.dataset.status || "";
      if (push) {
        box.value = found.getElementById("q").value;
        const again = all("a[data-live]", fresh).find((link) => focus && link.textContent.trim().startsWith(focus));
        fresh.tabIndex = -1;
        (again || fresh).focus({ preventScroll: Boolean(again) });
      }
      show();
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  };

  const search = document.querySelector("[data-live-form]");
  if (search && document.querySelector("[data-live-region]")) {
    let timer = 0;
    const box = document.getElementById("q");
    const ask = () => {
      const asked = new URLSearchParams(location.search).get("q") || "";
      if (box.value.trim() === asked.trim()) {
        running?.abort();
        document.querySelector("[data-live-region]").removeAttribute("aria-busy");
        return;
      }
      const found = new URLSearchParams([...new FormData(search)].filter(([, value]) => value.trim()));
      load(addressOf(new URL(search.action).pathname, found));
    };
    box.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, 250);
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-live]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      clearTimeout(timer);
      const name = link.querySelector(".choice")?.textContent.trim();
      load(link.href, { push: true, focus: name });
    });

    // What goes on like the words typed so far: phrases to search for, pages to open.
    const suggestions = document.querySelector("[data-suggestions]");
    const most = window.matchMedia("(max-width: 40rem)").matches ? 3 : 6;
    const linkOf = ({ text, kind, address }) => {
      const link = document.createElement("a");
      link.textContent = text;
      link.lang = "vi";
      link.href = address;
      if (kind === "phrase") {
        const found = new URLSearchParams(location.search);
        found.set("q", text);
        link.href = addressOf(new URL(search.action).pathname, found);
        link.dataset.live = "";
      }
      return link;
    };
    const suggest = async () => {
      const typed = box.value.trim();
      const address = addressOf(suggestions.dataset.suggestions, new URLSearchParams({ q: typed }));
      const answer = typed.length > 1 ? await fetch(address).then((found) => found.json()).catch(() => null) : null;
      if (typed !== box.value.trim()) return;
      const found = (answer?.suggestions ?? []).filter(({ text }) => text.toLowerCase() !== typed.toLowerCase());
      for (const link of all("a", suggestions)) link.remove();
      suggestions.append(...found.slice(0, most).map(linkOf));
      suggestions.hidden = !found.length;
    };
    box.addEventListener("input", (event) => { if (!event.isComposing) suggest(); });
    window.addEventListener("popstate", () => { if (location.pathname + location.search !== shown) location.reload(); });
  }

  // ---- A document: from match to match.

  const bar = document.querySelector("[data-matches]");
  if (bar) {
    const total = Number(bar.dataset.matches);
    const position = bar.querySelector("[data-position]");
    let current = 0;
    for (const button of all("[data-step]", bar)) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const step = Number(button.dataset.step);
        document.getElementById("hit" + current)?.classList.remove("current");
        if (!current && step < 0) current = 1;
        current = ((current - 1 + step + total) % total) + 1;
        const target = document.getElementById("hit" + current);
        target.classList.add("current");
        target.scrollIntoView({ block: "center" });
        position.textContent = `${current} / ${total}`;
      });
    }
    bar.querySelector("[data-first-match]").hidden = true;
  }

  // The other language of what is in sight now, which may no longer be what the page came with.
  for (const link of all("[data-language]")) {
    link.addEventListener("click", () => {
      const other = new URL(location.href);
      if (link.hreflang === "vi") other.searchParams.delete("lang"); else other.searchParams.set("lang", link.hreflang);
      link.href = other;
    });
  }

  for (const print of all("[data-print]")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const box = document.getElementById("q");
    if (event.key === "/" && !isTyping && box) { event.preventDefault(); box.focus(); box.select(); }
    if (event.key === "Escape") for (const each of all("details.answer[open], details.menu[open]")) each.open = false;
  });

  show();
})();
