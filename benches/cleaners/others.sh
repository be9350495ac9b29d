#!/usr/bin/env bash
# Cleaners of other languages on the inputs of this package, from PyPI, npm and Go's proxy into target/: MB/s, not in turns
# with the Rust ones, so compare orders of magnitude only. What is not installed here (node, go) is skipped and said so.
set -euo pipefail
cd "$(dirname "$0")"
folder=$PWD/target/others
mkdir -p "$folder/inputs"
cargo run --quiet --release -- --write "$folder/inputs"

if [ ! -x "$folder/venv/bin/python" ]; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet nh3 bleach
fi
"$folder/venv/bin/python" others.py "$folder/inputs"

if command -v npm >/dev/null; then
  [ -d "$folder/node_modules/jsdom" ] || npm install --silent --no-audit --no-fund --prefix "$folder" sanitize-html dompurify "jsdom@${JSDOM:-latest}"
  NODE_PATH="$folder/node_modules" node others.js "$folder/inputs"
else
  echo "skipped: sanitize-html and DOMPurify, for there is no npm" >&2
fi

if ! command -v go >/dev/null; then
  echo "skipped: bluemonday, for there is no go" >&2
elif [ -d /usr/share/gocode/src/github.com/microcosm-cc/bluemonday ]; then # Debian's package of it
  GO111MODULE=off GOPATH=/usr/share/gocode go run others.go "$folder/inputs"
else
  mkdir -p "$folder/go"
  cp others.go "$folder/go/main.go"
  (cd "$folder/go" && { [ -f go.mod ] || go mod init cleaners; go get "github.com/microcosm-cc/bluemonday@${BLUEMONDAY:-latest}"; } >/dev/null 2>&1 && go run . "$folder/inputs")
fi
