// Repeats the titles of the numbers being typed, so that eyes stay on the paper and the screen.
const form = document.querySelector('[data-entry]')
const echo = form?.querySelector('[data-echo]')
const titles = new Map(
  [...document.querySelectorAll('[data-options] [data-number]')].map((line) => [
    line.dataset.number,
    line.querySelector('span').textContent,
  ]),
)

function line(text, isWrong) {
  const item = document.createElement('li')
  item.textContent = text
  item.classList.toggle('is-wrong', isWrong)
  return item
}

function said(word) {
  const number = word.replace(/^0+/, '')
  const title = titles.get(number)
  return line(title ? `${number} · ${title}` : `${word} : ${echo.dataset.unknown}`, !title)
}

function repeat(typed) {
  const words = typed.toLowerCase().split(/[\s,;]+/).filter(Boolean)
  if (words[0] === 'b' && words.length === 1) return [line(echo.dataset.blank, false)]
  if (words[0]?.startsWith('n')) return [line(echo.dataset.spoiled, false)]
  if (words.length === 1 && words[0] === 'a') return []
  const most = Number(echo.dataset.most) || Infinity
  const lines = words.map(said)
  if (words.length > most) lines.push(line(echo.dataset.over, true))
  return lines
}

if (form) {
  const field = form.elements.typed
  const show = () => echo.replaceChildren(...repeat(field.value))
  field.addEventListener('input', show)
  field.select()
  show()
}
