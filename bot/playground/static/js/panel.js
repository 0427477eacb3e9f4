// @ts-check
/** Beside the chat: the board, my profile, how to earn; looked at again whenever points may have changed. */
import { get } from "./api.js";
import { byId, h } from "./dom.js";
import { state, when } from "./state.js";
import { localise } from "./time.js";

const HOME = "playground";
const look = { tab: "board", span: "week", measure: "points", channel: "", workspace: HOME };
let turn = 0;
let drawn = "";

/**
 * One unfolding list of choices.
 * @param {"span"|"measure"|"channel"|"workspace"} name
 * @param {string} label
 * @param {Record<string, string>} options
 */
function choice(name, label, options) {
  const list = h("select", { "aria-label": label, data: { testid: `choose-${name}` } },
    ...Object.entries(options).map(([value, words]) => h("option", { value, selected: value === look[name] }, words)));
  list.addEventListener("change", () => {
    if (!(list instanceof HTMLSelectElement)) return;
    look[name] = list.value;
    if (name === "workspace") {
      look.channel = "";
      // What is imported is mostly older than a week.
      look.span = list.value === HOME ? "week" : "all";
    }
    void draw();
  });
  return list;
}

/** @param {{spans: Record<string, string>, measures: Record<string, string>, channels: Record<string, string>, workspaces: string[]}} found */
function drawChoices({ spans, measures, channels, workspaces }) {
  const box = byId("choices");
  box.hidden = look.tab !== "board";
  const names = Object.fromEntries(workspaces.map((name) => [name, name === HOME ? "This playground" : `${name} (imported)`]));
  const mark = JSON.stringify([look.span, look.measure, look.channel, look.workspace, channels, workspaces]);
  if (box.dataset.mark === mark) return;
  box.dataset.mark = mark;
  box.replaceChildren(
    choice("span", "Time", spans), choice("measure", "What counts", measures),
    look.workspace === HOME ? choice("channel", "Channel", { "": "All channels", ...channels }) : "",
    workspaces.length > 1 ? choice("workspace", "Workspace", names) : "");
}

export async function draw() {
  const mine = ++turn;
  for (const tab of document.querySelectorAll('[role="tab"]')) {
    const here = tab instanceof HTMLElement && tab.dataset.tab === look.tab;
    tab.setAttribute("aria-selected", String(here));
    tab.setAttribute("tabindex", here ? "0" : "-1");
    if (here) byId("panel-body").setAttribute("aria-labelledby", tab.id);
  }
  const found = await get("panel", look);
  if (mine !== turn) return;
  if (!found) {
    if (!drawn) byId("panel-body").replaceChildren(h("p", { class: "empty" }, "Huzzah could not be asked just now. It is tried again when something happens."));
    return;
  }
  drawChoices(found);
  if (drawn === found.html) return;
  const body = byId("panel-body");
  drawn = found.html;
  body.innerHTML = found.html;
  localise(body);
}

/** @param {string} tab */
export function showTab(tab) {
  look.tab = tab;
  byId("panel-body").scrollTop = 0;
  void draw();
}

export function startPanel() {
  const tabs = [...document.querySelectorAll('[role="tab"]')].flatMap((tab) => (tab instanceof HTMLElement ? [tab] : []));
  byId("panel-body").replaceChildren(h("p", { class: "loading" }, "Counting …"));
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => showTab(tab.dataset.tab ?? "board"));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
  }
  when("me", () => {
    const place = state.channels.get(look.channel);
    if (!place) look.channel = "";
    void draw();
  });
  when("points", () => void draw());
}
