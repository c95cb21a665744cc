// Saves a draft form one second after the last key; keeps the words on the device when the network is away.
const WAIT = 1000;
const RETRY = 8000;

function start(form) {
  const line = form.querySelector("[data-autosave-status]");
  const key = `preau-draft:${form.dataset.autosave}`;
  let timer = 0;
  let last = new URLSearchParams(new FormData(form)).toString();

  const say = (words) => { if (line) line.textContent = words; };
  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  };

  async function save() {
    clearTimeout(timer);
    const now = new URLSearchParams(body()).toString();
    if (now === last) return;
    say(form.dataset.saving || "Enregistrement…");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: body(), headers: { "X-Requested-With": "autosave" }, credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      last = now;
      localStorage.removeItem(key);
      const hour = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      say((form.dataset.saved || "Enregistré à %s").replace("%s", hour));
    } catch {
      localStorage.setItem(key, now);
      say(form.dataset.offline || "Pas de connexion. Votre texte reste sur cet appareil, nouvel essai dans un instant.");
      timer = setTimeout(save, RETRY);
    }
  }

  const kept = localStorage.getItem(key);
  if (kept) {
    for (const [name, value] of new URLSearchParams(kept)) {
      const field = form.elements.namedItem(name);
      if (field && "value" in field && !field.value && name !== "csrfmiddlewaretoken") field.value = value;
    }
  }
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, WAIT); });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => { clearTimeout(timer); localStorage.removeItem(key); });
  addEventListener("pagehide", () => {
    const now = new URLSearchParams(body()).toString();
    if (now !== last) navigator.sendBeacon(form.dataset.autosave, body());
  });
}

export function startAutosave() {
  document.querySelectorAll("form[data-autosave]").forEach(start);
}
