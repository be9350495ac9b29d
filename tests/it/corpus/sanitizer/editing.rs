//! Descriptions as builders of other languages change them.

use super::described::{list, names};
use serde_json::{Map, Value, json};

/// A description that is being changed.
pub(super) struct Editing(pub Value);

impl Editing {
    fn set_of(&self, key: &str) -> Vec<String> {
        names(&self.0[key]).into_iter().map(str::to_owned).collect()
    }

    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0[key] = value.into();
    }

    /// Adds names to a list.
    pub(super) fn add<'n>(&mut self, key: &str, more: impl IntoIterator<Item = &'n str>) {
        let mut all = self.set_of(key);
        all.extend(more.into_iter().map(str::to_ascii_lowercase).filter(|it| !it.is_empty()));
        all.sort();
        all.dedup();
        self.0[key] = list(all.iter().map(String::as_str));
    }

    pub(super) fn remove<'n>(&mut self, key: &str, gone: impl IntoIterator<Item = &'n str>) {
        let gone: Vec<String> = gone.into_iter().map(str::to_ascii_lowercase).collect();
        let all = self.set_of(key);
        self.0[key] = list(all.iter().map(String::as_str).filter(|it| !gone.iter().any(|gone| gone == it)));
    }

    fn table(&mut self, key: &str) -> &mut Map<String, Value> {
        if !self.0[key].is_object() {
            self.0[key] = json!({});
        }
        match &mut self.0[key] {
            Value::Object(it) => it,
            _ => unreachable!("an object was put there"),
        }
    }

    /// Adds names to a list in a table.
    pub(super) fn add_to<'n>(&mut self, key: &str, row: &str, more: impl IntoIterator<Item = &'n str>) {
        let table = self.table(key);
        let mut all: Vec<String> =
            names(table.get(row).unwrap_or(&Value::Null)).into_iter().map(str::to_owned).collect();
        all.extend(more.into_iter().map(str::to_owned));
        all.sort();
        all.dedup();
        table.insert(row.to_owned(), list(all.iter().map(String::as_str)));
    }

    /// Takes names out of a list in a table.
    pub(super) fn remove_from(&mut self, key: &str, row: &str, gone: &[&str]) {
        let table = self.table(key);
        let left: Vec<String> = names(table.get(row).unwrap_or(&Value::Null))
            .into_iter()
            .filter(|it| !gone.contains(it))
            .map(str::to_owned)
            .collect();
        table.insert(row.to_owned(), list(left.iter().map(String::as_str)));
    }

    /// Everything that another description allows as well.
    pub(super) fn join(&mut self, other: &Value) {
        for key in ["elements", "url_schemes", "css_properties", "drop_content", "needs_attributes"] {
            if !other[key].is_null() {
                self.add(key, names(&other[key]));
            }
        }
        for (element, attributes) in other["attributes"].as_object().into_iter().flatten() {
            self.add_to("attributes", element, names(attributes));
        }
        for key in ["link_rel", "data_images", "aria_and_data", "url_canonical"] {
            if !other[key].is_null() {
                self.0[key] = other[key].clone();
            }
        }
    }

    pub(super) fn force(&mut self, element: &str, name: &str, value: &str) {
        self.table("set_attributes").entry(element).or_insert_with(|| json!({}))[name] = json!(value);
    }

    pub(super) fn row_names(&self, key: &str) -> Vec<String> {
        self.0[key].as_object().into_iter().flat_map(Map::keys).cloned().collect()
    }
}
