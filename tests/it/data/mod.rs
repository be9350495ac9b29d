//! Test data: values written as JSON or TOML with tags such as `{"$tuple": [1, 2]}`, seen through the
//! public traits as an application's own data would be.

mod object;
mod tagged;

pub(crate) use tagged::{Tagged, Variables, from_toml, repeated, template_name};

/// JSON helpers for the runners.
pub(crate) mod json {
    use palisade::Json;

    /// One JSON document a line, with its line number.
    pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, Result<Json, serde_json::Error>)> {
        let lines = text.lines().enumerate().filter(|it| !it.1.trim().is_empty());
        lines.map(|(n, line)| (n + 1, serde_json::from_str(line)))
    }

    /// What stands under a key.
    pub(crate) fn get<'j>(json: &'j Json, key: &str) -> Option<&'j Json> {
        entries(json).iter().find(|it| &*it.0 == key).map(|it| &it.1)
    }

    /// The text under a key.
    pub(crate) fn text<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
        get(json, key).and_then(as_text)
    }

    pub(crate) fn as_text(json: &Json) -> Option<&str> {
        if let Json::Str(text) = json { Some(text) } else { None }
    }

    /// Whether `true` stands under a key.
    pub(crate) fn flag(json: &Json, key: &str) -> bool {
        get(json, key) == Some(&Json::Bool(true))
    }

    /// The entries of an object; none for anything else.
    pub(crate) fn entries(json: &Json) -> &[(Box<str>, Json)] {
        if let Json::Map(entries) = json { entries } else { &[] }
    }

    /// The items of an array; none for anything else.
    pub(crate) fn items(json: &Json) -> &[Json] {
        if let Json::List(items) = json { items } else { &[] }
    }

    /// The texts of an array.
    pub(crate) fn texts(json: Option<&Json>) -> Vec<&str> {
        json.map(items).unwrap_or_default().iter().filter_map(as_text).collect()
    }
}
