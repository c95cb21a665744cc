// Dragging a card onto a column presses the button of its « Déplacer vers… » menu.
let held = null;

for (const card of document.querySelectorAll("[data-card]")) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    held = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.card);
  });
  card.addEventListener("dragend", () => { held = null; });
}

const button = (status) => held?.querySelector(`button[name=move][value="${status}"]`);

for (const column of document.querySelectorAll("[data-target]")) {
  const status = column.dataset.target;
  column.addEventListener("dragover", (event) => {
    if (!button(status)) return;
    event.preventDefault();
    column.classList.add("is-over");
  });
  column.addEventListener("dragleave", () => column.classList.remove("is-over"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("is-over");
    const move = button(status);
    if (move) move.form.requestSubmit(move);
  });
}
