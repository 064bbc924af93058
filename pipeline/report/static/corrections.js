// Corrections on a plan's page: taken in a dialog, shown in a tray until they are saved.
"use strict";
(() => {
  const { text, recall, remember, onLanguage, drafts } = window.Cruscotto;
  const dialog = document.querySelector("dialog.correction");
  const form = dialog.querySelector("form");
  const tray = document.querySelector(".tray");
  let asked = null;

  // --- the dialog
  const row = (cell) => document.querySelector(`tr[data-cell="${CSS.escape(cell)}"]`);
  const printed = (cell) => row(cell).querySelector(".raw").textContent.trim();
  const whereOf = (cell) => {
    const of = row(cell);
    const where = JSON.parse(of.closest("article").dataset.where);
    where.role = of.dataset.role;
    where.period = of.dataset.period === "" ? null : Number(of.dataset.period);
    if (of.dataset.population) { where.population = of.dataset.population; }
    return where;
  };
  const ask = (cell, accepts) => {
    const known = drafts.of(cell);
    asked = cell;
    dialog.querySelector(".which").textContent = row(cell).closest("article").querySelector("h3").textContent;
    dialog.querySelector("q").textContent = printed(cell);
    form.elements.set.value = known ? known.set : printed(cell);
    form.elements.reason.value = known ? known.reason : accepts ? text("reason-accepted") : "";
    form.elements.by.value = known ? known.by : recall("cruscotto-by") || "";
    form.elements.when.value = drafts.today();
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
    remember("cruscotto-by", value("by"));
    drafts.put([{ cell: asked, where: whereOf(asked), expect: printed(asked), set: value("set"), reason: value("reason"), by: value("by"), when: value("when") }]);
  });

  // --- the tray
  const show = () => {
    const pending = drafts.all();
    tray.hidden = pending.length === 0;
    document.body.classList.toggle("has-tray", pending.length > 0);
    tray.querySelector(".count").textContent = pending.length === 1 ? text("pending-one") : text("pending", { n: pending.length });
    tray.querySelector(".save").textContent = text("save-file", { n: drafts.file });
    tray.querySelector("ul").replaceChildren(...pending.map((entry) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.lang = "it";
      words.textContent = entry.add ? `+ ${entry.add.name}` : entry.remove ? `− ${entry.expect}` : `${entry.expect} → ${entry.set}`;
      const back = document.createElement("button");
      back.type = "button";
      back.textContent = text("take-back");
      back.setAttribute("aria-label", text("take-back-of", { n: entry.add ? entry.add.name : entry.expect }));
      back.addEventListener("click", () => { drafts.dropEntries([entry]); });
      item.append(words, " ", back);
      return item;
    }));
    for (const mark of document.querySelectorAll(".pending-mark")) { mark.remove(); }
    for (const item of document.querySelectorAll("#review .item")) { item.classList.toggle("done", Boolean(item.dataset.of && drafts.of(item.dataset.of))); }
    for (const entry of pending) {
      if (!entry.cell || !row(entry.cell)) { continue; } // of a row, or of another reading of the same file
      const mark = document.createElement("span");
      mark.className = "badge pending-mark";
      mark.textContent = text("pending-mark", { n: entry.set });
      row(entry.cell).querySelector(".read").append(" ", mark);
    }
  };
  tray.querySelector(".save").addEventListener("click", drafts.download);
  drafts.onChange(show);
  onLanguage(show);
  show();
})();
