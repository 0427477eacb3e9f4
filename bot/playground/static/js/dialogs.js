// @ts-check
/** Dialogs of the bot, and questions before something counts. */
import { wish } from "./api.js";
import { byId, h } from "./dom.js";
import { pickEmoji } from "./picker.js";
import { closePopup } from "./popup.js";
import { localise } from "./time.js";

const frame = () => /** @type {HTMLDialogElement} */ (byId("dialog"));

/**
 * Ask before something counts.
 * @param {string} question
 * @param {string} yes
 * @param {boolean} [danger]
 * @returns {Promise<boolean>}
 */
export function confirmed(question, yes, danger = false) {
  const dialog = frame();
  closePopup();
  return new Promise((resolve) => {
    let answer = false;
    const sure = h("button", { type: "button", class: `button ${danger ? "button-danger" : "button-primary"}`, data: { testid: "confirm-yes" }, onclick: () => { answer = true; dialog.close(); } }, yes);
    const no = h("button", { type: "button", class: "button", data: { testid: "confirm-no" }, onclick: () => dialog.close() }, "Cancel");
    dialog.replaceChildren(h("div", { class: "dialog-form dialog-question" },
      h("h2", { class: "dialog-title", id: "dialog-title" }, question), h("div", { class: "dialog-actions" }, no, sure)));
    dialog.addEventListener("close", () => resolve(answer), { once: true });
    dialog.showModal();
    no.focus();
  });
}

/**
 * What was entered in one field.
 * @param {HTMLElement} field
 */
function entered(field) {
  const inputs = [...field.querySelectorAll("input, select, textarea")];
  const ticked = inputs.filter((one) => one instanceof HTMLInputElement && (one.type === "checkbox" || one.type === "radio"));
  if (field.dataset.kind === "toggle") return String(ticked.some((one) => one instanceof HTMLInputElement && one.checked));
  if (ticked.length) return ticked.flatMap((one) => (one instanceof HTMLInputElement && one.checked ? [one.value] : [])).join(",");
  const first = inputs[0];
  return first instanceof HTMLInputElement || first instanceof HTMLSelectElement || first instanceof HTMLTextAreaElement ? first.value : "";
}

/**
 * @param {HTMLElement} form
 * @param {Record<string, string>} errors
 */
function showErrors(form, errors) {
  const left = { ...errors };
  for (const field of form.querySelectorAll("[data-field]")) {
    if (!(field instanceof HTMLElement)) continue;
    const words = errors[field.dataset.field ?? ""] ?? "";
    delete left[field.dataset.field ?? ""];
    const place = field.querySelector(".field-error");
    if (place instanceof HTMLElement) { place.textContent = words; place.hidden = !words; }
    field.classList.toggle("field-wrong", words !== "");
  }
  const rest = form.querySelector(".dialog-error");
  if (rest instanceof HTMLElement) { rest.textContent = Object.values(left).join(" "); rest.hidden = !rest.textContent; }
  const wrong = form.querySelector(".field-wrong input, .field-wrong select, .field-wrong textarea");
  if (wrong instanceof HTMLElement) wrong.focus();
}

/**
 * What came of trying, above the buttons; the form stays as it is filled in.
 * @param {HTMLElement} form
 * @param {string} html
 */
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

/**
 * Required fields that are still empty.
 * @param {HTMLElement[]} fields
 */
const missing = (fields) => Object.fromEntries(fields
  .filter((field) => (field.querySelector("[required]") || field.dataset.required) && !entered(field).trim())
  .map((field) => [field.dataset.field ?? "", "Please fill this in."]));

/**
 * Open a dialog that the server wrote.
 * @param {string} html
 * @param {{channel: string, message: string, thread: string}} where
 */
export function openDialog(html, where) {
  const dialog = frame();
  closePopup();
  if (dialog.open) dialog.close();
  dialog.innerHTML = html;
  localise(dialog);
  const form = dialog.querySelector("form");
  if (!form) return;
  form.addEventListener("submit", (event) => { event.preventDefault(); void submit(dialog, form, where); });
  dialog.showModal();
  const first = form.querySelector(".field input, .field select, .field textarea");
  if (first instanceof HTMLElement) first.focus();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form
 * @param {{channel: string, message: string, thread: string}} where
 */
async function submit(dialog, form, where) {
  const fields = [...form.querySelectorAll("[data-field]")].flatMap((one) => (one instanceof HTMLElement ? [one] : []));
  const empty = missing(fields);
  showErrors(form, empty);
  if (Object.keys(empty).length) return;
  const button = form.querySelector('[type="submit"]');
  if (button?.getAttribute("aria-busy")) return;
  button?.setAttribute("aria-busy", "true");
  const outcome = await wish("submit", {
    ...where, dialog: form.dataset.dialog ?? "", context: form.dataset.context ?? "",
    fields: Object.fromEntries(fields.map((field) => [field.dataset.field ?? "", entered(field)])),
  });
  button?.removeAttribute("aria-busy");
  if (!outcome) return;
  if (outcome.errors && Object.keys(outcome.errors).length) showErrors(form, outcome.errors);
  else if (outcome.beside) showBeside(form, outcome.beside);
  else if (outcome.dialog) openDialog(outcome.dialog, where);
  else dialog.close();
}

export function startDialogs() {
  frame().addEventListener("close", () => closePopup());
  frame().addEventListener("click", (event) => {
    const target = event.target;
    if (target === frame() || (target instanceof Element && target.closest("[data-close]"))) frame().close();
    const pick = target instanceof Element && target.closest("[data-pick-emoji]");
    const entry = pick && pick.parentElement?.querySelector("input");
    if (pick && entry) pickEmoji(pick, (emoji) => { entry.value = emoji; });
  });
}
