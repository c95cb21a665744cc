// While an amount is typed, says what would be left of the envelope. Without it the server says it.
import { announce } from "../ui/js/live.js";

const box = document.querySelector("[data-envelope]");
const form = document.querySelector("form[data-ruling]");
const left = box?.querySelector("[data-left]");

function typedCents() {
  const text = form.elements.namedItem("amount_cents").value.replace(/[\s€]/g, "").replace(",", ".");
  return /^\d+(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : 0;
}

function show() {
  const isRetained = form.elements.namedItem("decision").value === "retained";
  const cents = Number(box.dataset.envelope) - (isRetained ? typedCents() : 0);
  const euros = cents / 100;
  left.textContent = euros.toLocaleString(document.documentElement.lang, {
    style: "currency", currency: "EUR", minimumFractionDigits: Number.isInteger(euros) ? 0 : 2,
  });
  box.classList.toggle("jury-envelope--over", cents < 0);
}

if (box && form) {
  form.addEventListener("input", show);
  form.elements.namedItem("amount_cents").addEventListener("change", () => announce(box.firstElementChild.textContent));
  show();
}
