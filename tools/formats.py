#!/usr/bin/env python3
"""Writes src/host/formats/table.rs: how each language of Django writes dates and numbers.

    pip download --no-deps --python-version 3.13 Django==6.1.3 -d DIR
    python3 tools/formats.py DIR/django-6.1.3-py3-none-any.whl > src/host/formats/table.rs

What a language leaves out is what Django's global settings have. Only facts are taken: the formats and
separators themselves.
"""

import ast
import sys
import zipfile

FORMATS = {
    "DATE_FORMAT": "date",
    "TIME_FORMAT": "time",
    "DATETIME_FORMAT": "date_time",
    "YEAR_MONTH_FORMAT": "year_month",
    "MONTH_DAY_FORMAT": "month_day",
    "SHORT_DATE_FORMAT": "short_date",
    "SHORT_DATETIME_FORMAT": "short_date_time",
    "DECIMAL_SEPARATOR": "decimal_separator",
    "THOUSAND_SEPARATOR": "thousand_separator",
}


def assigned(source):
    """The constants that a module assigns."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield node.targets[0].id, node.value.value


def language(locale):
    """`zh_Hans` as `zh-hans`."""
    return locale.replace("_", "-").lower()


def literal(text):
    text = "".join(f"\\u{{{ord(it):x}}}" if ord(it) > 126 and not it.isalpha() else it for it in text.replace("\\", "\\\\"))
    return '"' + text.replace('"', '\\"') + '"'


def row(name, own, settings):
    value = lambda key: own.get(key, settings[key])
    texts = ", ".join(f"{field}: {literal(value(key))}" for key, field in FORMATS.items())
    grouping = value("NUMBER_GROUPING")
    groups = f"&[{grouping}]" if grouping else "&[]"
    return f"    row! {{ {literal(name)}, {texts}; grouping: {groups}, first_day: {value('FIRST_DAY_OF_WEEK')} }},"


def main(wheel):
    with zipfile.ZipFile(wheel) as files:
        read = lambda name: dict(assigned(files.read(name).decode()))
        settings = read("django/conf/global_settings.py")
        start, end = "django/conf/locale/", "/formats.py"
        locales = {
            name[len(start) : -len(end)]: read(name)
            for name in files.namelist()
            if name.startswith(start) and name.endswith(end)
        }
    # `es_AR` has what `es` has, except for what it says itself.
    base = lambda locale: locales.get(locale.split("_")[0], {})
    rows = sorted((language(locale), {**base(locale), **own}) for locale, own in locales.items())
    print("//! Written by `tools/formats.py` from Django 6.1.3; not edited by hand.")
    print("#![cfg_attr(rustfmt, rustfmt_skip)]\n")
    print("use super::{Formats, row};\n")
    print("/// The languages by name, sorted, and the formats of each.")
    print("pub(super) static LANGUAGES: &[(&str, Formats<'static>)] = &[")
    for name, own in rows:
        print(row(name, own, settings))
    print("];")


main(sys.argv[1])
