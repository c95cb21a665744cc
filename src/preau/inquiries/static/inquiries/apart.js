// Without a network what is dictated at a permanence waits on this device, and goes once, in order,
// when it is back: each carries a key of its own, which the register takes once.
import { announce } from "../ui/js/live.js";

const RETRY = 8000;
const PATIENCE = 30_000;

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
}

class Apart {
  constructor(form) {
    this.form = form;
    this.place = `preau-apart:${form.dataset.apart}`;
    this.line = document.querySelector("[data-apart-line]");
    this.refused = document.querySelector("[data-apart-refused]");
    this.isGoing = false;
    form.addEventListener("submit", (event) => this.enter(event));
    addEventListener("online", () => this.flush());
    addEventListener("beforeunload", (event) => this.hold(event));
    this.show();
    this.flush();
  }

  // Without a network this page does not open again: the browser asks before it leaves.
  hold(event) {
    if (!navigator.onLine && (this.waiting.length || this.form.elements.text.value)) event.preventDefault();
  }

  get waiting() {
    return JSON.parse(localStorage.getItem(this.place) || "[]");
  }

  set waiting(items) {
    if (items.length) localStorage.setItem(this.place, JSON.stringify(items));
    else localStorage.removeItem(this.place);
    this.show();
  }

  // With a file the page does what it always does: a file does not wait on the device.
  async enter(event) {
    if (this.form.querySelector('[type="file"]').files.length) return;
    event.preventDefault();
    if (this.isGoing) return;
    this.isGoing = true;
    const words = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    try {
      const answer = await this.send(words);
      if (answer.to) location.assign(answer.to);
      else this.form.submit(); // the page says each fault beside its field
    } catch {
      this.waiting = [...this.waiting, { words }];
      this.form.elements.key.value = newKey();
      for (const name of ["text", "author_name", "quality", "page", "parcel"]) this.form.elements[name].value = "";
      announce(this.line.textContent.trim());
      this.form.elements.text.focus();
      this.later();
    }
    this.isGoing = false;
  }

  // Throws while nothing reads us: no network, a server that is down, a session that ended.
  async send(words) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    words.forEach(([name, value]) => body.append(name, value));
    const answer = await fetch(this.form.action, {
      method: "POST", body, headers: { "X-Requested-With": "apart" }, credentials: "same-origin", redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.headers.get("content-type")?.includes("json")) throw new Error(String(answer.status));
    return answer.json();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY);
  }

  async flush() {
    if (this.isFlushing) return;
    this.isFlushing = true;
    let item;
    try {
      while ((item = this.waiting.find((one) => !one.fault))) {
        const key = this.keyOf(item);
        const answer = await this.send(item.words);
        const rest = this.waiting.filter((one) => this.keyOf(one) !== key);
        this.waiting = answer.to ? rest : [...rest, { ...item, fault: answer.fault }];
        if (answer.said) announce(answer.said);
      }
    } catch {
      this.later();
    }
    this.isFlushing = false;
  }

  keyOf(item) {
    return new Map(item.words).get("key");
  }

  show() {
    const items = this.waiting;
    const going = items.filter((one) => !one.fault);
    this.line.hidden = !going.length;
    this.line.querySelector("[data-apart-count]").textContent = going.length;
    const list = this.refused.querySelector("ul");
    list.replaceChildren();
    this.refused.hidden = going.length === items.length;
    items.filter((one) => one.fault).forEach((one) => list.append(this.row(one)));
  }

  row(item) {
    const row = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--small", textContent: this.refused.dataset.again });
    button.addEventListener("click", () => this.again(item));
    row.append(`${new Map(item.words).get("text").slice(0, 80)} · ${item.fault} `, button);
    return row;
  }

  // Back into the form, to be mended by hand.
  again(item) {
    for (const [name, value] of item.words) {
      const field = this.form.elements[name];
      if (field) field.value = value;
    }
    this.waiting = this.waiting.filter((one) => this.keyOf(one) !== this.keyOf(item));
    this.form.elements.text.focus();
  }
}

document.querySelectorAll("form[data-apart]").forEach((form) => new Apart(form));
