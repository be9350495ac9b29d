"""Has Django print the templates of packages, with made-up data, for `tests/it/real` to compare.

    record.py PACKAGES INTO

writes a file INTO/<package>.json for each package: the folders of its templates, the names that are
declared as stubs because nothing here has them, templates that others have, and one case for each
template and each choice of data: what was given, and what Django printed.

The data is found by rendering: a `Probe` stands for every variable, and remembers what is asked of it.
"""

import json
import re
import sys
import types
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import django
import django.urls
from django.conf import settings
from django.http import QueryDict
from django.template import Context, Library, Node, TemplateDoesNotExist
from django.template.base import Lexer, TokenType
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode
from django.utils.safestring import SafeString

# Each with the folders below PACKAGES in which its templates lie.
PACKAGES = {
    "django": ["django"],
    "wagtail": ["wagtail", "django"],
    "oscar": ["oscar", "django"],
}
# Templates of templates (`startproject`), and other languages than Django's.
LEFT_OUT = ["project_template", "jinja2", "/conf/"]
KINDS = {".html", ".txt", ".xml", ".js", ".css", ".json", ".svg", ".kml"}
LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "l10n": "django.templatetags.l10n",
    "tz": "django.templatetags.tz",
    "static": "django.templatetags.static",
    "cache": "django.templatetags.cache",
    "humanize": "django.contrib.humanize.templatetags.humanize",
}
# What parts the bodies of Django's own tags.
PARTS = {"else", "elif", "empty", "plural", "endcomment"}
STUB = "palisade/stub.html"
# Of the request, for `{% querystring %}`.
QUERY = "q=tea&page=2"


def main(packages, into):
    settings.configure(USE_I18N=False, LANGUAGE_CODE="en", USE_TZ=False, STATIC_URL="/static/", TIME_ZONE="UTC", DEBUG=False)
    django.setup()
    django.urls.reverse = reverse
    django.template.defaulttags.datetime = Clock
    for name, parts in PACKAGES.items():
        package = Package(Path(packages), parts)
        text = json.dumps(package.recorded(), ensure_ascii=False)
        (Path(into) / f"{name}.json").write_text(text)


class Clock(datetime):
    """A clock that stands still, where the one in `tests/it/real` does."""

    @classmethod
    def now(cls, tz=None):
        return cls(2026, 1, 2, 3, 4, 5, tzinfo=tz)


def reverse(view, urlconf=None, args=None, kwargs=None, current_app=None, **_):
    """A URL for any view, as `tests/it/real` makes it too; Django refuses a mixture of arguments likewise."""
    if args and kwargs:
        raise ValueError("Don't mix *args and **kwargs in call to reverse()!")
    values = [str(it) for it in [*(args or []), *(kwargs or {}).values()]]
    parts = [*str(view).split(":"), *values]
    return "".join("/" + quote(it, safe="") for it in parts) + "/"


class Package:
    """The templates of one package, and of those it builds on."""

    def __init__(self, packages, parts):
        found = [sorted(it for it in (packages / part).rglob("templates") if it.is_dir()) for part in parts]
        self.roots = [it for part in found for it in part if self.is_wanted(it)]
        self.own = len([it for it in found[0] if self.is_wanted(it)])
        self.sources = {}
        for root in reversed(self.roots):
            for path in root.rglob("*"):
                if path.suffix in KINDS and self.is_wanted(path):
                    self.sources[str(path.relative_to(root))] = path.read_text()
        self.find_unknown()
        self.engine = self.make_engine()

    @staticmethod
    def is_wanted(path):
        return not any(it in str(path) for it in LEFT_OUT)

    def names(self):
        """The templates of the package itself."""
        names = set()
        for root in self.roots[: self.own]:
            names |= {str(it.relative_to(root)) for it in root.rglob("*")} & set(self.sources)
        return sorted(names)

    def find_unknown(self):
        """Collects libraries, tags, filters and templates that neither Django nor the package's templates have."""
        words, libraries, used, named = set(), set(), set(), set()
        for source in self.sources.values():
            for kind, contents in tokens(source):
                bits = contents.split()
                if kind == TokenType.BLOCK:
                    words.add(bits[0])
                if bits[0] == "load":
                    libraries |= set(bits[-1:] if "from" in bits else bits[1:])
                if bits[0] in ("include", "extends") and bits[1][0] in "\"'":
                    named.add(bits[1][1:-1])
                used |= set(re.findall(r"\|\s*(\w+)", re.sub(r'"[^"]*"|\'[^\']*\'', "", contents)))
        plain = Engine(libraries=LIBRARIES)
        loaded = [library for name, library in plain.template_libraries.items() if name in libraries]
        known = [*plain.template_builtins, *loaded]
        tags = {name for library in known for name in library.tags}
        filters = {name for library in known for name in library.filters}
        unknown = {it for it in words - tags - PARTS if not (it.startswith("end") and it[3:] in words)}
        self.blocks = sorted(it for it in unknown if f"end{it}" in words)
        # `django_tables2` has a tag of a name that Django has too.
        unknown -= {"versioned_static", "build_absolute_url"}
        self.tags = sorted(unknown - set(self.blocks) | {it for it in ["querystring"] if "django_tables2" in libraries})
        self.filters = sorted(used - filters)
        self.libraries = sorted(libraries - set(LIBRARIES))
        self.missing = sorted({it for it in named if not it.startswith(".")} - set(self.sources)) + [STUB]

    def make_engine(self):
        module = types.ModuleType("palisade_stubs")
        module.register = stubs(self.tags, self.blocks, self.filters)
        sys.modules["palisade_stubs"] = module
        sources = {**self.sources, **{it: "<b>stub</b>" for it in self.missing}}
        libraries = {**LIBRARIES, **{it: "palisade_stubs" for it in self.libraries}}
        loaders = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", sources)])]
        return Engine(loaders=loaders, libraries=libraries)

    def recorded(self):
        cases = [case for name in self.names() for case in self.cases(name)]
        return {
            "roots": [str(it.resolve()) for it in self.roots],
            "names": self.names(),
            "all": sorted(self.sources),
            "libraries": self.libraries,
            "tags": self.tags,
            "blocks": self.blocks,
            "filters": self.filters,
            "missing": self.missing,
            "cases": cases,
        }

    def cases(self, name):
        root = Root()
        for truth in (True, False):
            Probe.truth = truth
            try:
                self.render(name, root)
            except Exception:  # what cannot be made up is found out below
                pass
        for choice in ("full", "bare", "empty"):
            context = {} if choice == "empty" else root.data(choice == "full")
            case = {"template": name, "data": choice, "context": context}
            try:
                yield {**case, "output": self.render(name, plain(context))}
            except Exception as error:
                yield {**case, "error": f"{type(error).__name__}: {error}"[:200]}

    def render(self, name, data):
        template = self.engine.get_template(name)
        context = Context(data) if isinstance(data, dict) else Probing(data)
        context.request = types.SimpleNamespace(GET=QueryDict(QUERY))
        return template.render(context)


def tokens(source):
    """The tags and holes of a template, without comments."""
    inside = False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = (token.contents.split() or [""])[0]
            if word in ("comment", "endcomment"):
                inside = word == "comment"
        if not inside and token.token_type in (TokenType.BLOCK, TokenType.VAR) and token.contents:
            yield token.token_type, token.contents


class Counter:
    """The number of a plural."""

    def __init__(self, expression):
        self.expression = expression

    def resolve(self, context, *rest):
        value = self.expression.resolve(context, *rest)
        return int(value) if isinstance(value, Probe) else value


counted = BlockTranslateNode.__init__


def with_counter(self, *args, **kwargs):
    counted(self, *args, **kwargs)
    self.counter = self.counter and Counter(self.counter)


BlockTranslateNode.__init__ = with_counter


class Body(Node):
    def __init__(self, nodelist=None):
        self.nodelist = nodelist

    def render(self, context):
        return self.nodelist.render(context) if self.nodelist else ""


def stubs(tags, blocks, filters):
    """Tags that print nothing or their body, and filters that do nothing."""
    register = Library()

    def block(parser, token):
        nodelist = parser.parse((f"end{token.contents.split()[0]}",))
        parser.delete_first_token()
        return Body(nodelist)

    register.simple_tag(lambda path: f"/static/{path}", name="versioned_static")
    register.simple_tag(lambda url: url, name="build_absolute_url")
    for name in tags:
        register.tag(name, lambda parser, token: Body())
    for name in blocks:
        register.tag(name, block)
    for name in filters:
        register.filter(name, lambda value, argument=None: value)
    return register


class Probing(Context):
    """A context in which every variable exists."""

    def __init__(self, root):
        super().__init__()
        self.root = root

    def __getitem__(self, key):
        for layer in reversed(self.dicts):
            if key in layer:
                return layer[key]
        return self.root.child(key)


# What is printed for a variable whose name ends so.
WORDS = [
    (r"url|href|src|link|action|path|next|icon_url|website", "/thing/7/?a=1"),
    (r"template(_name)?", STUB),
    (r"json|catalog_str|formats_str", '{"a": [1, "b"]}'),
    (r"email", "ada@example.com"),
    (r"num_\w+|id|pk|count|number|num|year|month|day|page_num|size|width|height|total|counter|quantity|order|level|depth|max|min|rows|cols|index|hits|zoom|lat|lon|x|y", 7),
    (r"title|label|text|message|description|content|verbose_name|help|body|comment|value|heading", "Tom & Eve's"),
]


def word(name):
    for ending, text in WORDS:
        if re.search(rf"(^|_)({ending})$", name):
            return text
    return re.sub(r"\W", "", name) or "word"


# What only makes sense as something in particular.
FIXED = {
    "LANGUAGES": [["en", "English"], ["de", "German"]],
    "LANGUAGE_CODE": "en",
    "tag": "label",
    "plural": {"$safe_js": "(n != 1)"},
    **dict.fromkeys(["class_attrib", "base_attrs_string", "attr_string"], {"$safe": ' class="wide"'}),
    "status_templates": [STUB],
    "media": {"$safe": '<link href="/static/a.css" media="all" rel="stylesheet">'},
}


class Media(SafeString):
    """What a form needs of scripts and styles; there is no nonce for it here."""

    def render(self, *, attrs=None):
        return self


class Probe:
    """Stands for a value, and remembers what is asked of it."""

    truth = True

    def __init__(self, name):
        self.name = name
        self.children = {}
        self.items = None
        self.printed = self.tested = self.number = False

    def child(self, key):
        if isinstance(key, slice):
            return list(self)
        key = str(key)
        if key.isdigit() and int(key) < 2:
            return next(iter(self))
        value = FIXED.get(key, STUB if word(key) == STUB else None)
        if value is not None:
            self.children.setdefault(key, Fixed(value))
            return plain(value)
        return self.children.setdefault(key, Probe(key))

    __getitem__ = child

    def __iter__(self):
        self.items = self.items or [Probe(self.name)]
        return iter(self.items * 2)

    def __reversed__(self):
        return iter(self)

    def __len__(self):
        frame = sys._getframe(1).f_locals
        if not frame.get("unpack"):
            return 2 if self.truth else 0
        names = frame["self"].loopvars
        self.items = (self.items or []) + [Probe(it) for it in names][len(self.items or []) :]
        self.tuple = True
        return len(self.items)

    def __bool__(self):
        self.tested = True
        return self.truth

    def __str__(self):
        self.printed = True
        return str(word(self.name))

    def __int__(self):
        self.number = True
        return 7

    __index__ = __int__

    def __float__(self):
        return float(int(self))

    def __add__(self, other):
        return str(self) + str(other)

    def __contains__(self, other):
        return False

    def data(self, full):
        if self.items is not None:
            items = [it.data(full) for it in self.items]
            if getattr(self, "tuple", False):
                return items
            return items * 2 if full else items
        if self.children:
            inner = {key: it.data(full) for key, it in self.children.items()}
            if self.printed:
                return {"$object": {"attrs": inner, "str": str(word(self.name)), "bool": True}}
            return inner
        if self.number or word(self.name) == 7:
            return 7 if full else 0
        if self.tested and not self.printed:
            return full
        return word(self.name)


class Fixed:
    def __init__(self, value):
        self.value = value

    def data(self, full):
        return self.value


class Root(Probe):
    def __init__(self):
        super().__init__("root")

    def data(self, full):
        return {key: it.data(full) for key, it in self.children.items()}


class Thing:
    """An object that prints itself in words of its own."""

    def __init__(self, text, attributes):
        self.__dict__.update(attributes)
        self._text = text

    def __str__(self):
        return self._text


def plain(data):
    if isinstance(data, list):
        return [plain(it) for it in data]
    if not isinstance(data, dict):
        return data
    if "$safe" in data or "$safe_js" in data:
        return Media(*data.values())
    if "$object" in data:
        thing = data["$object"]
        return Thing(thing["str"], plain(thing["attrs"]))
    return {key: plain(it) for key, it in data.items()}


if __name__ == "__main__":
    main(*sys.argv[1:])
