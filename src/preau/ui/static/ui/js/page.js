// What every page gets. Each behaviour makes faster what already works without it.
document.documentElement.classList.replace("no-js", "js");

/** Say something once in the page's one live region. */
export function announce(words) {
  const status = document.getElementById("status");
  if (!status) return;
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = words; });
}

function focusErrors() {
  document.querySelector("[data-autofocus]")?.focus();
}

function countSigns() {
  for (const line of document.querySelectorAll("[data-count-for]")) {
    const field = document.getElementById(line.dataset.countFor);
    const most = Number(field?.dataset.count);
    if (!field || !most) continue;
    const write = () => {
      const left = most - field.value.length;
      line.textContent = left >= 0
        ? line.dataset.left?.replace("%s", left) ?? `${left} signes restants`
        : line.dataset.over?.replace("%s", -left) ?? `${-left} signes en trop`;
    };
    field.addEventListener("input", write);
    write();
  }
}

function copyLinks() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy || location.href);
    announce(button.dataset.copied || "Lien copié");
  });
}

function printPages() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
}

function openDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog?.showModal) {
        event.preventDefault();
        dialog.showModal();
        dialog.addEventListener("close", () => opener.focus(), { once: true });
      }
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });
}

function submitFilters() {
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
    });
  }
}

async function loadPieces() {
  if (document.querySelector("[data-map]")) (await import("./map.js")).startMaps();
  if (document.querySelector("form[data-autosave]")) (await import("./autosave.js")).startAutosave();
}

focusErrors();
countSigns();
copyLinks();
printPages();
openDialogs();
submitFilters();
loadPieces();
