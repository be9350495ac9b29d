//! The proof by judges that are not our own code: generated templates and hostile values, read by html5ever,
//! Boa, cssparser, `url` and `serde_json`. `docs/proof.md` says what each of these found.
//!
//! Each judge takes as many cases as it can in the seconds that `PALISADE_PROOF` says; without it, the same few
//! hundred each time.

mod addresses;
mod alphabets;
pub(crate) mod choices;
pub(crate) mod cleaning;
pub(crate) mod grammar;
pub(crate) mod judge;
mod listed;
mod metamorphic;
mod orders;
mod places;
mod replay;
mod rows;
mod sinks;
mod soup;
mod state;
mod structure;
mod tables;
mod targets;
pub(crate) mod work;

use crate::surroundings::env;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Runs a judge on bytes that are random but the same each time, as long as it may take. Prints what it did.
fn for_a_while(name: &str, mut judge: impl FnMut(&[u8])) {
    let seconds: Option<u64> = env("PALISADE_PROOF").and_then(|it| it.parse().ok());
    let seed = env("PALISADE_PROOF_SEED").and_then(|it| it.parse().ok()).unwrap_or(1);
    let (start, mut random, mut cases) = (Instant::now(), Random(seed), 0_u64);
    while seconds.map_or(cases < 500, |it| start.elapsed() < Duration::from_secs(it)) {
        judge(&random.bytes());
        cases += 1;
    }
    println!("{name}: {cases} cases in {:?}", start.elapsed());
}

/// What judges hold against us: of each kind, which its first line is, the shortest.
#[derive(Default)]
struct Offences(BTreeMap<String, String>);

impl Offences {
    fn add(&mut self, offence: String) {
        let kind = offence.lines().next().unwrap_or_default().to_owned();
        let shortest = self.0.entry(kind).or_insert_with(|| offence.clone());
        if offence.len() < shortest.len() {
            *shortest = offence;
        }
    }

    #[track_caller]
    fn none(&self) {
        let mut shown: Vec<&str> = self.0.values().map(String::as_str).collect();
        shown.sort_by_key(|it| it.len());
        shown.truncate(40);
        assert!(self.0.is_empty(), "{} kinds\n{}", self.0.len(), shown.join("\n\n"));
    }
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

    fn bytes(&mut self) -> Vec<u8> {
        (0..32).flat_map(|_| self.next().to_le_bytes()).collect()
    }
}
