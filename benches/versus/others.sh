#!/usr/bin/env bash
# The engines of other languages on the pages of this folder: Django and Jinja2 from PyPI in an environment of their
# own, and Go's html/template where there is a `go`. Each prints the median of one render. Not interleaved with the
# others, so compare orders of magnitude only.
set -euo pipefail
cd "$(dirname "$0")"
folder=target/others
mkdir -p "$folder"
if [ ! -x "$folder/venv/bin/python" ]; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet django jinja2
fi
"$folder/venv/bin/python" others.py
if command -v go >/dev/null; then
  go run others.go
else
  echo "no go here: html/template is left out" >&2
fi
