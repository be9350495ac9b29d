#!/usr/bin/env bash
# Fetches Django and two large projects made with it into a folder (default target/real), and has Django
# itself print their templates: tests/it/real compares. Nothing of theirs is kept in the repository.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
into=${1:-$here/../../target/real}
packages=(Django==6.1.3 wagtail==8.0.1 django-oscar==4.2.1)
mkdir -p "$into"
cd "$into"

# Django 6 needs Python 3.12.
newest_python() {
  local candidate
  for candidate in python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[23]*/bin/python python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "there is no Python 3.12 to run Django with" >&2
  return 1
}

if [ ! -f fetched ] || [ "$(cat fetched)" != "${packages[*]}" ]; then
  python=$(newest_python)
  rm -rf wheels packages venv
  "$python" -m pip download --quiet --disable-pip-version-check --no-deps --python-version 3.13 \
    --only-binary=:all: -d wheels "${packages[@]}"
  for wheel in wheels/*.whl; do
    "$python" -m zipfile -e "$wheel" packages
  done
  "$python" -m venv venv
  venv/bin/pip install --quiet --disable-pip-version-check "${packages[0]}"
  printf '%s' "${packages[*]}" >fetched
fi
venv/bin/python "$here/record.py" packages .
