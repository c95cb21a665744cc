// Left and right arrows follow the links to the previous and next step of the count.
const links = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]" };

document.addEventListener("keydown", (event) => {
  const wanted = links[event.key];
  if (!wanted || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, select, textarea, .scroll")) return;
  document.querySelector(`.steps-nav ${wanted}`)?.click();
});
