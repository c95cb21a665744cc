// Choosing a place: touching the map says « à un endroit précis »; a point can be taken back.
import { announce } from "../ui/js/page.js";

const latitude = document.getElementById("id_latitude");
const longitude = document.getElementById("id_longitude");
const picked = document.querySelector("[data-picked]");
const picker = document.querySelector(".place-picker");
const choices = document.querySelectorAll("input[name=where]");

function show() {
  picked.hidden = !(latitude.value && longitude.value);
  const chosen = [...choices].find((one) => one.checked);
  picker.hidden = chosen?.value === "town";
}

latitude.addEventListener("input", () => {
  for (const one of choices) one.checked = one.value === "place";
  show();
  announce(picked.querySelector(".tag").textContent.trim());
});
for (const one of choices) one.addEventListener("change", show);
picker.querySelector("[data-unpick]").addEventListener("click", () => {
  latitude.value = "";
  longitude.value = "";
  document.querySelector("[data-map]").dispatchEvent(new CustomEvent("unpick"));
  show();
});
show();
