// Ticking a whole page at once, and saying how many are ticked.
const form = document.querySelector("form[data-selection]");

if (form) {
  const all = form.querySelector("[data-pick-all]");
  const boxes = [...form.querySelectorAll("input[name=pick]")];
  const words = form.querySelector("[data-picked]");
  const say = () => {
    const count = boxes.filter((box) => box.checked).length;
    form.classList.toggle("has-picked", count > 0);
    if (words) words.textContent = ` (${count})`;
    if (all) {
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
  };
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    say();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "pick") say();
  });
  say();
}
