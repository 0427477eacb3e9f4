// @ts-check
/** Changing elements in place: what stays the same stays the very element, so that a click that has begun ends on it. */

/** What the page itself says of an element while it is at something. */
const OWN = ["aria-busy", "aria-expanded"];

/**
 * Make an element look like another one, which is used up. Its toolbar stays.
 * @param {Element} old
 * @param {Element} made
 */
export function patch(old, made) {
  attributes(old, made);
  let here = past(old.firstChild);
  for (const wanted of [...made.childNodes]) {
    const found = same(here, wanted);
    if (!found) {
      old.insertBefore(wanted, here);
      continue;
    }
    // Nothing is moved, since that would end a click as well: what stood between is made anew if it is wanted later.
    while (here && here !== found) here = drop(here);
    if (found instanceof Element && wanted instanceof Element) patch(found, wanted);
    else if (found.nodeValue !== wanted.nodeValue) found.nodeValue = wanted.nodeValue;
    here = past(found.nextSibling);
  }
  while (here) here = drop(here);
}

/**
 * @param {Element} old
 * @param {Element} made
 */
function attributes(old, made) {
  for (const name of old.getAttributeNames()) {
    if (!made.hasAttribute(name) && !OWN.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of made.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/**
 * The next node that isn't a toolbar.
 * @param {ChildNode|null} node
 */
function past(node) {
  let found = node;
  while (found instanceof Element && found.classList.contains("toolbar")) found = found.nextSibling;
  return found;
}

/**
 * Remove a node; what comes after it.
 * @param {ChildNode} node
 */
function drop(node) {
  const next = past(node.nextSibling);
  node.remove();
  return next;
}

/**
 * From here on, the first node that may become another one.
 * @param {ChildNode|null} here
 * @param {ChildNode} wanted
 */
function same(here, wanted) {
  const sought = identity(wanted);
  for (let node = here; node; node = past(node.nextSibling)) if (identity(node) === sought) return node;
  return null;
}

/**
 * What a node is. No button turns into one that does something else: somebody may be pressing it.
 * @param {ChildNode} node
 */
function identity(node) {
  if (!(node instanceof Element)) return node.nodeName;
  const [look] = node.classList;
  const deeds = [...node.attributes].filter(({ name }) => name === "href" || name === "src" || (name.startsWith("data-") && name !== "data-tip"));
  return JSON.stringify([node.nodeName, look, ...deeds.map(({ name, value }) => [name, value]).sort()]);
}
