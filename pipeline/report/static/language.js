// Puts the page into the language that its address asks for (?lang=it), else the one chosen last, else the reader's
// own; Italian where none is known.
"use strict";
(() => {
  const KEY = "cruscotto-language";
  const LANGUAGES = ["it", "en"];
  const ATTRIBUTES = ["aria-label", "alt", "placeholder"];
  const texts = window.CRUSCOTTO_TEXTS || {};
  const listeners = [];
  let language = "it";

  // Pages from disk may be denied storage; nothing else depends on it.
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => {
    try {
      if (value === null) { localStorage.removeItem(key); } else { localStorage.setItem(key, value); }
    } catch { /* not remembered */ }
  };

  const text = (key, numbers = {}) => {
    const found = texts[key] ? texts[key][language] : key;
    return found.replace(/\{(\w+)\}/g, (whole, name) => (name in numbers ? String(numbers[name]) : whole));
  };
  const numbersOf = (element) => JSON.parse(element.dataset.tArgs || "{}");

  const translate = (root) => {
    const numbers = new Intl.NumberFormat(language === "it" ? "it-IT" : "en-GB", { maximumFractionDigits: 10, useGrouping: "always" });
    const days = new Intl.DateTimeFormat(language === "it" ? "it-IT" : "en-GB",
      { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
    for (const element of root.querySelectorAll("[data-t]")) {
      // Button: its aria-label has arguments, its words have none.
      element.textContent = text(element.dataset.t, numbersOf(element));
    }
    for (const element of root.querySelectorAll("[data-it][data-en]")) { element.textContent = element.dataset[language]; }
    for (const name of ATTRIBUTES) {
      for (const element of root.querySelectorAll(`[data-t-${name}]`)) {
        element.setAttribute(name, text(element.getAttribute(`data-t-${name}`), numbersOf(element)));
      }
    }
    for (const element of root.querySelectorAll("data[data-number]")) {
      element.textContent = numbers.format(Number(element.value)).replace("-", "−");
    }
    for (const element of root.querySelectorAll("time[data-day]")) {
      element.textContent = days.format(new Date(`${element.dateTime}T00:00:00Z`));
    }
  };

  const speak = (chosen) => {
    const changes = chosen !== language;
    language = chosen;
    document.documentElement.lang = chosen;
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
    }
    if (changes) { translate(document); }
    for (const listener of listeners) { listener(); }
  };

  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => { remember(KEY, button.dataset.language); speak(button.dataset.language); });
  }
  window.Cruscotto = { text, recall, remember, onLanguage: (listener) => { listeners.push(listener); } };
  const asked = new URLSearchParams(location.search).get("lang");
  if (LANGUAGES.includes(asked)) { remember(KEY, asked); }
  const own = navigator.language.slice(0, 2);
  const known = [asked, recall(KEY), own, "it"].find((candidate) => LANGUAGES.includes(candidate));
  if (known !== language) { speak(known); }
})();
