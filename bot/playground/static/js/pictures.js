// @ts-check
/** Pictures waiting in a composer: from files, the clipboard, dropped, or by address. */
import { upload } from "./api.js";
import { h, icon } from "./dom.js";
import { closePopup, openPopup } from "./popup.js";
import { toast } from "./toast.js";

const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const LARGEST = 8 * 1024 * 1024;

export class Pictures {
  /** @param {HTMLElement} tray */
  constructor(tray) {
    this.tray = tray;
    /** @type {{file?: string, address?: string, shown: string, name: string}[]} */
    this.waiting = [];
    this.coming = 0;
  }

  /** @param {Iterable<File>} files */
  async add(files) {
    for (const file of files) {
      if (!TYPES.includes(file.type)) toast(`${file.name} is no PNG, JPEG, GIF or WebP picture, and only those can be shown.`, "error");
      else if (file.size > LARGEST) toast(`${file.name} is larger than 8 MB. Choose a smaller one.`, "error");
      else await this.addOne(file);
    }
  }

  /** @param {File} file */
  async addOne(file) {
    this.coming += 1;
    this.draw();
    const kept = await upload(file);
    this.coming -= 1;
    if (kept) this.waiting.push({ file: kept.id, shown: kept.url, name: file.name });
    this.draw();
  }

  /** @param {Element} anchor */
  askAddress(anchor) {
    const entry = h("input", { type: "url", required: true, placeholder: "https://…/party.gif", "aria-label": "Address of a picture", data: { testid: "picture-address" } });
    const form = h("form", { class: "address-form" }, entry, h("button", { type: "submit", class: "button button-primary", data: { testid: "picture-add" } }, "Add"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const address = entry instanceof HTMLInputElement ? entry.value.trim() : "";
      if (!/^https?:\/\/\S+\.\S+|^https?:\/\/localhost/.test(address)) return toast("A picture's address begins with https:// or http://", "error");
      this.waiting.push({ address, shown: address, name: address });
      closePopup({ refocus: true });
      this.draw();
    });
    openPopup(anchor, form, { label: "A picture by its address", kind: "address" });
    entry.focus();
  }

  draw() {
    this.tray.hidden = !this.waiting.length && !this.coming;
    this.tray.replaceChildren(
      ...this.waiting.map((one, at) => h("figure", { class: "waiting", data: { testid: "waiting-picture" } },
        h("img", { src: one.shown, alt: one.name, referrerpolicy: "no-referrer" }),
        h("button", { type: "button", class: "waiting-remove", "aria-label": `Remove ${one.name}`, onclick: () => { this.waiting.splice(at, 1); this.draw(); } }, "✕"))),
      this.coming > 0 && h("span", { class: "waiting waiting-coming", "aria-label": "A picture is on its way" }) || "");
  }

  /** What to send; the tray is empty afterwards. */
  take() {
    const taken = this.waiting;
    this.waiting = [];
    this.draw();
    return {
      kept: taken,
      files: taken.flatMap((one) => one.file ?? []),
      pictures: taken.flatMap((one) => one.address ?? []),
    };
  }

  /** @param {typeof this.waiting} kept */
  putBack(kept) {
    this.waiting.unshift(...kept);
    this.draw();
  }
}

/** The icons of both ways. */
export const pictureIcons = { file: () => icon("picture"), address: () => icon("link") };
