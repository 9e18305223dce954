// Starts the application: what may become markup, the module, the service worker.
//
// Not here: anything a room shows. The build puts this behind wasm-bindgen's glue, as one file.
// Towards the application: the window hears `mc-update` when a newer version waits, and says `mc-look` where one is
// wanted at once. The application then posts
// {type: "activate"} to `registration.waiting`, or reloads if nothing waits any more; this tab reloads by itself.
import init from "./app.js";

const WORDS = {
  slow: ["Mạng chậm, vẫn đang mở…", "The network is slow, still opening…"],
  failed: [
    "Không mở được Một Cửa. Hãy tải lại trang; nếu vẫn vậy, hãy cập nhật trình duyệt hoặc báo người quản trị.",
    "Một Cửa could not start. Reload the page; if that does not help, update the browser or tell the administrator.",
  ],
  stopped: [
    "Một Cửa đã dừng vì một lỗi. Việc đã lưu vẫn còn nguyên: hãy tải lại trang.",
    "Một Cửa stopped because of an error. Everything saved is still there: reload the page.",
  ],
};

/** Milliseconds until a person is told that it takes long. */
const SLOW = 8000;

/** Milliseconds between two looks for a newer version: a counter's page stays open for days. */
const LOOK = 30 * 60 * 1000;

const SCRIPTABLE = new Set(
  "script style link meta base iframe frame frameset object embed applet template noscript math portal xmp plaintext noembed noframes foreignobject animate animatemotion animatetransform set".split(" "),
);
const ADDRESSES = new Set("href xlink:href src action formaction poster data background ping".split(" "));
const HARMLESS_ADDRESS = /^(?:[#/?.]|https?:|mailto:|tel:|[^:]*$)/i;

const policy = window.trustedTypes?.createPolicy("mc-url", {
  createScriptURL(url) {
    if (url === "/sw.js") return url;
    throw new TypeError(`not a script of ours: ${url}`);
  },
  // Only for `inert`, which looks at it in a place where nothing runs.
  createHTML: (html) => html,
});

// Leptos keeps static parts of a view as markup and hands them to a template: that passes, a script never does.
window.trustedTypes?.createPolicy("default", { createHTML: (html) => (inert(html) ? html : null) });

function inert(html) {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return [...template.content.querySelectorAll("*")].every(harmless);
}

function harmless(element) {
  const name = element.localName.toLowerCase();
  if (SCRIPTABLE.has(name)) return false;
  // Here text, but markup if the same letters were read inside an SVG.
  if ((name === "title" || name === "textarea") && element.textContent.includes("<")) return false;
  return [...element.attributes].every(({ name, value }) => {
    const attribute = name.toLowerCase();
    if (attribute.startsWith("on") || attribute === "srcdoc") return false;
    return !ADDRESSES.has(attribute) || HARMLESS_ADDRESS.test(value.trim());
  });
}

function say([vi, en]) {
  const paragraph = (lang, text) => Object.assign(document.createElement("p"), { lang, textContent: text });
  let place = document.getElementById("boot-say");
  if (!place) {
    place = Object.assign(document.createElement("div"), { id: "boot-say", className: "note note--late" });
    document.body.prepend(place);
  }
  place.setAttribute("role", "alert");
  place.replaceChildren(paragraph("vi", vi), paragraph("en", en));
}

function offerReload() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--primary" });
  button.textContent = "Tải lại · Reload";
  button.addEventListener("click", () => location.reload());
  document.getElementById("boot-say").append(button);
}

function fail(words, error) {
  console.error(error);
  say(words);
  offerReload();
}

// A trap leaves the module's memory in an unknown state: better to say so than to look alive.
function stopOnTrap(error) {
  if (error instanceof WebAssembly.RuntimeError) fail(WORDS.stopped, error);
}

async function keepShell() {
  const worker = navigator.serviceWorker;
  if (!worker) return;
  worker.addEventListener("message", ({ data }) => {
    if (data?.type === "reload") location.reload();
  });
  const address = policy ? policy.createScriptURL("/sw.js") : "/sw.js";
  const registration = await worker.register(address, { updateViaCache: "none" });
  // Without a controller this is the first visit, and there is nothing newer than it.
  const offer = () => worker.controller && window.dispatchEvent(new Event("mc-update"));
  if (registration.waiting) offer();
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh.addEventListener("statechange", () => fresh.state === "installed" && offer());
  });
  const look = () => document.visibilityState === "visible" && registration.update().catch(() => {});
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);
  // The server has said something that only a newer version can read.
  window.addEventListener("mc-look", look);
}

async function start() {
  const slow = setTimeout(() => say(WORDS.slow), SLOW);
  try {
    await init({ module_or_path: fetch("{{wasm}}") });
  } catch (error) {
    return fail(WORDS.failed, error);
  } finally {
    clearTimeout(slow);
  }
  document.getElementById("boot")?.remove();
  window.addEventListener("error", ({ error }) => stopOnTrap(error));
  window.addEventListener("unhandledrejection", ({ reason }) => stopOnTrap(reason));
  // The page works without: it only does not open offline.
  await keepShell().catch((error) => console.warn("service worker:", error));
}

start();
