// @ts-check
/** Moments in the reader's own zone. */

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  both: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
};

/** @param {ParentNode} root */
export function localise(root) {
  for (const element of root.querySelectorAll("time[data-at]")) {
    if (!(element instanceof HTMLElement)) continue;
    const style = STYLES[element.dataset.style ?? "both"] ?? STYLES.both;
    element.textContent = new Intl.DateTimeFormat("en-GB", style).format(new Date(Number(element.dataset.at) / 1000));
  }
}
