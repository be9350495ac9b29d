"""Writes random templates with what Django prints of them, as cases for the runner of `tests/it/corpus`.

    differ.py PACKAGES FOLDER [SEED [COUNT]]
    PALISADE_CORPUS=FOLDER PALISADE_CORPUS_VERBOSE=1 cargo test --test it corpus -- --nocapture

PACKAGES holds Django, as `fetch.sh` leaves it. Half of the cases are filters on values of every kind, half are
nested tags with blocks and includes; many are wrong, and must be wrong here too.
"""

import json
import os
import re
import sys
import time as time_module
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

TEXTS = """x|A b|<b>bold</b> & "q" 'a'|Hello World foo bar|12|1.5|-3|a,b,c|été|ß|ΟΔΟΣ|日本語 テキスト|😀 x
see www.a.org, (http://b.com/x_(y)). a@b.co!|<p>one <b>two</b></p> four|&lt;p&gt; &amp; &#39;|it's o'neil 3rd
%s %d %%|1e5|nan|inf|٣hello|½|None|1_000|a_b-c d||  lead|trail  |000|-0|</p></b>|a < b > c""".replace("\n", "|").split("|")
NUMBERS = [0, 1, 2, -1, 11, 101, 1024, 10**6, 10**15, 0.0, -0.0, 1.0, 0.1, 2.5, -2.5, 1.005, 1e16, 1e22, 1e-7, True, False]
TAGGED = [{"$int": "1" + "0" * 40}, {"$float": "inf"}, {"$float": "nan"}, {"$decimal": "1.10"}, {"$decimal": "1E+5"}]
DATES = [
    {"$date": "2024-02-29"}, {"$date": "0099-12-31"}, {"$time": "00:00:00"}, {"$time": "15:30:59.000123"},
    {"$datetime": "2025-06-18T15:30:45"}, {"$datetime": "1999-12-31T23:59:59.999999"},
    {"$timedelta": 0}, {"$timedelta": 90061.5}, {"$timedelta": -1},
]
ARGUMENTS = {
    "date": ["Y-m-d", "D d M y", "jS F H:i", "N j, Y, P", "c", "U", "DATE_FORMAT", "\\Y", "", None, 0],
    "stringformat": ["s", "5s", "-5s", ".2s", "r", "a", "d", "05d", "+d", "x", "#o", ".2f", "e", "g", "c", "%", "5%", "s%", "ld"],
    "floatformat": [0, 1, 3, -2, "2g", "-1u", "gu", "", "x", None, 20],
    "slice": [":1", "1:", "::2", "::-1", "-1", "a:b", ":", "1:2:3:4", 1, None],
    "yesno": ["y", "y,n", "y,n,m", "a,b,c,d", None], "pluralize": ["es", "y,ies", "a,b,c", ""],
    "dictsort": ["a", "0", 0, -1, 1.5, "a.b", "_x", ""], "get_digit": [1, 2, 0, "x", 99],
    "urlencode": ["", "/:", None], "divisibleby": [1, 3, 0, "2"],
}
ARGUMENTS["time"], ARGUMENTS["dictsortreversed"] = ARGUMENTS["date"], ARGUMENTS["dictsort"]
WIDTHS = [0, 1, 3, 7, 20, -1, "5", "x", None, 2.9]
WITH = "add center cut default default_if_none join json_script ljust rjust truncatechars truncatewords truncatechars_html \
truncatewords_html urlizetrunc wordwrap".split() + list(ARGUMENTS)
WIDE = "center ljust rjust truncatechars truncatewords truncatechars_html truncatewords_html urlizetrunc wordwrap".split()
BARE = "addslashes capfirst escape escapejs escapeseq filesizeformat first force_escape iriencode last length linebreaks \
linebreaksbr linenumbers lower make_list phone2numeric pprint safe safeseq slugify striptags title unordered_list upper urlize \
wordcount date time floatformat yesno pluralize urlencode".split()


class Writer:
    """Values, expressions and templates, from one random source."""

    def __init__(self, random):
        self.random, self.context = random, {}

    def pick(self, *choices):
        return self.random.choice(choices)

    def value(self, depth=0):
        kind = self.random.random()
        if depth > 1 or kind < 0.75:
            text = self.random.choice(TEXTS)
            return self.pick(text, text, {"$safe": text}, self.random.choice(NUMBERS + TAGGED), self.random.choice(DATES), None)
        items = [self.value(depth + 1) for _ in range(self.random.randint(0, 3))]
        return self.pick(items, {"$tuple": items}, dict(zip("abk", items)), [{"a": it} for it in items])

    def kept(self, value):
        name = f"v{len(self.context)}"
        self.context[name] = value
        return name

    def argument(self, name):
        value = self.random.choice(ARGUMENTS.get(name) or (WIDTHS if name in WIDE else [self.value(1)]))
        plain = isinstance(value, str) and not re.search(r'["\\{}%]', value)
        return f'"{value}"' if plain and self.random.random() < 0.5 else self.kept(value)

    def filtered(self, root, most):
        for _ in range(self.random.randint(0, most)):
            name = self.random.choice(WITH + BARE)
            root += f"|{name}" if name not in WITH or (name in BARE and self.random.random() < 0.4) else f"|{name}:{self.argument(name)}"
        return root

    def expression(self):
        names = ["x", "y", "l", "d", "missing", "forloop.counter", "forloop.last", "block.super", "w", "c", "x.year", "x.upper", "d.k"]
        return self.filtered(self.pick(self.random.choice(names), self.kept(self.value())), 1)

    def condition(self):
        parts = [self.pick("", "not ") + self.expression()]
        if self.random.random() < 0.5:
            parts += [self.pick("==", "<", ">=", "in", "not in", "is", "and", "or"), self.expression()]
        return " ".join(parts)

    def body(self, depth):
        return "".join(self.node(depth) for _ in range(self.random.randint(1, 3)))

    def node(self, depth):
        if depth == 0 or self.random.random() < 0.3:
            return self.pick("t", "\n", " <b> ", "{{ " + self.expression() + " }}", '{% cycle "1" "2<" %}')
        e, inside = self.expression, self.body(depth - 1)
        return self.pick(
            f"{{% if {self.condition()} %}}{inside}{{% else %}}e{{% endif %}}",
            f"{{% for x in {self.pick('l', 'd', 'missing', e())} %}}{inside}{{% empty %}}e{{% endfor %}}",
            f"{{% for k, x in d.items %}}{inside}{{% endfor %}}",
            f"{{% with w={e()} %}}{inside}{{% endwith %}}",
            f"{{% ifchanged {self.pick('', e())} %}}{inside}{{% else %}}s{{% endifchanged %}}",
            f"{{% firstof {e()} {e()} %}}",
            f"{{% regroup l by {self.pick('a', 'missing')} as c %}}{{{{ c|length }}}}",
            f"{{% filter {self.pick('upper', 'title', 'force_escape')} %}}{inside}{{% endfilter %}}",
            f"{{% autoescape {self.pick('on', 'off')} %}}{inside}{{% endautoescape %}}",
            f"{{% spaceless %}}<i> {inside} </i>{{% endspaceless %}}",
            f"{{% widthratio {e()} 7 100 %}}",
            f"{{% include 'part' {self.pick('', f'with x={e()}', 'only')} %}}",
            f"{{% partialdef p{len(self.context)} inline %}}{inside}{{% endpartialdef %}}",
        )

    def case(self):
        """Templates by name; the entry is `main`."""
        if self.random.random() < 0.5:
            return {"main": "{{ " + self.filtered(self.kept(self.value()), 3) + " }}"}
        self.context.update(x=self.value(), y=self.value(), l=[self.value(1), {"a": 1}], d={"k": 1, "j": "<x>"})
        after = self.pick("", "{{ block.super }}", "{% if block.super %}s{% endif %}", "{% with w=block.super %}{{ w }}{% endwith %}")
        child = "{% extends 'base' %}{% block b %}" + self.body(2) + after + "{% endblock %}"
        base = self.body(2) + "{% block b %}" + self.body(1) + "{% endblock %}"
        return {"main": self.pick(child, self.body(3)), "base": base, "part": self.pick("{{ x }}", '{% cycle "a" "b" %}')}


def built(value):
    """A value of a case as Python has it."""
    if isinstance(value, list):
        return [built(it) for it in value]
    if not isinstance(value, dict) or not next(iter(value), "").startswith("$"):
        return {key: built(it) for key, it in value.items()} if isinstance(value, dict) else value
    (tag, inner), = value.items()
    from django.utils.safestring import mark_safe

    makers = {
        "$safe": mark_safe, "$int": int, "$float": float, "$decimal": Decimal, "$date": date.fromisoformat,
        "$time": time.fromisoformat, "$datetime": datetime.fromisoformat,
        "$timedelta": lambda it: timedelta(seconds=it), "$tuple": lambda it: tuple(map(built, it)),
    }
    return makers[tag](inner)


def expected(templates, context, invalid):
    """What Django prints, or the error, and at which stage."""
    from django.template import Context, Engine

    loaders = [("django.template.loaders.locmem.Loader", templates)]
    stage = "compile"
    try:
        template = Engine(loaders=loaders, string_if_invalid=invalid).get_template("main")
        stage = "render"
        return stage, {"output": template.render(Context(built(context)))}
    except Exception as error:  # Whatever a template makes Django raise is what is asked for.
        return stage, {"error": {"class": type(error).__name__, "message": str(error)}}


def main(packages, folder, seed=1, count=20000):
    sys.path.insert(0, packages)
    import django
    from django.conf import settings

    # Django asks the system for the time zone of a naive date, which settings made by hand do not tell it.
    os.environ["TZ"] = "America/Chicago"
    time_module.tzset()
    settings.configure(TIME_ZONE="America/Chicago", USE_TZ=False, LANGUAGE_CODE="en", DEBUG=False)
    django.setup()
    random = Random(int(seed))
    into = Path(folder) / "django"
    into.mkdir(parents=True, exist_ok=True)
    with (into / "random.jsonl").open("w") as file:
        for number in range(int(count)):
            writer = Writer(random)
            templates, invalid = writer.case(), random.choice(["", "", "", "INV", "%s?"])
            stage, expect = expected(templates, writer.context, invalid)
            case = {"id": f"random.{seed}.{number}", "kind": "render", "templates": templates, "entry": "main", "stage": stage,
                    "options": {"string_if_invalid": invalid}, "context": writer.context, "env": {}, "expect": expect}
            # What Python says of objects without a name of their own, and of `dict.items`, is not compared.
            if not re.search(r"at 0x|dict_items|Block Node", json.dumps(expect)):
                file.write(json.dumps(case) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
