// Filters without reloading: the form's own address is fetched and its results put in place.
// Desktop: at each change. Phone: the button says how many ideas the choices show.
const announce = (words) => { document.getElementById("status").textContent = words; };

const form = document.querySelector("form[data-live-filters]");
const more = form.querySelector(".filter-more");
const wide = matchMedia("(min-width: 1024px)");
let asked = null;

function address() {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) said.append(name, value);
  return `${form.getAttribute("action")}?${said}`;
}

async function read(url) {
  asked?.abort();
  asked = new AbortController();
  const answer = await fetch(url, { signal: asked.signal, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Choices and their numbers come anew; the focus comes back to the same choice.
function renewChoices(fresh) {
  const { name, value } = document.activeElement ?? {};
  const choices = more.querySelector(".filter-more__in");
  choices.replaceChildren(...fresh.querySelector(".filter-more__in").childNodes);
  if (name && value) choices.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.focus();
}

async function apply() {
  const results = document.querySelector(".results");
  const url = address();
  if (wide.matches && results.querySelector("[data-map]")) return form.requestSubmit();
  results.setAttribute("aria-busy", "true");
  try {
    const fresh = await read(url);
    const found = fresh.getElementById("resultats").textContent.trim();
    renewChoices(fresh);
    if (wide.matches) {
      results.replaceChildren(...fresh.querySelector(".results").childNodes);
      history.replaceState(null, "", url);
    }
    announce(found);
  } catch (error) {
    if (error.name !== "AbortError") form.requestSubmit();
  } finally {
    results.removeAttribute("aria-busy");
  }
}

const openOnWide = () => { if (wide.matches) more.open = true; };
openOnWide();
wide.addEventListener("change", openOnWide);
form.addEventListener("change", (event) => {
  if (event.target.matches("select") && !wide.matches) form.requestSubmit();
  else if (event.target.matches("select, input[type=checkbox]")) apply();
});
