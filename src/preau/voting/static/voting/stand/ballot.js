// The ballot of one contest on the tablet: what is chosen, what is too much, what is said again.
function ranks(form) {
  return [...form.querySelectorAll('select')]
}

export function choices(form) {
  if (form.dataset.format === 'ranked') {
    return ranks(form).map((select) => Number(select.value)).filter(Boolean)
  }
  return [...form.querySelectorAll('input:checked')].map((box) => Number(box.value)).filter(Boolean)
}

export function titles(form) {
  const listed = choices(form).map((pk) => form.querySelector(`[data-option="${pk}"]`).dataset.title)
  return listed.length ? listed : [form.dataset.blank]
}

export function fault(form) {
  const chosen = choices(form)
  if (chosen.length > Number(form.dataset.most)) return form.dataset.over
  if (chosen.length < Number(form.dataset.least)) return form.dataset.under
  return ''
}

// A project named at one rank cannot be named at another, nor one more ticked than the rule takes.
export function hold(form) {
  const chosen = new Set(choices(form).map(String))
  for (const select of ranks(form)) {
    for (const option of select.options) {
      option.disabled = option.value !== '' && option.value !== select.value && chosen.has(option.value)
    }
  }
  const full = form.dataset.format === 'approval' && chosen.size >= Number(form.dataset.most)
  for (const box of form.querySelectorAll('input[type=checkbox]')) box.disabled = full && !box.checked
}
