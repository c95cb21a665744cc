// Putting a list in order: « Monter », « Descendre », the handle, the arrow keys do the same.
// <ol data-reorder data-said="%s est votre choix n° %n"> <li data-item="87" data-title="…"> with
// [data-place], [data-handle], [data-move="-1"], and a hidden input that carries the order.
import { announce } from "./live.js";

const items = (list) => [...list.querySelectorAll(":scope > [data-item]")];

function renumber(list) {
  const all = items(list);
  all.forEach((item, index) => {
    const place = item.querySelector("[data-place]");
    if (place) place.textContent = index + 1;
    for (const button of item.querySelectorAll("[data-move]")) {
      const to = index + Number(button.dataset.move);
      button.toggleAttribute("data-end", to < 0 || to >= all.length);
      if (button.hasAttribute("data-end")) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  });
}

function settle(list, item) {
  renumber(list);
  const sentence = list.dataset.said || "%s : %n";
  announce(sentence.replace("%s", item.dataset.title).replace("%n", items(list).indexOf(item) + 1));
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(list, item, step, control) {
  const all = items(list);
  const other = all[all.indexOf(item) + step];
  if (!other) return;
  if (step < 0) other.before(item);
  else other.after(item);
  settle(list, item);
  // The hand stays on the same button, or on its twin at an end.
  const twin = control.hasAttribute("data-end") ? item.querySelector(`[data-move="${-step}"]`) : control;
  (twin ?? control).focus();
}

function drag(list, item, handle) {
  handle.focus({ preventScroll: true });
  item.classList.add("is-dragged");
  const before = items(list).indexOf(item);
  // Listened to on the document: a row that changes place would lose its captured pointer.
  const stop = new AbortController();
  const follow = (event) => {
    const over = items(list).find((one) => {
      const box = one.getBoundingClientRect();
      return one !== item && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (!over) return;
    // Past the middle of the other row only: rows of unequal heights do not flicker.
    const isBelow = over.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
    const box = over.getBoundingClientRect();
    const isPast = event.clientY > box.top + box.height / 2;
    if (isBelow && !isPast) over.before(item);
    else if (!isBelow && isPast) over.after(item);
  };
  const end = () => {
    stop.abort();
    item.classList.remove("is-dragged");
    handle.focus({ preventScroll: true });
    if (items(list).indexOf(item) !== before) settle(list, item);
  };
  document.addEventListener("pointermove", follow, { signal: stop.signal });
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, end, { signal: stop.signal });
}

function start(list) {
  renumber(list);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    if (!button.hasAttribute("data-end")) move(list, button.closest("[data-item]"), Number(button.dataset.move), button);
  });
  list.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!handle || !step) return;
    event.preventDefault();
    move(list, handle.closest("[data-item]"), step, handle);
  });
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    drag(list, handle.closest("[data-item]"), handle);
  });
}

export function startReorder() {
  document.querySelectorAll("[data-reorder]").forEach(start);
}
