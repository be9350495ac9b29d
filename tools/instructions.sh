#!/usr/bin/env bash
# Instructions of one render, of the working tree and of a base, counted by callgrind in one run: what a change costs
# is told by counts, because clocks of shared machines lie. Fails when a row costs more than 5 % more.
# usage: instructions.sh [BASE]   default: where HEAD parted from origin/main, or else from main; on main itself the
# commit before HEAD
set -euo pipefail
cd "$(dirname "$0")/.."

# Name, and renders enough to drown the noise: the cost is (cost of many − cost of one) ÷ (many − 1).
rows=(table:4 texts:4 teams:100 forum:20 forum-serde:20 blocks:100 includes:100 loop:20 escape:20 load:8 get:1000)
bound=105

skip() {
  echo "SKIPPED: $1, so that instructions were not compared" >&2
  exit 0
}

base_of_head() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null) || return
  if [ "$base" = "$(git rev-parse HEAD)" ]; then base=$(git rev-parse --verify --quiet HEAD^) || return; fi
  echo "$base"
}

command -v valgrind >/dev/null || skip "there is no valgrind"
base=${1:-$(base_of_head)} || skip "this clone does not tell what HEAD is based on"

# In one place, so that builds do not pile up.
trees=$PWD/target/instructions-trees
leave() {
  git worktree remove --force "$trees/base" 2>/dev/null || true
  rm -rf "$trees"
}
leave
trap leave EXIT
mkdir -p "$trees"
git worktree add --quiet --detach "$trees/base" "$base" 2>/dev/null || skip "this clone does not hold $base"
# The base may be older than the program that renders: that of HEAD is used for both.
rm -rf "$trees/base/benches"
git archive HEAD benches | tar -x -C "$trees/base"

# Both builds share a folder, and so what the library depends on.
build() {
  CARGO_TARGET_DIR=$PWD/target/instructions cargo build --quiet --release --manifest-path "$1/benches/instructions/Cargo.toml" &&
    cp target/instructions/release/instructions "$2"
}

count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$1" "$2" "$3" 2>&1 | sed -n 's/.*Collected : //p'
}

# What one more render costs: program, name, how many renders.
cost() {
  echo $((($(count "$1" "$2" "$3") - $(count "$1" "$2" 1)) / ($3 - 1)))
}

costs() {
  local row
  for row in "${rows[@]}"; do cost "$1" "${row%:*}" "${row#*:}"; done
}

# Ten and a hundred times the rows cost ten and a hundred times as much, ± 10 %.
growth() {
  local few times many percent
  few=$(cost "$1" rows-100 20)
  for times in 10 100; do
    many=$(cost "$1" "rows-$((100 * times))" 3)
    percent=$((many * 100 / (few * times)))
    printf '%d times the rows cost %d %% of %d times as much\n' "$times" "$percent" "$times"
    if [ "$percent" -lt 90 ] || [ "$percent" -gt 110 ]; then failed=1; fi
  done
}

build . "$trees/after"
build "$trees/base" "$trees/before" || skip "the base has not what the program that renders needs"
costs "$trees/before" >"$trees/before.costs" &
costs "$trees/after" >"$trees/after.costs"
wait $!

printf '| render | base %s | now | now ÷ base |\n|---|---:|---:|---:|\n' "${base:0:12}"
failed=0
while read -r row before after; do
  printf '| %s | %d | %d | %d %% |\n' "${row%:*}" "$before" "$after" $((after * 100 / before))
  if [ $((after * 100)) -gt $((before * bound)) ]; then failed=1; fi
done < <(paste -d ' ' <(printf '%s\n' "${rows[@]}") "$trees/before.costs" "$trees/after.costs")
growth "$trees/after"
if [ "$failed" -ne 0 ]; then
  echo "a row costs more than $((bound - 100)) % more than at ${base:0:12}, or cost does not grow as rows do" >&2
  exit 1
fi
