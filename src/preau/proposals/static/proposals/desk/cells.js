// A cell of the table changes in place: its little page is fetched into it, and posted from it.
const table = document.querySelector(".proposals");

const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function close(cell, link) {
  cell.replaceChildren(link);
  link.focus();
}

async function send(cell, link, form) {
  const answer = await fetch(link.href, { method: "POST", body: new FormData(form) });
  const page = await read(answer);
  const again = page.querySelector("[data-cell-form]");
  if (again) return show(cell, link, again);
  const row = page.getElementById(cell.closest("tr").id);
  const place = [...cell.parentElement.children].indexOf(cell);
  const fresh = row?.children[place]?.querySelector(".cell");
  if (!fresh) return location.reload(); // the idea has left this list
  const words = page.querySelector("[data-message], .notice, .toast")?.textContent.trim();
  close(cell, fresh);
  const status = document.getElementById("status");
  if (status && words) status.textContent = words;
}

function show(cell, link, found) {
  const form = document.importNode(found, true);
  form.classList.remove("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(cell, link, form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(cell, link);
  });
  form.querySelector("[data-cell-close]").addEventListener("click", (event) => {
    event.preventDefault();
    close(cell, link);
  });
  cell.replaceChildren(form);
  form.querySelector("select, input:not([type=hidden]), textarea")?.focus();
}

table?.addEventListener("click", async (event) => {
  const link = event.target.closest("a.cell");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href);
  const found = answer.ok && (await read(answer)).querySelector("[data-cell-form]");
  if (found) show(link.closest("td"), link, found);
  else location.assign(link.href);
});
