// @ts-check
/** The tab: signs in through the Teams around it, shows what is the member's, and carries out what they press. */
import { confirmed, isOver, onceClosed, showCard, showDialog, tell } from "./over.js";
import { localise } from "./times.js";

const PATIENCE = 15_000;
const AWAY = "Huzzah didn't answer. Please try again in a minute.";
const OFFLINE = "Huzzah can't be reached just now. Look whether you are online, and try again.";
const NO_TEAMS = ["Open me inside Teams", "This is Huzzah's own page in Microsoft Teams. There you find it under Apps, Huzzah, My Huzzah."];
const CLOSED = "You closed the window in which Teams asked. Try again, and it asks once more.";
const NO_SIGN_IN = "Try again. If it stays like this, tell whoever runs Huzzah: signing in to this tab isn't set up yet";
const DEEP = "https://teams.microsoft.com/l/";
/** @type {Record<string, string>} */
const THEMES = { default: "light", contrast: "contrast" };

const main = /** @type {HTMLElement} */ (document.getElementById("mine"));
/** Microsoft's library, which the page loads beside this. @type {() => any} */
const teams = () => /** @type {any} */ (window).microsoftTeams;
/** What stands there now, and which question was the last. */
const now = { html: "", asked: 0 };
/** The button of the page that was pressed last. @type {{action: string, value: string} | null} */
let pressed = null;

/** @param {string} theme */
const wear = (theme) => { document.documentElement.dataset.theme = THEMES[theme] ?? "dark"; };

/** @param {unknown} error */
const inWords = (error) => (error instanceof Error ? error.message : String(error));

async function token() {
  try {
    return await teams().authentication.getAuthToken();
  } catch (error) {
    const reason = inWords(error);
    throw new Error(/cancel/i.test(reason) ? CLOSED : `${NO_SIGN_IN} (${reason.slice(0, 80)}).`);
  }
}

/**
 * Ask the server as whoever looks at the tab; once more if it takes the token for an old one.
 * @param {string} path
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<Record<string, any>>}
 */
async function ask(path, body) {
  for (const again of [true, false]) {
    const answer = await fetch(`tab/${path}`, {
      method: body ? "POST" : "GET",
      headers: { Authorization: `Bearer ${await token()}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch((error) => { throw error instanceof TypeError ? new Error(OFFLINE) : error; });
    if (answer.status === 401 && again) continue;
    const found = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(found.error || AWAY);
    return found;
  }
  return {};
}

/** @param {string} words @param {string} advice */
function sorry(words, advice) {
  const section = document.createElement("section");
  section.className = "sorry";
  section.setAttribute("role", "alert");
  section.innerHTML = '<div class="mark" aria-hidden="true">🎈</div><h2></h2><p></p><button type="button" class="button button-primary" data-again>Try again</button>';
  /** @type {HTMLElement} */ (section.querySelector("h2")).textContent = words;
  /** @type {HTMLElement} */ (section.querySelector("p")).textContent = advice;
  main.replaceChildren(section);
  main.removeAttribute("aria-busy");
  now.html = "";
}

/** Look up anew what is the member's; what didn't change stays untouched. */
async function show() {
  const mine = ++now.asked;
  try {
    const { html = "" } = await ask("mine");
    if (mine !== now.asked || html === now.html) return;
    const hadFocus = main.contains(document.activeElement);
    main.innerHTML = now.html = html;
    localise(main);
    main.removeAttribute("aria-busy");
    if (hadFocus) refocus();
  } catch (error) {
    if (now.html) tell(inWords(error));
    else sorry("That didn't work", inWords(error));
  }
}

/** Back to the button that was pressed last, which may be another one of the same kind by now. */
function refocus() {
  if (!pressed || isOver() || main.contains(document.activeElement)) return;
  for (const button of main.querySelectorAll("[data-action]")) {
    if (!(button instanceof HTMLElement) || button.dataset.action !== pressed.action) continue;
    if ((button.dataset.value ?? "") === pressed.value) return button.focus({ preventScroll: true });
  }
}

/**
 * Show what came of a request.
 * @param {Record<string, any>} outcome
 */
function come(outcome) {
  if (outcome.dialog) return showDialog(outcome.dialog, submit);
  if (outcome.html) showCard(outcome.html);
  void show();
}

/** @param {HTMLElement} button */
async function press(button) {
  if (button.getAttribute("aria-busy")) return;
  const { action = "", value = "", confirm } = button.dataset;
  if (main.contains(button)) pressed = { action, value };
  const danger = button.classList.contains("button-danger");
  if (confirm && !(await confirmed(confirm, button.textContent || "Yes", danger))) return;
  button.setAttribute("aria-busy", "true");
  try {
    come(await ask("press", { request: crypto.randomUUID(), action, value }));
  } catch (error) {
    tell(inWords(error));
  }
  button.removeAttribute("aria-busy");
}

/** Send a form off; what is to be shown in it. @param {import("./over.js").Sent} form */
async function submit(form) {
  const outcome = await ask("submit", form);
  if (!outcome.errors && !outcome.beside) come(outcome);
  return outcome;
}

/** A message or channel opens in the Teams around us rather than in a browser. @param {Event} event @param {string} address */
function follow(event, address) {
  event.preventDefault();
  Promise.resolve(teams().app.openLink(address)).catch(() => window.open(address, "_blank", "noopener"));
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest("[data-action]"), link = target?.closest("a");
  if (button instanceof HTMLElement) void press(button);
  else if (link?.href.startsWith(DEEP)) follow(event, link.href);
  else if (target?.closest("[data-again]")) void begin();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden && now.html && !isOver()) void show(); });
onceClosed(refocus);

/** Whatever page this is in, it says so soon, or never. @param {Promise<void>} begun */
const soon = (begun) => Promise.race([begun, new Promise((_, never) => { setTimeout(never, PATIENCE); })]);

async function begin() {
  main.setAttribute("aria-busy", "true");
  main.innerHTML = '<p class="loading" role="status">Looking up what is yours …</p>';
  try {
    await soon(teams().app.initialize());
    const context = await teams().app.getContext();
    wear(context.app?.theme ?? "default");
    teams().app.registerOnThemeChangeHandler(wear);
  } catch {
    return sorry(NO_TEAMS[0], NO_TEAMS[1]);
  }
  teams().app.notifySuccess();
  try {
    await token();
  } catch (error) {
    return sorry("Teams couldn't sign you in", inWords(error));
  }
  await show();
}

void begin();
