//! Cases that nobody on this project wrote, when they are at hand: the folder that `PALISADE_CORPUS`
//! names, or `../shared/corpus`. No score is demanded; every one is printed, as `path  passed/total`.
//!
//! `PALISADE_CORPUS_VERBOSE=1` prints every failing case with its difference, and
//! `PALISADE_CORPUS_ONLY=word` takes only files whose path holds the word. A case is skipped for a
//! feature that `tests/known_differences.toml` lists; whatever is listed and passes fails the run.

mod context;
mod contextual;
mod django;
mod formats;
mod functions;
mod known;
pub(crate) mod language;
mod legal;
mod probes;
pub(crate) mod sanitizer;
mod sides;
mod spelling;

use crate::data::json;
use crate::surroundings::{self, env};
use known::Known;
use palisade::Json;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What a runner says of a case: the difference, when it fails.
type Verdict = Result<(), String>;

/// A runner: a folder of the corpus, and how one of its cases is run.
type Runner = (&'static str, fn(&Json, &Path) -> Verdict);

const RUNNERS: &[Runner] =
    &[("django", django::run), ("context", context::run), ("sanitizer", sanitizer::run)];

#[derive(Default)]
struct Score {
    passed: usize,
    failed: usize,
    skipped: usize,
}

#[test]
fn the_corpus_is_scored() {
    let Some(root) = root() else {
        println!("corpus: not found, skipped");
        return;
    };
    let mut known = Known::load();
    let mut total = Score::default();
    quietly(|| {
        for (folder, run) in RUNNERS {
            for path in files(&root.join(folder)) {
                let score = score(&path, *run, &mut known);
                let name = path.strip_prefix(&root).unwrap_or(&path).display();
                println!("{name}  {}/{}", score.passed, score.passed + score.failed + score.skipped);
                total.passed += score.passed;
                total.failed += score.failed;
                total.skipped += score.skipped;
            }
        }
    });
    println!("corpus: {} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    let stale = if env("PALISADE_CORPUS_ONLY").is_none() { known.stale() } else { Vec::new() };
    let whole = known.whole_templates().join("\n");
    assert!(whole.is_empty(), "classes of known_differences.toml are of single functions, not of:\n{whole}");
    assert!(stale.is_empty(), "known_differences.toml lists what is none (any more):\n{}", stale.join("\n"));
}

fn score(path: &Path, run: fn(&Json, &Path) -> Verdict, known: &mut Known) -> Score {
    let mut score = Score::default();
    let text = fs::read_to_string(path).unwrap_or_default();
    for (line, case) in json::lines(&text) {
        let case = match case {
            Ok(case) => case,
            Err(error) => {
                score.failed += 1;
                report(path, &format!("line {line}"), &error.to_string());
                continue;
            }
        };
        let id = json::text(&case, "id").unwrap_or_default().to_owned();
        let verdict = caught(|| run(&case, path));
        if known.skips(&case, verdict.is_ok()) {
            score.skipped += 1;
            continue;
        }
        known.saw(&id, verdict.is_ok());
        match verdict {
            Ok(()) => score.passed += 1,
            Err(difference) => {
                score.failed += 1;
                let known = if known.lists(&id) { "known: " } else { "" };
                report(path, &id, &format!("{known}{difference}"));
            }
        }
    }
    score
}

/// A panic is a failure of its case, and told from the others.
fn caught(run: impl FnOnce() -> Verdict) -> Verdict {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|cause| {
        let text = cause.downcast_ref::<String>().map(String::as_str);
        let text = text.or(cause.downcast_ref::<&str>().copied()).unwrap_or("no message");
        println!("PANIC {text}");
        Err(format!("panic: {text}"))
    })
}

/// Runs with a silent panic hook on a thread with a stack of its own: panics are counted, not shown.
fn quietly(run: impl FnOnce()) {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    run();
    std::panic::set_hook(hook);
}

fn report(path: &Path, id: &str, difference: &str) {
    if env("PALISADE_CORPUS_VERBOSE").is_some_and(|it| it != "0") {
        println!("FAIL {} {id}\n     {}", path.display(), difference.replace('\n', "\n     "));
    }
}

fn root() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let root = env("PALISADE_CORPUS").map_or_else(beside, PathBuf::from);
    root.is_dir().then_some(root)
}

/// All files of cases below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let only = env("PALISADE_CORPUS_ONLY").unwrap_or_default();
    let mut files = surroundings::files(folder, "jsonl");
    files.retain(|it| it.to_string_lossy().contains(&only));
    files
}
