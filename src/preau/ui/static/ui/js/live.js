/** Say something once in the page's one live region; the text replaces the one before. */
export function announce(words) {
  const status = document.getElementById("status");
  if (!status || !words) return;
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = words; });
}

/** Put `value` in the place of %s. */
export const fill = (sentence, value) => (sentence || "").replace("%s", value);
