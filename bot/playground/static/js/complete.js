// @ts-check
/** Completion in a composer: @people and groups, #channels, :emoji: and /commands. */
import { face, h } from "./dom.js";
import { findEmoji, loadEmoji } from "./emoji.js";
import { BOT, state } from "./state.js";

/** @typedef {{insert: string, label: string, about: string, mark: HTMLElement|string}} Option */

const MOST = 8;
const WORD = /(^|[\s(])([@#:])([\p{L}\p{N}_+.'-]*(?: [\p{L}\p{N}_'-]*)?)$/u;

/** Without accents and in small letters, so that `tomas` finds Tomás. @param {string} text */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {string} name @param {string} typed */
const fits = (name, typed) => fold(name).startsWith(typed) || fold(name).split(/[ -]/).some((part) => part.startsWith(typed));

/** @param {string} typed @returns {Option[]} */
function people(typed) {
  const found = [...state.people.values()].filter((one) => fits(one.name, typed)).map((one) => ({
    insert: `@${one.name} `, label: one.name, about: one.id === state.me ? "you" : one.title, mark: face(one.id),
  }));
  const groups = state.groups.filter((one) => fits(one.name, typed)).map((one) => ({
    insert: `@${one.name} `, label: one.name, about: `${one.members.length} people`, mark: "👥",
  }));
  const bot = fits(BOT.name, typed) ? [{ insert: `@${BOT.name} `, label: BOT.name, about: "app", mark: face(BOT.id) }] : [];
  return [...found, ...groups, ...bot];
}

/** @param {string} typed @returns {Option[]} */
const channels = (typed) => [...state.channels.values()].filter((one) => one.kind !== "direct" && fits(one.name, typed))
  .map((one) => ({ insert: `#${one.name} `, label: one.name, about: one.topic, mark: "#" }));

/** @param {string} typed @returns {Option[]} */
const emoji = (typed) => findEmoji(typed, MOST).map((one) => ({ insert: `:${one.name}: `, label: `:${one.name}:`, about: "", mark: one.glyph }));

/** @param {string} typed @returns {Option[]} */
const commands = (typed) => state.commands.filter((one) => one.name.startsWith(typed))
  .map((one) => ({ insert: `/${one.name} `, label: `/${one.name}`, about: [one.usage, one.words].filter(Boolean).join(" — "), mark: "/" }));

/**
 * What could be meant by the word before the caret.
 * @param {string} before
 * @returns {{from: number, options: Option[]}}
 */
function meant(before) {
  const command = /^\/([a-z ]*)$/.exec(before);
  if (command) return { from: 0, options: commands(command[1]) };
  const match = WORD.exec(before);
  if (!match) return { from: 0, options: [] };
  const [, , sign, word] = match;
  const from = before.length - word.length - 1;
  const typed = fold(word);
  if (sign === ":") return { from, options: word.length > 1 && !word.includes(" ") ? emoji(typed) : [] };
  if (sign === "#") return { from, options: word.includes(" ") ? [] : channels(typed).slice(0, MOST) };
  // "@Ana thanks" is no longer a search: whoever is meant has been written out, with a space behind.
  return { from, options: people(typed).slice(0, MOST) };
}

/** Completion for one text field. */
export class Completion {
  /**
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} list
   */
  constructor(area, list) {
    this.area = area;
    this.list = list;
    /** @type {Option[]} */
    this.options = [];
    this.from = 0;
    this.at = 0;
    /** Where the caret stood after a completion: it brought a space, so one that is typed there is not a second. */
    this.taken = -1;
    void loadEmoji();
    area.addEventListener("input", () => this.look());
    area.addEventListener("click", () => this.look());
    area.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target instanceof Element && event.target.closest("[data-at]");
      if (row instanceof HTMLElement) this.take(Number(row.dataset.at));
    });
  }

  get open() {
    return !this.list.hidden;
  }

  look() {
    const caret = this.area.selectionStart;
    const { from, options } = meant(this.area.value.slice(0, caret));
    const done = options.length === 1 && this.area.value.slice(from, caret) === options[0].insert.trim() && options[0].insert.startsWith("/");
    this.from = from;
    this.options = done ? [] : options;
    this.at = 0;
    this.draw();
  }

  draw() {
    this.list.hidden = this.options.length === 0;
    this.area.setAttribute("aria-expanded", String(this.open));
    this.list.replaceChildren(...this.options.map((option, at) => h("div",
      {
        role: "option", class: "option", id: `${this.list.id}-${at}`, "aria-selected": String(at === this.at),
        data: { at: String(at), testid: "option" },
      },
      h("span", { class: "option-mark" }, option.mark), h("b", {}, option.label), h("small", {}, option.about))));
    if (this.open) this.area.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    else this.area.removeAttribute("aria-activedescendant");
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  take(at) {
    const option = this.options[at];
    if (!option) return;
    const caret = this.area.selectionStart;
    const after = this.area.value.slice(caret).replace(/^ /, "");
    this.area.setRangeText(option.insert + after, this.from, this.area.value.length, "end");
    const place = this.from + option.insert.length;
    this.area.setSelectionRange(place, place);
    this.close();
    this.area.dispatchEvent(new Event("input"));
    this.close();
    this.taken = place;
    this.area.focus();
  }

  close() {
    this.options = [];
    this.draw();
  }

  /**
   * Whether this key was for the completion.
   * @param {KeyboardEvent} event
   */
  handles(event) {
    const second = event.key === " " && this.taken === this.area.selectionStart && this.taken === this.area.selectionEnd;
    this.taken = -1;
    if (second && !event.isComposing) {
      event.preventDefault();
      return true;
    }
    if (!this.open || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.options.length) % this.options.length;
      this.draw();
    } else if (event.key === "Enter" || event.key === "Tab") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
