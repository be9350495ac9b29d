# All tests.
test:
    cargo test --workspace

# Formatting and clippy, with every set of features.
lint:
    .ci/run lint features

# The documentation, without warnings.
docs:
    .ci/run docs

# The language cases whose file or title has this word; all without one.
spec word="":
    SPEC={{word}} cargo test -p palisade --test it spec

# Django's own cases and those on places; PALISADE_CORPUS names their folder.
corpus:
    cargo test -p palisade --test it corpus -- --nocapture

# Each fuzzer for so many seconds; what they find anew is kept in fuzz/corpus, which is not committed.
fuzz seconds="60":
    FUZZ_SEED=0 FUZZ_SECONDS={{seconds}} .ci/run fuzz

# The benchmarks.
bench:
    cargo bench -p palisade

# The same pages by Palisade and its peers: medians and ratios of one run.
versus *workloads:
    cd benches/versus && cargo run --profile lto -- {{workloads}}

# The same in instructions, by callgrind; without names: palisade askama tera minijinja.
versus-instructions *engines:
    benches/versus/measure.sh {{engines}}

# What a render costs now and before the change, in instructions.
instructions base="":
    tools/instructions.sh {{base}}

# Renders the forum example to forum.html.
forum:
    .ci/run forum

# Opens forum.html and every place with hostile values in headless Chromium, and looks for anything that ran.
browser: forum
    .ci/run browser

# Every place with every value made for it; or the places with this word in their name.
browser-all word="":
    cargo run --example browser -- --all {{word}}

# The packages as they would be published, with what is not committed yet.
package:
    .ci/run package

# Everything that CI does, in the same way.
ci:
    .ci/run

# The cleaner beside ammonia on pages and comments: speed and ratios of one run.
cleaners *inputs:
    cd benches/cleaners && cargo run --release -- {{inputs}}
