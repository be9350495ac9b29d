// Cleaners of JavaScript on the inputs that `cleaners --write` made: the median of one cleaning, in MB for
// each second of processor time.
"use strict";
const fs = require("fs");
const path = require("path");
const sanitizeHtml = require("sanitize-html");
const { JSDOM } = require("jsdom");
const version = (name) => JSON.parse(fs.readFileSync(path.join(process.env.NODE_PATH, name, "package.json"))).version;

const purify = require("dompurify")(new JSDOM("").window);
const options = { allowedTags: sanitizeHtml.defaults.allowedTags.concat(["img", "del", "ins"]), allowedAttributes: {
  "*": ["lang", "title"], a: ["href"], img: ["src", "alt", "width", "height"], td: ["colspan"] } };
const cleaners = {
  [`sanitize-html ${version("sanitize-html")}`]: (html) => sanitizeHtml(html, options),
  [`DOMPurify ${version("dompurify")} + jsdom`]: (html) => purify.sanitize(html),
};
// No cleaner gets longer for one input, in milliseconds.
const MOST = 2000;

function median(clean, html) {
  const times = [];
  const start = performance.now();
  while (times.length < 31 && (performance.now() - start < MOST || times.length === 0)) {
    const began = process.cpuUsage();
    clean(html);
    const spent = process.cpuUsage(began);
    times.push((spent.user + spent.system) / 1e3);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const folder = process.argv[2];
for (const [name, clean] of Object.entries(cleaners)) {
  for (const file of fs.readdirSync(folder).filter((it) => it.endsWith(".html")).sort()) {
    const html = fs.readFileSync(path.join(folder, file), "utf8");
    const speed = Buffer.byteLength(html) / median(clean, html) / 1e3;
    console.log(`${name}\t${path.basename(file, ".html")}\t${speed.toFixed(2)}`);
  }
}
