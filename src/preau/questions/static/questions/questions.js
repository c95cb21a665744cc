// Makes questions faster: digits choose, what is left to share is counted, « none » stands alone.
const fields = "input[type=text], input[type=search], input:not([type]), textarea, select";

function pressDigit(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.matches(fields)) return;
  const all = document.querySelectorAll("form[data-digits] .question");
  if (all.length !== 1) return;
  if (!all[0].matches(".question--single, .question--multiple, .question--image, .question--scale")) return;
  const control = all[0].querySelectorAll("input[type=radio], input[type=checkbox]")[Number(event.key) - 1];
  if (!control) return;
  control.click();
  control.focus();
}

const figure = (text) => Number(text.replace(/\s/g, "").replace(",", ".")) || 0;

function countSum(list) {
  const said = list.parentElement.querySelector("[data-sum-said]");
  const say = () => {
    const used = [...list.querySelectorAll("input")].reduce((sum, one) => sum + figure(one.value), 0);
    const left = Math.round((Number(list.dataset.sum) - used) * 100) / 100;
    const words = left === 0 ? list.dataset.exact : left > 0 ? list.dataset.left : list.dataset.over;
    said.textContent = words.replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
    said.classList.toggle("is-over", left < 0);
  };
  list.addEventListener("input", say);
  say();
}

// A rank is given once: the choice that held it takes the one that was let go.
function swapRanks(list) {
  const before = new Map([...list.querySelectorAll("select")].map((one) => [one, one.value]));
  list.addEventListener("change", (event) => {
    const chosen = event.target;
    for (const [other, value] of before) {
      if (other !== chosen && chosen.value && value === chosen.value) {
        other.value = before.get(chosen);
        before.set(other, other.value);
      }
    }
    before.set(chosen, chosen.value);
  });
}

function standAlone(group) {
  group.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    for (const other of group.querySelectorAll("input[type=checkbox]")) {
      if (other === target) continue;
      if (target.hasAttribute("data-exclusive") || other.hasAttribute("data-exclusive")) other.checked = false;
    }
  });
}

// Typing beside « Autre » chooses it.
function followOther(input) {
  const choice = document.getElementById(input.id.replace(/_words$/, ""));
  input.addEventListener("input", () => {
    if (input.value.trim()) choice.checked = true;
  });
}

document.addEventListener("keydown", pressDigit);
document.querySelectorAll("[data-sum]").forEach(countSum);
document.querySelectorAll("[data-ranks]").forEach(swapRanks);
document.querySelectorAll(".choices:has([data-exclusive])").forEach(standAlone);
document.querySelectorAll("[id$=_other_words]").forEach(followOther);
