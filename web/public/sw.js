// The page without a network, and notices on the desktop. Kept small: what it does not know, it leaves
// to the browser.
const CACHE = 'snug-1';
const scope = new URL(self.registration.scope);

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  const old = caches
    .keys()
    .then((names) =>
      Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))),
    );
  event.waitUntil(Promise.all([old, self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.origin) {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(page(request, url));
  } else if (url.pathname.startsWith(`${scope.pathname}assets/`)) {
    event.respondWith(asset(request));
  }
});

/** From the network; without one, the last page of its kind. */
async function page(request, url) {
  const kind = new URL(url.pathname.startsWith(`${scope.pathname}r/`) ? 'r/-' : '', scope).href;
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) {
      await cache.put(kind, response.clone());
    }
    return response;
  } catch (failure) {
    const kept = await cache.match(kind);
    if (kept) {
      return kept;
    }
    throw failure;
  }
}

/** Assets never change: their names do. */
async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) {
    return kept;
  }
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
  }
  return response;
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data.url));
});

async function show(url) {
  const windows = await self.clients.matchAll({ type: 'window' });
  const open = windows.find((one) => one.url.split('#')[0] === url) ?? windows[0];
  if (!open) {
    return self.clients.openWindow(url);
  }
  await open.focus();
  return open.postMessage({ show: url });
}
