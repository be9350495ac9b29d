"""Reads outputs of the cleaner from a file, parses them with html5lib (whose rules for `select` are the old ones)
and with an HTML 4 tokenizer (html.parser), and fails if anything is there that the policy does not have.

    python3 allowed.py OUTPUTS.jsonl
"""

import json
import sys
from html.parser import HTMLParser

import html5lib

PREFIXES = {"http://www.w3.org/2000/svg": "svg:", "http://www.w3.org/1998/Math/MathML": "math:"}


def allowed(policy, element, rule, name, value):
    if rule["forced"].get(name) == value:
        return True
    if policy["links"] and element in ("a", "area") and name in ("rel", "target"):
        return True

    def fits(rules):
        return any(it == name or it.endswith("*") and name.startswith(it[:-1]) for it in rules)

    return not name.startswith("on") and (fits(rule["attributes"]) or fits(policy["attributes"]))


def fault(policy, name, attributes):
    rule = policy["elements"].get(name)
    if rule is None:
        return "element " + name
    for attribute, value in attributes:
        if not allowed(policy, name, rule, attribute, value or ""):
            return f"{attribute} of {name}"
    return None


def tree_faults(policy, output):
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=True)
    for node in parser.parseFragment(output, container="div").iter():
        if not isinstance(node.tag, str):
            yield "comment"
        elif node.tag.startswith("{"):
            namespace, name = node.tag[1:].split("}")
            attributes = [(it if isinstance(it, str) else it[-1], value) for it, value in node.attrib.items()]
            yield fault(policy, PREFIXES.get(namespace, "") + name, attributes)


class Tokens(HTMLParser):
    def __init__(self, policy):
        super().__init__()
        self.policy, self.faults = policy, []

    def handle_starttag(self, tag, attrs):
        names = [it for it in (tag, "svg:" + tag, "math:" + tag) if it in self.policy["elements"]]
        self.faults.append(fault(self.policy, names[0] if names else tag, attrs))

    def handle_comment(self, data):
        self.faults.append("comment")

    def handle_decl(self, decl):
        self.faults.append("declaration")

    def handle_pi(self, data):
        self.faults.append("processing instruction")


def token_faults(policy, output):
    tokens = Tokens(policy)
    tokens.feed(output)
    tokens.close()
    return tokens.faults


def main():
    failed = {"html5lib": 0, "html.parser": 0}
    with open(sys.argv[1], encoding="utf-8") as file:
        policies = json.loads(next(file))["policies"]
        seen = set()
        for line in file:
            case = json.loads(line)
            if (case["policy"], case["output"]) in seen:
                continue
            seen.add((case["policy"], case["output"]))
            policy = policies[case["policy"]]
            for name, faults in (("html5lib", tree_faults), ("html.parser", token_faults)):
                found = [it for it in faults(policy, case["output"]) if it]
                if found:
                    failed[name] += 1
                    if failed[name] <= 10:
                        print(f"{name}: {case['policy']}: {found[0]}\n of {case['input']!r}\n in {case['output']!r}", file=sys.stderr)
    for name, count in failed.items():
        print(f"{name}: {len(seen)} outputs, {count} with something disallowed")
    sys.exit(1 if any(failed.values()) else 0)


main()
