// Corrections on their way: kept in the browser by the plan's content until they stand in the plan's file of corrections.
"use strict";
(() => {
  const { recall, remember } = window.Cruscotto;
  const { plan, file, sha, entries: given } = document.body.dataset;
  // By content: a report of another document that has the same name never touches these.
  const KEY = `cruscotto-drafts:${sha}`;
  const served = location.protocol.startsWith("http");
  const listeners = [];
  const bare = ({ cell, ...entry }) => entry;
  // What an entry is about: a cell, a field of a row, a row that is none, or a row that is missing.
  const subject = (entry) => JSON.stringify([entry.where ? Object.entries(entry.where).sort() : entry.add, entry.field || null, Boolean(entry.remove), entry.expect === undefined ? null : entry.expect]);
  const isOf = (one, other) => (one.cell && one.cell === other.cell) || subject(one) === subject(other);
  const facts = (entry) => JSON.stringify([subject(entry), entry.set, entry.reason, entry.by, entry.when]);
  // What the plan's file holds already. It is saved again with what is new, since the file takes the old one's place.
  let before = JSON.parse(given);
  let stored = true; // whether the browser keeps what it is given

  const load = () => {
    try {
      return JSON.parse(recall(KEY) || "[]").filter((entry) => !before.some((old) => isOf(old, entry) && facts(old) === facts(entry)));
    } catch {
      return [];
    }
  };
  let entries = load();
  let unsaved = entries.length > 0;

  const tell = () => { for (const listener of listeners) { listener(); } };
  const keep = () => {
    const text = entries.length ? JSON.stringify(entries) : null;
    remember(KEY, text);
    stored = recall(KEY) === text;
    unsaved = entries.length > 0;
    tell();
    if (served) { send(); }
  };

  // --- the file
  // A text of JSON is a text of YAML, but for characters that YAML wants escaped.
  const quoted = (words) => JSON.stringify(words).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const plainly = (value) => {
    if (Array.isArray(value)) { return `[${value.map(plainly).join(", ")}]`; }
    if (value && typeof value === "object") { return `{${Object.entries(value).map(([key, inner]) => `${key}: ${plainly(inner)}`).join(", ")}}`; }
    return typeof value === "string" ? quoted(value) : String(value);
  };
  const asYaml = (entry) => Object.entries(entry).map(([key, value]) => {
    if (key === "when") { return `when: ${value}`; }
    if (key === "where" || key === "add") { return [`${key}:`, ...Object.entries(value).map(([inner, of]) => `    ${inner}: ${plainly(of)}`)].join("\n"); }
    return `${key}: ${plainly(value)}`;
  }).map((line, number) => `${number ? "  " : "- "}${line}`).join("\n");
  const contents = () => {
    const all = [...before.filter((old) => !entries.some((entry) => isOf(entry, old))), ...entries].map(bare);
    const head = `# Corrections of ${plan.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ")}: belongs into data/corrections/.\n`;
    return `${head}${all.map(asYaml).join("\n")}\n`;
  };
  const download = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([contents()], { type: "application/yaml" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    tell();
  };

  // --- the server of `cruscotto review`: every step is saved at once, onto what the file holds by then
  const address = `/api/corrections/${encodeURIComponent(file)}`;
  let version = null;
  let sending = false;
  let again = false;
  let fault = "";
  const fetched = async () => {
    const answer = await fetch(address);
    if (!answer.ok) { throw new Error(await answer.text()); }
    const found = await answer.json();
    before = found.entries;
    version = found.version;
  };
  const send = async () => {
    if (sending) { again = true; return; }
    sending = true;
    try {
      do {
        again = false;
        if (version === null) { await fetched(); }
        const body = JSON.stringify({ version, text: contents() });
        const answer = await fetch(address, { method: "PUT", headers: { "content-type": "application/json" }, body });
        if (answer.status === 409) { version = null; again = true; continue; } // someone else has saved meanwhile
        if (!answer.ok) { throw new Error(await answer.text()); }
        version = (await answer.json()).version;
        fault = "";
        unsaved = again;
      } while (again);
    } catch (error) {
      fault = String(error.message || error);
    }
    sending = false;
    tell();
  };

  window.addEventListener("beforeunload", (event) => {
    if (sending || (unsaved && (!stored || fault))) { event.preventDefault(); } // what nothing else keeps
  });

  window.Cruscotto.drafts = {
    served,
    file,
    all: () => entries,
    of: (cell) => entries.find((entry) => entry.cell === cell),
    put: (added) => { entries = [...entries.filter((entry) => !added.some((one) => isOf(one, entry))), ...added]; keep(); },
    has: (entry) => entries.some((one) => isOf(one, entry)),
    dropEntries: (gone) => { entries = entries.filter((entry) => !gone.some((one) => isOf(one, entry))); keep(); },
    drop: (cells) => { entries = entries.filter((entry) => !cells.includes(entry.cell)); keep(); },
    isUnsaved: () => unsaved,
    isSending: () => sending,
    fault: () => fault,
    download,
    onChange: (listener) => { listeners.push(listener); },
    today: () => {
      const now = new Date();
      return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    },
  };
  if (served && entries.length) { send(); }
})();
