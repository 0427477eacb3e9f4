// @ts-check
/** What lies over the tab: cards, forms and questions, one at a time; and words that go away by themselves. */
import { localise } from "./times.js";

const frame = () => /** @type {HTMLDialogElement} */ (document.getElementById("dialog"));
const MANY = 12;

/** @param {string} html */
function open(html) {
  const dialog = frame();
  if (dialog.open) dialog.close();
  dialog.innerHTML = html;
  localise(dialog);
  dialog.showModal();
  return dialog;
}

/** @param {string} words */
export function tell(words) {
  document.querySelector(".told")?.remove();
  const told = document.createElement("div");
  told.className = "told";
  told.setAttribute("role", "alert");
  told.textContent = words;
  document.body.append(told);
  setTimeout(() => told.remove(), 8_000);
}

/** @param {string} html */
export function showCard(html) {
  open(`<div class="shown">${html}<div class="dialog-actions"><button type="button" class="button" data-close>Close</button></div></div>`);
}

/**
 * Ask before something counts.
 * @param {string} question
 * @param {string} yes
 * @returns {Promise<boolean>}
 */
export function confirmed(question, yes) {
  const dialog = open('<div class="dialog-form dialog-question"><h2 class="dialog-title" id="dialog-title"></h2><div class="dialog-actions"><button type="button" class="button" data-close>Cancel</button><button type="button" class="button button-primary" data-sure></button></div></div>');
  const sure = /** @type {HTMLElement} */ (dialog.querySelector("[data-sure]"));
  /** @type {HTMLElement} */ (dialog.querySelector("h2")).textContent = question;
  sure.textContent = yes;
  return new Promise((resolve) => {
    let answer = false;
    sure.addEventListener("click", () => { answer = true; dialog.close(); });
    dialog.addEventListener("close", () => resolve(answer), { once: true });
  });
}

/** @param {HTMLElement} field */
function entered(field) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...field.querySelectorAll("input:not(.filter), select, textarea")]);
  const ticks = inputs.filter((one) => one.type === "checkbox" || one.type === "radio");
  if (field.dataset.kind === "toggle") return String(ticks.some((one) => one.checked));
  if (ticks.length) return ticks.filter((one) => one.checked).map((one) => one.value).join(",");
  return inputs[0]?.value ?? "";
}

/** @param {HTMLElement} form @param {Record<string, string>} errors */
function showErrors(form, errors) {
  const left = { ...errors };
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-field]"))) {
    const id = field.dataset.field ?? "", place = /** @type {HTMLElement | null} */ (field.querySelector(".field-error"));
    if (place) { place.textContent = errors[id] ?? ""; place.hidden = !errors[id]; }
    field.classList.toggle("field-wrong", Boolean(errors[id]));
    delete left[id];
  }
  const rest = /** @type {HTMLElement | null} */ (form.querySelector(".dialog-error"));
  if (rest) { rest.textContent = Object.values(left).join(" "); rest.hidden = !rest.textContent; }
  const wrong = form.querySelector(".field-wrong input, .field-wrong select, .field-wrong textarea");
  if (wrong instanceof HTMLElement) wrong.focus();
}

/** @param {HTMLElement} form @param {string} html */
function showBeside(form, html) {
  form.querySelector(".dialog-beside")?.remove();
  const place = document.createElement("div");
  place.className = "dialog-beside";
  place.setAttribute("role", "status");
  place.innerHTML = html;
  localise(place);
  form.querySelector(".dialog-actions")?.before(place);
  place.scrollIntoView({ block: "nearest" });
}

/** A long list of people is searched by typing. @param {HTMLElement} form */
function addFilters(form) {
  for (const list of form.querySelectorAll(".ticks")) {
    const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".tick")]);
    if (rows.length <= MANY) continue;
    const filter = document.createElement("input");
    Object.assign(filter, { type: "search", className: "filter", placeholder: "Type a name", autocomplete: "off" });
    filter.setAttribute("aria-label", "Find somebody by name");
    filter.addEventListener("input", () => {
      const wanted = filter.value.trim().toLocaleLowerCase();
      for (const row of rows) row.hidden = !(row.textContent ?? "").toLocaleLowerCase().includes(wanted) && !row.querySelector(":checked");
    });
    list.before(filter);
  }
}

/**
 * Open a form that the server wrote; `send` says what became of it.
 * @param {string} html
 * @param {(form: {dialog: string, context: string, fields: Record<string, string>, request: string}) => Promise<Record<string, any>>} send
 */
export function showDialog(html, send) {
  const dialog = open(html), form = dialog.querySelector("form");
  if (!form) return;
  addFilters(form);
  // One number for all tries of this form: sent twice, it counts once.
  const request = crypto.randomUUID();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector('[type="submit"]');
    if (button?.getAttribute("aria-busy")) return;
    const fields = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-field]")]);
    const empty = fields.filter((one) => (one.querySelector("[required]") || one.dataset.required) && !entered(one).trim());
    const lacking = Object.fromEntries(empty.map((one) => [one.dataset.field ?? "", "Please fill this in."]));
    showErrors(form, lacking);
    if (empty.length) return;
    button?.setAttribute("aria-busy", "true");
    try {
      const outcome = await send({
        dialog: form.dataset.dialog ?? "", context: form.dataset.context ?? "", request,
        fields: Object.fromEntries(fields.map((one) => [one.dataset.field ?? "", entered(one)])),
      });
      if (outcome.errors) showErrors(form, outcome.errors);
      else if (outcome.beside) showBeside(form, outcome.beside);
      else if (!outcome.dialog && !outcome.html) dialog.close();
    } catch (error) {
      showErrors(form, { "": error instanceof Error ? error.message : String(error) });
    }
    button?.removeAttribute("aria-busy");
  });
  const first = form.querySelector(".field input, .field select, .field textarea");
  if (first instanceof HTMLElement) first.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target === frame() || (target instanceof Element && target.closest("[data-close]"))) frame().close();
});
