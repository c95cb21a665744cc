// Maps of neighbourhoods and points, drawn by Leaflet on our own ground: no tile, no third party.
// <div class="map" data-map data-geojson="URL" [data-pick="lat-id,lng-id"]></div>
const base = new URL("../../vendor/leaflet/", import.meta.url);

async function leaflet() {
  if (!window.L) {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("leaflet.css", base).href });
    document.head.append(sheet);
    await import(new URL("leaflet.js", base).href);
  }
  return window.L;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function popup(properties) {
  const box = document.createElement("div");
  const title = document.createElement(properties.url ? "a" : "strong");
  title.textContent = properties.title || properties.name || "";
  if (properties.url) title.href = properties.url;
  box.append(title);
  if (properties.note) {
    const note = document.createElement("p");
    note.textContent = properties.note;
    box.append(note);
  }
  return box;
}

function draw(L, map, data) {
  const zones = { type: "FeatureCollection", features: data.features.filter((one) => one.geometry && one.geometry.type !== "Point") };
  const points = data.features.filter((one) => one.geometry?.type === "Point");
  const outlines = L.geoJSON(zones, {
    style: { color: colour("--ardoise"), weight: 2, fillColor: colour("--papier"), fillOpacity: 0.9 },
    interactive: false,
    onEachFeature: (one, layer) => layer.bindTooltip(one.properties.name, { permanent: true, direction: "center", className: "map-name" }),
  });
  const pins = points.map((one) => {
    const [longitude, latitude] = one.geometry.coordinates;
    const pin = L.circleMarker([latitude, longitude], {
      radius: 9, color: colour("--ardoise"), weight: 3, fillColor: colour("--marelle"), fillOpacity: 1,
    }).bindPopup(popup(one.properties));
    link(pin, one.properties.number);
    return pin;
  });
  const bounds = outlines.getBounds();
  for (const pin of pins) bounds.extend(pin.getLatLng());
  // A layer is drawn only once the map looks somewhere.
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12] });
  else map.setView([46.6, 2.4], 5);
  outlines.addTo(map);
  for (const pin of pins) pin.addTo(map);
}

// <li data-pin="87"> beside the map: pointing at the row marks the pin, choosing the pin shows the row.
function link(pin, number) {
  const row = document.querySelector(`[data-pin="${CSS.escape(String(number))}"]`);
  if (!row) return;
  const mark = (is) => () => pin.setStyle({ fillColor: colour(is ? "--brand" : "--marelle"), radius: is ? 13 : 9 });
  for (const name of ["pointerenter", "focusin"]) row.addEventListener(name, mark(true));
  for (const name of ["pointerleave", "focusout"]) row.addEventListener(name, mark(false));
  pin.on("popupopen", () => { row.classList.add("is-chosen"); row.scrollIntoView({ block: "nearest" }); });
  pin.on("popupclose", () => row.classList.remove("is-chosen"));
}

function pick(L, map, element) {
  const [latitude, longitude] = element.dataset.pick.split(",").map((id) => document.getElementById(id));
  let marker = null;
  const put = (point) => {
    marker?.remove();
    marker = L.circleMarker(point, { radius: 12, color: colour("--ardoise"), weight: 4, fillColor: colour("--brand"), fillOpacity: 1 }).addTo(map);
  };
  if (latitude.value && longitude.value) put([Number(latitude.value), Number(longitude.value)]);
  element.addEventListener("unpick", () => marker?.remove());
  map.on("click", (event) => {
    latitude.value = event.latlng.lat.toFixed(6);
    longitude.value = event.latlng.lng.toFixed(6);
    put(event.latlng);
    latitude.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function start(element) {
  const L = await leaflet();
  const answer = await fetch(element.dataset.geojson, { credentials: "same-origin" });
  if (!answer.ok) return;
  const map = L.map(element, { preferCanvas: true, scrollWheelZoom: false, attributionControl: false, zoomSnap: 0.25 });
  draw(L, map, await answer.json());
  if (element.dataset.pick) pick(L, map, element);
}

export function startMaps() {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      start(entry.target);
    }
  });
  document.querySelectorAll("[data-map]").forEach((element) => seen.observe(element));
}
