//! What two policies say differently.

use super::{ElementRule, Policy, ValueRule};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One difference between two policies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it is about: `element p`, `attribute a[href]`, `id prefix`.
    pub what: String,
    /// What the old policy says; nothing when it does not have it.
    pub before: Option<String>,
    /// What the new one says.
    pub after: Option<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change { what, before, after } = self;
        match (before, after) {
            (None, Some(after)) => write!(f, "+ {what}: {after}"),
            (Some(before), None) => write!(f, "- {what}: {before}"),
            (before, after) => {
                let show = |it: &Option<String>| it.clone().unwrap_or_default();
                write!(f, "~ {what}: {} → {}", show(before), show(after))
            }
        }
    }
}

impl Policy {
    /// What `newer` says differently, elements first. Name and version do not count.
    ///
    /// ```
    /// use palisade::Policy;
    ///
    /// let changes = Policy::comment().diff(&Policy::comment().without(["pre"]));
    /// assert_eq!(changes.len(), 1);
    /// assert_eq!(changes[0].what, "element pre");
    /// ```
    pub fn diff(&self, newer: &Policy) -> Vec<Change> {
        let mut changes = Vec::new();
        let names: BTreeSet<&String> = self.elements.keys().chain(newer.elements.keys()).collect();
        for name in names {
            match (self.elements.get(name), newer.elements.get(name)) {
                (Some(before), Some(after)) => element(name, before, after, &mut changes),
                (before, after) => {
                    let shown = |it: Option<&ElementRule>| it.map(|it| format!("{it:?}"));
                    push(&mut changes, format!("element {name}"), shown(before), shown(after));
                }
            }
        }
        attributes("*", &self.attributes, &newer.attributes, &mut changes);
        self.settings(newer, &mut changes);
        changes
    }

    fn settings(&self, newer: &Policy, changes: &mut Vec<Change>) {
        let rows = [
            ("disallowed", format!("{:?}", self.disallowed), format!("{:?}", newer.disallowed)),
            ("id prefix", format!("{:?}", self.id_prefix), format!("{:?}", newer.id_prefix)),
            ("invisible", format!("{:?}", self.invisible), format!("{:?}", newer.invisible)),
            ("break mustaches", self.break_mustaches.to_string(), newer.break_mustaches.to_string()),
            ("drop content", format!("{:?}", self.drop_content), format!("{:?}", newer.drop_content)),
            ("keep content", format!("{:?}", self.keep_content), format!("{:?}", newer.keep_content)),
            ("blanks", format!("{:?}", self.blanks), format!("{:?}", newer.blanks)),
            ("comments", self.comments.to_string(), newer.comments.to_string()),
            ("links", format!("{:?}", self.links), format!("{:?}", newer.links)),
            ("limits", format!("{:?}", self.limits), format!("{:?}", newer.limits)),
        ];
        for (what, before, after) in rows {
            push(changes, what.to_owned(), Some(before), Some(after));
        }
    }
}

fn element(name: &str, before: &ElementRule, after: &ElementRule, changes: &mut Vec<Change>) {
    attributes(name, &before.attributes, &after.attributes, changes);
    let rest = |it: &ElementRule| ElementRule { attributes: BTreeMap::new(), ..it.clone() };
    let (before, after) = (format!("{:?}", rest(before)), format!("{:?}", rest(after)));
    push(changes, format!("element {name}"), Some(before), Some(after));
}

type Rules = BTreeMap<String, ValueRule>;

fn attributes(element: &str, before: &Rules, after: &Rules, changes: &mut Vec<Change>) {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let shown = |rules: &Rules| rules.get(name).map(|it| format!("{it:?}"));
        push(changes, format!("attribute {element}[{name}]"), shown(before), shown(after));
    }
}

fn push(changes: &mut Vec<Change>, what: String, before: Option<String>, after: Option<String>) {
    if before != after {
        changes.push(Change { what, before, after });
    }
}
