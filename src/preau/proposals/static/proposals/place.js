// Choosing a place: touching the map says « à un endroit précis »; a point can be taken back.
const announce = (words) => { document.getElementById("status").textContent = words; };

const latitude = document.getElementById("id_latitude");
const longitude = document.getElementById("id_longitude");
const picked = document.querySelector("[data-picked]");
const picker = document.querySelector(".place-picker");
const choices = document.querySelectorAll("input[name=where]");

function show() {
  picked.hidden = !(latitude.value && longitude.value);
}

latitude.addEventListener("input", () => {
  for (const one of choices) one.checked = one.value === "place";
  show();
  announce(picked.querySelector(".tag").textContent.trim());
});
picker.querySelector("[data-unpick]").addEventListener("click", () => {
  latitude.value = "";
  longitude.value = "";
  document.querySelector("[data-map]").dispatchEvent(new CustomEvent("unpick"));
  show();
});
show();
