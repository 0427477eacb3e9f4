// @ts-check
/** The emoji picker. */
import { h } from "./dom.js";
import { emojiGroups, findEmoji, loadEmoji, recentEmoji, rememberEmoji } from "./emoji.js";
import { closePopup, openPopup } from "./popup.js";
/** @typedef {import("./emoji.js").Emoji} Emoji */

/**
 * @param {Element} anchor
 * @param {(name: string) => void} chosen
 */
export async function pickEmoji(anchor, chosen) {
  await loadEmoji();
  const search = h("input", { type: "search", class: "picker-search", placeholder: "Search, such as party or heart", "aria-label": "Search emoji", data: { testid: "emoji-search" } });
  const grid = h("div", { class: "picker-grid", data: { testid: "emoji-grid" } });
  const hint = h("p", { class: "picker-hint", "aria-live": "polite" }, "Arrow keys and Enter choose");
  const box = h("div", { class: "picker" }, search, grid, hint);
  const words = () => (search instanceof HTMLInputElement ? search.value.trim().replaceAll(":", "") : "");
  const draw = () => grid.replaceChildren(...(words() ? [group("Found", findEmoji(words(), 90))] : everything()));
  box.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-emoji]");
    if (!(button instanceof HTMLElement) || !button.dataset.emoji) return;
    rememberEmoji(button.dataset.emoji);
    closePopup({ refocus: true });
    chosen(button.dataset.emoji);
  });
  box.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLElement && event.target.dataset.emoji) hint.textContent = `:${event.target.dataset.emoji}:`;
  });
  box.addEventListener("pointerover", (event) => {
    if (event.target instanceof HTMLElement && event.target.dataset.emoji) hint.textContent = `:${event.target.dataset.emoji}:`;
  });
  box.addEventListener("keydown", (event) => walk(event, box));
  search.addEventListener("input", draw);
  draw();
  openPopup(anchor, box, { label: "Choose an emoji", kind: "emoji" });
  search.focus();
}

const everything = () => [group("Often used", recentEmoji()), ...[...emojiGroups].map(([name, list]) => group(name, list))];

/**
 * @param {string} name
 * @param {Emoji[]} list
 */
function group(name, list) {
  if (!list.length) return h("p", { class: "empty" }, "No emoji of that name. Try another word.");
  return h("section", { class: "picker-group" }, h("h3", {}, name), h("div", { class: "picker-row" },
    ...list.map((one) => h("button", { type: "button", class: "picker-emoji", "aria-label": one.name, data: { emoji: one.name, testid: `pick-${one.name}` } }, one.glyph))));
}

/**
 * Move among the emoji with the arrow keys.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} box
 */
function walk(event, box) {
  const buttons = [...box.querySelectorAll("[data-emoji]")];
  const at = buttons.findIndex((one) => one === document.activeElement);
  if (event.key === "Enter" && at < 0 && buttons[0] instanceof HTMLElement) {
    event.preventDefault();
    buttons[0].click();
    return;
  }
  const wide = 8;
  const step = { ArrowDown: at < 0 ? 1 : wide, ArrowUp: -wide, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || (at < 0 && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const next = at + step;
  const target = next < 0 ? box.querySelector("input") : buttons[Math.min(next, buttons.length - 1)];
  if (target instanceof HTMLElement) target.focus();
}
