// Dragging a choice by its handle, and the arrow keys on that handle. « Monter » and « Descendre »
// do the same without this file.
const ITEM = ".booth-rank";

function rows() {
  return [...document.querySelectorAll(ITEM)];
}

function place(row, y) {
  const others = rows().filter((one) => one !== row);
  return others.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.top + box.height / 2 < y;
  }).length;
}

function put(row, index) {
  const list = document.getElementById("bulletin");
  const token = list.querySelector("[name=csrfmiddlewaretoken]").value;
  window.htmx.ajax("POST", list.dataset.act, {
    source: row.querySelector("form"),
    swap: "none",
    values: { act: "put", option: row.dataset.option, place: index, page: "ballot", csrfmiddlewaretoken: token },
  });
}

function follow(handle, event) {
  const row = handle.closest(ITEM);
  const start = event.clientY;
  const before = rows().indexOf(row);
  let target = before;
  handle.setPointerCapture(event.pointerId);
  handle.focus();
  row.classList.add("is-dragged");

  const move = (moved) => {
    row.style.transform = `translateY(${moved.clientY - start}px)`;
    target = place(row, moved.clientY);
    const others = rows().filter((one) => one !== row);
    for (const one of others) one.classList.remove("is-target");
    if (target !== before) others[target < before ? target : target - 1]?.classList.add("is-target");
  };
  const end = (ended) => {
    handle.removeEventListener("pointermove", move);
    row.style.transform = "";
    row.classList.remove("is-dragged");
    for (const one of rows()) one.classList.remove("is-target");
    if (ended.type === "pointerup" && target !== before) put(row, target);
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("pointerup", end, { once: true });
  handle.addEventListener("pointercancel", end, { once: true });
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest(".booth-rank__handle");
  if (handle && event.button === 0) {
    event.preventDefault();
    follow(handle, event);
  }
});

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest(".booth-rank__handle");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!handle || !step) return;
  event.preventDefault();
  const row = handle.closest(ITEM);
  const index = rows().indexOf(row) + step;
  if (index >= 0 && index < rows().length) put(row, index);
});
