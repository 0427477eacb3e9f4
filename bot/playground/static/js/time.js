// @ts-check
/** Moments in words, in the zone of whoever this window speaks as. */
import { zone } from "./state.js";

/** @param {number} micros */
const date = (micros) => new Date(micros / 1000);

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {number} micros
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(micros, options) {
  const key = JSON.stringify([zone(), options]);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat("en-GB", { timeZone: zone(), ...options })));
  return found.format(date(micros));
}

/** @param {number} micros */
export const clock = (micros) => format(micros, { hour: "2-digit", minute: "2-digit" });

/** @param {number} micros */
export const exactly = (micros) =>
  format(micros, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });

/** @param {number} micros */
export const dayKey = (micros) => format(micros, { year: "numeric", month: "2-digit", day: "2-digit" });

/** @param {number} micros */
export function dayName(micros) {
  const now = Date.now() * 1000;
  if (dayKey(micros) === dayKey(now)) return "Today";
  if (dayKey(micros) === dayKey(now - 86_400_000_000)) return "Yesterday";
  const sameYear = format(micros, { year: "numeric" }) === format(now, { year: "numeric" });
  return format(micros, { weekday: "long", day: "numeric", month: "long", year: sameYear ? undefined : "numeric" });
}

/**
 * "Fri 27 Nov", with the year where it isn't this one.
 * @param {number} micros
 */
function day(micros) {
  const other = format(micros, { year: "numeric" }) !== format(Date.now() * 1000, { year: "numeric" });
  const rest = format(micros, { day: "numeric", month: "short", year: other ? "numeric" : undefined });
  return `${format(micros, { weekday: "short" })} ${rest}`;
}

/** @param {number} micros */
export function ago(micros) {
  const minutes = Math.floor((Date.now() - micros / 1000) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 60 * 12) return clock(micros);
  const day = dayName(micros);
  return day === "Today" ? clock(micros) : `${day}, ${clock(micros)}`;
}

/** @param {string} [where] */
export const clockIn = (where) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: where, weekday: "short", hour: "2-digit", minute: "2-digit" }).format(new Date());

/**
 * Put times of cards into the reader's zone, and keep "5 min ago" true.
 * @param {ParentNode} root
 */
export function localise(root) {
  for (const element of root.querySelectorAll("time[data-at]")) {
    if (!(element instanceof HTMLElement)) continue;
    const at = Number(element.dataset.at);
    const style = element.dataset.style;
    element.title = exactly(at);
    if (style === "ago") element.textContent = ago(at);
    else if (style === "date") element.textContent = day(at);
    else if (style === "time") element.textContent = clock(at);
    else element.textContent = `${day(at)}, ${clock(at)}`;
  }
}

setInterval(() => {
  for (const element of document.querySelectorAll('time[data-style="ago"]')) {
    if (element instanceof HTMLElement) element.textContent = ago(Number(element.dataset.at));
  }
}, 30_000);
