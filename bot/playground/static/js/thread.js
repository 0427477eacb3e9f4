// @ts-check
/** The open thread, beside the chat. */
import { get } from "./api.js";
import { editLast } from "./actions.js";
import { Composer } from "./composer.js";
import { byId, reconcile } from "./dom.js";
import { closeDrawers, openDrawer } from "./drawers.js";
import { rows } from "./message.js";
import { state, when } from "./state.js";
import { follow, inOrder, isAtEnd, keepEnd, toEnd, walkMessages } from "./timeline.js";
/** @typedef {import("./types.js").Message} Message */

/** @type {Composer} */
let composer;

function draw() {
  const list = byId("thread-timeline");
  const stay = isAtEnd(list);
  const shown = inOrder(state.threaded.values()).filter((message) => !message.gone || message.id === state.thread);
  reconcile(list, rows(shown, { thread: true, fresh: "" }));
  if (stay) toEnd(list);
}

/** @param {string} message */
export async function openThread(message) {
  const found = await get("thread", { message });
  if (!found) return;
  state.thread = message;
  state.threaded = new Map(found.messages.map((/** @type {Message} */ one) => [one.id, one]));
  byId("thread").hidden = false;
  byId("panel").hidden = true;
  const place = state.channels.get(state.channel);
  byId("thread-place").textContent = place ? (place.kind === "direct" ? place.name : `#${place.name}`) : "";
  draw();
  toEnd(byId("thread-timeline"));
  composer.moved("Reply …");
  openDrawer("side");
  composer.area.focus();
}

export async function reloadThread() {
  if (!state.thread) return;
  const found = await get("thread", { message: state.thread });
  if (!found) return closeThread();
  state.threaded = new Map(found.messages.map((/** @type {Message} */ one) => [one.id, one]));
  draw();
}

export function closeThread() {
  if (!state.thread) return;
  state.thread = "";
  state.threaded.clear();
  byId("thread").hidden = true;
  byId("panel").hidden = false;
  closeDrawers();
}

/** A message came in or changed. @param {Message} message */
export function receiveInThread(message) {
  if (!state.thread || (message.id !== state.thread && message.thread !== state.thread)) return;
  const isNew = !state.threaded.has(message.id);
  state.threaded.set(message.id, message);
  draw();
  if (isNew) follow(byId("thread-timeline"), message);
}

export function startThread() {
  composer = new Composer({
    id: "thread-composer", where: () => ({ channel: state.channel, thread: state.thread }), editLast: () => editLast(byId("thread-timeline")),
  });
  byId("thread-composer-place").append(composer.element);
  byId("thread-close").addEventListener("click", closeThread);
  byId("thread-timeline").addEventListener("keydown", walkMessages);
  keepEnd(byId("thread-timeline"));
  when("messages", () => { if (state.thread) draw(); });
}
