// Saves a draft one second after the last key, on leaving a field and on leaving the page. When the
// network or the session is away the words stay on this device, and the line says so.
import { announce, fill } from "./live.js";

const WAIT = 1000;
const RETRY = 8000;
const QUIET = 60_000;
const SKIPPED = new Set(["csrfmiddlewaretoken", "version"]);

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.key = `preau-draft:${this.url}`;
    this.line = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
    this.timer = 0;
    this.spoken = 0;
    this.lost = false;
    // What the server gave: words typed before this module ran, or kept here, are new to it.
    this.last = this.served();
    this.restore();
    if (this.words() !== this.last) this.later(WAIT);
  }

  served() {
    const untouched = this.form.cloneNode(true);
    untouched.reset();
    return this.words(untouched);
  }

  body(form = this.form) {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  }

  words(form) {
    const data = this.body(form);
    for (const name of SKIPPED) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  say(words, { now = false } = {}) {
    if (this.line) this.line.textContent = words;
    if (!now && Date.now() - this.spoken < QUIET) return;
    this.spoken = Date.now();
    announce(words);
  }

  restore() {
    const kept = localStorage.getItem(this.key);
    if (!kept) return;
    for (const [name, value] of new URLSearchParams(kept)) {
      const field = this.form.elements.namedItem(name);
      if (field && "value" in field && !field.value) field.value = value;
    }
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    clearTimeout(this.timer);
    const words = this.words();
    if (words === this.last) return;
    if (this.line) this.line.textContent = this.form.dataset.saving;
    try {
      const answer = await fetch(this.url, {
        method: "POST", body: this.body(), headers: { "X-Requested-With": "autosave" }, credentials: "same-origin",
      });
      if (answer.redirected || answer.status === 401 || answer.status === 403) return this.keep(words, this.form.dataset.expired);
      // Somebody else wrote meanwhile: nothing was replaced, and the button shows both texts.
      if (answer.headers.has("X-Refused")) return this.keep(words, await answer.text());
      if (!answer.ok) throw new Error(String(answer.status));
      const version = this.form.elements.namedItem("version");
      if (version && answer.headers.has("X-Version")) version.value = answer.headers.get("X-Version");
      this.saved(words);
    } catch {
      this.keep(words, this.form.dataset.offline);
      this.later(RETRY);
    }
  }

  saved(words) {
    this.last = words;
    localStorage.removeItem(this.key);
    const hour = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say(fill(this.form.dataset.saved, hour), { now: this.lost });
    this.lost = false;
    this.form.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
  }

  keep(words, sentence) {
    // Handed over by the button meanwhile: a copy kept here would come back as old words.
    if (words === this.handed) return;
    localStorage.setItem(this.key, words);
    this.say(sentence || this.form.dataset.offline, { now: !this.lost });
    this.lost = true;
  }

  leave() {
    if (this.words() !== this.last) navigator.sendBeacon(this.url, this.body());
  }

  forget() {
    clearTimeout(this.timer);
    localStorage.removeItem(this.key);
    this.last = this.handed = this.words();
  }
}

function start(form) {
  const draft = new Draft(form);
  form.addEventListener("input", () => draft.later(WAIT));
  form.addEventListener("change", () => draft.later(WAIT));
  form.addEventListener("focusout", () => draft.save());
  form.addEventListener("submit", () => draft.forget());
  addEventListener("online", () => draft.save());
  addEventListener("pagehide", () => draft.leave());
}

export function startAutosave() {
  document.querySelectorAll("form[data-autosave]").forEach(start);
}
