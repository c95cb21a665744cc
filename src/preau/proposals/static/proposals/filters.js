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

function count(fresh) {
  return fresh.getElementById("resultats").textContent.trim();
}

function renewCounts(fresh) {
  // The controls stay where they are, focus and all; only their numbers change.
  for (const line of form.querySelectorAll(".facet__line")) {
    const input = line.querySelector("input");
    const twin = fresh.querySelector(`.facet__line input[name="${input.name}"][value="${CSS.escape(input.value)}"]`);
    line.querySelector(".num").textContent = twin?.closest(".facet__line").querySelector(".num").textContent ?? "0";
  }
  const button = form.querySelector("[data-results-button]");
  button.textContent = fresh.querySelector("[data-results-button]").textContent;
}

async function apply() {
  const results = document.querySelector(".results");
  const url = address();
  if (wide.matches && results.querySelector("[data-map]")) return form.requestSubmit();
  results.setAttribute("aria-busy", "true");
  try {
    const fresh = await read(url);
    renewCounts(fresh);
    if (wide.matches) {
      results.replaceChildren(...fresh.querySelector(".results").childNodes);
      history.replaceState(null, "", url);
    }
    announce(count(fresh));
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
