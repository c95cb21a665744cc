// Says that this sheet is open, and who else has it open; silent while the page is hidden.
const place = document.querySelector("[data-presence]");
const line = place?.querySelector("[data-presence-words]");
const EVERY = 30_000;

async function tell() {
  if (document.hidden) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", place.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(place.dataset.presence, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { words } = await answer.json();
  if (line.textContent !== words) line.textContent = words;
}

if (place) {
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
}
