// @ts-check
/** The tab: signs in through the Teams around it, shows what is the member's, and carries out what they press. */
import { confirmed, showCard, showDialog, tell } from "./over.js";
import { localise } from "./times.js";

const main = /** @type {HTMLElement} */ (document.getElementById("mine"));
/** @type {any} Microsoft's library, which the page loads beside this. */
const teams = () => /** @type {any} */ (window).microsoftTeams;

/** @param {string} theme */
function wear(theme) {
  document.documentElement.dataset.theme = theme === "default" ? "light" : "dark";
}

/**
 * Ask the server as whoever looks at the tab; signed in anew once if it doesn't know them any more.
 * @param {string} path
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<Record<string, any>>}
 */
async function ask(path, body) {
  for (const again of [true, false]) {
    const token = await teams().authentication.getAuthToken();
    const answer = await fetch(`/teams/tab/${path}`, {
      method: body ? "POST" : "GET",
      headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (answer.status === 401 && again) continue;
    const found = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(found.error || "Huzzah didn't answer. Please try again in a minute.");
    return found;
  }
  return {};
}

/** @param {string} words @param {string} advice */
function sorry(words, advice) {
  const section = document.createElement("section");
  section.className = "sorry";
  section.innerHTML = '<div class="mark" aria-hidden="true">🎈</div><h1></h1><p></p><button type="button" class="button button-primary" data-again>Try again</button>';
  /** @type {HTMLElement} */ (section.querySelector("h1")).textContent = words;
  /** @type {HTMLElement} */ (section.querySelector("p")).textContent = advice;
  main.replaceChildren(section);
}

async function show() {
  main.setAttribute("aria-busy", "true");
  try {
    const mine = await ask("mine");
    main.innerHTML = mine.html ?? "";
    localise(main);
  } catch (error) {
    sorry("That didn't work", error instanceof Error ? error.message : String(error));
  }
  main.removeAttribute("aria-busy");
}

/** @param {{name: string, type: string, content: string}} file */
function save(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file.content], { type: file.type }));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Show what came of a request.
 * @param {Record<string, any>} outcome
 */
function come(outcome) {
  if (outcome.download) save(outcome.download);
  if (outcome.dialog) showDialog(outcome.dialog, submit);
  else if (outcome.html) showCard(outcome.html);
  void show();
}

/** @param {HTMLElement} button */
async function press(button) {
  const question = button.dataset.confirm;
  if (question && !(await confirmed(question, button.textContent ?? "Yes"))) return;
  button.setAttribute("aria-busy", "true");
  try {
    come(await ask("press", { request: crypto.randomUUID(), action: button.dataset.action, value: button.dataset.value ?? "" }));
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
  }
  button.removeAttribute("aria-busy");
}

/**
 * Send a form off; what is to be shown in it.
 * @param {{dialog: string, context: string, fields: Record<string, string>, request: string}} form
 */
async function submit(form) {
  const outcome = await ask("submit", form);
  if (!outcome.errors && !outcome.beside) come(outcome);
  return outcome;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest("[data-action]");
  if (button instanceof HTMLElement) void press(button);
  if (target?.closest("[data-again]")) void begin();
});

async function begin() {
  try {
    await teams().app.initialize();
    const context = await teams().app.getContext();
    wear(context.app?.theme ?? "default");
    teams().app.registerOnThemeChangeHandler(wear);
    await teams().authentication.getAuthToken();
  } catch {
    sorry("Open me inside Teams", "This page is the personal tab of Huzzah. If you are in Teams and see this, ask whoever installed Huzzah: signing in isn't set up yet.");
    return;
  }
  teams().app.notifySuccess();
  await show();
}

void begin();
