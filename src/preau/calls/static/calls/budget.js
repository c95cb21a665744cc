// Totals of the budget while it is typed. The server counts again: this only shows sooner.
const form = document.querySelector("form[data-budget]");

function cents(typed) {
  const plain = typed.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  const value = Number(plain);
  return plain && Number.isFinite(value) && value >= 0 ? Math.round(value * 100) : 0;
}

function money(value) {
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "currency", currency: "EUR", minimumFractionDigits: value % 100 ? 2 : 0,
  }).format(value / 100);
}

function sum(side, nature) {
  let found = 0;
  for (const field of form.elements) {
    const match = /^([ei])(\d+)_amount$/.exec(field.name ?? "");
    if (!match || match[1] !== side) continue;
    const origin = form.elements.namedItem(`${side}${match[2]}_nature`);
    if (nature && origin?.value !== nature) continue;
    found += cents(field.value);
  }
  return found;
}

function show(selector, words) {
  const place = form.querySelector(selector);
  if (place) place.textContent = words;
}

let said = "";
function draw() {
  const cost = sum("e");
  const other = sum("i");
  const asked = cents(form.elements.namedItem("asked").value);
  show('[data-total="e"]', money(cost));
  show('[data-total="i"]', money(other));
  show('[data-total="all"]', money(other + asked));
  show('[data-total="own"]', money(sum("i", "own")));
  const share = cost ? asked / cost : 0;
  show('[data-share="asked"]', new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share));
  const line = form.querySelector("[data-budget-status]");
  const words = cost && other + asked === cost ? line.dataset.even : line.dataset.uneven;
  if (cost && words !== said) line.textContent = said = words;
}

if (form) {
  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  draw();
}
