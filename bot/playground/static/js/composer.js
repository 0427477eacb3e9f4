// @ts-check
/** Where one writes: in the channel, and in a thread. */
import { wish } from "./api.js";
import { Completion } from "./complete.js";
import { openDialog } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { Pictures, pictureIcons } from "./pictures.js";
import { pickEmoji } from "./picker.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/** Drafts by place, so that looking elsewhere loses nothing. @type {Map<string, string>} */
const drafts = new Map();

export class Composer {
  /**
   * @param {{id: string, where: () => {channel: string, thread: string}, editLast: () => void}} about
   */
  constructor({ id, where, editLast }) {
    this.where = where;
    this.editLast = editLast;
    this.draft = "";
    const list = h("div", { class: "completion", id: `${id}-options`, role: "listbox", "aria-label": "Suggestions", hidden: true, data: { testid: `${id}-options` } });
    const tray = h("div", { class: "tray", hidden: true });
    const area = h("textarea",
      {
        id: `${id}-text`, rows: "1", class: "composer-text", "aria-label": "Write a message", role: "combobox", "aria-expanded": "false",
        "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off", data: { testid: `${id}-text` },
      });
    this.area = /** @type {HTMLTextAreaElement} */ (area);
    this.pictures = new Pictures(tray);
    this.completion = new Completion(this.area, list);
    this.element = h("form", { class: "composer", data: { testid: id } }, list, tray, area, this.tools(id));
    this.listen();
  }

  /** @param {string} id */
  tools(id) {
    const file = h("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", multiple: true, hidden: true, data: { testid: `${id}-file` } });
    file.addEventListener("change", async () => {
      if (!(file instanceof HTMLInputElement)) return;
      await this.pictures.add(file.files ?? []);
      file.value = "";
    });
    /** @param {string} name @param {string} words @param {Node} inner @param {(event: Event) => void} act */
    const tool = (name, words, inner, act) => h("button", { type: "button", class: "icon-button", "aria-label": words, title: words, data: { testid: `${id}-${name}` }, onclick: act }, inner);
    return h("div", { class: "composer-tools" }, file,
      tool("picture", "A picture from a file", pictureIcons.file(), () => file.click()),
      tool("address", "A picture or GIF by its address", pictureIcons.address(), (event) => this.pictures.askAddress(/** @type {Element} */ (event.currentTarget))),
      tool("emoji", "Emoji", icon("smile"), (event) => pickEmoji(/** @type {Element} */ (event.currentTarget), (name) => this.insert(`:${name}: `))),
      tool("mention", "Mention somebody", icon("at"), () => this.insert("@")),
      h("span", { class: "composer-hint" }, h("kbd", {}, "Enter"), " sends, ", h("kbd", {}, "Shift Enter"), " a new line"),
      h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send", data: { testid: `${id}-send` } }, icon("send")));
  }

  listen() {
    this.element.addEventListener("submit", (event) => { event.preventDefault(); void this.send(); });
    this.area.addEventListener("input", () => this.grow());
    this.area.addEventListener("keydown", (event) => {
      if (this.completion.handles(event)) return;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        void this.send();
      } else if (event.key === "ArrowUp" && !this.area.value) {
        event.preventDefault();
        this.editLast();
      }
    });
    this.area.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      void this.pictures.add(files);
    });
    this.element.addEventListener("dragover", (event) => { event.preventDefault(); this.element.classList.add("composer-drop"); });
    this.element.addEventListener("dragleave", () => this.element.classList.remove("composer-drop"));
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.element.classList.remove("composer-drop");
      void this.pictures.add(event.dataTransfer?.files ?? []);
    });
  }

  /** Put words at the caret, with a space before where one is needed. @param {string} words */
  insert(words) {
    const at = this.area.selectionStart;
    const space = at > 0 && !/\s/.test(this.area.value[at - 1]) ? " " : "";
    this.area.setRangeText(space + words, at, this.area.selectionEnd, "end");
    this.area.focus();
    this.area.dispatchEvent(new Event("input"));
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 220)}px`;
  }

  /** Another place: keep what was begun there, and take up what was begun here. @param {string} words */
  moved(words) {
    const { channel, thread } = this.where();
    const place = `${state.me}/${channel}/${thread}`;
    if (this.draft !== place) {
      drafts.set(this.draft, this.area.value);
      this.area.value = drafts.get(place) ?? "";
      this.draft = place;
      this.completion.close();
      this.grow();
    }
    this.area.placeholder = words;
  }

  async send() {
    const text = this.area.value;
    if (this.pictures.coming) return toast("A picture is still on its way. It takes just a moment.");
    if (!text.trim() && !this.pictures.waiting.length) return;
    const { channel, thread } = this.where();
    const command = /^\/([a-z]+)(?=\s|$)/i.exec(text.trim());
    if (command && !state.commands.some((one) => one.name.split(" ")[0] === command[1].toLowerCase())) {
      return toast(`There is no command /${command[1]}. Try /huzzah help.`, "error");
    }
    const { kept, files, pictures } = command ? { kept: [], files: [], pictures: [] } : this.pictures.take();
    this.area.value = "";
    this.grow();
    const outcome = command
      ? await wish("command", { channel, thread, text: text.trim() })
      : await wish("post", { channel, thread, text, files, pictures });
    if (!outcome) {
      this.area.value ||= text;
      this.pictures.putBack(kept);
      this.grow();
    } else if (outcome.dialog) openDialog(outcome.dialog, { channel, thread, message: "" });
  }
}
