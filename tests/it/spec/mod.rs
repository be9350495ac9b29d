//! The language, as literate cases: `tests/spec/**/*.md`.
//!
//! `#` is a topic, prose says why, `##` is one case: fences `html [name] [option…]` (default name
//! `main.html`), at most one `context` (TOML), then one of `output`, `error` (`CODE words of the
//! message`), `plan` and `clean` (what the sanitizer makes of the HTML; then at most one `policy`, TOML).
//! Options stand in the first `html` fence: `django` for that mode, `strict_places`, `framework=vue` and its
//! kin, and what `World::of_words` reads. `SPEC=word` runs the cases whose file or title holds the word;
//! `UPDATE=1` rewrites expectations in place, except where `CI` is set.

mod case;
mod run;

use crate::surroundings::{env, files};
use case::{Case, Expectation};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_language_is_what_the_cases_say() {
    let update = env("UPDATE").is_some();
    assert!(!update || env("CI").is_none(), "UPDATE is for people: CI may not change what is expected");
    let mut failures = Vec::new();
    let mut count = 0;
    for file in files(&root(), "md") {
        let text = read(&file);
        let cases = case::parse(&text).unwrap_or_else(|it| panic!("{}:{it}", file.display()));
        let chosen: Vec<&Case> = cases.iter().filter(|it| is_chosen(&file, it)).collect();
        count += chosen.len();
        let wrong: Vec<(&Case, Expectation)> =
            chosen.iter().filter_map(|it| Some((*it, run::mismatch(it)?))).collect();
        if update {
            write(&file, &case::rewritten(&text, &wrong));
        } else {
            failures.extend(wrong.iter().map(|(case, got)| describe(&file, case, got)));
        }
    }
    assert!(count > 0, "no case found");
    assert!(failures.is_empty(), "{} of {count} cases fail\n\n{}", failures.len(), failures.join("\n"));
}

fn is_chosen(file: &Path, case: &Case) -> bool {
    env("SPEC").is_none_or(|word| case.title.contains(&word) || file.to_string_lossy().contains(&word))
}

fn describe(file: &Path, case: &Case, got: &Expectation) -> String {
    let file = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(file).display();
    format!("{file}:{} {}\n--- expected {}\n--- got {}\n", case.line, case.title, case.expected, got)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|it| panic!("{}: {it}", file.display()))
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
}
