// A tablet of a polling place: agents unlock one ballot, the voter votes, the screen forgets.
import { choices, fault, hold, titles } from './ballot.js'
import * as offline from './offline.js'
import * as queue from './queue.js'

const IDLE = 60_000
const root = document.querySelector('[data-stand]')
const part = (name) => root.querySelector(`[data-part="${name}"]`)
const table = part('table').querySelector('form')
let voter = null
let idle = 0

function show(name) {
  for (const section of root.querySelectorAll('[data-part]')) section.hidden = section.dataset.part !== name
  part(name).querySelector('h1').focus()
  scrollTo(0, 0)
  clearTimeout(idle)
  if (name !== 'table') idle = setTimeout(wipe, IDLE)
}

function say(name, words) {
  part(name).querySelector('[data-error]').textContent = words
}

function forms() {
  return [...part('ballot').querySelectorAll('form')]
}

// Nothing of the voter stays: neither name, nor choice, nor receipt.
function wipe() {
  voter = null
  for (const form of [table, ...forms()]) form.reset()
  for (const form of forms()) { form.hidden = true; hold(form) }
  for (const list of root.querySelectorAll('[data-forget]')) list.replaceChildren()
  for (const name of ['table', 'ballot']) say(name, '')
  show('table')
  send().catch(() => {})
}

function post(address, said) {
  return fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': table.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify(said),
    signal: AbortSignal.timeout(8000),
  })
}

async function send() {
  try {
    return await queue.flush((record) => post(root.dataset.cast, record))
  } finally {
    const waiting = await queue.size()
    const state = root.querySelector('[data-waiting]')
    state.textContent = waiting ? state.dataset.some.replace('%s', waiting) : state.dataset.none
  }
}

async function knowsPin(pin) {
  const bytes = new Uint8Array(root.dataset.pinSalt.match(/../g).map((two) => parseInt(two, 16)))
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
  const rule = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes, iterations: Number(root.dataset.rounds) }
  const made = new Uint8Array(await crypto.subtle.deriveBits(rule, base, 256))
  return [...made].map((byte) => byte.toString(16).padStart(2, '0')).join('') === root.dataset.pinHash
}

function typed() {
  const data = new FormData(table)
  const two = (name) => String(data.get(name)).trim().padStart(2, '0')
  const born = `${String(data.get('year')).trim()}-${two('month')}-${two('day')}`
  const who = { born }
  for (const name of ['last', 'first', 'email', 'code', 'phone']) who[name] = String(data.get(name) ?? '').trim()
  return { who, pin: data.get('pin'), contests: data.getAll('contests'), sworn: data.has('sworn') }
}

function isWhole({ who, contests }) {
  return who.last && who.first && contests.length && !Number.isNaN(Date.parse(who.born))
}

async function unlock(event) {
  event.preventDefault()
  const said = typed()
  if (!isWhole(said)) return say('table', root.dataset.incomplete)
  try {
    const response = await post(root.dataset.check, said)
    if (!response.ok) return say('table', (await response.json()).error)
  } catch {
    if (!(await knowsPin(said.pin))) return say('table', root.dataset.wrongPin)
    if (!said.sworn) return say('table', root.dataset.offline)
  }
  voter = said
  for (const form of forms()) { form.hidden = !said.contests.includes(form.dataset.contest); hold(form) }
  show('ballot')
}

function review() {
  const shown = forms().filter((form) => !form.hidden)
  const wrong = shown.map(fault).find(Boolean)
  if (wrong) return say('ballot', wrong)
  say('ballot', '')
  const lines = shown.flatMap((form) => [form.dataset.name, ...titles(form)])
  part('review').querySelector('[data-forget]').replaceChildren(...lines.map(item))
  show('review')
}

function item(words) {
  const line = document.createElement('li')
  line.textContent = words
  return line
}

async function confirm() {
  const shown = forms().filter((form) => !form.hidden)
  const ballots = shown.map((form) => ({
    contest: form.dataset.contest, key: crypto.randomUUID(), choices: choices(form), receipt: offline.take(),
  }))
  await queue.add({ who: voter.who, at: new Date().toISOString(), ballots })
  voter = null
  show('done')
  part('done').querySelector('[data-forget]').replaceChildren(...ballots.map((one) => item(one.receipt)))
  const state = part('done').querySelector('[data-state]')
  state.textContent = state.dataset.sending
  const sent = await send().catch(() => null)
  const isIn = sent && !sent.stuck && sent.answers.every((one) => Object.values(one.answers).every((word) => word === 'cast'))
  state.textContent = isIn ? state.dataset.inside : sent ? state.dataset.refused : state.dataset.kept
  if (offline.left() < 10 && isIn) idle = setTimeout(() => location.reload(), IDLE / 2)
}

table.addEventListener('submit', unlock)
for (const form of forms()) form.addEventListener('submit', (event) => { event.preventDefault(); review() })
root.addEventListener('change', (event) => { if (event.target.form?.dataset.contest) hold(event.target.form) })
root.addEventListener('click', (event) => {
  const act = { review, confirm, wipe, back: () => show('ballot') }[event.target.closest('[data-act]')?.dataset.act]
  act?.()
})
for (const kind of ['pointerdown', 'keydown']) {
  addEventListener(kind, () => {
    if (part('table').hidden) { clearTimeout(idle); idle = setTimeout(wipe, IDLE) }
  })
}
addEventListener('online', () => send().catch(() => {}))
setInterval(() => send().catch(() => {}), 30_000)
offline.begin(JSON.parse(root.dataset.stock))
offline.keepPage(root.dataset.worker).catch(() => {}) // without it the page works, but not a reload
wipe()
