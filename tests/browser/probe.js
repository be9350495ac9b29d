// Put into the head of a copy of the forum page by forum.sh. Lets every payload have its chance, and
// writes what it saw to `data-verdict` on the root element: "ok", or what is wrong.
"use strict";
{
  const root = document.documentElement;
  const faults = new Set();
  const fault = text => { if (faults.size < 20) faults.add(text); };

  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...args) => fault("dialog: " + name + "(" + args + ")");
  }

  // What the parser does to any text: NUL becomes U+FFFD, CR becomes LF.
  const parsed = text => text.replace(/\0/g, "\uFFFD").replace(/\r\n?/g, "\n");
  const same = (what, got, wanted) => {
    if (got !== parsed(wanted)) fault(what + ": " + JSON.stringify(got) + " instead of " + JSON.stringify(wanted));
  };

  // The page's skeleton, element by element; anything more was made by a value.
  function census() {
    const count = selector => document.querySelectorAll(selector).length;
    const wanted = { article: 200, img: 201, svg: 1, rect: 4, form: 2, script: 6, style: 1, title: 5, "head > title": 1, "rect + text": 4, textarea: 1, select: 1, meta: 3, head: 1, body: 1, main: 1 };
    for (const [name, number] of Object.entries(wanted)) {
      if (count(name) !== number) fault(count(name) + " <" + name + "> instead of " + number);
    }
    const known = new Set(("html head meta title script style body header div a span nav main aside section h1 h2 h3 p ul ol li "
      + "form input textarea select option button label br bdi time article img blockquote footer svg g rect text").split(" "));
    for (const it of document.querySelectorAll("*")) {
      if (!known.has(it.localName)) fault("unexpected <" + it.localName + ">");
      for (const { name } of it.attributes) {
        const ours = name === "onclick" && it.matches("button.mention") || name === "style" && it.localName === "bdi";
        if (!ours && /^on|^style$|^srcdoc$|^formaction$|["'<>=`]/.test(name)) fault("unexpected attribute " + name);
      }
    }
  }

  // Each text arrived whole, where it belongs.
  function texts(data) {
    for (const post of data.posts) {
      const article = document.getElementById("post-" + post.number);
      const where = "post " + post.number + ": ";
      same(where + "data-author", article.dataset.author, post.author);
      same(where + "data-subject", article.dataset.subject, post.subject);
      same(where + "heading", article.querySelector("h2").textContent, post.subject);
      same(where + "title", article.querySelector("h2 a").title, post.subject);
      const box = document.querySelector("textarea");
      const before = box.value;
      article.querySelector("button.mention").click();
      same(where + "mention", parsed(box.dataset.mentioned), post.author);
      box.value = before;
    }
    const [reader, , unread, labels] = JSON.parse(root.dataset.reader);
    same("reader", document.querySelector(".viewer bdi").textContent, reader);
    if (unread !== 1 || labels.length !== 4) fault("the script's number or list");
    const linked = JSON.parse(document.querySelector("script[type='application/ld+json']").textContent);
    same("headline", linked.headline, data.thread);
    if (linked.commentCount !== 200 || String(linked.keywords) !== String(labels)) fault("the JSON-LD");
    const map = new URL(document.querySelector("a[href*='maps.example']").href);
    same("place", map.searchParams.get("query"), document.querySelector("a[href*='maps.example']").textContent);
    same("title", document.title.slice(0, data.thread.length), data.thread);
    same("h1", document.querySelector("h1").lastChild.data.trim(), data.thread);
    same("subject", document.querySelector("input[name=subject]").value, "Re: " + data.thread);
  }

  // No address executes, and none but a picture's own data is loaded.
  const BLOCKED = "about:invalid#blocked"; // stands where a value was rejected
  function addresses() {
    for (const it of document.querySelectorAll("[href], [action]")) {
      const address = it.getAttribute("href") ?? it.getAttribute("action");
      if (address === BLOCKED) continue;
      if (!URL.canParse(address, "https://forum.example/")) continue; // such a link leads nowhere
      const { protocol } = new URL(address, "https://forum.example/");
      if (!/^(https?|mailto):$/.test(protocol)) fault("address with " + protocol);
    }
    for (const it of document.images) {
      const source = it.getAttribute("src");
      if (source !== BLOCKED && /^\s*\w+:/.test(source) && !/^data:image\/gif;base64,/.test(source)) fault("picture from " + source);
    }
    for (const { name } of performance.getEntriesByType("resource")) {
      if (/^https?:|attacker/.test(name)) fault("request for " + name);
    }
  }

  // Whatever a reader could do.
  function touch() {
    const stay = event => {
      const link = event.target.closest?.("a");
      if (event.type === "submit" || !link || link.protocol !== "javascript:") event.preventDefault();
    };
    window.addEventListener("click", stay, true);
    window.addEventListener("submit", stay, true);
    const events = "mouseenter mouseover mouseout pointerover pointerenter focus blur keydown input change toggle start error load click".split(" ");
    for (const it of document.querySelectorAll("body, body *")) {
      for (const name of events) it.dispatchEvent(new Event(name, { cancelable: true }));
      it.click?.();
    }
  }

  function canary(wanted) {
    const sang = root.dataset.pwned === "yes" || document.title === "PWNED";
    if (sang !== wanted) fault(wanted ? "the canary cannot sing" : "a value ran");
  }

  function test() {
    const data = JSON.parse(document.getElementById("thread-data").textContent);
    if (root.dataset.posts !== "200") fault("the page's own script did not get 200 posts");
    census();
    texts(data);
    addresses();
    touch();
  }

  function verdict() {
    canary(false);
    pwned();
    canary(true);
    delete root.dataset.pwned;
    root.dataset.verdict = [...faults].join(" | ") || "ok";
  }

  window.addEventListener("load", () => {
    try { test(); } catch (it) { fault("the probe failed: " + it); }
    setTimeout(() => {
      try { verdict(); } catch (it) { root.dataset.verdict = "the probe failed: " + it; }
    }, 1000);
  });
}
