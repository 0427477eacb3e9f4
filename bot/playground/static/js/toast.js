// @ts-check
/** Short words at the edge of the page that go away by themselves. */
import { byId, h } from "./dom.js";

/**
 * @param {string} words
 * @param {"error"|"info"} [kind]
 */
export function toast(words, kind = "info") {
  const close = h("button", { type: "button", class: "toast-close", "aria-label": "Close", onclick: () => box.remove() }, "✕");
  const box = h("div", { class: `toast toast-${kind}`, data: { testid: `toast-${kind}` }, role: kind === "error" ? "alert" : undefined },
    h("span", {}, words), close);
  const others = [...byId("toasts").children];
  if (others.some((other) => other.firstChild?.textContent === words)) return;
  if (others.length > 2) others[0].remove();
  byId("toasts").append(box);
  setTimeout(() => box.remove(), kind === "error" ? 9000 : 5000);
}
