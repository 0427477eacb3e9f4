// @ts-check
/** The one small window that floats next to whatever opened it. */
import { byId } from "./dom.js";

/** @type {Element|null} */
let opener = null;

/**
 * Show something next to an element; opening it again from the same one closes it.
 * @param {Element} anchor
 * @param {HTMLElement} content
 * @param {{label: string, kind: string}} about
 */
export function openPopup(anchor, content, { label, kind }) {
  const again = opener === anchor && !byId("popup").hidden;
  closePopup();
  if (again) return;
  opener = anchor;
  anchor.setAttribute("aria-expanded", "true");
  const popup = byId("popup");
  popup.replaceChildren(content);
  popup.className = `popup popup-${kind}`;
  popup.setAttribute("role", "dialog");
  popup.setAttribute("aria-label", label);
  popup.dataset.testid = `popup-${kind}`;
  // Inside an open dialog the page around it is inert, so the popup moves in there.
  (anchor.closest("dialog") ?? document.body).append(popup);
  popup.hidden = false;
  place(popup, anchor.getBoundingClientRect());
}

/**
 * @param {HTMLElement} popup
 * @param {DOMRect} from
 */
function place(popup, from) {
  const { width, height } = popup.getBoundingClientRect();
  const left = Math.min(Math.max(8, from.left), innerWidth - width - 8);
  const above = from.top - height - 6;
  const below = from.bottom + 6;
  const top = below + height < innerHeight - 8 ? below : Math.max(8, above);
  popup.style.left = `${Math.max(8, left)}px`;
  popup.style.top = `${top}px`;
}

/** @param {{refocus?: boolean}} [how] */
export function closePopup({ refocus = false } = {}) {
  const popup = byId("popup");
  if (popup.hidden) return;
  popup.hidden = true;
  popup.replaceChildren();
  // Back from a dialog, whose content may be replaced any moment.
  document.body.append(popup);
  opener?.setAttribute("aria-expanded", "false");
  if (refocus && opener instanceof HTMLElement) opener.focus();
  opener = null;
}

document.addEventListener("pointerdown", (event) => {
  const target = event.target;
  if (target instanceof Element && !target.closest("#popup") && !opener?.contains(target)) closePopup();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("popup").hidden) {
    event.preventDefault();
    event.stopPropagation();
    closePopup({ refocus: true });
  }
}, true);
addEventListener("resize", () => closePopup());
