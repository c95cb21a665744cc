// Maps of neighbourhoods and places, drawn by Leaflet on our own ground: no tile, no third party.
// <div class="map" data-map data-geojson="URL" | data-source="id of a JSON script"
//      [data-pick="latitude-id,longitude-id"]></div>. A line of a list with data-pin="87" lights its
// pin; choosing the pin shows the line (is-chosen).
import { announce } from "./live.js";
import { Pins } from "./pins.js";

const base = new URL("../../vendor/leaflet/", import.meta.url);

async function leaflet() {
  if (!window.L) {
    for (const sheet of [new URL("leaflet.css", base), new URL("../map.css", import.meta.url)]) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet.href }));
    }
    await import(new URL("leaflet.js", base).href);
  }
  return window.L;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

async function read(element) {
  const script = element.dataset.source && document.getElementById(element.dataset.source);
  if (script) return JSON.parse(script.textContent);
  const answer = await fetch(element.dataset.geojson, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${element.dataset.geojson}: ${answer.status}`);
  return answer.json();
}

// Words, never markup: names are typed by people.
const words = (said) => Object.assign(document.createElement("span"), { textContent: said });

function outline(L, features) {
  return L.geoJSON({ type: "FeatureCollection", features }, {
    style: { color: colour("--ardoise"), weight: 2, fillColor: colour("--papier"), fillOpacity: 1 },
    interactive: false,
    onEachFeature: (one, layer) => layer.bindTooltip(words(one.properties.name), { permanent: true, direction: "center", className: "map-name", pane: "names" }),
  });
}

// A name that does not fit in its zone gives way to the zone's number; nearer, it comes back.
function fitNames(map, ground) {
  ground.eachLayer((layer) => {
    const { name, number } = layer.feature.properties;
    layer.setTooltipContent(words(name)).openTooltip();
    const box = layer.getTooltip().getElement();
    const corner = layer.getBounds();
    const room = map.latLngToLayerPoint(corner.getSouthEast()).subtract(map.latLngToLayerPoint(corner.getNorthWest()));
    if (box.scrollWidth <= room.x * 0.9 && box.scrollHeight <= room.y * 0.6) return;
    if (number) layer.setTooltipContent(words(number));
    else layer.closeTooltip();
  });
}

function pick(L, map, element) {
  const [latitude, longitude] = element.dataset.pick.split(",").map((id) => document.getElementById(id));
  const icon = L.divIcon({ className: "pin", html: Object.assign(document.createElement("span"), { className: "pin__chosen" }), iconSize: [0, 0] });
  let marker = null;
  const put = (point) => {
    marker?.remove();
    marker = L.marker(point, { icon, keyboard: false, zIndexOffset: 1000 }).addTo(map);
  };
  if (latitude.value && longitude.value) put([Number(latitude.value), Number(longitude.value)]);
  element.addEventListener("unpick", () => marker?.remove());
  map.on("click", (event) => {
    latitude.value = event.latlng.lat.toFixed(6);
    longitude.value = event.latlng.lng.toFixed(6);
    put(event.latlng);
    latitude.dispatchEvent(new Event("input", { bubbles: true }));
    announce(element.dataset.picked);
  });
}

function followList(pins) {
  const line = (event) => event.target.closest?.("[data-pin]")?.dataset.pin ?? null;
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => { if (line(event) !== pins.lit) pins.light(line(event)); });
  }
}

async function start(element) {
  const [L, data] = await Promise.all([leaflet(), read(element)]);
  const said = element.dataset;
  element.replaceChildren();
  // One finger scrolls the page, two move the map; the wheel too belongs to the page.
  const map = L.map(element, {
    scrollWheelZoom: false, attributionControl: false, zoomControl: false, zoomSnap: 0.25, maxZoom: 18,
    dragging: !L.Browser.mobile,
  });
  L.control.zoom({ zoomInTitle: said.closer || "+", zoomOutTitle: said.farther || "−" }).addTo(map);
  const zones = data.features.filter((one) => one.geometry && one.geometry.type !== "Point");
  const points = data.features.filter((one) => one.geometry?.type === "Point");
  map.createPane("names").style.zIndex = 450; // above the ground, under the pins
  const ground = outline(L, zones);
  const bounds = ground.getBounds();
  for (const one of points) bounds.extend([one.geometry.coordinates[1], one.geometry.coordinates[0]]);
  // A layer is drawn only once the map looks somewhere: without a place, at the whole country.
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [14, 14], maxZoom: 16 });
  else map.setView([46.6, 2.4], 5);
  ground.addTo(map);
  fitNames(map, ground);
  map.on("zoomend", () => fitNames(map, ground));
  followList(new Pins(L, map, points));
  if (said.pick) pick(L, map, element);
}

function fail(element, error) {
  console.error(error);
  const line = document.createElement("p");
  line.className = "map__wait";
  line.textContent = element.dataset.failed || "";
  element.replaceChildren(line);
}

export function startMaps() {
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      start(target).catch((error) => fail(target, error));
    }
  });
  document.querySelectorAll("[data-map]").forEach((element) => seen.observe(element));
}
