// A plan's page: rows light their boxes and boxes their rows; filter; deep links; keys.
"use strict";
(() => {
  const { text, onLanguage } = window.Cruscotto;
  const pane = document.querySelector(".pages");
  const rows = [...document.querySelectorAll("article.row")];
  const byIndicator = new Map();
  const byCell = new Map();
  const put = (map, key, element) => { if (map.has(key)) { map.get(key).push(element); } else { map.set(key, [element]); } };
  for (const element of document.querySelectorAll("[data-indicator]")) { put(byIndicator, element.dataset.indicator, element); }
  for (const element of document.querySelectorAll("[data-of], [data-cell]")) {
    put(byCell, element.dataset.of || element.dataset.cell, element);
  }

  // --- light
  let lit = [];
  const light = (indicator, cell) => {
    for (const element of lit) { element.classList.remove("lit"); }
    lit = [...(byIndicator.get(indicator) || []), ...(byCell.get(cell) || [])];
    const row = document.getElementById(indicator);
    if (row) { lit.push(...linesOf(row)); }
    for (const element of lit) { element.classList.add("lit"); }
  };
  const linesOf = (row) => {
    const numbers = (row.dataset.lines || "").split(" ").filter(Boolean);
    return numbers.map((number) => document.getElementById(`line-${number}`)).filter(Boolean);
  };
  const meant = (target) => {
    if (!(target instanceof Element)) { return null; }
    const holder = target.closest("[data-indicator]");
    const cell = target.closest("[data-of], [data-cell]");
    return holder ? { holder, indicator: holder.dataset.indicator, cell: cell ? cell.dataset.of || cell.dataset.cell : null } : null;
  };
  // What scrolls under a pointer that rests makes events too, where the pointer was before: nobody pointed at that.
  let rests = "";
  const spot = (event) => `${event.screenX} ${event.screenY}`;
  const resting = (event) => { rests = spot(event); };
  document.addEventListener("pointermove", resting);
  document.addEventListener("pointerdown", resting);
  document.addEventListener("pointerover", (event) => {
    if (spot(event) === rests) { return; }
    const found = meant(event.target);
    if (found) { light(found.indicator, found.cell); }
  });
  document.addEventListener("focusin", (event) => {
    const found = meant(event.target);
    if (!found) { return; }
    light(found.indicator, found.cell);
    // Whoever moves by keys in the rows sees the box come, and the other way round.
    if (found.holder.closest(".pages")) { showRow(found.indicator, false); } else { showBox(found.indicator); }
  });

  // --- go there
  const center = (box, inside) => {
    const at = box.getBoundingClientRect();
    const frame = inside.getBoundingClientRect();
    if (at.top < frame.top || at.bottom > frame.bottom) {
      inside.scrollTop += at.top - frame.top - Math.max(12, (frame.height - at.height) / 2);
    }
  };
  const showBox = (indicator) => {
    const row = document.getElementById(indicator);
    const box = pane.querySelector(`.mark[data-indicator="${CSS.escape(indicator)}"]`) || (row && linesOf(row)[0]);
    if (box) { center(box, pane); }
  };
  const showRow = (indicator, focus) => {
    const row = document.getElementById(indicator);
    if (!row) { return; }
    if (row.hidden) { form.reset(); filter(); }
    row.scrollIntoView({ block: "center" });
    if (focus) { row.focus({ preventScroll: true }); }
  };
  const follow = () => {
    const [, kind, value] = /^#(indicator|page|line)=(.+)$/.exec(location.hash) || [];
    if (kind === "indicator") {
      const indicator = decodeURIComponent(value);
      if (!document.getElementById(indicator)) { return; }
      showRow(indicator, true);
      light(indicator, null);
      showBox(indicator);
    } else if (kind) {
      const there = document.getElementById(`${kind}-${value}`);
      if (there) { center(there, pane); there.classList.add("lit"); lit.push(there); pane.focus({ preventScroll: true }); }
    }
  };
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    if (link && link.getAttribute("href") === location.hash) { follow(); }
  });

  // --- keys: j and k go from row to row, while a row or a box has the focus
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) { return; }
    const found = meant(event.target);
    if (!found || event.target.closest("input, select, dialog")) { return; }
    const shown = rows.filter((row) => !row.hidden);
    const here = shown.findIndex((row) => row.dataset.indicator === found.indicator);
    const next = shown[here + (event.key === "j" ? 1 : -1)];
    if (next) { event.preventDefault(); showRow(next.dataset.indicator, true); showBox(next.dataset.indicator); }
  });

  // --- filter
  const form = document.querySelector(".filter");
  const output = form.querySelector("output");
  const items = [...document.querySelectorAll(".item")];
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const contents = new Map();
  const contentOf = (item) => {
    if (!contents.has(item)) { contents.set(item, plain(item.textContent)); }
    return contents.get(item);
  };
  const filter = () => {
    const words = plain(form.elements.text.value).split(/\s+/).filter(Boolean);
    const level = form.elements.level.value;
    const status = form.elements.status.value;
    const fits = (item) => {
      const row = item.matches("article") ? item : document.getElementById(item.dataset.indicator);
      return (!level || (row && row.dataset.level === level))
        && (!status || (item.matches("tr") ? row : item) && (item.matches("tr") ? row : item).dataset.status.split(" ").includes(status))
        && words.every((word) => contentOf(item).includes(word));
    };
    for (const item of items) { item.hidden = !fits(item); }
    for (const row of rows) {
      for (const mark of byIndicator.get(row.dataset.indicator)) {
        if (mark.matches(".mark")) { mark.classList.toggle("dim", row.hidden); }
      }
    }
    count();
  };
  const count = () => { output.textContent = text("shown", { n: rows.filter((row) => !row.hidden).length, m: rows.length }); };
  let soon = 0;
  form.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(filter, 80); });
  form.addEventListener("reset", () => { setTimeout(filter); });
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  onLanguage(() => { contents.clear(); count(); });

  count();
  follow();
  document.documentElement.dataset.ready = "yes";
})();
