// The builder: a question that was dragged, or moved by the arrows on its handle, is put there.
const WAIT = 900;
const ids = (list) => [...list.querySelectorAll(":scope > [data-item]")].map((one) => one.dataset.item);

function start(list) {
  const form = document.getElementById(list.dataset.order);
  const before = ids(list).join(" ");
  let timer = 0;
  list.addEventListener("change", (event) => {
    if (event.target !== list) return;
    clearTimeout(timer);
    // Several arrows in a row are one change.
    timer = setTimeout(() => {
      const order = ids(list).join(" ");
      if (order === before) return;
      form.elements.order.value = order;
      form.elements.question.value = document.activeElement.closest("[data-item]")?.dataset.item ?? "";
      form.requestSubmit();
    }, WAIT);
  });
}

document.querySelectorAll("[data-order]").forEach(start);
