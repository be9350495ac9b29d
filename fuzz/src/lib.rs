//! What the fuzzers run: one function a target, over bytes. `cargo fuzz run render` mutates them by coverage, on a
//! nightly toolchain; `cargo run --bin render` mutates them blindly, on any.

pub mod driver;

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/it/dom.rs"]
mod dom;

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod corpus {
    #[path = "../../../tests/it/corpus/language/mod.rs"]
    pub mod language;
}

#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod proof {
    #[path = "../../../tests/it/proof/choices.rs"]
    pub mod choices;
    #[path = "../../../tests/it/proof/grammar.rs"]
    pub mod grammar;
    #[path = "../../../tests/it/proof/judge.rs"]
    pub mod judge;
}

use palisade::internals::facts_after;
use palisade::{Engine, EngineBuilder, MemoryLoader, Verify, context};
use proof::choices::Choices;
use proof::{grammar, judge};

/// Makes a binary of a target, for libFuzzer or for the driver.
#[macro_export]
macro_rules! target {
    ($run:path) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $run(bytes));

        #[cfg(not(fuzzing))]
        fn main() -> std::process::ExitCode {
            $crate::driver::drive(env!("CARGO_BIN_NAME"), $run)
        }
    };
}

/// Any text is a template or an error, for developers and for strangers.
pub fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = palisade::internals::tokens(&text);
    compiled(&text, Engine::builder().untrusted());
}

/// Any text has a place at its end, or a refusal, and so have its holes.
pub fn analyze(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = facts_after(&text, &[]);
    let _ = palisade::internals::holes("main.html", &text);
}

/// No value changes the structure of a page. The first half of the bytes makes the values, the rest the template.
pub fn render(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
    let files = grammar::files(&mut choices);
    for untrusted in [false, true] {
        if let Some(Err(offence)) = judge::judged(&files, &x, &y, untrusted) {
            panic!("{offence}");
        }
    }
}

/// Twice the text costs at most about twice the memory, counted in bytes that are allocated in all. Time is not
/// counted: it would say something about the machine.
pub fn quadratic(bytes: &[u8]) {
    const TIMES: usize = 256;
    let piece = String::from_utf8_lossy(bytes.get(..64).unwrap_or(bytes));
    let cost = |times: usize| {
        let text = piece.repeat(times);
        allocation_counter::measure(|| compiled(&text, Engine::builder())).bytes_total
    };
    let (once, twice) = (cost(TIMES), cost(2 * TIMES));
    assert!(twice <= 3 * once + (64 << 10), "{once} bytes, then {twice}: {piece:?}");
}

/// Compiles and renders a template; whatever is wrong with it is no matter.
fn compiled(text: &str, builder: EngineBuilder) {
    let Ok(loader) = MemoryLoader::new([("main.html", text), ("v.html", "{{ x }}")]) else { return };
    let Ok(engine) = builder.loader(loader).verify(Verify::Never).build() else { return };
    if let Ok(template) = engine.get_template("main.html") {
        let _ = template.render_text(&context! { x => "<x>", l => &[1, 2][..], a => true });
    }
}
