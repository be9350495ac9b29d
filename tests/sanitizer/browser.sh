#!/usr/bin/env bash
# Has headless Chromium load the cleaner's output for every payload of a corpus under every preset, as a document and by
# `innerHTML` in twelve elements, and fails if anything runs. As a control, the payloads themselves must run.
#
#   tests/sanitizer/browser.sh FOLDER
#
# ONLY_CONTROL=1 shows no more than the first page of outputs. OUTPUTS names outputs that are there already.
# FOLDER holds the payloads, see outputs/main.rs. CHROMIUM names the browser if it is not in the PATH; needs python3.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(realpath "${1:?FOLDER of payloads}")
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$chromium" ] || { echo "browser.sh: no Chromium: install Debian's package chromium, or set CHROMIUM" >&2; exit 2; }
work=$(realpath -m target/sanitizer)
mkdir -p "$work"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

[ -n "${OUTPUTS:-}" ] || cargo run --quiet --profile "${PROFILE:-release}" --example sanitized -- outputs "$folder" "$work/outputs.jsonl"

# One page for every 400 texts. Payloads that never end would only show that the browser hangs.
python3 - "${OUTPUTS:-$work/outputs.jsonl}" "$scratch" <<'PYTHON'
import json, pathlib, re, sys
outputs, scratch = open(sys.argv[1], encoding="utf-8"), pathlib.Path(sys.argv[2])
next(outputs)
cleaned, raw = {}, {}
for line in outputs:
    case = json.loads(line)
    if "<" in case["output"]:
        cleaned[case["output"]] = None
    if not re.search(r"while\s*\(|for\s*\(\s*;|location|debugger", case["input"]):
        raw[case["input"]] = None
runner = pathlib.Path("tests/sanitizer/runner.js").read_text(encoding="utf-8")
def pages(name, texts):
    for n in range(0, len(texts), 400):
        data = json.dumps(texts[n:n + 400]).replace("<", "\\u003c")
        page = f'<!DOCTYPE html><meta charset="utf-8"><body><script>const TEXTS = {data};\n{runner}</script>'
        (scratch / f"{name}-{n:06}.html").write_text(page, encoding="utf-8", errors="replace")
pages("cleaned", list(cleaned))
markup = [it for it in raw if "<" in it]
pages("control", markup[::max(1, len(markup) // 800)])
PYTHON

# verdict PAGE: what the page said.
verdict() {
  timeout 300 "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-popup-blocking \
    --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
    --user-data-dir="$(mktemp -d -p "$scratch")" --host-resolver-rules='MAP * ~NOTFOUND' \
    --virtual-time-budget=600000 --dump-dom "file://$1" 2>>"$scratch/errors.txt" | grep -zoE '<html[^>]*>' | tr -d '\0' || true
}

status=0 shown=0 ran=0
cleaned=("$scratch"/cleaned-*.html)
[ -z "${ONLY_CONTROL:-}" ] || cleaned=("${cleaned[0]}")
for page in "${cleaned[@]}"; do
  root=$(verdict "$page")
  if [[ $root =~ ([0-9]+)\ shown,\ ([0-9]+)\ ran ]]; then
    shown=$((shown + BASH_REMATCH[1])) ran=$((ran + BASH_REMATCH[2]))
    [ "${BASH_REMATCH[2]}" = 0 ] || echo "$root" >&2
  else
    echo "browser.sh: no verdict on $(basename "$page")" >&2
    status=1
  fi
done
echo "cleaned: $shown outputs, $ran ran"
[ "$ran" = 0 ] && [ "$shown" -gt 0 ] || status=1

control=0
for page in "$scratch"/control-*.html; do
  root=$(verdict "$page")
  [[ $root =~ ,\ ([0-9]+)\ ran ]] && control=$((control + BASH_REMATCH[1]))
done
echo "control: $control payloads ran as they are"
[ "$control" -gt 50 ] || { echo "browser.sh: payloads do not run: the harness sees nothing" >&2; status=1; }
exit $status
