// @ts-check
/** What lies over the tab: cards, forms and questions; and words that go away by themselves. */
import { addFilters, entered, fieldsOf, lacking, showErrors } from "./filling.js";
import { localise } from "./times.js";

const TOLD = 8_000;
const CLOSE = '<div class="dialog-actions"><button type="button" class="button" data-close>Close</button></div>';
const ASK = '<div class="dialog-form dialog-question"><h2 class="dialog-title" id="question"></h2><div class="dialog-actions"><button type="button" class="button" data-no>Cancel</button><button type="button" class="button button-primary" data-sure></button></div></div>';

/** @type {() => HTMLDialogElement} */
const frame = () => /** @type {HTMLDialogElement} */ (document.getElementById("dialog"));

export const isOver = () => frame().open;

/** @param {() => void} then */
export const onceClosed = (then) => frame().addEventListener("close", then);

/** @param {string} html */
function open(html) {
  const dialog = frame();
  dialog.innerHTML = html;
  localise(dialog);
  const title = dialog.querySelector(".dialog-title, .card-header, .card-say");
  if (title instanceof HTMLElement) { title.id = "dialog-title"; title.tabIndex = -1; }
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  if (title instanceof HTMLElement) title.focus({ preventScroll: true });
  return dialog;
}

/** @param {string} words */
export function tell(words) {
  document.querySelector(".told")?.remove();
  const told = document.createElement("div");
  told.className = "told";
  told.setAttribute("role", "alert");
  told.textContent = words;
  // What is over the page would cover it.
  (isOver() ? frame() : document.body).append(told);
  setTimeout(() => told.remove(), TOLD);
}

/** @param {string} html */
export function showCard(html) {
  open(`<div class="shown">${html}${CLOSE}</div>`);
}

/**
 * Ask before something counts; what is open stays open beneath.
 * @param {string} question
 * @param {string} yes
 * @param {boolean} danger
 * @returns {Promise<boolean>}
 */
export function confirmed(question, yes, danger) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "question");
  dialog.innerHTML = ASK;
  const [no, sure] = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll("[data-no], [data-sure]")]);
  const title = dialog.querySelector("h2");
  if (title) title.textContent = question;
  sure.textContent = yes;
  if (danger) sure.className = "button button-danger";
  document.body.append(dialog);
  return new Promise((resolve) => {
    no.addEventListener("click", () => dialog.close());
    sure.addEventListener("click", () => dialog.close("yes"));
    dialog.addEventListener("close", () => { resolve(dialog.returnValue === "yes"); dialog.remove(); });
    dialog.showModal();
    no.focus();
  });
}

/** What came of trying, above the buttons; the form stays as it is filled in. @param {HTMLElement} form @param {string} html */
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

/** @typedef {{dialog: string, context: string, fields: Record<string, string>, request: string}} Sent */

/**
 * Open a form that the server wrote; `send` says what became of it, once another card or form has taken its place.
 * @param {string} html
 * @param {(form: Sent) => Promise<Record<string, any>>} send
 */
export function showDialog(html, send) {
  const dialog = open(html), form = dialog.querySelector("form");
  if (!form) return;
  addFilters(form);
  // One number for all tries of this form: sent twice, it counts once.
  const request = crypto.randomUUID();
  form.addEventListener("submit", (event) => { event.preventDefault(); void submit(form, request, send); });
  // On a phone the keyboard would cover what there is to read.
  if (!matchMedia("(pointer: coarse)").matches) {
    const first = form.querySelector(".field :is(input, select, textarea)");
    if (first instanceof HTMLElement) first.focus();
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} request
 * @param {(form: Sent) => Promise<Record<string, any>>} send
 */
async function submit(form, request, send) {
  const button = form.querySelector('[type="submit"]');
  if (button?.getAttribute("aria-busy")) return;
  const empty = lacking(form);
  showErrors(form, empty);
  if (Object.keys(empty).length) return;
  button?.setAttribute("aria-busy", "true");
  try {
    const fields = Object.fromEntries(fieldsOf(form).map((one) => [one.dataset.field ?? "", entered(one)]));
    const outcome = await send({ dialog: form.dataset.dialog ?? "", context: form.dataset.context ?? "", request, fields });
    if (!form.isConnected) return;
    if (outcome.errors) showErrors(form, outcome.errors);
    else if (outcome.beside) showBeside(form, outcome.beside);
    else { frame().close(); tell("Done."); }
  } catch (error) {
    showErrors(form, { "": error instanceof Error ? error.message : String(error) });
  }
  button?.removeAttribute("aria-busy");
}

document.addEventListener("click", ({ target }) => {
  const beside = target === frame() && !frame().querySelector("form");
  // A form isn't lost by a press beside it.
  if (beside || (target instanceof Element && target.closest("[data-close]"))) frame().close();
});
