// The form of a page put off is sent again by itself; without this, by its button.
document.documentElement.classList.replace("no-js", "js");
const form = document.querySelector("form[data-seconds]");
setTimeout(() => form.requestSubmit(), Number(form.dataset.seconds) * 1000);
