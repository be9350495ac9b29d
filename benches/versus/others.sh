#!/usr/bin/env bash
# Django and Jinja2 on pages of this folder, from PyPI in an environment of their own: the median of one render. Not
# interleaved with the Rust engines, so compare orders of magnitude only.
set -euo pipefail
cd "$(dirname "$0")"
folder=target/others
mkdir -p "$folder"
if [ ! -x "$folder/venv/bin/python" ]; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet django jinja2
fi
"$folder/venv/bin/python" others.py
