// @ts-check
/** The gallery: times in the reader's zone, forms that don't send anything, which platform is shown, and a field to find cards by name. */
import { localise } from "./time.js";

localise(document.body);
document.addEventListener("submit", (event) => event.preventDefault());

const filter = document.getElementById("gallery-filter");
const nothing = document.getElementById("gallery-nothing");

/** @param {string} words */
function find(words) {
  const wanted = words.toLowerCase().split(/[\s:,]+/).filter(Boolean);
  let found = 0;
  for (const subject of document.querySelectorAll(".gallery-subject")) {
    let shown = 0;
    for (const item of subject.querySelectorAll(".gallery-item")) {
      const name = item.querySelector(".gallery-name")?.textContent?.toLowerCase() ?? "";
      const fits = wanted.every((word) => name.includes(word));
      if (item instanceof HTMLElement) item.hidden = !fits;
      if (fits) shown += 1;
    }
    if (subject instanceof HTMLElement) subject.hidden = shown === 0;
    found += shown;
  }
  if (nothing) nothing.hidden = found > 0;
}

if (filter instanceof HTMLInputElement) {
  filter.addEventListener("input", () => find(filter.value));
  // A browser may keep what was typed over a reload.
  find(filter.value);
}

const cards = document.querySelector(".gallery-cards");

function show() {
  const chosen = document.querySelector('input[name="show"]:checked');
  if (cards instanceof HTMLElement && chosen instanceof HTMLInputElement) cards.dataset.show = chosen.value;
}

document.querySelector(".gallery-shows")?.addEventListener("change", show);
show();

const contents = document.querySelector(".gallery-contents");
contents?.addEventListener("click", (event) => {
  if (!(event.target instanceof HTMLAnchorElement) || !(contents instanceof HTMLDetailsElement)) return;
  contents.open = false;
  if (filter instanceof HTMLInputElement) {
    filter.value = "";
    find("");
  }
});
