#!/usr/bin/env bash
# Instructions of one render, by callgrind: (cost of many − cost of one) ÷ (many − 1).
# usage: measure.sh [ENGINE…]   default: palisade askama tera minijinja; PROFILE=lto for cargo's profile of that name
set -euo pipefail
cd "$(dirname "$0")"
profile=${PROFILE:-release}
cargo build --profile "$profile" --quiet
bin=target/$profile/versus
declare -A many=([table]=8 [texts]=8 [teams]=400 [forum]=40 [flat]=400 [blocks]=400 [includes]=400 [inline]=80 [loop]=80 [load]=30 [get]=2000)
engines=("$@")
[ $# -gt 0 ] || engines=(palisade askama tera minijinja)
count() { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bin" --once "$1" "$2" "$3" 2>&1 | sed -n 's/.*Collected : //p'; }
available=$("$bin" --list)
printf '| workload |'; printf ' %s |' "${engines[@]}"; printf '\n|---|'; printf -- '---:|%.0s' "${engines[@]}"; echo
for workload in ${WORKLOADS:-table texts teams forum flat blocks includes inline loop load get}; do
  printf '| %s |' "$workload"
  for engine in "${engines[@]}"; do
    if ! grep -qx "$engine $workload" <<<"$available"; then printf ' – |'; continue; fi
    n=${many[$workload]}
    printf ' %s |' $((($(count "$engine" "$workload" "$n") - $(count "$engine" "$workload" 1)) / (n - 1)))
  done
  echo
done
