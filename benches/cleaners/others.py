"""Cleaners of Python on the inputs that `cleaners --write` made: the median of one cleaning, in MB
for each second of processor time.

Their policies are widened to the elements and attributes of ammonia's defaults, so that they keep about the same.
"""

import pathlib
import statistics
import sys
import time

import bleach
import nh3

TAGS = set(nh3.ALLOWED_TAGS)
ATTRIBUTES = {tag: list(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
CLEANERS = {
    f"nh3 {nh3.__version__}": nh3.clean,
    f"bleach {bleach.__version__}": bleach.Cleaner(tags=TAGS, attributes=ATTRIBUTES, strip=True).clean,
}
# No cleaner gets longer for one input, in seconds.
MOST = 2.0


def median(clean, html):
    times = []
    start = time.perf_counter()
    while len(times) < 31 and (time.perf_counter() - start < MOST or not times):
        began = time.process_time()
        clean(html)
        times.append(time.process_time() - began)
    return statistics.median(times)


def main(folder):
    for name, clean in CLEANERS.items():
        for path in sorted(pathlib.Path(folder).glob("*.html")):
            html = path.read_text()
            print(f"{name}\t{path.stem}\t{len(html.encode()) / median(clean, html) / 1e6:.2f}", flush=True)


main(sys.argv[1])
