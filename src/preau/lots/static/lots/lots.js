// A lot that works: its page looks again by itself until the work is done.
import { announce } from "../ui/js/live.js";

const EVERY = 1500;

async function look() {
  const here = document.querySelector("[data-lot][data-working]");
  if (!here) return;
  let answer;
  try {
    answer = await fetch(location.href, { credentials: "same-origin" });
  } catch {
    return setTimeout(look, 4 * EVERY); // the line is down for a moment
  }
  if (!answer.ok) return setTimeout(look, 4 * EVERY);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-lot]");
  if (!fresh) return;
  const isOver = !("working" in fresh.dataset);
  const part = isOver ? "[data-lot]" : ".lot-progress";
  const held = document.querySelector(part);
  held?.replaceWith(page.querySelector(part));
  document.title = page.title;
  if (isOver) announce(document.querySelector("#state")?.textContent.trim());
  else setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
