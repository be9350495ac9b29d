#!/usr/bin/env bash
# Instructions of one render, of the working tree and of a base, counted by callgrind in one run: what a change costs
# is told by counts, because clocks of shared machines lie. Fails when a row costs more than 5 % more.
# usage: instructions.sh [BASE]   default: where HEAD parted from origin/main, or else from main
set -euo pipefail
cd "$(dirname "$0")/.."

# Name, and renders enough to drown the noise: the cost is (cost of many − cost of one) ÷ (many − 1).
rows=(table:4 texts:4 forum:20 teams:100 loop:20 load:8 get:1000)
bound=105

base=${1:-$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main)}
trees=$(mktemp -d)
trap 'git worktree remove --force "$trees/base" 2>/dev/null || true; rm -rf "$trees"' EXIT
git worktree add --quiet --detach "$trees/base" "$base"
# The base may be older than the program that renders: that of HEAD is used for both.
rm -rf "$trees/base/benches"
git archive HEAD benches | tar -x -C "$trees/base"

build() {
  CARGO_TARGET_DIR=$PWD/target/instructions cargo build --quiet --release --manifest-path "$1/benches/instructions/Cargo.toml"
  cp target/instructions/release/instructions "$2"
}

count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$1" "$2" "$3" 2>&1 | sed -n 's/.*Collected : //p'
}

cost() {
  echo $((($(count "$1" "$2" "$3") - $(count "$1" "$2" 1)) / ($3 - 1)))
}

build "$trees/base" "$trees/before"
build . "$trees/after"
printf '| render | base | now | now ÷ base |\n|---|---:|---:|---:|\n'
failed=0
for row in "${rows[@]}"; do
  name=${row%:*} many=${row#*:}
  before=$(cost "$trees/before" "$name" "$many")
  after=$(cost "$trees/after" "$name" "$many")
  printf '| %s | %d | %d | %d %% |\n' "$name" "$before" "$after" $((after * 100 / before))
  if [ $((after * 100)) -gt $((before * bound)) ]; then failed=1; fi
done
if [ "$failed" -ne 0 ]; then
  echo "a row costs more than $((bound - 100)) % more than at ${base:0:12}" >&2
  exit 1
fi
