// Signs counted while one writes (never cut), and files dropped on their field.
import { announce, fill } from "./live.js";

function count(line) {
  const field = document.getElementById(line.dataset.countFor);
  const most = Number(field?.dataset.count);
  if (!field || !most) return;
  let timer = 0;
  const write = () => {
    const left = most - field.value.length;
    const figure = Math.abs(left).toLocaleString(document.documentElement.lang);
    line.textContent = fill(left >= 0 ? line.dataset.left : line.dataset.over, figure);
    line.classList.toggle("is-over", left < 0);
    clearTimeout(timer);
    // Spoken only when the end is near, and when the hand has stopped.
    if (left < most / 10 && field === document.activeElement) timer = setTimeout(() => announce(line.textContent), 1500);
  };
  field.addEventListener("input", write);
  write();
}

function drop(zone) {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-file-name]");
  const show = () => {
    const words = [...input.files].map((file) => file.name).join(", ");
    if (name) name.textContent = words;
    announce(words);
  };
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", show);
}

export function startFields() {
  document.querySelectorAll("[data-count-for]").forEach(count);
  document.querySelectorAll("[data-drop]").forEach(drop);
}
