// A film of another site: its player is put in place once the reader asks for it, never before.
function play(button) {
  const frame = button.closest("[data-film]");
  const player = document.createElement("iframe");
  player.src = frame.dataset.film;
  player.title = frame.dataset.title;
  player.allow = "fullscreen; picture-in-picture";
  player.referrerPolicy = "strict-origin";
  player.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
  frame.replaceChildren(player);
  player.focus();
}

for (const button of document.querySelectorAll("[data-film] [data-play]")) {
  button.addEventListener("click", () => play(button), { once: true });
}
