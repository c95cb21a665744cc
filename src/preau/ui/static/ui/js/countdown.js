// « Encore 9 jours » stays true while the page is open; the words are the browser's own language.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function left(until) {
  const time = until - Date.now();
  if (time <= 0) return null;
  if (time >= 2 * DAY) return [Math.floor(time / DAY), "day"];
  if (time >= HOUR) return [Math.floor(time / HOUR), "hour"];
  return [Math.max(1, Math.floor(time / MINUTE)), "minute"];
}

function write(element) {
  const found = left(new Date(element.getAttribute("datetime")));
  if (!found) {
    element.textContent = element.dataset.over;
    return;
  }
  const [count, unit] = found;
  const figure = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(count);
  const words = element.dataset.left.replace("%s", figure.replace(/\s/g, "\u00a0"));
  const bold = element.querySelector("b") ?? element;
  if (bold.textContent !== words) bold.textContent = words;
}

export function startCountdowns() {
  const all = [...document.querySelectorAll("[data-countdown]")];
  setInterval(() => all.forEach(write), MINUTE / 2);
}
