// The review at the speed of a keyboard: one doubt at a time beside its place on the page.
"use strict";
(() => {
  const { text, recall, remember, onLanguage, drafts } = window.Cruscotto;
  const items = [...document.querySelectorAll(".doubt")];
  if (!items.length) { return; }
  const by = document.querySelector("[name=by]");
  const sheets = JSON.parse(document.body.dataset.sheets);
  const SEEN = `cruscotto-seen:${document.body.dataset.sha}`; // rows without a figure to accept: closed in this browser
  let seen = [];
  try { seen = JSON.parse(recall(SEEN) || "[]"); } catch { seen = []; }
  const steps = []; // what `u` takes back: the cells of a step, their entries before it, and where it was made
  let at = 0;

  // --- what an item is
  const cellsOf = (item) => [...item.querySelectorAll(".cell")];
  const isDone = (item) => {
    const cells = cellsOf(item);
    return seen.includes(item.dataset.indicator) || (cells.length > 0 && cells.every((cell) => drafts.of(cell.dataset.cell)));
  };
  const entryOf = (cell, set, reason) => {
    const { dataset } = cell;
    const where = { ...JSON.parse(cell.closest(".doubt").dataset.where), role: dataset.role, period: dataset.period === "" ? null : Number(dataset.period) };
    if (dataset.population) { where.population = dataset.population; }
    return { cell: dataset.cell, where, expect: dataset.raw, set, reason, by: by.value.trim(), when: drafts.today() };
  };

  // --- what a person does
  const named = () => {
    if (by.value.trim()) { return true; }
    by.focus();
    say(text("name-first"), true);
    return false;
  };
  const settle = (done, set) => {
    if (!named()) { return; }
    const cells = done.flatMap(cellsOf);
    const rows = done.filter((item) => !cellsOf(item).length).map((item) => item.dataset.indicator);
    steps.push({ at, cells: cells.map((cell) => cell.dataset.cell), before: cells.map((cell) => drafts.of(cell.dataset.cell)).filter(Boolean), rows });
    seen = [...seen, ...rows];
    remember(SEEN, JSON.stringify(seen));
    if (cells.length) {
      drafts.put(cells.map((cell) => entryOf(cell, set === null ? cell.dataset.raw : set, text(set === null ? "reason-accepted" : "reason-corrected"))));
    }
    forward();
  };
  const undo = () => {
    const step = steps.pop();
    if (!step) { return; }
    seen = seen.filter((row) => !step.rows.includes(row));
    remember(SEEN, JSON.stringify(seen));
    if (step.entry) { drafts.dropEntries([step.entry]); } else { drafts.drop(step.cells); }
    if (step.before.length) { drafts.put(step.before); }
    go(step.at);
  };
  // A row as a whole: a field set, or a row that is none. It settles nothing but itself; the doubt stays until it is settled.
  const rowWhere = () => JSON.parse(items[at].dataset.where);
  const correctRow = (change, reason) => {
    if (!named()) { return; }
    const entry = { where: rowWhere(), ...change, reason: text(reason), by: by.value.trim(), when: drafts.today() };
    steps.push({ at, cells: [], before: [], rows: change.remove ? [items[at].dataset.indicator] : [], entry });
    if (change.remove) { seen = [...seen, items[at].dataset.indicator]; remember(SEEN, JSON.stringify(seen)); }
    drafts.put([entry]);
    if (change.remove) { forward(); }
  };
  const alike = () => items.filter((item) => item.dataset.cause === items[at].dataset.cause && !isDone(item));
  const forward = () => {
    const open = [...items.keys()].map((step) => (at + 1 + step) % items.length).find((index) => !isDone(items[index]));
    go(open === undefined ? at : open);
  };
  const edit = () => {
    const form = items[at].querySelector(".edit");
    if (!form) { return; }
    form.hidden = false;
    form.elements.set.focus();
    form.elements.set.select();
  };
  const pick = (number) => {
    const button = items[at].querySelectorAll("[data-choice]")[number - 1];
    if (button) { settle([items[at]], button.dataset.choice); }
  };
  const acts = {
    a: () => settle([items[at]], null), v: () => settle([items[at]], null), g: () => settle(alike(), null), e: edit, u: undo,
    x: () => correctRow({ remove: true, expect: items[at].querySelector("[data-name]").dataset.name }, "reason-none"), m: () => askMissing(),
    n: () => go((at + 1) % items.length), p: () => go((at + items.length - 1) % items.length),
    f: () => zoom("box"), 0: () => zoom("page"), "+": () => zoom("in"), "-": () => zoom("out"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.target.closest("input, select")) {
      if (event.key === "Escape") { event.target.blur(); items[at].focus({ preventScroll: true }); }
      return;
    }
    const act = acts[event.key] || (/^[1-9]$/.test(event.key) ? () => pick(Number(event.key)) : null);
    if (act && !event.repeat) { event.preventDefault(); act(); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) { return; }
    if (button.dataset.key) { acts[button.dataset.key](); }
    if (button.dataset.choice) { settle([items[at]], button.dataset.choice); }
    if (button.dataset.zoom) { zoom(button.dataset.zoom); }
  });
  for (const form of document.querySelectorAll(".edit")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const set = form.elements.set.value.trim().replace(/\s+/g, " ");
      if (set) { form.hidden = true; settle([items[at]], set); }
    });
  }
  for (const form of document.querySelectorAll(".field")) {
    const { field, set } = form.elements;
    field.addEventListener("change", () => { set.value = field.selectedOptions[0].dataset.now; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const now = field.selectedOptions[0].dataset.now;
      const value = set.value.trim().replace(/\s+/g, " ");
      if (value && value !== now) { correctRow({ field: field.value, expect: now || null, set: value }, "reason-corrected"); }
    });
  }
  by.value = recall("cruscotto-by") || "";
  by.addEventListener("input", () => { remember("cruscotto-by", by.value.trim()); });

  // --- what is shown
  const state = document.querySelector(".state");
  const say = (words, bad) => { state.textContent = words; state.classList.toggle("bad", Boolean(bad)); };
  const save = document.querySelector(".save");
  save.addEventListener("click", drafts.download);
  const show = () => {
    const done = items.filter(isDone).length;
    document.querySelector(".done-count").textContent = text("done-of", { n: done, m: items.length });
    document.querySelector("progress").value = done;
    for (const item of items) { item.classList.toggle("done", isDone(item)); }
    const item = items[at];
    const entries = cellsOf(item).map((cell) => drafts.of(cell.dataset.cell)).filter(Boolean);
    const outcome = item.querySelector(".outcome");
    outcome.hidden = !isDone(item);
    outcome.textContent = entries.some((entry) => entry.set !== entry.expect) ? text("pending-mark", { n: entries[0].set }) : text("held-right");
    const group = item.querySelector(".group");
    const others = alike().length;
    group.hidden = others < 2;
    group.querySelector("span").textContent = text("accept-alike", { n: others });
    save.hidden = drafts.served || !drafts.all().length;
    save.textContent = text("save-file", { n: drafts.file });
    if (drafts.fault()) { say(text("not-saved", { n: drafts.fault() }), true); }
    else if (drafts.served) { say(drafts.isSending() ? text("saving") : drafts.all().length ? text("saved-in", { n: drafts.file }) : ""); }
    else { say(drafts.all().length ? text(drafts.isUnsaved() ? "kept-here" : "downloaded") : ""); }
  };
  const go = (index) => {
    items[at].hidden = true;
    at = index;
    items[at].hidden = false;
    items[at].focus({ preventScroll: true });
    history.replaceState(null, "", `#${items[at].id}`);
    place();
    show();
  };

  // --- the page beside it
  const view = document.querySelector(".view");
  const paper = document.querySelector(".paper");
  const spot = { x: 0, y: 0, scale: 1, page: 0 };
  const draw = () => { if (paper) { paper.style.transform = `translate(${spot.x}px, ${spot.y}px) scale(${spot.scale})`; } };
  const boxOf = (words) => (words ? words.split(" ").map(Number) : null);
  const put = (rect, box) => {
    rect.style.display = box ? "" : "none";
    if (!box) { return; }
    for (const [name, value] of [["x", box[0]], ["y", box[1]], ["width", box[2] - box[0]], ["height", box[3] - box[1]]]) { rect.setAttribute(name, value); }
  };
  const place = () => {
    const item = items[at];
    for (const line of document.querySelectorAll(".lines .lit")) { line.classList.remove("lit"); }
    const lines = (item.dataset.lines || "").split(" ").map((number) => document.getElementById(`line-${number}`)).filter(Boolean);
    for (const line of lines) { line.classList.add("lit"); }
    if (lines[0]) { lines[0].scrollIntoView({ block: "center" }); }
    for (const link of item.querySelectorAll(".document")) {
      link.hidden = !drafts.served; // a report on disk does not know where the plans are
      if (drafts.served) { link.href = link.dataset.document; }
    }
    if (!paper) { return; }
    const cell = cellsOf(item)[0];
    const page = Number((cellsOf(item).length === 1 && cell.dataset.page) || item.dataset.rowPage);
    const sheet = sheets[page];
    if (!sheet) { return; }
    if (spot.page !== page) {
      spot.page = page;
      paper.style.width = `${sheet.width}px`;
      paper.style.height = `${sheet.height}px`;
      paper.querySelector("svg").setAttribute("viewBox", `0 0 ${sheet.width} ${sheet.height}`);
      const image = paper.querySelector("img");
      image.hidden = !sheet.picture;
      if (sheet.picture) { image.src = sheet.picture; }
    }
    paper.dataset.indicator = item.dataset.indicator;
    put(paper.querySelector(".row-box"), Number(item.dataset.rowPage) === page ? boxOf(item.dataset.rowBox) : null);
    put(paper.querySelector(".drawn-box"), null);
    put(paper.querySelector(".cell-box"), cellsOf(item).length === 1 ? boxOf(cell.dataset.box) : null);
    zoom("box");
    const next = sheets[page + 1];
    if (next && next.picture) { new Image().src = next.picture; }
  };
  const zoom = (how) => {
    const sheet = sheets[spot.page];
    if (!paper || !sheet) { return; }
    const { clientWidth: width, clientHeight: height } = view;
    if (how === "in" || how === "out") {
      const factor = how === "in" ? 1.25 : 0.8;
      spot.x = width / 2 - (width / 2 - spot.x) * factor;
      spot.y = height / 2 - (height / 2 - spot.y) * factor;
      spot.scale *= factor;
    } else {
      const whole = [0, 0, sheet.width, sheet.height];
      const box = how === "box" ? boxOf(items[at].dataset.rowBox) || whole : whole;
      const room = how === "box" ? 24 : 0; // points around the row
      spot.scale = Math.min(width / (box[2] - box[0] + 2 * room), height / (box[3] - box[1] + 2 * room), 2.5);
      spot.x = width / 2 - spot.scale * (box[0] + box[2]) / 2;
      spot.y = height / 2 - spot.scale * (box[1] + box[3]) / 2;
    }
    draw();
  };
  // --- a row that was missed: drawn on the page, then told
  const missing = document.querySelector(".missing");
  const stage = document.querySelector(".stage");
  let drawn = null;
  const askMissing = () => {
    if (!paper || !named()) { return; }
    missing.hidden = false;
    stage.classList.add("drawing");
    drawn = null;
  };
  const closeMissing = () => { missing.hidden = true; stage.classList.remove("drawing"); put(paper.querySelector(".drawn-box"), null); };
  const pointOf = (event) => {
    const frame = view.getBoundingClientRect();
    return [(event.clientX - frame.left - spot.x) / spot.scale, (event.clientY - frame.top - spot.y) / spot.scale].map((edge) => Math.round(edge * 100) / 100);
  };
  const drawTo = (event) => {
    const [x, y] = pointOf(event);
    drawn.box = [Math.min(x, drawn.from[0]), Math.min(y, drawn.from[1]), Math.max(x, drawn.from[0]), Math.max(y, drawn.from[1])];
    put(paper.querySelector(".drawn-box"), drawn.box);
    missing.elements.box.value = `p. ${spot.page}`;
  };
  missing.addEventListener("reset", closeMissing);
  missing.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!drawn || !drawn.box || !named()) { say(text("draw-row"), true); return; }
    const value = (name) => missing.elements[name].value.trim().replace(/\s+/g, " ");
    const add = { name: value("name"), page: spot.page, box: drawn.box };
    if (value("code")) { add.code = value("code"); }
    if (value("raw")) { add.values = [{ role: value("role"), period: value("period") ? Number(value("period")) : null, raw: value("raw") }]; }
    const entry = { add, reason: text("reason-missing"), by: by.value.trim(), when: drafts.today() };
    steps.push({ at, cells: [], before: [], rows: [], entry });
    drafts.put([entry]);
    missing.reset();
  });
  if (view) {
    view.addEventListener("pointerdown", (event) => {
      if (!missing.hidden) { drawn = { from: pointOf(event), box: null }; view.setPointerCapture(event.pointerId); }
    });
    view.addEventListener("pointermove", (event) => {
      if (!missing.hidden) { if (drawn && event.buttons === 1) { drawTo(event); } return; }
      if (event.buttons !== 1) { return; }
      spot.x += event.movementX;
      spot.y += event.movementY;
      draw();
    });
    view.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? "in" : "out"); }, { passive: false });
    new ResizeObserver(() => zoom("box")).observe(view);
  }
  drafts.onChange(show);
  onLanguage(show);
  const asked = items.findIndex((item) => `#${item.id}` === location.hash);
  const open = items.findIndex((item) => !isDone(item));
  go(asked >= 0 ? asked : Math.max(0, open));
})();
