// The public answer, read again while it is written: the server renders, the page shows.
const form = document.querySelector("form[data-decision]");
const preview = form?.querySelector("[data-preview]");
const WAIT = 700;

async function refresh() {
  const body = new FormData(form);
  body.set("do", "preview");
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-preview]");
  if (fresh?.childElementCount) preview.replaceChildren(...fresh.childNodes);
}

if (preview) {
  let waiting;
  form.addEventListener("input", (event) => {
    if (!event.target.name || event.target.name === "anyway") return;
    clearTimeout(waiting);
    if (form.querySelector("input[name=verdict]:checked")) waiting = setTimeout(refresh, WAIT);
  });
}
