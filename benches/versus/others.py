"""Django and Jinja2 on the pages that they share with Palisade."""

import statistics
import time
from pathlib import Path

import django
import jinja2
from django.conf import settings
from django.template import Engine

PAGES = Path(__file__).parent / "templates"
ROUNDS = 21


def numbers():
    return {"rows": [list(range(row * 1000, row * 1000 + 100)) for row in range(100)]}


def texts():
    def text(at):
        return f"<b>{at}&</b>" if at % 10 == 0 else f"text {at}"

    return {"rows": [[text(row * 100 + cell) for cell in range(100)] for row in range(100)]}


def teams():
    scores = [("Jiangsu", 43), ("Beijing", 27), ("Guangzhou", 22), ("Shandong", 12)]
    return {"year": 2015, "teams": [{"name": name, "score": score} for name, score in scores]}


def median(render):
    """Seconds of one render."""
    times = []
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            render()
        if time.perf_counter() - start > 0.02:
            break
        count *= 2
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(count):
            render()
        times.append((time.perf_counter() - start) / count)
    return statistics.median(times)


def in_django(text):
    return text.replace("loop.first", "forloop.first").replace("loop.index", "forloop.counter")


def main():
    settings.configure(USE_TZ=False)
    django.setup()
    engine = Engine()
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(PAGES), autoescape=True)
    print(f"| page | Django {django.get_version()} | Jinja2 {jinja2.__version__} |\n|---|---:|---:|")
    for name, file, data in [
        ("table", "table.html", numbers()),
        ("texts", "table.html", texts()),
        ("teams", "teams.html", teams()),
    ]:
        page = engine.from_string(in_django((PAGES / file).read_text()))
        other = environment.get_template(file)
        assert page.render(django.template.Context(data)).replace("&#x27;", "&#39;") == other.render(data)
        slow = median(lambda: page.render(django.template.Context(data)))
        fast = median(lambda: other.render(data))
        print(f"| {name} | {slow * 1e6:.1f} µs | {fast * 1e6:.1f} µs |")


main()
