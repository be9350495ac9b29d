//! `tests/real/known.toml`: templates that are not as they should be, each with the reason. One that is as it
//! should be again fails the run.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(super) struct Known {
    /// By question, project and template: `compile/wagtail/page.html`.
    reasons: BTreeMap<String, String>,
    met: RefCell<BTreeSet<String>>,
    unknown: RefCell<Vec<String>>,
}

impl Known {
    pub(super) fn load() -> Known {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real/known.toml");
        let text = std::fs::read_to_string(path).expect("there is a list of what is known");
        let reasons = toml::from_str(&text).expect("known.toml gives each template a reason");
        Known { reasons, met: RefCell::default(), unknown: RefCell::default() }
    }

    /// Shows a template that is not as it should be, with the reason if there is one.
    pub(super) fn tell(&self, key: &str, fault: &str) {
        let fault = fault.trim_end().replace('\n', "\n    ");
        match self.reasons.get(key) {
            Some(why) if self.met.borrow_mut().insert(key.to_owned()) => {
                println!("  {key}: {why}\n    {fault}");
            }
            Some(_) => {}
            None => self.unknown.borrow_mut().push(format!("  {key}: NOT EXPLAINED\n    {fault}")),
        }
    }

    /// Fails if something has no reason, or a reason explains nothing (any more).
    #[track_caller]
    pub(super) fn judge(&self, question: &str) {
        let met = self.met.borrow();
        let stale = self.reasons.keys().filter(|it| it.starts_with(question) && !met.contains(*it));
        let stale = stale.map(|it| format!("  {it}: is as it should be, and listed"));
        let faults: Vec<String> = self.unknown.borrow().iter().cloned().chain(stale).collect();
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    }
}
