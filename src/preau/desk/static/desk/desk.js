// Keyboard in lists and sheets: J and K move, X ticks, E hands on, Enter opens, Escape goes back,
// [ and ] go around, ? lists them all.
const OFF = "preau-no-shortcuts";

const isTyping = (target) => target.closest("input, select, textarea, [contenteditable], dialog");
const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];

function move(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row === document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// In a table with boxes, the box of the row that has the focus.
const pick = () => document.activeElement.closest("tr")?.querySelector("[name=pick]")?.click();

// The row that was left: coming back to its list, the keyboard finds it again.
const LEFT = "preau-row";
const address = (row) => new URL(row.href).pathname;
const here = () => document.activeElement.closest("li, tr");

function back() {
  const link = document.querySelector("main a.back");
  if (!link) return;
  if (document.referrer.startsWith(`${location.origin}/bureau/`) && history.length > 1) history.back();
  else link.click();
}

function findAgain() {
  const left = sessionStorage.getItem(LEFT);
  const row = left && rows().find((one) => one.href && address(one) === left);
  if (!row) return;
  sessionStorage.removeItem(LEFT);
  row.focus();
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row], [data-assign], .task-acts button");
  const line = row?.closest("li, tr")?.querySelector("[data-row]");
  if (line) sessionStorage.setItem(LEFT, address(line));
});
window.addEventListener("pageshow", findAgain);

const follow = (selector) => document.querySelector(selector)?.click();

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: pick,
  e: () => here()?.querySelector("[data-assign]")?.click(),
  Escape: back,
  "[": () => follow("[data-before]"),
  "]": () => follow("[data-after]"),
  "/": () => document.getElementById("desk-q")?.focus(),
  "?": () => document.getElementById("shortcuts")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (localStorage.getItem(OFF) && event.key !== "?") return;
  const act = KEYS[event.key];
  if (!act) return;
  if (event.key === "Escape" && document.querySelector("details[open] :focus")) return;
  event.preventDefault();
  act();
});

const box = document.querySelector("[data-shortcuts-off]");
if (box) {
  box.checked = Boolean(localStorage.getItem(OFF));
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });
}

document.querySelector(".desk-menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// One menu of the bar at a time; Escape closes it and gives the focus back.
const menus = document.querySelectorAll(".desk-bar details");
for (const menu of menus) {
  menu.addEventListener("toggle", () => {
    if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
