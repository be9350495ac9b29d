//! Django's cases in mode `Contextual`: to a browser the page is the one Django makes, or the template is refused,
//! or a value rejected, for a danger that is named. Few may be.
//!
//! `PALISADE_CORPUS_VERBOSE=1` prints each case that is not the same.

use super::django::{is_unescaped, outcome};
use super::language::meaning;
use super::{files, quietly, report, root, sides};
use crate::data::json;
use crate::render::{Failure, Stage};
use palisade::{Escaping, Json};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Of a thousand cases that render, so many may be refused or have a value rejected.
const MOST: usize = 20;

/// Ends of the ids of cases that differ on purpose, and why.
const KNOWN: &[(&str, &str)] = &[
    ("test_cache.CacheTagTests.test_cache08#2", ONE_PROGRAM),
    ("test_cache.CacheTagTests.test_none_timeout#2", ONE_PROGRAM),
];

const ONE_PROGRAM: &str = "A fragment is found again by the template that made it only: another one of the same \
                           name may stand in another place.";

/// What becomes of a case.
enum Fate {
    Same,
    /// Why not: a code, or the reason of a rejection.
    Danger(String),
    Differs(String),
}

#[derive(Default)]
struct Table {
    cases: usize,
    dangers: BTreeMap<String, usize>,
    differences: Vec<String>,
}

#[test]
fn pages_mean_in_contextual_mode_what_they_mean_in_django() {
    let Some(root) = root() else { return };
    let mut table = Table::default();
    quietly(|| {
        for path in files(&root.join("django")) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            for (_, case) in json::lines(&text) {
                let Ok(case) = case else { continue };
                let id = json::text(&case, "id").unwrap_or_default();
                if let Some(known) = KNOWN.iter().find(|it| id.ends_with(it.0)) {
                    println!("{id} differs: {}", known.1);
                    continue;
                }
                let Some(django) = page(&case) else { continue };
                table.cases += 1;
                let fate = catch_unwind(AssertUnwindSafe(|| fate(&case, &django)));
                match fate.unwrap_or_else(|_| Fate::Differs("panic".to_owned())) {
                    Fate::Same => {}
                    Fate::Danger(name) => {
                        report(&path, id, &name);
                        *table.dangers.entry(name).or_default() += 1;
                    }
                    Fate::Differs(difference) => {
                        report(&path, id, &difference);
                        table.differences.push(format!("{id}: {difference}"));
                    }
                }
            }
        }
    });
    table.judge();
}

impl Table {
    fn judge(&self) {
        for (danger, count) in &self.dangers {
            println!("{count:5}  {danger}");
        }
        let refused: usize = self.dangers.values().sum();
        println!("contextual: {} pages, {refused} refused or rejected", self.cases);
        let differences = self.differences.join("\n");
        assert!(differences.is_empty(), "{} pages differ:\n{differences}", self.differences.len());
        assert!(refused * 1000 <= self.cases * MOST, "{refused} of {} are refused or rejected", self.cases);
    }
}

/// What Django prints, if the case is a page and mode `Django` gets it right.
fn page(case: &Json) -> Option<String> {
    if json::text(case, "kind") != Some("render") || is_unescaped(case) {
        return None;
    }
    let wanted = json::get(case, "expect").and_then(|it| json::text(it, "output"))?;
    let (Ok(output), _) = outcome(case, &Json::Null, Escaping::Django).ok()? else { return None };
    (output == wanted).then_some(output)
}

fn fate(case: &Json, django: &str) -> Fate {
    let outcome = match outcome(case, &Json::Null, Escaping::Contextual) {
        Ok(outcome) => outcome,
        Err(fault) => return Fate::Differs(fault),
    };
    match outcome {
        (Ok(output), _) if output == django => Fate::Same,
        (Ok(_), rejected) if !rejected.is_empty() => Fate::Danger(format!("rejected: {}", rejected[0])),
        (Ok(output), _) => {
            let (wanted, got) = (meaning(django), meaning(&output));
            if wanted == got { Fate::Same } else { Fate::Differs(sides::difference(&wanted, &got)) }
        }
        (Err(Failure { error, stage: Stage::Compile }), _) => {
            Fate::Danger(format!("refused: {} {}", error.code(), error.kind().title()))
        }
        // An include or a base is compiled when it is reached.
        (Err(Failure { error, .. }), _) => {
            Fate::Danger(format!("refused late: {} {}", error.code(), error.kind().title()))
        }
    }
}
