#!/usr/bin/env bash
# Writes the templates of the language cases below tests/spec as first inputs of the fuzzers, to fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")"
targets=(parse analyze render untrusted quadratic sanitize canonical agreement lex stream)
for target in "${targets[@]}"; do mkdir -p "corpus/$target"; done

# What stands before a template in the input of each target: see tests/it/proof/targets.rs.
find ../tests/spec -name '*.md' -print0 | sort -z | xargs -0 awk -v RS='\n' '
  /^```html/ { inside = 1; text = ""; next }
  /^```/ && inside {
    inside = 0; number++
    if (length(text) > 1500) next
    name = sprintf("spec-%05d", number)
    put("parse", "", text); put("sanitize", "", text); put("canonical", "", text)
    put("lex", "", text); put("stream", "0", text)
    put("analyze", "0", text)
    put("render", "1<\"\036\047;\036", text); put("untrusted", "1<\"\036\047;\036", text)
    if (number % 4 == 0) put("quadratic", "4", substr(text, 1, 150))
    next
  }
  inside { text = text $0 "\n" }
  function put(target, before, text,   file) {
    file = "corpus/" target "/" name
    printf "%s%s", before, text > file
    close(file)
  }
'
# Decisions of the grammar, of filters and of tags have no meaning beforehand: some numbers.
for seed in $(seq 1 60); do
  bytes=$(awk -v seed="$seed" 'BEGIN { srand(seed); for (i = 0; i < 240; i++) printf "%c", 33 + int(rand() * 90) }')
  for target in render untrusted; do printf '0%s' "$bytes" >"corpus/$target/grown-$seed"; done
  printf '5%s' "${bytes:0:12}" >"corpus/quadratic/tags-$seed"
  printf '6%s<b>a-1 \036&amp;' "${bytes:0:8}" >"corpus/quadratic/filters-$seed"
  printf '7<p><b title=x>\036%s' "${bytes:0:8}" >"corpus/quadratic/markup-$seed"
done
