// @ts-check
/** On a phone the lists at the sides are drawers. */
import { byId } from "./dom.js";

/** @param {string} which "sidebar" or "side" */
export function openDrawer(which) {
  byId("app").dataset.drawer = which;
}

export function closeDrawers() {
  byId("app").dataset.drawer = "";
}

export function startDrawers() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-drawer]:not(.app)");
    if (button instanceof HTMLElement) byId("app").dataset.drawer = button.dataset.drawer ?? "";
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !(event.target instanceof HTMLTextAreaElement)) closeDrawers();
  });
}
