//! What other cleaners printed, compared as trees: they spell the same page in different ways.

use super::policies::Said;
use super::{policies, text};
use crate::corpus::Verdict;
use crate::data::json;
use crate::dom;
use palisade::Json;
use serde_json::Value;
use std::path::Path;

/// Any of the outputs that DOMPurify's own tests accept, by its defaults as far as ours can say them.
pub(super) fn dompurify(case: &Json, path: &Path) -> Verdict {
    let said = policies::of(&serde_json::json!({"base": "dompurify-3.4", "set": {}}), path)?;
    let expected = json::texts(json::get(case, "expected"));
    compared(&said, text(case, "payload")?, &expected)?.verdict
}

/// How a case went whose policy ours can say.
pub(super) struct Agreement {
    pub left_out: Vec<String>,
    pub verdict: Verdict,
    /// Whether it agrees to the letter, styles included.
    pub to_the_letter: bool,
}

/// What a cleaner printed, by the policy it had.
///
/// # Errors
/// Why the case cannot be run.
pub(super) fn recorded(case: &Json, path: &Path) -> Result<Agreement, String> {
    let kind = json::text(case, "kind").unwrap_or_default();
    if kind != "html" {
        return Err(format!("a case on {kind}"));
    }
    let said = policies::of(&value(json::get(case, "policy").unwrap_or(&Json::Null)), path)?;
    compared(&said, text(case, "input")?, &[text(case, "expected")?])
}

/// The trees that html5ever makes of both. Their spelling in HTML does not count, nor that of declarations in a style,
/// which each cleaner prints in its own; that of all other values does.
fn compared(said: &Said, input: &str, expected: &[&str]) -> Result<Agreement, String> {
    let clean = said.judge.clean(input)?;
    let left_out: Vec<String> = said.left_out.iter().cloned().collect();
    let tree = |html: &str| dom::tree(&dom::fragment(html, "div", true));
    let ours = tree(&clean);
    let to_the_letter = expected.iter().any(|it| tree(it) == ours);
    let agrees = expected.iter().any(|it| styles(&tree(it)) == styles(&ours));
    let note =
        if left_out.is_empty() { String::new() } else { format!("\n left out: {}", left_out.join(", ")) };
    let difference = || format!("input {input:?}\n ours {clean:?}\n want {expected:?}{note}");
    let verdict = if agrees { Ok(()) } else { Err(difference()) };
    Ok(Agreement { left_out, verdict, to_the_letter })
}

/// A tree with its styles in one spelling: no blanks, lower case, no last semicolon, and none that is empty.
fn styles(tree: &str) -> String {
    let line = |it: &str| {
        let Some((before, value)) =
            it.split_once("style=\"").filter(|it| it.0.trim_start_matches('|').trim().is_empty())
        else {
            return Some(it.to_owned());
        };
        let plain: String = value.trim_end_matches('"').chars().filter(|it| !it.is_whitespace()).collect();
        let plain = plain.trim_end_matches(';').to_ascii_lowercase();
        (!plain.is_empty()).then(|| format!("{before}style={plain}"))
    };
    tree.lines().filter_map(line).collect::<Vec<_>>().join("\n")
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
