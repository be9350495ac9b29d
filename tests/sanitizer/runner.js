// Shows each text to the browser twice, in frames of their own: as a document, and by `innerHTML` in the elements
// that the parser treats in ways of their own. Writes to `data-verdict` on the root element how many ran, and which.
"use strict";
const CONTEXTS = ["div", "p", "td", "li", "a", "button", "select", "svg", "math", "foreignObject", "template", "noscript"];
const AT_ONCE = 16;
const ran = new Map();
addEventListener("message", ({ data }) => { if (Array.isArray(data) && data[0] === "ran") ran.set(data[1], data[2]); });

const script = text => "<script>" + text + "</" + "script>";
const literal = value => JSON.stringify(value).replace(/</g, "\\u003c");

// In the frame: whatever a payload calls to show that it runs, says so.
function hook(number, where) {
  const said = how => parent.postMessage(["ran", number, where + ": " + how], "*");
  for (const name of ["alert", "confirm", "prompt", "print", "open", "eval", "fetch"]) self[name] = () => said(name);
  document.write = document.writeln = () => said("write");
  self.js_write = self.xss = () => said("named");
  addEventListener("click", event => { if (event.target.closest?.("a")?.protocol !== "javascript:") event.preventDefault(); });
}

// In the frame: everything that a reader could do to an element.
function poke() {
  for (const it of document.body.querySelectorAll("*")) {
    for (const name of ["mouseover", "mouseenter", "mousemove", "focus", "focusin", "pointerover", "click", "toggle", "scroll"]) {
      try { it.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true })); } catch {}
    }
    try { it.focus?.(); } catch {}
  }
}

// In the frame.
function insert(contexts, html) {
  const SVG = "http://www.w3.org/2000/svg", MATH = "http://www.w3.org/1998/Math/MathML";
  for (const name of contexts) {
    const foreign = name === "math" ? MATH : name === "svg" || name === "foreignObject" ? SVG : null;
    const it = foreign ? document.createElementNS(foreign, name) : document.createElement(name);
    document.body.append(it);
    it.innerHTML = html;
    if (it.content) document.body.append(it.content.cloneNode(true));
    // What was printed is read once more, as editors do.
    const again = document.createElement("div");
    document.body.append(again);
    again.innerHTML = it.innerHTML;
  }
}

function frame(page) {
  const it = document.createElement("iframe");
  it.sandbox = "allow-scripts";
  it.srcdoc = page;
  document.body.append(it);
  return new Promise(done => {
    it.onload = () => setTimeout(() => { it.remove(); done(); }, 150);
    setTimeout(() => { it.remove(); done(); }, 1000);
  });
}

function pages(number, html) {
  const begin = where => "<!DOCTYPE html><body>" + script(`(${hook})(${number},${literal(where)})`);
  const poked = script(`(${poke})()`);
  return [
    // A document that the text may have left in any state: the poke comes from a timer.
    begin("document") + script(`setTimeout(${poke}, 5)`) + html,
    begin("innerHTML") + script(`(${insert})(${literal(CONTEXTS)},${literal(html)})`) + poked,
  ];
}

async function main() {
  const queue = TEXTS.flatMap((html, number) => pages(number, html));
  const worker = async () => { while (queue.length > 0) await frame(queue.shift()); };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const which = [...ran].slice(0, 20).map(([number, how]) => `${how} of ${TEXTS[number]}`);
  document.body.remove();
  document.documentElement.dataset.which = which.join("\n");
  document.documentElement.dataset.verdict = `${TEXTS.length} shown, ${ran.size} ran`;
}
main();
