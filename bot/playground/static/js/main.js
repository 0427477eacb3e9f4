// @ts-check
/** Where it begins: who this window is, which channel is open, and everything wired together. */
import { editLast, startActions } from "./actions.js";
import { get } from "./api.js";
import { Composer } from "./composer.js";
import { startDialogs } from "./dialogs.js";
import { byId, h } from "./dom.js";
import { closeDrawers, startDrawers } from "./drawers.js";
import { connect, startLive } from "./live.js";
import { startPanel } from "./panel.js";
import { startPeople } from "./people.js";
import { startSidebar } from "./sidebar.js";
import { changed, nameOf, state } from "./state.js";
import { closeThread, openThread, receiveInThread, reloadThread, startThread } from "./thread.js";
import { loadChannel, receive, showMessage, startTimeline } from "./timeline.js";
import { toast } from "./toast.js";
/** @typedef {import("./types.js").Message} Message */

const REMEMBERED = "huzzah-speaking-as";
const FIRST = "U_ANA";
const START = "C_GENERAL";

/** @type {Composer} */
let composer;

async function loadState() {
  const found = await get("state");
  if (!found) return false;
  state.people = new Map(found.people.map((/** @type {any} */ one) => [one.id, one]));
  state.channels = new Map(found.channels.map((/** @type {any} */ one) => [one.id, one]));
  state.groups = found.groups;
  state.commands = found.commands;
  changed("me");
  changed("channels");
  return true;
}

/** The channel and message in the address. */
function wanted() {
  const [channel, message] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { channel: state.channels.has(channel) ? channel : START, message: message ?? "" };
}

async function openWanted(anew = false) {
  const { channel, message } = wanted();
  const place = state.channels.get(channel);
  if (!place) return;
  const opens = anew || channel !== state.channel;
  if (opens) {
    closeThread();
    state.channel = channel;
    state.fresh = place.unread ? place.read : "";
    state.messages.clear();
    const title = place.kind === "direct" ? place.name : `${place.kind === "private" ? "🔒 " : "#"}${place.name}`;
    byId("channel-name").textContent = title;
    byId("channel-topic").textContent = place.topic;
    byId("timeline").replaceChildren(h("p", { class: "loading" }, "Loading …"));
    byId("timeline").setAttribute("aria-busy", "true");
    byId("newer").hidden = true;
    changed("open");
  }
  // Not after loading: what somebody writes meanwhile belongs here.
  composer.moved(place.kind === "direct" ? "Ask Huzzah: help, me, board month" : `Write in #${place.name}`);
  if (opens) await loadChannel();
  closeDrawers();
  if (message) showMessage(message);
  if (matchMedia("(pointer: fine)").matches) composer.area.focus();
}

/** Speak as somebody else in this window. @param {string} member */
async function become(member) {
  if (member === state.me) return;
  byId("app").dataset.ready = "no";
  if (state.channel.startsWith("D_")) history.replaceState(null, "", `${location.search}#D_${member}`);
  state.me = member;
  remember();
  closeThread();
  connect();
  if (await loadState()) await openWanted(true);
  byId("app").dataset.ready = "yes";
  toast(`You are ${nameOf(member)} now.`);
}

function remember() {
  sessionStorage.setItem(REMEMBERED, state.me);
  history.replaceState(null, "", `?as=${encodeURIComponent(state.me)}${location.hash}`);
}

/** Something came in over the line. @param {Message} message */
function hear(message) {
  receive(message);
  receiveInThread(message);
  const place = state.channels.get(message.channel);
  const seen = message.channel === state.channel && document.visibilityState === "visible";
  if (!place || seen || message.thread || message.gone || message.author === state.me || message.at <= Number(place.read)) return;
  if (heard.has(message.id)) return;
  heard.add(message.id);
  place.unread += 1;
  changed("channels");
}

/** Messages counted as unread already: a reaction brings them again. @type {Set<string>} */
const heard = new Set();

async function reload() {
  if (!(await loadState())) return;
  await loadChannel();
  await reloadThread();
}

async function start() {
  state.me = new URLSearchParams(location.search).get("as") || sessionStorage.getItem(REMEMBERED) || FIRST;
  if (!/^U_[A-Z]+$/.test(state.me)) state.me = FIRST;
  startDrawers();
  startDialogs();
  startSidebar();
  startTimeline();
  startActions((message) => void openThread(message));
  startThread();
  startPeople({ become: (member) => void become(member), write: (text) => composer.insert(text) });
  startPanel();
  composer = new Composer({
    id: "composer", where: () => ({ channel: state.channel, thread: "" }), editLast: () => editLast(byId("timeline")),
  });
  byId("composer-place").append(composer.element);
  while (!(await loadState())) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    if (!state.people.size) state.me = FIRST;
  }
  remember();
  startLive({ message: hear, reload: () => void reload() });
  await openWanted();
  addEventListener("hashchange", () => void openWanted());
  byId("app").dataset.ready = "yes";
}

void start();
