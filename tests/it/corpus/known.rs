//! `tests/known_differences.toml`: what is known to fail, and why.

use crate::data::json;
use palisade::Json;
use std::collections::BTreeMap;
use std::path::Path;

/// The list, and what of it was seen.
pub(super) struct Known {
    features: BTreeMap<String, Seen>,
    /// Single functions of other engines: the name of an escaper, or the start of ids before a `*`.
    classes: BTreeMap<String, Seen>,
    cases: BTreeMap<String, Seen>,
    /// Failing cases of classes that are whole templates: no class may hold one.
    whole: Vec<String>,
}

/// How often something listed passed and failed.
#[derive(Default)]
struct Seen {
    passed: usize,
    failed: usize,
}

impl Known {
    pub(super) fn load() -> Known {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/known_differences.toml");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let table: toml::Table = text.parse().unwrap_or_else(|it| panic!("{}: {it}", path.display()));
        let listed = |section| listed(&table, section);
        let whole = Vec::new();
        Known { features: listed("features"), classes: listed("classes"), cases: listed("cases"), whole }
    }

    /// Whether the case needs a feature that is listed, or fails and is of a class that is.
    pub(super) fn skips(&mut self, case: &Json, passed: bool) -> bool {
        let mut skipped = false;
        for key in ["features", "requires"] {
            for feature in json::texts(json::get(case, key)) {
                if let Some(seen) = self.features.get_mut(feature) {
                    seen.count(passed);
                    skipped = true;
                }
            }
        }
        for (_, seen) in self.classes.iter_mut().filter(|it| is_of_class(case, it.0)) {
            seen.count(passed);
            skipped |= !passed;
            if !passed && !is_function(case) {
                self.whole.extend(json::text(case, "id").map(str::to_owned));
            }
        }
        skipped
    }

    /// Whether a case is listed by itself.
    pub(super) fn lists(&self, id: &str) -> bool {
        self.cases.contains_key(id)
    }

    /// Notes how a case ended.
    pub(super) fn saw(&mut self, id: &str, passed: bool) {
        if let Some(seen) = self.cases.get_mut(id) {
            seen.count(passed);
        }
    }

    /// Cases that a class holds and that are no calls of a function.
    pub(super) fn whole_templates(&self) -> &[String] {
        &self.whole
    }

    /// What is listed and is no difference: a case that passes, a feature all of whose cases pass.
    pub(super) fn stale(&self) -> Vec<String> {
        let cases = self.cases.iter().filter(|it| it.1.failed == 0);
        let features = self.features.iter().filter(|it| it.1.failed == 0);
        let classes = self.classes.iter().filter(|it| it.1.failed == 0);
        cases.chain(features).chain(classes).map(|it| it.0.clone()).collect()
    }
}

impl Seen {
    fn count(&mut self, passed: bool) {
        if passed { self.passed += 1 } else { self.failed += 1 }
    }
}

/// Whether the case is one call of a function of another engine: an escaper, a helper, or a modifier of ctemplate,
/// whose rows are templates with nothing but the call.
fn is_function(case: &Json) -> bool {
    let id = json::text(case, "id").unwrap_or_default();
    ["escaper", "input", "func"].iter().any(|it| json::get(case, it).is_some()) || id.contains("/mod/")
}

fn is_of_class(case: &Json, class: &str) -> bool {
    let id = json::text(case, "id").unwrap_or_default();
    match class.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => json::text(case, "escaper") == Some(class),
    }
}

fn listed(table: &toml::Table, section: &str) -> BTreeMap<String, Seen> {
    let entries = table.get(section).and_then(toml::Value::as_table).into_iter().flatten();
    let named = entries.map(|(name, reason)| {
        assert!(reason.as_str().is_some_and(|it| !it.is_empty()), "`{name}` is listed without a reason");
        (name.clone(), Seen::default())
    });
    named.collect()
}
