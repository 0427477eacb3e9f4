// @ts-check
/** What this window knows, and whom to tell when it changes. */
/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Channel} Channel */
/** @typedef {import("./types.js").Group} Group */
/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").Message} Message */

export const BOT = { id: "HUZZAH", name: "Huzzah" };

export const state = {
  me: "",
  channel: "",
  thread: "",
  /** @type {Map<string, Person>} */
  people: new Map(),
  /** @type {Map<string, Channel>} */
  channels: new Map(),
  /** @type {Group[]} */
  groups: [],
  /** @type {Command[]} */
  commands: [],
  /** Messages of the open channel, and of the open thread, by id. */
  /** @type {Map<string, Message>} */
  messages: new Map(),
  /** @type {Map<string, Message>} */
  threaded: new Map(),
  more: false,
  /** When this window last asked the bot for something: the answer is then brought into sight. */
  asked: 0,
  /** Where "new" begins in the open channel. */
  fresh: "",
};

/** @type {Map<string, Set<() => void>>} */
const listeners = new Map();

/**
 * Be told when something changes: "channels", "messages", "thread", "me", "open", "points".
 * @param {string} what
 * @param {() => void} listener
 */
export function when(what, listener) {
  const known = listeners.get(what) ?? new Set();
  known.add(listener);
  listeners.set(what, known);
}

/** @param {string} what */
export function changed(what) {
  for (const listener of listeners.get(what) ?? []) listener();
}

/**
 * What somebody is called.
 * @param {string} member
 */
export const nameOf = (member) => (member === BOT.id ? BOT.name : (state.people.get(member)?.name ?? member));

/** The zone of whom this window speaks as: all times are shown in it. */
export const zone = () => state.people.get(state.me)?.zone;

/**
 * A list of names in words: "Ana, Ben and you".
 * @param {string[]} members
 */
export function namesOf(members) {
  const names = members.map((member) => (member === state.me ? "you" : nameOf(member)));
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
