// @ts-check
/** Talking to the server; what goes wrong is said in a toast. */
import { state } from "./state.js";
import { toast } from "./toast.js";
/** @typedef {import("./types.js").Outcome} Outcome */

const ROOT = "/playground/api/";

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<any|null>} null when it failed, and has been said
 */
async function call(address, options) {
  try {
    const answer = await fetch(address, options);
    const found = await answer.json().catch(() => ({}));
    if (answer.ok) return found;
    toast(found.error ?? `Huzzah stumbled (${answer.status}). Try again; if it stays so, look at its log.`, "error");
  } catch {
    toast("Huzzah does not answer. Is it still running? Start it with “make run”; this page reconnects by itself.", "error");
  }
  return null;
}

/**
 * @param {string} name
 * @param {Record<string, string>} [query]
 */
export const get = (name, query = {}) => call(`${ROOT}${name}?${new URLSearchParams({ as: state.me, ...query })}`);

/**
 * @param {string} name
 * @param {Record<string, unknown>} parts
 * @returns {Promise<Outcome|null>}
 */
export async function wish(name, parts) {
  if (["command", "press", "submit"].includes(name)) state.asked = Date.now();
  /** @type {Outcome|null} */
  const outcome = await call(ROOT + name, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: state.me, ...parts }),
  });
  if (outcome?.waiting) toast("It is in the chat. Huzzah's database is busy, so it will be counted in a moment.");
  if (outcome?.download) save(outcome.download);
  return outcome;
}

/**
 * @param {File} file
 * @returns {Promise<{id: string, url: string}|null>}
 */
export async function upload(file) {
  const size = await createImageBitmap(file).then(
    ({ width, height }) => ({ width: String(width), height: String(height) }),
    () => ({}),
  );
  const query = new URLSearchParams({ as: state.me, name: file.name, ...size });
  return call(`${ROOT}upload?${query}`, { method: "POST", body: file });
}

/** @param {{name: string, type: string, content?: string, base64?: string}} file */
function save({ name, type, content, base64 }) {
  const held = base64 === undefined ? (content ?? "") : Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([held], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  toast(`${name} has been saved with your downloads.`);
}
