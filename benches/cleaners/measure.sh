#!/usr/bin/env bash
# Instructions of one cleaning, by callgrind: (cost of many − cost of one) ÷ (many − 1).
# usage: measure.sh [INPUT…]
set -euo pipefail
cd "$(dirname "$0")"
cargo build --release --quiet
bin=${CARGO_TARGET_DIR:-target}/release/cleaners
declare -A many=([comment]=40 [comment-clean]=40 [text]=100 [page]=3 [page-clean]=3)
inputs=("$@")
[ $# -gt 0 ] || inputs=(comment comment-clean article article-clean page page-clean tags text text-long hostile)
count() { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bin" --once "$1" "$2" "$3" 2>&1 | sed -n 's/.*Collected : //p'; }
printf '| input | palisade | ammonia | ammonia ÷ palisade |\n|---|---:|---:|---:|\n'
for input in "${inputs[@]}"; do
  n=${many[$input]:-5}
  cost() { echo $((($(count "$1" "$input" "$n") - $(count "$1" "$input" 1)) / (n - 1))); }
  ours=$(cost palisade) theirs=$(cost ammonia)
  printf '| %s | %d | %d | %d.%02d |\n' "$input" "$ours" "$theirs" $((theirs / ours)) $((theirs * 100 / ours % 100))
done
