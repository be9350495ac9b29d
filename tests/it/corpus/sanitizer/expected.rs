//! What other cleaners printed, compared as trees: they spell the same page in different ways.

use super::oracle::Judge;
use super::{policies, text, wpt};
use crate::corpus::Verdict;
use crate::data::json;
use crate::dom;
use palisade::Json;
use serde_json::Value;
use std::path::Path;

/// Any of the outputs that DOMPurify's own tests accept, from DOMPurify's defaults as far as ours go.
pub(super) fn dompurify(case: &Json, path: &Path) -> Verdict {
    let judge = Judge::new("dompurify", wpt::wide_policy(path))?;
    let expected = json::texts(json::get(case, "expected"));
    agrees(&judge, text(case, "payload")?, &expected)
}

/// What a cleaner printed, by the policy it had.
pub(super) fn recorded(case: &Json, path: &Path) -> Verdict {
    let kind = json::text(case, "kind").unwrap_or_default();
    if kind != "html" {
        return Err(format!("a case on {kind}"));
    }
    let said = policies::of(&value(json::get(case, "policy").unwrap_or(&Json::Null)), path)?;
    let left_out: Vec<&str> = said.left_out.iter().map(String::as_str).collect();
    let note =
        if left_out.is_empty() { String::new() } else { format!("\n left out: {}", left_out.join(", ")) };
    agrees(&said.judge, text(case, "input")?, &[text(case, "expected")?]).map_err(|it| it + &note)
}

fn agrees(judge: &Judge, input: &str, expected: &[&str]) -> Verdict {
    let clean = judge.clean(input)?;
    let tree = |html: &str| dom::tree(&dom::fragment(html, "div", true));
    let ours = tree(&clean);
    if expected.iter().any(|it| tree(it) == ours) {
        return Ok(());
    }
    Err(format!("input {input:?}\n ours {clean:?}\n want {expected:?}"))
}

/// The same document for serde_json. Recursion is bounded by the reader of `Json`.
pub(super) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(it) => Value::Bool(*it),
        Json::Int(it) => Value::from(*it),
        Json::Float(it) => Value::from(*it),
        Json::Number(digits) => Value::from(&**digits),
        Json::Str(text) => Value::from(&**text),
        Json::List(items) => items.iter().map(value).collect(),
        Json::Map(entries) => entries.iter().map(|it| (it.0.to_string(), value(&it.1))).collect(),
    }
}
