// @ts-check
/** One message as elements. */
import { face, h } from "./dom.js";
import { BOT, nameOf, namesOf, state } from "./state.js";
import { ago, clock, dayKey, dayName, exactly, localise } from "./time.js";
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Picture} Picture */
/** @typedef {import("./types.js").Reaction} Reaction */

const TOGETHER = 5 * 60 * 1_000_000;

/**
 * The rows of a list of messages: day lines, the line above what is new, and the messages themselves.
 * @param {Message[]} messages
 * @param {{thread: boolean, fresh: string}} how
 * @returns {{key: string, mark: string, make: () => HTMLElement}[]}
 */
export function rows(messages, { thread, fresh }) {
  const found = [];
  /** @type {Message|undefined} */
  let before;
  let isNew = false;
  for (const message of messages) {
    const day = dayKey(message.at);
    const newDay = !before || dayKey(before.at) !== day;
    if (newDay && !thread) {
      const name = dayName(message.at);
      found.push({ key: `day-${day}`, mark: name, make: () => h("div", { class: "day", role: "separator" }, h("span", {}, name)) });
    }
    const startsNew = !isNew && fresh !== "" && message.author !== state.me && message.at > Number(fresh);
    if (startsNew) {
      isNew = true;
      found.push({ key: "fresh", mark: "", make: () => h("div", { class: "day day-fresh", role: "separator" }, h("span", {}, "New")) });
    }
    const follows = !newDay && !startsNew && before !== undefined && before.author === message.author && !before.gone && !message.gone
      && before.only === message.only && message.at - before.at < TOGETHER && !(thread && before === messages[0]);
    found.push({
      key: message.id,
      mark: JSON.stringify([message, follows, thread, state.me]),
      make: () => element(message, { follows, thread }),
    });
    if (thread && message === messages[0] && messages.length > 1) {
      const words = `${messages.length - 1} ${messages.length === 2 ? "reply" : "replies"}`;
      found.push({ key: "replies", mark: words, make: () => h("div", { class: "day", role: "separator" }, h("span", {}, words)) });
    }
    before = message;
  }
  return found;
}

/**
 * @param {Message} message
 * @param {{follows: boolean, thread: boolean}} how
 */
function element(message, { follows, thread }) {
  const classes = ["message", follows && "message-follows", message.only && "message-only", message.card && "message-card"];
  const box = h("article",
    {
      class: classes.filter(Boolean).join(" "), tabindex: "-1", "aria-label": `${nameOf(message.author)}, ${clock(message.at)}`,
      data: { message: message.id, author: message.author, testid: "message" },
    });
  if (message.gone) {
    box.append(h("div", { class: "message-margin" }), h("div", { class: "message-main" },
      h("p", { class: "quiet" }, "This message was deleted."), !thread && replies(message)));
    return box;
  }
  box.append(follows
    ? h("time", { class: "message-margin", title: exactly(message.at) }, clock(message.at))
    : h("button", { type: "button", class: "message-margin face-button", data: { person: message.author }, "aria-label": `About ${nameOf(message.author)}`, tabindex: "-1" }, face(message.author)));
  const main = h("div", { class: "message-main" });
  if (message.only) main.append(h("p", { class: "only", data: { testid: "only-you" } }, "👁 Only visible to you"));
  if (!follows) main.append(head(message));
  main.append(body(message));
  if (message.files.length) main.append(h("div", { class: "pictures" }, ...message.files.map(picture)));
  if (message.reactions.length) main.append(reactions(message));
  if (!thread && message.replies) main.append(replies(message));
  if (message.only) main.append(h("button", { type: "button", class: "dismiss", data: { do: "dismiss", testid: "dismiss" } }, "Dismiss"));
  box.append(main);
  localise(box);
  return box;
}

/** @param {Message} message */
const head = (message) =>
  h("header", { class: "message-head" },
    h("button", { type: "button", class: "author", data: { person: message.author } }, nameOf(message.author)),
    message.author === BOT.id && h("span", { class: "chip chip-app" }, "app"),
    state.people.get(message.author)?.fresh && h("span", { class: "chip chip-new" }, "new"),
    h("time", { title: exactly(message.at), data: { at: String(message.at), style: "ago" } }, ago(message.at)));

/** @param {Message} message */
function body(message) {
  const box = h("div", { class: `message-body${message.jumbo ? " message-jumbo" : ""}`, data: { testid: "message-body" }, html: message.html });
  if (message.edited) box.append(h("span", { class: "edited" }, " (edited)"));
  for (const mention of box.querySelectorAll(`.mention[data-person="${state.me}"]`)) mention.classList.add("mention-me");
  return box;
}

/** @param {Picture} file */
const picture = (file) =>
  h("a", { href: file.url, target: "_blank", rel: "noopener noreferrer", class: "picture" },
    h("img",
      {
        src: file.url, alt: file.name, loading: "lazy", referrerpolicy: "no-referrer",
        width: file.width || undefined, height: file.height || undefined,
      }));

/** @param {Message} message */
function reactions(message) {
  const list = h("div", { class: "reactions" }, ...message.reactions.map((one) => reaction(one)));
  list.append(h("button", { type: "button", class: "reaction reaction-add", "aria-label": "Add a reaction", title: "Add a reaction", data: { do: "pick", testid: "reaction-add" } }, "🙂", h("span", { "aria-hidden": "true" }, "+")));
  return list;
}

/** @param {Reaction} one */
function reaction({ emoji, glyph, people }) {
  const mine = people.includes(state.me);
  const who = `${namesOf(people)} reacted with :${emoji}:`;
  return h("button",
    {
      type: "button", class: `reaction${mine ? " reaction-mine" : ""}`, "aria-pressed": String(mine), "aria-label": `${glyph} ${people.length}. ${who}`,
      data: { do: "toggle", emoji, tip: who, testid: `reaction-${emoji}` },
    },
    h("span", { class: "emoji" }, glyph), h("span", { class: "count" }, String(people.length)));
}

/** @param {Message} message */
function replies(message) {
  const words = `${message.replies} ${message.replies === 1 ? "reply" : "replies"}`;
  return h("button", { type: "button", class: "replies", data: { do: "reply", testid: "replies" } },
    ...message.repliers.map((member) => face(member)), h("b", {}, words),
    h("time", { data: { at: String(message.last), style: "ago" } }, ago(message.last)));
}
