// Reads outputs of the cleaner from a file, parses them with parse5, with scripting on and off, and fails if
// anything is there that the policy's own description does not have.
//
//   node allowed.js OUTPUTS.jsonl
"use strict";
const fs = require("fs");
const { parseFragment, parse } = require("parse5");

const lines = fs.readFileSync(process.argv[2], "utf8").trimEnd().split("\n");
const { policies } = JSON.parse(lines.shift());
const PREFIX = { "http://www.w3.org/2000/svg": "svg:", "http://www.w3.org/1998/Math/MathML": "math:" };

function attribute(policy, element, rule, { name, value }) {
  if (rule.forced?.[name] === value) return true;
  if (policy.links && (element === "a" || element === "area") && (name === "rel" || name === "target")) return true;
  const fits = rules => rules && Object.keys(rules).some(it => it === name || it.endsWith("*") && name.startsWith(it.slice(0, -1)));
  return (fits(rule.attributes) || fits(policy.attributes)) && !/^on/i.test(name);
}

function faults(policy, root, skip) {
  const found = [];
  const todo = [root];
  for (let node; (node = todo.pop());) {
    todo.push(...(node.childNodes ?? []));
    if (node.nodeName === "#comment") found.push("comment");
    if (!node.tagName || skip.has(node.tagName)) continue;
    const name = (PREFIX[node.namespaceURI] ?? "") + node.tagName;
    const rule = policy.elements[name];
    if (!rule) found.push("element " + name);
    else for (const it of node.attrs) if (!attribute(policy, name, rule, it)) found.push(it.name + " of " + name);
  }
  return found;
}

let failed = 0;
for (const line of lines) {
  const { policy, input, output } = JSON.parse(line);
  const rules = policies[policy];
  const seen = [true, false].flatMap(scriptingEnabled => [
    ...faults(rules, parseFragment(output, { scriptingEnabled }), new Set()),
    ...faults(rules, parse("<!DOCTYPE html><body><div>" + output, { scriptingEnabled }), new Set(["html", "head", "body", ...(rules.elements.div ? [] : ["div"])])),
  ]);
  if (seen.length > 0 && failed++ < 10) console.error(`${policy}: ${seen[0]}\n of ${JSON.stringify(input)}\n in ${JSON.stringify(output)}`);
}
console.log(`parse5: ${lines.length} outputs, ${failed} with something disallowed`);
process.exitCode = failed > 0 ? 1 : 0;
