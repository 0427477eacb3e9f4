// @ts-check
/** What one can do with a message: react, reply, edit, delete, press its buttons. */
import { wish } from "./api.js";
import { confirmed, openDialog } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { pickEmoji } from "./picker.js";
import { BOT, changed, state } from "./state.js";
import { toast } from "./toast.js";
/** @typedef {import("./types.js").Message} Message */

const QUICK = [["tada", "🎉"], ["heart", "❤️"], ["thumbsup", "👍"]];

/** @type {(message: string) => void} */
let openThread = () => {};

/** @param {Element|null|undefined} element */
function messageAt(element) {
  const box = element?.closest("[data-message]");
  const id = box instanceof HTMLElement ? box.dataset.message : undefined;
  return id ? (state.messages.get(id) ?? state.threaded.get(id)) : undefined;
}

/**
 * @param {Message} message
 * @param {string} emoji
 */
function toggle(message, emoji) {
  const mine = message.reactions.find((one) => one.emoji === emoji)?.people.includes(state.me);
  return wish("react", { message: message.id, emoji, on: !mine });
}

/**
 * Press a button of a card.
 * @param {HTMLElement} button
 */
async function press(button) {
  if (button.dataset.confirm && !(await confirmed(button.dataset.confirm, button.textContent ?? "Yes", button.classList.contains("button-danger")))) return;
  const message = messageAt(button);
  button.setAttribute("aria-busy", "true");
  const outcome = await wish("press", {
    message: message?.id ?? "", channel: state.channel, action: button.dataset.action ?? "", value: button.dataset.value ?? "",
  });
  button.removeAttribute("aria-busy");
  if (outcome?.dialog) openDialog(outcome.dialog, { channel: message?.channel ?? state.channel, message: message?.id ?? "", thread: message?.thread ?? "" });
}

/** @param {Message} message */
async function remove(message) {
  if (await confirmed("Delete this message? What it earned is taken back.", "Delete", true)) {
    await wish("delete", { message: message.id });
  }
}

/**
 * Edit a message where it stands.
 * @param {Message} message
 * @param {Element} box
 */
function edit(message, box) {
  const body = box.querySelector(".message-body");
  if (!body) return;
  const area = h("textarea", { class: "edit-text", "aria-label": "Edit your message", rows: "2", data: { testid: "edit-text" } });
  if (!(area instanceof HTMLTextAreaElement)) return;
  area.value = message.typed;
  const cancel = () => { form.replaceWith(body); changed("messages"); };
  const save = async () => {
    if (area.value.trim() === message.typed.trim()) return cancel();
    if (await wish("edit", { message: message.id, text: area.value })) cancel();
  };
  const form = h("div", { class: "edit" }, area, h("div", { class: "card-buttons" },
    h("button", { type: "button", class: "button button-primary", onclick: save, data: { testid: "edit-save" } }, "Save"),
    h("button", { type: "button", class: "button", onclick: cancel }, "Cancel")));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void save();
  });
  body.replaceWith(form);
  area.style.height = `${Math.min(area.scrollHeight + 2, 300)}px`;
  area.focus();
}

const isLeader = () => (state.people.get(state.me)?.roles ?? []).some((role) => role === "leader" || role === "admin");

/**
 * A form that begins with whoever wrote this, and whose card will stand under it.
 * @param {Message} message
 * @param {string} action
 */
async function choose(message, action) {
  const thread = message.thread || message.id;
  const outcome = await wish("press", { message: message.id, channel: message.channel, action, value: message.author });
  openThread(thread);
  if (outcome?.dialog) openDialog(outcome.dialog, { channel: message.channel, message: message.id, thread });
}

/** @param {Message} message */
export function toolbar(message) {
  const mine = message.author === state.me;
  /** @param {string} name @param {string} words @param {Node|string} inner */
  const button = (name, words, inner, more = {}) =>
    h("button", { type: "button", class: "icon-button", "aria-label": words, title: words, data: { do: name, testid: `do-${name}`, ...more } }, inner);
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "With this message", data: { testid: "toolbar" } },
    ...QUICK.map(([emoji, glyph]) => button("toggle", `React with :${emoji}:`, glyph, { emoji, testid: `quick-${emoji}` })),
    button("pick", "Add a reaction", icon("smile")),
    button("reply", "Reply in a thread", icon("reply")),
    !mine && message.author !== BOT.id && button("thank", "Say thanks", "🙏"),
    !mine && message.author !== BOT.id && isLeader() && button("praise", "Shout out", "📣"),
    mine && button("edit", "Edit", icon("edit")),
    mine && button("delete", "Delete", icon("bin")));
}

/** @param {HTMLElement} button */
function act(button) {
  const message = messageAt(button);
  const box = button.closest("[data-message]");
  if (!message || !box) return;
  const deeds = {
    toggle: () => toggle(message, button.dataset.emoji ?? ""),
    pick: () => pickEmoji(button, (emoji) => wish("react", { message: message.id, emoji, on: true })),
    reply: () => openThread(message.thread || message.id),
    edit: () => edit(message, box),
    delete: () => remove(message),
    thank: () => choose(message, "kudos"),
    praise: () => choose(message, "shoutout"),
    dismiss: () => wish("dismiss", { message: message.id }),
  };
  const name = /** @type {keyof typeof deeds} */ (button.dataset.do);
  void deeds[name]?.();
}

/** Edit the last thing I said here. @param {HTMLElement} list */
export function editLast(list) {
  const mine = [...list.querySelectorAll(`[data-message][data-author="${state.me}"]`)].at(-1);
  const message = messageAt(mine);
  if (mine && message) edit(message, mine);
}

/** @param {(message: string) => void} opens */
export function startActions(opens) {
  openThread = opens;
  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const deed = target.closest("[data-do]");
    if (deed instanceof HTMLElement) act(deed);
    const pressed = target.closest("[data-action]");
    if (pressed instanceof HTMLElement) void press(pressed).catch(() => toast("That did not work. Try again.", "error"));
  });
  document.addEventListener("error", withoutPicture, true);
  for (const kind of ["pointerover", "focusin", "click"]) document.addEventListener(kind, offer);
}

/** A picture that cannot be loaded says what it would have shown. @param {Event} event */
function withoutPicture({ target }) {
  if (!(target instanceof HTMLImageElement) || !target.matches(".card-picture, .picture img")) return;
  target.replaceWith(h("span", { class: "picture-gone" }, `🖼 This picture could not be loaded: ${target.alt}`));
}

/** Put the toolbar onto the message that is pointed at, tapped or in focus. @param {Event} event */
function offer(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(".toolbar, .popup, .dialog")) return;
  const box = target?.closest("[data-message]");
  const open = document.querySelector(".toolbar");
  if (open && open.parentElement === box) return;
  if (event.type === "pointerover" && open?.querySelector(":focus-visible")) return;
  open?.remove();
  const message = messageAt(box);
  if (box && message && !message.gone && !message.only && !box.querySelector(".edit")) box.append(toolbar(message));
}
