// Corrections: taken in a dialog, kept in the browser until they are saved as the plan's file of corrections.
"use strict";
(() => {
  const { text, recall, remember, onLanguage } = window.Cruscotto;
  const { plan, file, entries: given } = document.body.dataset;
  const KEY = `cruscotto-corrections:${file}`;
  const dialog = document.querySelector("dialog.correction");
  const form = dialog.querySelector("form");
  const tray = document.querySelector(".tray");
  // What the plan's file holds already. It is saved again with what is new, since the file takes the old one's place.
  const before = JSON.parse(given);
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const bare = ({ cell, ...entry }) => entry;
  const facts = (entry) => [entry.expect, entry.set, entry.reason, entry.by, entry.when];
  let asked = null;

  const load = () => {
    try {
      const kept = JSON.parse(recall(KEY) || "[]");
      const there = (cell) => document.querySelector(`tr[data-cell="${CSS.escape(cell)}"]`);
      return kept.filter((entry) => there(entry.cell) && !before.some((old) => old.cell === entry.cell && same(facts(old), facts(entry))));
    } catch {
      return [];
    }
  };
  let pending = load();

  // --- the dialog
  const row = (cell) => document.querySelector(`tr[data-cell="${CSS.escape(cell)}"]`);
  const printed = (cell) => row(cell).querySelector(".raw").textContent.trim();
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const whereOf = (cell) => {
    const of = row(cell);
    const where = JSON.parse(of.closest("article").dataset.where);
    where.role = of.dataset.role;
    where.period = of.dataset.period === "" ? null : Number(of.dataset.period);
    if (of.dataset.population) { where.population = of.dataset.population; }
    return where;
  };
  const ask = (cell, accepts) => {
    const known = pending.find((entry) => entry.cell === cell);
    asked = cell;
    dialog.querySelector(".which").textContent = row(cell).closest("article").querySelector("h3").textContent;
    dialog.querySelector("q").textContent = printed(cell);
    form.elements.set.value = known ? known.set : printed(cell);
    form.elements.reason.value = known ? known.reason : accepts ? text("reason-accepted") : "";
    form.elements.by.value = known ? known.by : recall("cruscotto-by") || "";
    form.elements.when.value = today();
    dialog.showModal();
    (accepts ? form.elements[form.elements.by.value ? "reason" : "by"] : form.elements.set).focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (!button) { return; }
    const holder = button.closest("[data-of], [data-cell]");
    ask(holder.dataset.of || holder.dataset.cell, button.dataset.act === "accept");
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.value === "cancel") { return; }
    const value = (name) => form.elements[name].value.trim().replace(/\s+/g, " ");
    const blank = ["set", "reason", "by"].find((name) => !value(name));
    if (blank) { event.preventDefault(); form.elements[blank].value = ""; form.elements[blank].reportValidity(); return; }
    const entry = { cell: asked, where: whereOf(asked), expect: printed(asked), set: value("set"), reason: value("reason"), by: value("by"), when: value("when") };
    pending = [...pending.filter((other) => other.cell !== asked), entry];
    remember("cruscotto-by", entry.by);
    keep();
  });

  // --- the tray
  const keep = () => { remember(KEY, pending.length ? JSON.stringify(pending) : null); show(); };
  const show = () => {
    tray.hidden = pending.length === 0;
    document.body.classList.toggle("has-tray", pending.length > 0);
    tray.querySelector(".count").textContent = pending.length === 1 ? text("pending-one") : text("pending", { n: pending.length });
    tray.querySelector(".save").textContent = text("save-file", { n: file });
    tray.querySelector("ul").replaceChildren(...pending.map((entry) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.lang = "it";
      words.textContent = `${entry.expect} → ${entry.set}`;
      const back = document.createElement("button");
      back.type = "button";
      back.textContent = text("take-back");
      back.setAttribute("aria-label", text("take-back-of", { n: entry.expect }));
      back.addEventListener("click", () => { pending = pending.filter((other) => other !== entry); keep(); });
      item.append(words, " ", back);
      return item;
    }));
    for (const mark of document.querySelectorAll(".pending-mark")) { mark.remove(); }
    for (const entry of pending) {
      const mark = document.createElement("span");
      mark.className = "badge pending-mark";
      mark.textContent = text("pending-mark", { n: entry.set });
      row(entry.cell).querySelector(".read").append(" ", mark);
    }
  };

  // --- the file
  // A text of JSON is a text of YAML, but for characters that YAML wants escaped.
  const quoted = (words) => JSON.stringify(words).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const plainly = (value) => (typeof value === "string" ? quoted(value) : String(value));
  const asYaml = (entry) => [
    "- where:",
    ...Object.entries(entry.where).map(([key, value]) => `    ${key}: ${plainly(value)}`),
    `  expect: ${quoted(entry.expect)}`,
    `  set: ${quoted(entry.set)}`,
    `  reason: ${quoted(entry.reason)}`,
    `  by: ${quoted(entry.by)}`,
    `  when: ${entry.when}`,
  ].join("\n");
  const save = () => {
    const newer = new Set(pending.map((entry) => entry.cell));
    const all = [...before.filter((entry) => !newer.has(entry.cell)), ...pending].map(bare);
    const head = `# Corrections of ${plan.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ")}: belongs into data/corrections/.\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([head, all.map(asYaml).join("\n"), "\n"], { type: "application/yaml" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  tray.querySelector(".save").addEventListener("click", save);
  onLanguage(show);
  keep();
})();
