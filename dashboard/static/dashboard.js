// Shows at once what is chosen, without losing the place on the page; without this script the form's button does.
"use strict";
(() => {
  const form = document.getElementById("choice");
  let latest = 0;
  // What is narrow begins with answers.
  form.querySelector("details").open = matchMedia("(min-width: 60rem)").matches;

  const show = async (address) => {
    const mine = ++latest;
    const answer = await fetch(address);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== latest || !answer.ok) { return; }
    history.replaceState(null, "", address);
    const focused = document.activeElement.id;
    for (const part of ["main", ".top"]) {
      document.querySelector(part).replaceWith(found.querySelector(part));
    }
    document.getElementById(focused)?.focus();
  };

  const choose = () => show(`?${new URLSearchParams(new FormData(form))}`);
  form.addEventListener("submit", (event) => { event.preventDefault(); choose(); });
  document.addEventListener("change", (event) => { if (event.target.form === form) { choose(); } });
})();
