// @ts-check
/** The messages of the open channel. */
import { get, wish } from "./api.js";
import { byId, face, h, reconcile } from "./dom.js";
import { rows } from "./message.js";
import { BOT, changed, state, when } from "./state.js";
/** @typedef {import("./types.js").Message} Message */

const NEAR = 120;
let loading = false;

/** @param {HTMLElement} list */
export const isAtEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;

/** Lists whose newest message is in sight. @type {WeakSet<HTMLElement>} */
const atEnd = new WeakSet();

/** @param {HTMLElement} list */
export const toEnd = (list) => { list.scrollTop = list.scrollHeight; atEnd.add(list); };

/**
 * Whoever reads the newest message goes on seeing it, also if the window changes or a picture comes late.
 * @param {HTMLElement} list
 */
export function keepEnd(list) {
  const stay = () => { if (atEnd.has(list)) toEnd(list); };
  list.addEventListener("scroll", () => { if (isAtEnd(list)) atEnd.add(list); else atEnd.delete(list); }, { passive: true });
  list.addEventListener("load", stay, true);
  new ResizeObserver(stay).observe(list);
}

/**
 * Bring a new message into sight if it is mine or answers me; a long one from its beginning.
 * @param {HTMLElement} list
 * @param {Message} message
 * @returns {boolean} whether it was
 */
export function follow(list, message) {
  const answer = message.only && Date.now() - state.asked < 4000;
  if (message.author !== state.me && !answer) return false;
  const box = list.querySelector(`[data-message="${message.id}"]`);
  if (box && box.clientHeight > list.clientHeight) box.scrollIntoView({ block: "start" });
  else toEnd(list);
  return true;
}

/** @param {Iterable<Message>} messages */
export const inOrder = (messages) => [...messages].sort((one, other) => one.at - other.at);

function draw() {
  const list = byId("timeline");
  const stay = isAtEnd(list);
  const shown = inOrder(state.messages.values()).filter((message) => !message.gone || message.replies);
  const wanted = rows(shown, { thread: false, fresh: state.fresh });
  if (!state.more) wanted.unshift({ key: `begin-${state.channel}`, mark: state.me, make: beginning });
  reconcile(list, wanted);
  if (stay) toEnd(list);
  byId("newer").hidden ||= isAtEnd(list);
}

function beginning() {
  const place = state.channels.get(state.channel);
  if (place?.kind === "direct") {
    return h("div", { class: "beginning" }, face(BOT.id), h("h2", {}, "You and Huzzah"),
      h("p", {}, "What Huzzah tells you alone appears here. Ask it something: help, me, board month."));
  }
  const secret = place?.kind === "private" ? " Only its members see it." : "";
  return h("div", { class: "beginning" }, h("h2", {}, `#${place?.name ?? ""}`), h("p", {}, `${place?.topic ?? ""}.${secret} This is where it begins: say something!`));
}

/** Load the newest page of the open channel. */
export async function loadChannel() {
  const channel = state.channel;
  const before = new Map(state.messages);
  const found = await get("messages", { channel });
  if (!found || channel !== state.channel) return;
  // What came in live meanwhile is at least as new as what was loaded.
  const live = [...state.messages].filter(([id, one]) => before.get(id) !== one);
  state.messages = new Map([...found.messages.map((/** @type {Message} */ one) => [one.id, one]), ...live]);
  state.more = found.more;
  byId("timeline").setAttribute("aria-busy", "false");
  draw();
  toEnd(byId("timeline"));
  await markRead();
}

async function loadOlder() {
  const list = byId("timeline");
  if (loading || !state.more || list.scrollTop > 200) return;
  loading = true;
  const first = inOrder(state.messages.values())[0];
  const found = await get("messages", { channel: state.channel, before: first?.id ?? "" });
  loading = false;
  if (!found || !found.messages.every((/** @type {Message} */ one) => one.channel === state.channel)) return;
  const height = list.scrollHeight - list.scrollTop;
  for (const one of found.messages) state.messages.set(one.id, one);
  state.more = found.more;
  draw();
  list.scrollTop = list.scrollHeight - height;
}

/** A message came in or changed. @param {Message} message */
export function receive(message) {
  if (message.thread || message.channel !== state.channel) return;
  const isNew = !state.messages.has(message.id);
  const oldest = inOrder(state.messages.values())[0];
  if (isNew && state.more && oldest && message.at < oldest.at) return;
  const list = byId("timeline");
  const away = !isAtEnd(list);
  state.messages.set(message.id, message);
  draw();
  if (isNew && !follow(list, message) && away) byId("newer").hidden = false;
  if (isNew) void markRead();
}

export async function markRead() {
  const place = state.channels.get(state.channel);
  const last = inOrder(state.messages.values()).at(-1);
  if (!place || document.visibilityState !== "visible") return;
  if (place.unread) { place.unread = 0; changed("channels"); }
  if (last && last.at > Number(place.read)) {
    place.read = last.id;
    await wish("read", { channel: place.id, upto: last.id });
  }
}

/** Show one message, if it is here. @param {string} message */
export function showMessage(message) {
  const box = byId("timeline").querySelector(`[data-message="${CSS.escape(message)}"]`);
  box?.scrollIntoView({ block: "center" });
  box?.classList.add("message-shown");
  setTimeout(() => box?.classList.remove("message-shown"), 2500);
}

/** Up and down among messages with the arrow keys. @param {KeyboardEvent} event */
export function walkMessages(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.target instanceof HTMLElement && event.target.closest(".message");
  if (!step || !here || event.target !== here) return;
  const boxes = [...(here.parentElement?.querySelectorAll(".message") ?? [])];
  const next = boxes[boxes.indexOf(here) + step];
  event.preventDefault();
  if (next instanceof HTMLElement) next.focus();
}

export function startTimeline() {
  when("messages", draw);
  const list = byId("timeline");
  list.addEventListener("scroll", () => { if (isAtEnd(list)) byId("newer").hidden = true; void loadOlder(); });
  list.addEventListener("keydown", walkMessages);
  keepEnd(list);
  byId("newer").addEventListener("click", () => toEnd(list));
  document.addEventListener("visibilitychange", () => void markRead());
}
