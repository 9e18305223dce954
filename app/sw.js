// Keeps the application itself on the device, so that it opens without a network.
//
// Not here: data. Answers of /api are never kept here; the application has its own store.
// Invariant: what is kept is one whole version, every file checked against the digest the build wrote down.
// A newer version waits until the application asks for it: nobody loses a half-filled form to a release.

/** [address, "sha256-…"] of every file; the build writes it. */
const SHELL = "{{shell}}";
const VERSION = "shell-{{version}}";

/** The tab that asked for the newer version; it alone reloads. */
let asker = null;

self.addEventListener("install", (event) => event.waitUntil(install(event)));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("message", (event) => {
  if (event.data?.type !== "activate") return;
  asker = event.source?.id ?? null;
  self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === "/api" || url.pathname.startsWith("/api/")) return;
  event.respondWith(answer(request, url));
});

async function install(event) {
  await route(event);
  const cache = await caches.open(VERSION);
  await Promise.all(SHELL.map(([address, integrity]) => keep(cache, address, integrity)));
}

/** Where the browser can: it takes the files of this version from the cache by itself, and asks the server without us. */
async function route(event) {
  const here = SHELL.filter(([address]) => address !== "/").map(([pathname]) => ({ urlPattern: { pathname } }));
  const routes = [
    { condition: { urlPattern: { pathname: "/api/*" } }, source: "network" },
    { condition: { or: here }, source: { cacheName: VERSION } },
  ];
  await event.addRoutes?.(routes).catch((error) => console.warn("routes:", error));
}

async function keep(cache, address, integrity) {
  // A hashed name cannot mean two things: an older version's copy is as good.
  const hashed = address.startsWith("/assets/");
  const kept = hashed ? await caches.match(address, { ignoreVary: true }) : undefined;
  const reply = kept ?? (await fetch(address, { integrity, cache: hashed ? "default" : "no-cache" }));
  if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
  await cache.put(address, reply);
}

async function activate() {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // A tab that did not ask goes on with the version it began with, perhaps under a half-filled form: its parts stay.
  if (tabs.every((tab) => tab.id === asker)) await dropOld();
  await self.clients.claim();
  const tab = asker && (await self.clients.get(asker));
  tab?.postMessage({ type: "reload" });
}

async function dropOld() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("shell-") && name !== VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request, url) {
  const cache = await caches.open(VERSION);
  // Every page of the application is the same file; the path is for the router inside.
  const address = request.mode === "navigate" ? "/" : url.pathname;
  const kept = await cache.match(address, { ignoreVary: true });
  if (kept) return kept;
  // A part of an older version, whose name says which.
  const older = address.startsWith("/assets/") && (await caches.match(address, { ignoreVary: true }));
  return older || fetch(request);
}
