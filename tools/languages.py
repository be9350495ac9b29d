"""Writes src/languages/table.rs: the languages that Django ships, as facts about each.

    pip download --no-deps --python-version 3.13 Django==6.1.3 -d /tmp/django
    python3 -m zipfile -e /tmp/django/*.whl /tmp/django/unpacked
    python3 tools/languages.py /tmp/django/unpacked > src/languages/table.rs

Only data is taken over: codes, names in English and in the language itself, direction of writing, which codes
stand for another, and the defaults of the settings LANGUAGES and LANGUAGES_BIDI. Nothing is imported from
Django: its two files are read as literals.
"""

import ast
import pathlib
import sys


def assigned(path, name):
    """The value that a module assigns to a name; calls of `gettext_noop` are their argument."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == name:
            return literal(node.value)
    raise SystemExit(f"{path} assigns no {name}")


def literal(node):
    if isinstance(node, ast.Call):
        return literal(node.args[0])
    if isinstance(node, (ast.List, ast.Tuple)):
        return [literal(it) for it in node.elts]
    return ast.literal_eval(node)


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(root):
    django = pathlib.Path(root) / "django" / "conf"
    info = assigned(django / "locale" / "__init__.py", "LANG_INFO")
    listed = assigned(django / "global_settings.py", "LANGUAGES")
    bidi = assigned(django / "global_settings.py", "LANGUAGES_BIDI")
    print("//! Written by `tools/languages.py` from Django 6.1.3; do not edit.")
    print()
    print("use super::Language;")
    print()
    print("/// All languages, sorted by code.")
    print("pub(super) const LANGUAGES: &[Language] = &[")
    for code, row in sorted(info.items()):
        if "name" in row:
            fields = [text(row["code"]), text(row["name"]), text(row["name_local"]), str(row["bidi"]).lower()]
            print(f"    Language::new({', '.join(fields)}),")
    print("];")
    print()
    print("/// Codes that stand for another, sorted.")
    print("pub(super) const ALIASES: &[(&str, &str)] = &[")
    for code, row in sorted(info.items()):
        if "name" not in row:
            print(f"    ({text(code)}, {text(row['fallback'][0])}),")
    print("];")
    print()
    print("/// Default of the setting `LANGUAGES`, in its order: code and English name.")
    print("pub(super) const AVAILABLE: &[(&str, &str)] = &[")
    for code, name in listed:
        print(f"    ({text(code)}, {text(name)}),")
    print("];")
    print()
    print("/// Default of the setting `LANGUAGES_BIDI`: what is written from right to left.")
    print(f"pub(super) const RIGHT_TO_LEFT: &[&str] = &[{', '.join(text(it) for it in bidi)}];")


if __name__ == "__main__":
    main(sys.argv[1])
