// Ballots that wait for the connection, encrypted with a key that never leaves this browser.
const NAME = 'preau-stand'

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function opened() {
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('keys')
    opening.result.createObjectStore('queue', { autoIncrement: true })
  }
  return asked(opening)
}

async function store(name, mode, act) {
  const database = await opened()
  try {
    return await asked(act(database.transaction(name, mode).objectStore(name)))
  } finally {
    database.close()
  }
}

async function keyOf() {
  const known = await store('keys', 'readonly', (keys) => keys.get('queue'))
  if (known) return known
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await store('keys', 'readwrite', (keys) => keys.put(made, 'queue'))
  return made
}

export async function add(record) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const clear = new TextEncoder().encode(JSON.stringify(record))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(), clear)
  await store('queue', 'readwrite', (queue) => queue.add({ iv, data }))
}

export async function size() {
  return store('queue', 'readonly', (queue) => queue.count())
}

async function first(skipped) {
  const ids = await store('queue', 'readonly', (queue) => queue.getAllKeys())
  const id = ids.find((one) => !skipped.has(one))
  if (id === undefined) return null
  const { iv, data } = await store('queue', 'readonly', (queue) => queue.get(id))
  const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await keyOf(), data)
  return { id, record: JSON.parse(new TextDecoder().decode(clear)) }
}

// Sends what waits, the oldest first. `send` answers the server's response, or throws without one.
// A ballot leaves the tablet only once the server has said that it holds it.
let sending = null
export function flush(send) {
  sending ??= flushed(send).finally(() => { sending = null })
  return sending
}

async function flushed(send) {
  const skipped = new Set()
  const answers = []
  for (let one = await first(skipped); one; one = await first(skipped)) {
    const response = await send({ ...one.record, waiting: (await size()) - 1 })
    if (response.ok) {
      answers.push(await response.json())
      await store('queue', 'readwrite', (queue) => queue.delete(one.id))
    } else if (response.status === 400 || response.status === 422) {
      skipped.add(one.id)
    } else {
      throw new Error(`the server answered ${response.status}`)
    }
  }
  return { answers, stuck: skipped.size }
}
