// The page without a network, and notices on the desktop. Kept small: what it does not know, it leaves
// to the browser.
const CACHE = 'snug-2';
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
  const kind = kindOf(url);
  if (request.mode === 'navigate') {
    if (kind !== undefined) {
      event.respondWith(page(request, kind));
    }
  } else if (url.pathname.startsWith(`${scope.pathname}assets/`)) {
    event.respondWith(asset(request));
  }
});

/** The start page, or the page of any room: there are no others. Files and answers are never kept. */
function kindOf(url) {
  if (!url.pathname.startsWith(scope.pathname)) {
    return undefined;
  }
  const path = url.pathname.slice(scope.pathname.length);
  return path === ''
    ? scope.href
    : /^r\/[^/]+$/.test(path)
      ? new URL('r/-', scope).href
      : undefined;
}

/** What may be kept: what was asked for itself, from here, and no download. */
function isPage(response) {
  return (
    response.ok &&
    response.type === 'basic' &&
    !response.redirected &&
    !response.headers.has('content-disposition') &&
    (response.headers.get('content-type') ?? '').startsWith('text/html')
  );
}

/** From the network; without one, the last page of its kind. */
async function page(request, kind) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (isPage(response)) {
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
  if (response.ok && response.type === 'basic' && !response.redirected) {
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
