// @ts-check
/** The line to the server: what others do arrives at once; when it breaks, it is mended and everything read anew. */
import { byId } from "./dom.js";
import { changed, state } from "./state.js";
/** @typedef {import("./types.js").Message} Message */

/** @type {WebSocket|null} */
let line = null;
let wait = 500;
let broken = false;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let again;
/** @type {{message: (message: Message) => void, reload: () => void}} */
let acts = { message: () => {}, reload: () => {} };

/** @param {typeof acts} doing */
export function startLive(doing) {
  acts = doing;
  connect();
  // A line that slept may look open for a long time: after the network was away everything is read anew.
  addEventListener("online", () => { broken = true; connect(); });
}

/** Speak as somebody else from now on, or try again. */
export function connect() {
  clearTimeout(again);
  byId("app").dataset.live = "no";
  if (line) { line.onclose = null; line.close(); }
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/playground/live?as=${state.me}`;
  line = new WebSocket(address);
  line.onmessage = (event) => hear(JSON.parse(event.data));
  line.onclose = () => {
    broken = true;
    byId("offline").hidden = false;
    byId("app").dataset.live = "no";
    again = setTimeout(connect, wait);
    wait = Math.min(wait * 1.7, 8000);
  };
}

/** @param {{type: string, message?: Message}} told */
function hear(told) {
  if (told.type === "hello") {
    wait = 500;
    byId("offline").hidden = true;
    byId("app").dataset.live = "yes";
    if (broken) acts.reload();
    broken = false;
  } else if (told.type === "message" && told.message) acts.message(told.message);
  else if (told.type === "points") changed("points");
  else if (told.type === "reload") acts.reload();
}
