// @ts-check
/** Filling in: what stands in a form's fields, what is wrong with it, and finding somebody in a long list. */

const MANY = 12;
const EMPTY = "Please fill this in.";
const ENTRIES = "input:not(.filter), select, textarea";

/** @param {ParentNode} form */
export const fieldsOf = (form) => /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-field]")]);

/** What was entered in one field. @param {HTMLElement} field */
export function entered(field) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...field.querySelectorAll(ENTRIES)]);
  const ticks = inputs.filter((one) => one.type === "checkbox" || one.type === "radio");
  if (field.dataset.kind === "toggle") return String(ticks.some((one) => one.checked));
  if (ticks.length) return ticks.filter((one) => one.checked).map((one) => one.value).join(",");
  return inputs[0]?.value ?? "";
}

/** Fields that must be filled in, and aren't; with words for each. @param {ParentNode} form */
export const lacking = (form) => Object.fromEntries(fieldsOf(form)
  .filter((one) => (one.querySelector("[required]") || one.dataset.required) && !entered(one).trim())
  .map((one) => [one.dataset.field ?? "", EMPTY]));

/**
 * Say what is wrong where it is wrong, and everything else above the buttons; none of it takes the words away.
 * @param {HTMLElement} form
 * @param {Record<string, string>} errors
 */
export function showErrors(form, errors) {
  const left = { ...errors };
  for (const field of fieldsOf(form)) {
    const id = field.dataset.field ?? "";
    mark(field, errors[id] ?? "");
    delete left[id];
  }
  const rest = /** @type {HTMLElement | null} */ (form.querySelector(".dialog-error"));
  if (rest) { rest.textContent = Object.values(left).join(" "); rest.hidden = !rest.textContent; }
  const wrong = form.querySelector(".field-wrong :is(input, select, textarea)");
  if (wrong instanceof HTMLElement) wrong.focus();
  else if (rest && !rest.hidden) rest.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} field @param {string} words */
function mark(field, words) {
  const place = /** @type {HTMLElement | null} */ (field.querySelector(".field-error"));
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
  place.id = `error-${field.dataset.field}`;
  field.classList.toggle("field-wrong", Boolean(words));
  const many = field.tagName === "FIELDSET";
  for (const one of many ? [field] : field.querySelectorAll(ENTRIES)) {
    const others = (one.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== place.id);
    const described = words ? [...others, place.id] : others;
    if (described.length) one.setAttribute("aria-describedby", described.join(" "));
    else one.removeAttribute("aria-describedby");
    if (!many) one.setAttribute("aria-invalid", String(Boolean(words)));
  }
}

/** As it is searched: without capitals and accents. @param {string} words */
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();

/** A long list is searched by typing; Enter takes the first that is left. @param {HTMLElement} form */
export function addFilters(form) {
  for (const list of form.querySelectorAll(".ticks")) {
    const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".tick")]);
    if (rows.length > MANY) addFilter(list, rows);
  }
}

/** @param {Element} list @param {HTMLElement[]} rows */
function addFilter(list, rows) {
  const filter = document.createElement("input"), none = document.createElement("p");
  Object.assign(filter, { type: "search", className: "filter", placeholder: "Type a name", autocomplete: "off" });
  filter.setAttribute("aria-label", "Find somebody by name");
  Object.assign(none, { className: "field-hint", textContent: "Nobody here is called that.", hidden: true });
  none.setAttribute("role", "status");
  const names = new Map(rows.map((row) => [row, plain(row.textContent ?? "")]));
  const found = () => rows.filter((row) => names.get(row)?.includes(plain(filter.value)));
  filter.addEventListener("input", () => {
    const left = new Set(found());
    // Who is chosen already stays in sight.
    for (const row of rows) row.hidden = !left.has(row) && !row.querySelector(":checked");
    none.hidden = left.size > 0;
  });
  filter.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const box = filter.value.trim() ? found()[0]?.querySelector("input") : null;
    if (!box) return;
    box.checked = true;
    filter.value = "";
    filter.dispatchEvent(new Event("input"));
    box.closest(".tick")?.scrollIntoView({ block: "nearest" });
  });
  list.before(filter);
  list.after(none);
}
