//! Policies in the neutral words of the corpus: where they come from, and how their lists are read.

use serde_json::{Map, Value};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// What `policies.json` beside a file of cases says.
pub(super) fn bases(corpus: &Path) -> &'static Map<String, Value> {
    static BASES: OnceLock<Map<String, Value>> = OnceLock::new();
    BASES.get_or_init(|| {
        let text = fs::read_to_string(corpus.with_file_name("policies.json")).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    })
}

/// What a cleaner allows by default, of those whose defaults the corpus only names (`data/cleaners.toml`).
pub(super) fn default_of(cleaner: &str) -> Value {
    static DEFAULTS: OnceLock<Map<String, Value>> = OnceLock::new();
    let all =
        DEFAULTS.get_or_init(|| toml::from_str(include_str!("../../data/cleaners.toml")).unwrap_or_default());
    let found = all.get(cleaner).cloned();
    assert!(found.is_some(), "cleaners.toml says nothing of {cleaner}");
    found.unwrap_or_default()
}

/// The settings of one, and those of the other where it has them.
pub(super) fn merged(base: &Value, set: &Value) -> Value {
    let mut merged = base.as_object().cloned().unwrap_or_default();
    for (key, value) in set.as_object().into_iter().flatten() {
        merged.insert(key.clone(), value.clone());
    }
    Value::Object(merged)
}

pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}

/// The texts of a list, the keys of an object, the words of a text.
pub(super) fn names(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::Object(entries) => entries.keys().map(String::as_str).collect(),
        Value::String(words) => words.split_whitespace().collect(),
        _ => Vec::new(),
    }
}

/// A list of names as a description has it.
pub(super) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> Value {
    names.into_iter().map(|it| Value::String(it.to_owned())).collect()
}
