// @ts-check
/** Moments in the reader's own zone. */

/** @type {Intl.DateTimeFormatOptions} */
const CLOCK = { hour: "2-digit", minute: "2-digit" };

/** @param {Date} at @param {Intl.DateTimeFormatOptions} options */
const format = (at, options) => new Intl.DateTimeFormat("en-GB", options).format(at);

/** "Fri 27 Nov", with the year where it isn't this one. @param {Date} at */
function day(at) {
  const other = at.getFullYear() !== new Date().getFullYear();
  const rest = format(at, { day: "numeric", month: "short", year: other ? "numeric" : undefined });
  return `${format(at, { weekday: "short" })} ${rest}`;
}

/** @param {ParentNode} root */
export function localise(root) {
  for (const element of root.querySelectorAll("time[data-at]")) {
    if (!(element instanceof HTMLElement)) continue;
    const at = new Date(Number(element.dataset.at) / 1000);
    const style = element.dataset.style;
    if (style === "date") element.textContent = day(at);
    else if (style === "time") element.textContent = format(at, CLOCK);
    else element.textContent = `${day(at)}, ${format(at, CLOCK)}`;
  }
}
