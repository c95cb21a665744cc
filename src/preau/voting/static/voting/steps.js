// « − » and « + » beside a number of points; typing the number does the same without this file.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const box = document.getElementById(button.dataset.of);
  const most = Number(box.dataset.most) || Infinity;
  const now = (Number.parseInt(box.value, 10) || 0) + Number(button.dataset.step);
  box.value = Math.min(most, Math.max(0, now)) || "";
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
