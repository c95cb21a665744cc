// What every page gets. Each behaviour makes faster what already works without it.
import { announce } from "./live.js";

export { announce };

document.documentElement.classList.replace("no-js", "js");

function focusErrors() {
  document.querySelector("[data-autofocus]")?.focus();
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy || location.href);
  announce(button.dataset.copied || button.textContent.trim());
}

function openDialog(opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) return false;
  dialog.showModal();
  dialog.querySelector("[tabindex='-1']")?.focus();
  dialog.addEventListener("close", () => opener.focus(), { once: true });
  return true;
}

function listenToClicks() {
  document.addEventListener("click", (event) => {
    const pressed = (selector) => event.target.closest(selector);
    const off = pressed("[aria-disabled=true]");
    if (off) {
      // A control that cannot act stays in place and says why.
      event.preventDefault();
      announce(document.getElementById(off.getAttribute("aria-describedby"))?.textContent.trim());
      return;
    }
    if (pressed("[data-copy]")) copy(pressed("[data-copy]"));
    if (pressed("[data-print]")) window.print();
    if (pressed("[data-dialog]") && openDialog(pressed("[data-dialog]"))) event.preventDefault();
    if (pressed("[data-close]")) pressed("[data-close]").closest("dialog")?.close();
    if (event.target.matches("dialog")) event.target.close();
  });
}

function submitFilters() {
  // The page comes back with the same control under the hand.
  const KEPT = "preau-filter";
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (kept) document.getElementById(kept)?.focus();
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", (event) => {
      if (!event.target.matches("select, input[type=checkbox], input[type=radio]")) return;
      if (event.target.closest("[data-by-hand]")) return; // many boxes, sent once
      if (event.target.id) sessionStorage.setItem(KEPT, event.target.id);
      form.requestSubmit();
    });
  }
}

function closeMenus() {
  const open = () => document.querySelectorAll("details.site-menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
}

function showBars() {
  // A bar that repeats an act appears once the act itself has left the screen.
  for (const bar of document.querySelectorAll("[data-once-gone]")) {
    const act = document.querySelector(bar.dataset.onceGone);
    if (!act) continue;
    new IntersectionObserver(([entry]) => {
      bar.classList.toggle("is-away", entry.isIntersecting);
    }).observe(act);
  }
}

async function loadPieces() {
  const has = (selector) => document.querySelector(selector);
  if (has("[data-count-for], [data-drop]")) (await import("./fields.js")).startFields();
  if (has("form[data-autosave]")) (await import("./autosave.js")).startAutosave();
  if (has("[data-countdown]")) (await import("./countdown.js")).startCountdowns();
  if (has("[data-reorder]")) (await import("./reorder.js")).startReorder();
  if (has("[data-map]")) (await import("./map.js")).startMaps();
}

focusErrors();
listenToClicks();
submitFilters();
closeMenus();
showBars();
loadPieces();
