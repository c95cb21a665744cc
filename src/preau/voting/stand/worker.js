// Keeps the one page of a tablet, so that it opens again without its connection. The network comes
// first, always: what is kept serves only when nothing answers. No ballot passes through here.
const CACHE = 'preau-stand'

async function keep(addresses) {
  const cache = await caches.open(CACHE)
  for (const address of addresses) {
    const response = await fetch(address, { credentials: 'same-origin', cache: 'reload' })
    if (response.ok && !response.redirected) await cache.put(address, response)
  }
}

async function answer(request) {
  try {
    const response = await fetch(request)
    // A tablet that was revoked meanwhile finds the door, with its connection and without it.
    if (request.mode === 'navigate' && response.ok) await (await caches.open(CACHE)).put(request.url, response.clone())
    return response
  } catch (error) {
    const kept = await caches.match(request.url, { ignoreVary: true })
    if (kept) return kept
    throw error
  }
}

addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('message', (event) => event.waitUntil(keep(event.data)))
addEventListener('fetch', (event) => {
  const isOurs = new URL(event.request.url).origin === location.origin
  if (event.request.method === 'GET' && isOurs) event.respondWith(answer(event.request))
})
