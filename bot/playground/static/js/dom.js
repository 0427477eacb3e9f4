// @ts-check
/** Making and finding elements. */
import { patch } from "./patch.js";

/**
 * Make an element. `on…` are listeners, `data` are data attributes, `html` is markup the server made safe.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "html") element.innerHTML = value;
    else if (name === "class") element.className = value;
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * The element with this id; the page always has it.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * A member's drawn face.
 * @param {string} member
 * @param {string} [name]
 */
export const face = (member, name = "") =>
  h("img", { class: "face", src: `/playground/faces/${encodeURIComponent(member)}.svg`, alt: name, decoding: "sync" });

/**
 * An icon drawn with lines.
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  const frame = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  frame.setAttribute("viewBox", "0 0 20 20");
  frame.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  frame.append(path);
  return frame;
}

const PATHS = {
  smile: "M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM6.8 11.500a3.6 3.6 0 0 0 6.4 0M7.5 7.800v.4M12.5 7.800v.4",
  reply: "M8 5 3.5 9.5 8 14M4 9.500h7.500a5 5 0 0 1 5 5V16",
  edit: "M12.5 4.500l3 3L7 16l-3.5.5L4 13zM11 6l3 3",
  bin: "M4 5.500h12M8 5.500V3.500h4v2M5.5 5.500l.7 11h7.600l.7-11M8.5 8.500v5M11.5 8.500v5",
  picture: "M3 4.500h14v11H3zM3 13l4-4 3.5 3.500L13 10l4 4M13 7.500v.2",
  link: "M8.5 11.500a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.200L10 5.800M11.5 8.500a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.200l1.5-1.5",
  send: "M3 10 17 3.5 13 17l-3.5-5.500zM9.5 11.5 17 3.5",
  window: "M8 4H4v12h12v-4M11 3.500h5.500V9M16 4l-7 7",
  lock: "M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.500a2 2 0 0 0 4 0V10a7 7 0 1 0-3 5.7",
};

/**
 * Bring the children of a container to match a list, keeping those that haven't changed and changing the others in place.
 * @param {HTMLElement} container
 * @param {{key: string, mark: string, make: () => HTMLElement}[]} wanted
 */
export function reconcile(container, wanted) {
  /** @type {Map<string, HTMLElement>} */
  const present = new Map();
  for (const child of container.children) {
    if (child instanceof HTMLElement && child.dataset.key) present.set(child.dataset.key, child);
  }
  /** @type {Element|null} */
  let next = container.firstElementChild;
  for (const { key, mark, make } of wanted) {
    let element = present.get(key);
    present.delete(key);
    // What is being edited stays as it is until that is over.
    if (!element || (MARKS.get(element) !== mark && !element.querySelector(".edit"))) {
      const made = make();
      made.dataset.key = key;
      if (element) change(element, made);
      else element = made;
      MARKS.set(element, mark);
    }
    if (element === next) next = next.nextElementSibling;
    else if (!element.isConnected || element.nextElementSibling !== next) container.insertBefore(element, next);
  }
  for (const gone of present.values()) gone.remove();
  while (next) {
    const after = next.nextElementSibling;
    if (!(next instanceof HTMLElement) || !next.dataset.key) next.remove();
    next = after;
  }
}

/**
 * Change an element in place; if what had the keyboard's focus is gone, the focus stays nearby.
 * @param {HTMLElement} old
 * @param {HTMLElement} made
 */
function change(old, made) {
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && old.contains(active) && active.matches(":focus-visible") ? active : null;
  patch(old, made);
  if (!focused || focused.isConnected) return;
  const same = old.querySelector(`[data-testid="${focused.dataset.testid}"]`);
  if (same instanceof HTMLElement) same.focus();
  else old.focus();
}

/** @type {WeakMap<HTMLElement, string>} */
const MARKS = new WeakMap();
