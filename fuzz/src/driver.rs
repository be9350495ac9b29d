//! Mutates inputs without looking at coverage: for toolchains without libFuzzer, and for CI.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Pieces that structure what the targets read.
const PIECES: &[&str] = &[
    "{{ x }}", "{% if a %}", "{% else %}", "{% endif %}", "{% for it in l %}", "{% endfor %}", "{% include 'v.html' %}",
    "{% block b %}", "{% endblock %}", "{% with z=x %}", "{% endwith %}", "{% filter lower %}", "{% endfilter %}", "{% verbatim %}",
    "{%", "%}", "{{", "}}", "{#", "#}", "|", ":", "'", "\"", "`", "<", ">", "</", "/>", "=", "<p ", "<a href=", "<script>",
    "</script>", "<style>", "</style>", "<svg>", "<math>", "<title>", "<textarea>", "<!--", "-->", "<![CDATA[", "<template>",
    " style=\"", " onclick='", " srcset=", "(", ")", "[", "]", "{", "}", "${", "/", "//", "/*", "*/", "\\", "\n", ";", ",", "&", "&#",
    "return ", "function ", "=>", "async ", "let a\n", "class A {", "url(", "@media ", "#", "?", "javascript:", "\0", "\u{2028}",
];

/// Runs a target on mutated inputs for `FUZZ_SECONDS` (10), from `FUZZ_SEED` (1) and what lies in `seeds/<target>`.
/// An input that makes it panic is kept in `artifacts/<target>`.
pub fn drive(name: &str, run: fn(&[u8])) -> ExitCode {
    let seconds = setting("FUZZ_SECONDS", 10);
    let mut random = Random(setting("FUZZ_SEED", 1));
    let mut inputs = seeds(name);
    let start = Instant::now();
    let mut runs = 0_u64;
    while start.elapsed() < Duration::from_secs(seconds) {
        let input = mutated(&inputs, &mut random);
        if catch_unwind(AssertUnwindSafe(|| run(&input))).is_err() {
            return kept(name, &input);
        }
        runs += 1;
        // Without coverage every input is as good as another: old ones make room.
        let at = random.below(256);
        if at < inputs.len() { inputs[at] = input } else { inputs.push(input) }
    }
    println!("{name}: {runs} runs in {:?}, nothing found", start.elapsed());
    ExitCode::SUCCESS
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(otherwise)
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = files.map(|it| it.path()).collect();
    found.sort();
    found.iter().filter_map(|it| std::fs::read(it).ok()).chain([Vec::new()]).collect()
}

fn kept(name: &str, input: &[u8]) -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    let file = folder.join("found");
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, input));
    eprintln!("{name}: {:?} {written:?}: {:?}", file, String::from_utf8_lossy(input));
    ExitCode::FAILURE
}

fn mutated(inputs: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = inputs[random.below(inputs.len())].clone();
    for _ in 0..=random.below(4) {
        let at = random.below(input.len() + 1);
        let end = (at + random.below(16)).min(input.len());
        match random.below(6) {
            0 | 1 => drop(input.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
            2 => drop(input.drain(at..end)),
            3 => drop(input.splice(at..at, (0..16).map(|_| random.next() as u8).collect::<Vec<_>>())),
            4 => {
                let other = &inputs[random.below(inputs.len())];
                let from = random.below(other.len() + 1);
                drop(input.splice(at..end, other[from..].iter().copied()));
            }
            _ => drop(input.splice(at..at, input[at..end].to_vec())),
        }
        input.truncate(4096);
    }
    input
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}
