//! What must not compile, and what the compiler then says.
//!
//! Its words change from release to release, so they are compared only under the one they were recorded
//! with. That the same misuse is refused by any compiler is shown by `compile_fail` examples beside the
//! types.

use std::process::Command;

/// The release whose words stand in `cases/*.stderr`; raise it when you record them anew.
const RECORDED: &str = "1.95";

#[test]
fn misuse_is_refused_by_the_compiler() {
    match release() {
        Some(release) if release.starts_with(RECORDED) => {
            trybuild::TestCases::new().compile_fail("cases/*.rs");
        }
        other => println!(
            "misuse: rustc {} is not {RECORDED}; its words are not compared",
            other.as_deref().unwrap_or("of unknown release")
        ),
    }
}

/// `1.95.0` of `rustc 1.95.0 (…)`.
fn release() -> Option<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().ok()?;
    Some(String::from_utf8(version.stdout).ok()?.split_whitespace().nth(1)?.to_owned())
}
