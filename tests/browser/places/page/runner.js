// Visits the pages in frames, many at a time, does to each what a reader could do, and tells the server.
"use strict";

const SLOTS = 24;
const LINGER = 60; // milliseconds a page has after the last event
const LIMIT = 8000;
const FRAMEWORK = 40; // milliseconds a framework has to begin

const said = [];
const tell = it => said.push(it);
const ran = new Set(); // groups in which a value ran
const groups = new Map(); // page -> group

window.pwned = (page, how = "call") => {
  const group = groups.get(Number(page));
  if (group) ran.add(group);
  tell({ is: "ran", page: Number(page), how: String(how) });
};

// Each page calls this before anything else in it: dialogs are told instead of opened.
window.prelude = (view, page = Number(view.frameElement.dataset.page)) => {
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    view[name] = () => window.pwned(page, name);
  }
  view.pwned = (number = page, how) => window.pwned(number, how);

  // A dialog of a frame in the page would wait for an answer for ever.
  new view.MutationObserver(() => {
    for (const it of view.document.querySelectorAll("iframe, frame, object, embed")) {
      try {
        for (const name of ["alert", "confirm", "prompt", "print"]) {
          it.contentWindow[name] = () => window.pwned(page, name + " in a frame");
        }
      } catch { /* another origin's, which may open none */ }
    }
  }).observe(view.document, { childList: true, subtree: true });

  // Scripts that are no JavaScript at all; one that fails while it runs had its structure.
  view.broken = 0;
  view.addEventListener("error", event => {
    // A selector that a library could not read is no script.
    if (/^Uncaught SyntaxError(?!.*valid selector)/.test(event.message)) view.broken++;
  }, true);

  // Links and forms lead nowhere, unless that is where their code runs.
  const stay = (event, address) => {
    if (!/^\s*javascript:/i.test(String(address))) event.preventDefault();
  };
  view.addEventListener("click", event => {
    const it = event.target.closest?.("a, area");
    if (it) stay(event, it.href.baseVal ?? it.href);
  }, true);
  view.addEventListener("submit", event => stay(event, event.submitter?.formAction ?? event.target.action), true);
};

const wait = time => new Promise(done => setTimeout(done, time));

async function flush() {
  while (said.length) {
    const body = JSON.stringify(said.splice(0, 500));
    await fetch("/said", { method: "POST", body });
  }
}

// The page's skeleton: elements with the names of their attributes, and what its styles declare.
function shape(root, out) {
  for (const it of root.childNodes) {
    if (it.nodeType === 8) out.push("comment");
    if (it.nodeType !== 1) continue;
    const names = [...it.attributes].map(attribute => attribute.name).sort();
    out.push("<" + [it.nodeName, ...names].join(" ") + ">");
    if (it.style?.length) out.push("style " + [...it.style].sort().join(" "));
    if (it.localName === "template" && it.content) shape(it.content, out);
    shape(it, out);
    if (it.localName === "iframe" && it.hasAttribute("srcdoc")) {
      const inner = it.contentDocument;
      if (inner) { out.push("srcdoc"); shape(inner, out); sheets(inner, out); }
    }
    out.push("</>");
  }
  return out;
}

function sheets(page, out) {
  const rules = list => {
    for (const it of list) {
      out.push("css " + it.constructor.name + (it.style ? ": " + [...it.style].sort().join(" ") : ""));
      if (it.cssRules) { out.push("css {"); rules(it.cssRules); out.push("css }"); }
    }
  };
  for (const it of page.styleSheets) {
    try { rules(it.cssRules); } catch { out.push("css of another host"); }
  }
}

const EVENTS = ("pointerover pointerenter pointerdown mousedown pointerup mouseup mouseover mouseenter mousemove mouseout "
  + "mouseleave wheel focus focusin blur focusout keydown keypress keyup beforeinput input change invalid select "
  + "contextmenu auxclick dblclick dragstart dragover drop copy cut paste scroll toggle beforetoggle load error abort "
  + "canplay play ended animationstart animationend transitionend beginEvent endEvent message hashchange popstate "
  + "pageshow beforeprint online resize submit reset click").split(" ");

// Whatever a reader, or the browser by itself, could do.
function touch(page) {
  const view = page.defaultView;
  if (!view) return;
  for (const it of [...page.querySelectorAll("*")]) {
    const handlers = it.getAttributeNames().filter(name => /^on/i.test(name)).map(name => name.slice(2));
    for (const name of handlers) fire(view, it, name);
    if (it.localName === "iframe" && it.contentDocument && it.hasAttribute("srcdoc")) touch(it.contentDocument);
    if (/^(prelude|head|html|meta|script|style|title)$/.test(it.localName) && !handlers.length && !it.getAttributeNames().length) continue;
    for (const name of EVENTS) fire(view, it, name);
    press(it);
  }
  fire(view, view, "hashchange");
}

function fire(view, it, name) {
  try {
    const kind = /^(mouse|click|dblclick|contextmenu|auxclick)/.test(name) ? view.MouseEvent : view.Event;
    it.dispatchEvent(new kind(name, { bubbles: true, cancelable: true }));
  } catch { /* gone in the meantime */ }
}

function press(it) {
  try {
    it.removeAttribute?.("target");
    if (it.localName === "details") it.open = true;
    if (it.localName === "dialog") it.show?.();
    it.focus?.();
    it.click?.();
    if (it.localName === "form") it.requestSubmit?.();
  } catch { /* gone in the meantime */ }
}

// Through which a script's address could be had only when it is used.
async function visit(number, html, framework) {
  const frame = document.createElement("iframe");
  frame.dataset.page = number;
  document.body.append(frame);
  const page = frame.contentDocument;
  const loaded = new Promise(done => frame.addEventListener("load", done, { once: true }));
  page.open();
  page.write(html);
  page.close();
  const seen = { is: "page", page: number, shape: [], broken: 0, lost: null };
  const timely = await Promise.race([loaded.then(() => true), wait(LIMIT).then(() => false)]);
  try {
    const view = frame.contentWindow;
    if (framework) await wait(FRAMEWORK);
    if (frame.contentDocument !== page) throw new Error("the frame went elsewhere");
    if (!timely) seen.lost = "still loading";
    seen.shape = shape(page, []);
    sheets(page, seen.shape);
    if (/^PWNED/.test(page.title)) window.pwned(number, "title");
    touch(page);
    await wait(LINGER);
    seen.broken = view.broken ?? 0;
    if (/^PWNED/.test(page.title)) window.pwned(number, "title");
  } catch (it) {
    seen.lost = String(it);
    await wait(LINGER);
  }
  frame.remove();
  tell(seen);
}

async function slot(queue) {
  for (let entry; (entry = queue.pop());) {
    const [group, number, html, framework] = entry;
    if (group && ran.has(group)) continue;
    if (group) groups.set(number, group);
    await visit(number, html, framework);
    if (said.length > 50) await flush();
  }
}

async function run() {
  const queue = (await (await fetch("/work")).json()).reverse();
  await Promise.all(Array.from({ length: SLOTS }, () => slot(queue)));
  await wait(1000);
  tell({ is: "done" });
  await flush();
}

// A frame may show the page it stands in.
if (top === window) run().catch(it => {
  tell({ is: "ran", page: 0, how: "the runner failed: " + it });
  tell({ is: "done" });
  flush();
});
