// The act of the moment, kept within reach of the thumb once its box has left the screen.
const box = document.querySelector("[data-act]");
const bar = document.querySelector("[data-act-bar]");
if (box && bar) {
  new IntersectionObserver(([seen]) => {
    bar.classList.toggle("is-away", seen.isIntersecting);
  }).observe(box);
}
