//! The tests of the Sanitizer API: its dictionaries in the neutral words, its trees as they are.

use super::described::{default_of, list, names};
use super::editing::Editing;
use super::expected::value;
use super::nearest::nearest;
use super::oracle::Judge;
use super::text;
use crate::corpus::Verdict;
use crate::data::json;
use crate::dom;
use palisade::Json;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

pub(super) fn run(case: &Json, path: &Path) -> Verdict {
    let config = value(json::get(case, "config").unwrap_or(&Json::Null));
    let is_safe = match json::text(case, "method") {
        Some("setHTML") => true,
        // The nearest of ours is as safe as ever.
        Some("setHTMLUnsafe") if config.is_object() => false,
        other => return Err(format!("{} without a policy", other.unwrap_or("no method"))),
    };
    let expected =
        json::get(case, "expected").and_then(|it| json::text(it, "tree")).ok_or("an error is expected")?;
    let context = json::text(case, "context").unwrap_or("div");
    let said = nearest(&described(&config, path, is_safe))?;
    let clean = Judge::new("wpt", said.policy)?.clean(text(case, "input")?)?;
    let ours = dom::tree(&dom::fragment(&clean, context, true));
    // There, a comment stands as it is written.
    let ours = ours.replace("<!-- ", "<!--").replace(" -->", "-->");
    if joined(&ours) == joined(expected) {
        return Ok(());
    }
    Err(format!("ours {clean:?}\n{ours}\nwant\n{expected}\nleft out: {:?}", said.left_out))
}

/// Neighbouring texts are one, as they are once printed.
fn joined(tree: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in tree.trim_end().split('\n') {
        let indent = line.find('"').filter(|it| line[..*it].trim_matches(['|', ' ']).is_empty());
        match (lines.last_mut(), indent) {
            (Some(before), Some(at))
                if before.find('"') == Some(at) && before[..at] == line[..at] && before.ends_with('"') =>
            {
                before.pop();
                before.push_str(&line[at + 1..]);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// The name of an element; namespaces as our policies write them. Other spellings of names of HTML stand for
/// nothing that a parser makes.
fn element(item: &Value) -> Option<String> {
    let name = item.as_str().or(item["name"].as_str())?;
    match item["namespace"].as_str() {
        Some("http://www.w3.org/2000/svg") => Some(format!("svg:{name}")),
        Some("http://www.w3.org/1998/Math/MathML") => Some(format!("math:{name}")),
        Some("http://www.w3.org/1999/xhtml") | None if !name.bytes().any(|it| it.is_ascii_uppercase()) => {
            Some(format!("html:{name}"))
        }
        _ => None,
    }
}

fn attribute(item: &Value) -> Option<String> {
    let name = item.as_str().or(item["name"].as_str())?;
    match item["namespace"].as_str() {
        Some("http://www.w3.org/1999/xlink") => Some(format!("xlink:{name}")),
        Some("http://www.w3.org/XML/1998/namespace") => Some(format!("xml:{name}")),
        None => Some(name.to_owned()),
        Some(_) => None,
    }
}

fn elements(items: &Value) -> Vec<String> {
    items.as_array().into_iter().flatten().filter_map(element).collect()
}

fn attributes(items: &Value) -> Vec<String> {
    items.as_array().into_iter().flatten().filter_map(attribute).collect()
}

/// What there is, where a dictionary does not list what may stay: the default's elements and the ones that
/// DOMPurify knows, with their attributes.
fn everything(default: &Value) -> (Value, Vec<String>) {
    let wide = default_of("dompurify");
    let html = default_of("dompurify-html");
    let mut all = default["elements"].as_array().cloned().unwrap_or_default();
    all.extend(names(&html["elements"]).into_iter().map(|it| json!({"name": it})));
    let known = names(&wide["attributes"]["*"]).into_iter().map(str::to_owned);
    (Value::Array(all), known.chain(attributes(&default["attributes"])).collect())
}

/// The default of the specification.
fn default_config(corpus: &Path) -> &'static Value {
    static DEFAULT: OnceLock<Value> = OnceLock::new();
    DEFAULT.get_or_init(|| {
        let file = corpus.with_file_name("ref/safe-default-configuration.json");
        serde_json::from_str(&fs::read_to_string(file).unwrap_or_default()).unwrap_or_default()
    })
}

/// A dictionary in the neutral words.
fn described(config: &Value, corpus: &Path, is_safe: bool) -> Value {
    let default = default_config(corpus);
    let config = if config.is_object() { config } else { default };
    let (all_elements, all_attributes) = everything(default);
    let listed = config.get("elements").unwrap_or(&all_elements);
    let mut made = Editing(json!({
        "elements": list(elements(listed).iter().map(String::as_str)),
        "attributes": {},
        "disallowed": "completelyDiscard",
        "url_schemes": "http https mailto ftp tel",
        "data_images": true,
    }));
    let globals = config.get("attributes").map_or(all_attributes, attributes);
    let removed = attributes(&config["removeAttributes"]);
    // Where no element lacks what others have, what all have is said once.
    let items = || listed.as_array().into_iter().flatten();
    let is_narrowed = |it: &&Value| it.get("removeAttributes").is_some() || it.get("attributes").is_some();
    let is_plain =
        config.get("attributes").is_some() && !items().any(|it| it.get("removeAttributes").is_some());
    let once = config.get("elements").is_none() || is_plain || !items().any(|it| is_narrowed(&it));
    if once {
        made.add_to("attributes", "*", globals.iter().filter(|it| !removed.contains(it)).map(String::as_str));
    }
    for item in items() {
        let Some(element) = element(item) else { continue };
        let gone = attributes(&item["removeAttributes"]);
        let own = item.get("attributes").map(attributes).unwrap_or_default();
        // Beside a list of what goes, an element's own list is all it may have.
        let is_all = config.get("attributes").is_none() && item.get("attributes").is_some();
        let more = if once || is_all { &[][..] } else { &globals[..] };
        let kept = own.iter().chain(more).filter(|it| !removed.contains(it) && !gone.contains(it));
        made.add_to("attributes", &element, kept.map(String::as_str));
    }
    let replaced = elements(&config["replaceWithChildrenElements"]);
    let gone = elements(&config["removeElements"]);
    made.remove("elements", replaced.iter().chain(&gone).map(String::as_str));
    let safely = replaced.iter().filter(|it| *it != "html:script").filter_map(|it| it.strip_prefix("html:"));
    made.set("keep_content", list(safely));
    let says = |key: &str| config.get(key).map_or(!is_safe, |it| it == true);
    made.set("comments", says("comments"));
    if says("dataAttributes") {
        made.set("attribute_prefixes", json!(["data-"]));
    }
    made.0
}
