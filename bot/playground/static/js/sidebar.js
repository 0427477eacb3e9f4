// @ts-check
/** The list of channels, with what is unread. */
import { byId, face, h, icon } from "./dom.js";
import { BOT, state, when } from "./state.js";
/** @typedef {import("./types.js").Channel} Channel */

/** @param {Channel} place */
function row(place) {
  const here = place.id === state.channel;
  const unread = place.unread > 0 && !here;
  const mark = place.kind === "direct" ? face(BOT.id) : place.kind === "private" ? icon("lock") : h("span", { class: "hash" }, "#");
  const words = unread ? `${place.name}, ${place.unread} unread` : place.name;
  return h("a",
    {
      href: `#${place.id}`, class: `channel${here ? " channel-here" : ""}${unread ? " channel-unread" : ""}`,
      "aria-current": here ? "page" : undefined, "aria-label": words, data: { testid: `channel-${place.id}` },
    },
    mark, h("span", { class: "channel-label" }, place.name),
    unread && h("span", { class: "badge", data: { testid: `unread-${place.id}` } }, place.unread > 99 ? "99+" : String(place.unread)));
}

function draw() {
  const places = [...state.channels.values()];
  const talk = places.filter((place) => place.kind !== "direct");
  const direct = places.filter((place) => place.kind === "direct");
  byId("channels").replaceChildren(
    h("h2", {}, "Channels"), ...talk.map(row), h("h2", {}, "Direct messages"), ...direct.map(row));
  const unread = places.some((place) => place.unread > 0 && place.id !== state.channel);
  const name = state.channels.get(state.channel)?.name ?? "";
  document.title = `${unread ? "● " : ""}${name} · ${state.people.get(state.me)?.name ?? ""} · Huzzah playground`;
}

export function startSidebar() {
  when("channels", draw);
  when("open", draw);
}
