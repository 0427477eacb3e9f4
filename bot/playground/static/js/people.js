// @ts-check
/** Who is who: the switcher of whom this window speaks as, and a card about anybody. */
import { byId, face, h, icon } from "./dom.js";
import { closePopup, openPopup } from "./popup.js";
import { BOT, nameOf, state, when } from "./state.js";
import { clockIn } from "./time.js";
/** @typedef {import("./types.js").Person} Person */

/** @type {(member: string) => void} */
let become = () => {};
/** @type {(text: string) => void} */
let write = () => {};

/** @param {Person} person */
function chips(person) {
  const words = [...person.roles, ...(person.fresh ? ["new"] : [])];
  return words.map((word) => h("span", { class: `chip chip-${word}` }, word));
}

/** @param {Person} person */
function choice(person) {
  const me = person.id === state.me;
  return h("div", { class: "person-row" },
    h("button",
      {
        type: "button", role: "option", "aria-selected": String(me), class: "person-choice",
        data: { testid: `be-${person.id}` }, onclick: () => { closePopup({ refocus: true }); become(person.id); },
      },
      face(person.id), h("span", { class: "person-words" }, h("b", {}, person.name, ...chips(person)),
        h("small", {}, `${person.title} · ${clockIn(person.zone)}`))),
    h("a",
      {
        class: "icon-button", target: "_blank", href: `?as=${person.id}#${state.channel}`,
        "aria-label": `A second window as ${person.name}`, title: "In a second window",
      }, icon("window")));
}

function openSwitcher() {
  const list = h("div", { role: "listbox", "aria-label": "Speak as", class: "person-list", onkeydown: walk },
    ...[...state.people.values()].map(choice));
  openPopup(byId("persona"), list, { label: "Speak as", kind: "people" });
  const chosen = list.querySelector('[aria-selected="true"]');
  if (chosen instanceof HTMLElement) chosen.focus();
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll('[role="option"]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = rows[(at + step + rows.length) % rows.length];
  if (next instanceof HTMLElement) next.focus();
}

function drawPersona() {
  const person = state.people.get(state.me);
  if (!person) return;
  byId("persona").replaceChildren(
    face(person.id),
    h("span", { class: "persona-words" }, h("small", {}, "Speaking as"), h("b", {}, person.name)),
    h("span", { class: "persona-arrow", "aria-hidden": "true" }, "▴"));
  byId("persona").setAttribute("aria-label", `Speaking as ${person.name}. Choose somebody else.`);
}

/** Somebody of an imported workspace: all that is known stands in the row. @param {Element} row */
function guest(row) {
  const picture = row.querySelector("img");
  return h("div", { class: "person-card" }, picture && h("img", { class: "face", src: picture.src, alt: "" }),
    h("b", {}, rowName(row)), h("p", {}, "From the imported workspace"));
}

/** @param {Element} row */
const rowName = (row) => row.querySelector(".standing-name")?.firstChild?.textContent ?? "";

/** @param {string} member */
function about(member) {
  if (member === BOT.id) {
    return h("div", { class: "person-card" }, face(member), h("b", {}, BOT.name),
      h("p", {}, "Notices when people talk to, thank and cheer each other. Try /huzzah help."));
  }
  const person = state.people.get(member);
  if (!person) return h("div", { class: "person-card" }, h("b", {}, member), h("p", {}, "Not somebody of the playground."));
  const groups = state.groups.filter((group) => group.members.includes(member)).map((group) => `@${group.name}`);
  const thank = h("button", { type: "button", class: "button button-primary", onclick: () => { closePopup(); write(`@${person.name} :tada: `); } }, "Say thanks");
  const be = h("button", { type: "button", class: "button", onclick: () => { closePopup(); become(member); } }, `Speak as ${person.name.split(" ")[0]}`);
  const mine = member === state.me;
  return h("div", { class: "person-card" }, face(member), h("b", {}, person.name, ...chips(person)), h("p", {}, person.title),
    h("p", { class: "quiet" }, `${clockIn(person.zone)} there · ${new Intl.DisplayNames("en", { type: "region" }).of(person.country)}`),
    groups.length > 0 && h("p", { class: "quiet" }, groups.join(" ")),
    mine ? h("p", { class: "quiet" }, "That is you in this window.") : h("div", { class: "card-buttons" }, thank, be));
}

/**
 * @param {{become: (member: string) => void, write: (text: string) => void}} acts
 */
export function startPeople(acts) {
  become = acts.become;
  write = acts.write;
  when("me", drawPersona);
  byId("persona").addEventListener("click", openSwitcher);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element && event.target.closest("button[data-person], .standing[data-person]");
    if (!(target instanceof HTMLElement) || !target.dataset.person) return;
    const who = target.dataset.person;
    const foreign = target.matches(".standing") && who !== BOT.id && !state.people.has(who);
    openPopup(target, foreign ? guest(target) : about(who), { label: `About ${foreign ? rowName(target) : nameOf(who)}`, kind: "person" });
  });
}
