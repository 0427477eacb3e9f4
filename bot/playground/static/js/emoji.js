// @ts-check
/** Every emoji by name: loaded once, searched here. */
import { get } from "./api.js";

/** @typedef {{name: string, glyph: string}} Emoji */

/** @type {Map<string, Emoji[]>} */
export const emojiGroups = new Map();
const RECENT = "huzzah-recent-emoji";
const FIRST = ["tada", "heart", "thumbsup", "clap", "joy", "raised_hands", "pray", "rocket", "eyes", "100", "fire", "sparkles"];
/** @type {Map<string, Emoji>} */
const byName = new Map();

/** @type {Promise<void>|null} */
let loading = null;

/** Several ask at once when the page opens; the list comes once. */
export function loadEmoji() {
  loading ??= load().finally(() => { if (!byName.size) loading = null; });
  return loading;
}

async function load() {
  /** @type {Record<string, [string, string][]>|null} */
  const groups = await get("emoji");
  for (const [group, rows] of Object.entries(groups ?? {})) {
    const list = rows.map(([name, glyph]) => ({ name, glyph }));
    emojiGroups.set(group, list);
    for (const one of list) byName.set(one.name, one);
  }
}

/**
 * The best fits: names that begin so, then those with a part that does, then those that contain it.
 * @param {string} typed
 * @param {number} most
 * @returns {Emoji[]}
 */
export function findEmoji(typed, most) {
  const words = typed.toLowerCase().replaceAll(" ", "_");
  if (!words) return recentEmoji().slice(0, most);
  /** @type {Emoji[][]} */
  const ranks = [[], [], [], []];
  for (const one of byName.values()) {
    if (one.name === words) ranks[0].push(one);
    else if (one.name.startsWith(words)) ranks[1].push(one);
    else if (one.name.includes(`_${words}`) || one.name.includes(`-${words}`)) ranks[2].push(one);
    else if (one.name.includes(words)) ranks[3].push(one);
  }
  return ranks.flat().slice(0, most);
}

/** @returns {Emoji[]} */
export function recentEmoji() {
  /** @type {string[]} */
  let kept = [];
  try { kept = JSON.parse(localStorage.getItem(RECENT) ?? "[]"); } catch { localStorage.removeItem(RECENT); }
  return [...new Set([...kept, ...FIRST])].slice(0, 16).flatMap((name) => byName.get(name) ?? []);
}

/** @param {string} name */
export function rememberEmoji(name) {
  const others = recentEmoji().map((one) => one.name).filter((one) => one !== name);
  localStorage.setItem(RECENT, JSON.stringify([name, ...others].slice(0, 16)));
}
