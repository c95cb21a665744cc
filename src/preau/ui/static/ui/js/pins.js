// Places on a map: an enamel plate for one, a marelle square with their number for several. Drawn
// again for what is in view at each move, so that ten thousand places stay light.
const NEAR = 46;

function box(className, words) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = words;
  return element;
}

function card(properties) {
  const element = document.createElement("div");
  const title = document.createElement(properties.url ? "a" : "strong");
  title.textContent = properties.title || properties.name || "";
  if (properties.url) title.href = properties.url;
  element.append(title);
  if (properties.note) element.append(Object.assign(document.createElement("p"), { textContent: properties.note }));
  return element;
}

export class Pins {
  constructor(L, map, features) {
    this.L = L;
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.places = features.map((one) => ({ properties: one.properties, at: L.latLng(one.geometry.coordinates[1], one.geometry.coordinates[0]) }));
    this.lit = null;
    map.on("moveend", () => this.draw());
    map.whenReady(() => this.draw());
  }

  groups() {
    const bounds = this.map.getBounds().pad(0.1);
    const groups = [];
    for (const place of this.places) {
      if (!bounds.contains(place.at)) continue;
      const point = this.map.project(place.at);
      const near = groups.find((group) => group.point.distanceTo(point) < NEAR);
      if (near) near.places.push(place);
      else groups.push({ point, places: [place] });
    }
    return groups.map((group) => group.places);
  }

  draw() {
    // A pin with its card open, or the focus, is not taken away under the hand.
    if (this.map.getContainer().querySelector(".leaflet-popup")) return;
    const held = document.activeElement?.getAttribute("aria-label");
    const isHeld = this.map.getContainer().contains(document.activeElement);
    this.layer.clearLayers();
    const atFloor = this.map.getZoom() >= this.map.getMaxZoom();
    for (const group of this.groups()) {
      if (group.length > 1 && !atFloor) this.several(group);
      else group.forEach((place) => this.one(place));
    }
    if (isHeld && held) this.map.getContainer().querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
  }

  put(at, element, name) {
    const icon = this.L.divIcon({ className: "pin", html: element, iconSize: [0, 0] });
    const marker = this.L.marker(at, { icon, keyboard: true, riseOnHover: true }).addTo(this.layer);
    marker.getElement()?.setAttribute("aria-label", name);
    return marker;
  }

  one({ at, properties }) {
    const { number, title, name } = properties;
    const element = box(number ? "plate pin__plate" : "pin__square", number ?? "");
    element.classList.toggle("is-lit", Boolean(number) && String(number) === this.lit);
    this.put(at, element, [number, title || name].filter(Boolean).join(" "))
      .bindPopup(card(properties), { minWidth: 180, offset: [0, -8], closeButton: false })
      .on("popupopen", () => this.choose(number, true))
      .on("popupclose", () => this.choose(number, false));
  }

  several(group) {
    const middle = this.L.latLngBounds(group.map((place) => place.at));
    const number = new Intl.NumberFormat(document.documentElement.lang).format(group.length);
    this.put(group[0].at, box("pin__several", number), `${number} : ${group[0].properties.title || ""}…`)
      .on("click", () => this.map.fitBounds(middle.pad(0.2), { maxZoom: this.map.getZoom() + 3 }));
  }

  choose(number, is) {
    const line = number && document.querySelector(`[data-pin="${CSS.escape(String(number))}"]`);
    if (!line) return;
    line.classList.toggle("is-chosen", is);
    if (is) line.scrollIntoView({ block: "nearest" });
  }

  /** Show which pin a line of the list is about; null puts the light out. */
  light(number) {
    this.lit = number;
    for (const element of this.map.getContainer().querySelectorAll(".pin__plate")) {
      element.classList.toggle("is-lit", element.textContent === number);
    }
  }
}
