// Without a network an answer waits on this device, and goes by itself, once, when it is back.
import { announce } from "../ui/js/live.js";

const RETRY = 8000;
const PATIENCE = 30_000;
const SKIPPED = new Set(["csrfmiddlewaretoken"]);

class Held {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-hold-line]");
    this.key = form.dataset.autosave && `preau-draft:${form.dataset.autosave}`;
    this.isGoing = false;
    this.timer = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.pressed = event.submitter;
      this.go();
    });
    addEventListener("online", () => this.isWaiting && this.go());
  }

  get isWaiting() {
    return !this.line.hidden;
  }

  body() {
    const body = new FormData(this.form);
    if (this.pressed?.name) body.set(this.pressed.name, this.pressed.value);
    return body;
  }

  // One at a time: a second press while the first is on its way changes nothing.
  async go() {
    if (this.isGoing) return;
    this.isGoing = true;
    clearTimeout(this.timer);
    try {
      await (this.form.dataset.hold === "send" ? this.send() : this.answer());
    } catch {
      this.wait();
    }
    this.isGoing = false;
  }

  // The answer itself: kept twice it is the same answer, so trying again is safe.
  async answer() {
    const answer = await fetch(this.form.action, {
      method: "POST", body: this.body(), headers: { "X-Requested-With": "hold" }, credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok && answer.headers.get("content-type")?.includes("json")) {
      if (this.key) localStorage.removeItem(this.key);
      location.assign((await answer.json()).to);
      return;
    }
    this.leave(); // a fault or a refusal: its page says it
  }

  // Sending counts: the server is asked whether it is there, then the button does what it does.
  async send() {
    await fetch(location.href, { method: "HEAD", credentials: "same-origin" });
    this.leave();
  }

  leave() {
    if (this.pressed?.name) {
      const named = document.createElement("input");
      Object.assign(named, { type: "hidden", name: this.pressed.name, value: this.pressed.value });
      this.form.append(named);
    }
    this.form.submit();
  }

  wait() {
    if (this.key) localStorage.setItem(this.key, this.words());
    if (!this.isWaiting) {
      this.line.hidden = false;
      announce(this.line.textContent.trim());
    }
    this.timer = setTimeout(() => this.go(), RETRY);
  }

  words() {
    const kept = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (!SKIPPED.has(name) && typeof value === "string") kept.append(name, value);
    }
    return kept.toString();
  }
}

document.querySelectorAll("form[data-hold]").forEach((form) => new Held(form));
