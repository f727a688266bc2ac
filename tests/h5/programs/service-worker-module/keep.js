// Keeps what the shop is made of, and what it sells, for when there is no network.

const seen = [];

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  seen.push(event.request.url);
  if (new URL(event.request.url).pathname === "/seen") event.respondWith(Response.json(seen));
  else event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});

/** Puts these into the cache when the worker is installed. */
export function keep(paths) {
  self.addEventListener("install", (event) => {
    event.waitUntil(caches.open("shop-1").then((cache) => cache.addAll(paths)).then(() => self.skipWaiting()));
  });
}
