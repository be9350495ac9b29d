//! What is legal beside the page that a case expects: what its note allows, and what it says of the engine that
//! made the page.

use super::spelling::same_page;
use crate::data::json;
use palisade::Json;

/// What notes say of rows whose output is one of several legal ones.
const OPEN: &[&str] = &[
    "Only the escaping is asserted",
    "structural property is what counts",
    "is equally legal",
    "is better and legal",
    "but structurally safe",
    "Extension",
    "names from data must be rejected",
    "must never become an event handler",
    "must have </script neutralised",
    "Assert only that the value cannot become code",
    "typed engine prints a JS string",
];

/// Tests for all of whose rows holds what the note of one of them says: "a value filter (reject) is equally legal".
const OPEN_TESTS: &[&str] = &["tests/common/contentType.html.css.phpt"];

/// What notes say of rows that may be refused.
const REFUSABLE: &[&str] = &["engine may compile it", "JSON-encode or reject"];

/// A construct of which a note says, though not every row has it: "hole right after <: … error is also legal".
const RIGHT_AFTER: &[&str] = &["<{{", "<!{{"];

/// Constructs of which a note says: "importmap/speculationrules values are resource URLs: refuse or filter".
const ADDRESSES: &[&str] = &["type=\"importmap\"", "type=\"speculationrules\""];

/// Whether it is enough that no value changes the page.
pub(super) fn is_open(case: &Json) -> bool {
    let note = json::text(case, "note").unwrap_or_default();
    let test = json::text(case, "source").unwrap_or_default();
    OPEN.iter().any(|it| note.contains(it))
        || OPEN_TESTS.iter().any(|it| test.contains(it))
        || has_one_of(case, ADDRESSES)
}

fn has_one_of(case: &Json, constructs: &[&str]) -> bool {
    json::text(case, "template").is_some_and(|template| constructs.iter().any(|it| template.contains(it)))
}

/// Whether the case may be refused.
pub(super) fn is_refusable(case: &Json) -> bool {
    let note = json::text(case, "note").unwrap_or_default();
    REFUSABLE.iter().any(|it| note.contains(it))
        || has_one_of(case, RIGHT_AFTER)
        || has_one_of(case, ADDRESSES)
        || json::get(case, "oracle").is_some_and(|it| json::flag(it, "refusing_is_legal"))
}

/// Whether the page that is expected was made by an engine of which the case says that its fault is not mended:
/// such a page shows the fault, and only the property that it breaks is asked for.
pub(super) fn shows_a_fault(case: &Json) -> bool {
    let live = |it: &Json| {
        json::entries(it).iter().any(|it| it.0.starts_with("live_in_") && it.1 == Json::Bool(true))
    };
    json::get(case, "origin").is_some_and(live) && json::get(case, "expect").is_some_and(has_property)
}

fn has_property(expected: &Json) -> bool {
    json::get(expected, "property").is_some()
}

/// The page that is expected, in Django's words for truth values, which another language spells its own way.
pub(super) fn same_page_in_words(case: &Json, wanted: &str, got: &str) -> bool {
    let foreign = |it: &str| it.starts_with("golang/") || it.starts_with("google/safehtml");
    let is_truth = |it: &Json| matches!(it, Json::Bool(_));
    let values = json::get(case, "context").map(json::entries).unwrap_or_default();
    json::text(case, "source").is_some_and(foreign)
        && values.iter().any(|it| is_truth(&it.1))
        && same_page(&wanted.replace("true", "True").replace("false", "False"), got).is_ok()
}
