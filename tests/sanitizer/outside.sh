#!/usr/bin/env bash
# Has parsers that are not ours look for what a policy does not allow in the outputs for every payload of a corpus:
# parse5 (npm), html5lib and html.parser (Python).
#
#   tests/sanitizer/outside.sh FOLDER
#
# FOLDER holds the payloads, see outputs/main.rs. Needs node with npm, and python3 with venv; both packages are fetched into
# target/.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(realpath "${1:?FOLDER of payloads}")
work=$(realpath -m target/sanitizer)
mkdir -p "$work"
[ -d "$work/node_modules/parse5" ] || npm install --silent --no-audit --no-fund --prefix "$work" parse5@7
[ -x "$work/venv/bin/python3" ] || { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet html5lib==1.1; }

cargo run --quiet --profile "${PROFILE:-release}" --example sanitized -- outputs "$folder" "$work/outputs.jsonl"
status=0
NODE_PATH="$work/node_modules" node tests/sanitizer/allowed.js "$work/outputs.jsonl" || status=1
"$work/venv/bin/python3" tests/sanitizer/allowed.py "$work/outputs.jsonl" || status=1
exit $status
