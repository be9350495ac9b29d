#!/usr/bin/env bash
# Opens the forum page in headless Chromium and fails if a value ran, opened a dialog, changed the
# page's structure, or made a request.
#
#   tests/browser/forum.sh [PAGE] [SCREENSHOT]
#
# The page comes from the README's first command. CHROMIUM names the browser if it is not in the PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."

page=$(realpath "${1:-forum.html}")
screenshot=$(realpath -m "${2:-target/forum.png}")
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$chromium" ]; then
  echo "forum.sh: no Chromium: install Debian's package chromium, or set CHROMIUM" >&2
  exit 2
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# browser ARGUMENTS…: one run with a profile of its own, and a network that knows no name.
browser() {
  timeout 120 "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
    --user-data-dir="$(mktemp -d -p "$scratch")" --host-resolver-rules='MAP * ~NOTFOUND' \
    --virtual-time-budget=20000 "$@" 2>>"$scratch/errors.txt"
}

fail() {
  echo "forum.sh: $*" >&2
  exit 1
}

# The root element's start tag, which is ours: no value stands in it.
root_tag() {
  grep -m1 -o '<html[^>]*>' "$1" || fail "Chromium printed no page: $(tail -3 "$scratch/errors.txt")"
}

# The URLs that a page asked for, whether or not they led anywhere. What Chromium wants for itself has
# no origin as its initiator; `about:invalid#blocked` stands where a value was rejected.
requests() {
  grep '"initiator":' "$1" | grep -v '"initiator":"not an origin"' | grep -oE '"url":"[^"]*"' \
    | grep -vF '"about:invalid#blocked"' | sort -u || true
}

# 0. A request would be noticed.
echo '<!DOCTYPE html><img src="http://canary.invalid/">' >"$scratch/canary.html"
browser --log-net-log="$scratch/canary.json" --dump-dom "file://$scratch/canary.html" >/dev/null || fail "Chromium failed"
[ -n "$(requests "$scratch/canary.json")" ] || fail "a request was made and not noticed: did the format of the log change?"

# 1. The page as it is: its script ran, no payload did, nothing was requested.
browser --log-net-log="$scratch/net.json" --dump-dom "file://$page" >"$scratch/dom.html" || fail "Chromium failed"
root=$(root_tag "$scratch/dom.html")
case $root in *data-pwned*) fail "a value ran: $root" ;; esac
case $root in *'data-posts="200"'*) ;; *) fail "the page's own script did not run: $root" ;; esac
requests=$(requests "$scratch/net.json")
[ -z "$requests" ] || fail "requests: $requests"

# 2. A copy that tries everything a reader could do.
probed=$scratch/probed.html
awk -v probe=tests/browser/probe.js '
  { print }
  /<meta charset="utf-8">/ && !done {
    print "<script>"; while ((getline line < probe) > 0) print line; print "</script>"; done = 1
  }' "$page" >"$probed"
browser --dump-dom "file://$probed" >"$scratch/probed.dom.html" || fail "Chromium failed on the probed page"
root=$(root_tag "$scratch/probed.dom.html")
case $root in *'data-verdict="ok"'*) ;; *) fail "$root" ;; esac

# 3. What a person sees.
mkdir -p "$(dirname "$screenshot")"
browser --hide-scrollbars --window-size=1280,1800 --screenshot="$screenshot" "file://$page" >/dev/null || fail "no screenshot"
[ -s "$screenshot" ] || fail "no screenshot"

echo "forum.sh: 200 posts, no value ran, no dialog, no request; screenshot in $screenshot"
