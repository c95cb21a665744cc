// The editor of pages: the order of blocks is kept as it is made, the preview follows what is saved.
import { announce } from "../ui/js/live.js";

const frames = () => document.querySelectorAll("iframe[data-preview]");

// The page comes back where it was being read.
export function refresh() {
  for (const frame of frames()) {
    const top = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
    frame.contentWindow.location.reload();
  }
}

async function keepOrder(form) {
  const body = new FormData(form);
  body.set("do", "order");
  const answer = await fetch(form.action || location.href, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer || (!answer.ok && answer.type !== "opaqueredirect")) {
    form.requestSubmit();
    return;
  }
  refresh();
}

for (const form of document.querySelectorAll("form[data-blocks]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-reorder]")) keepOrder(form);
  });
}

// What becomes of the colour, said again by the server.
async function retellColours() {
  const held = document.querySelector("[data-colours]");
  if (!held) return;
  const answer = await fetch(held.dataset.colours, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  held.replaceWith(page.querySelector("[data-colours]"));
}

document.addEventListener("saved", () => {
  refresh();
  retellColours();
});

for (const link of document.querySelectorAll("[data-width]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector(".compose").classList.toggle("compose--wide", link.dataset.width === "wide");
    for (const one of document.querySelectorAll("[data-width]")) one.toggleAttribute("aria-current", false);
    link.setAttribute("aria-current", "true");
    announce(link.textContent.trim());
  });
}

// Who else has this page open: said when the editor opens, then every half minute it is looked at.
const here = document.querySelector("[data-here]");

async function tell() {
  if (document.hidden) return;
  const answer = await fetch(here.dataset.here, { method: "POST", body: new FormData(here) }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { words } = await answer.json();
  const line = here.querySelector("[data-here-words]");
  if (line.textContent !== words) line.textContent = words;
}

if (here) {
  tell();
  setInterval(tell, 30_000);
  document.addEventListener("visibilitychange", tell);
}
