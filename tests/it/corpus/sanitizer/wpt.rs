//! The tests of the Sanitizer API: its dictionaries as policies, its trees as they are.

use super::expected::value;
use super::oracle::Judge;
use super::text;
use crate::corpus::Verdict;
use crate::data::json;
use crate::dom;
use palisade::sanitize::{CssRule, UrlRule, ValueRule};
use palisade::{Json, Policy};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

pub(super) fn run(case: &Json, path: &Path) -> Verdict {
    let config = value(json::get(case, "config").unwrap_or(&Json::Null));
    if json::text(case, "method") != Some("setHTML") {
        return Err("not a safe method".to_owned());
    }
    let expected =
        json::get(case, "expected").and_then(|it| json::text(it, "tree")).ok_or("an error is expected")?;
    let context = json::text(case, "context").unwrap_or("div");
    let judge = Judge::new("wpt", configured(&config, path)?)?;
    let clean = judge.clean(text(case, "input")?)?;
    let ours = dom::tree(&dom::fragment(&clean, context, true));
    if ours.trim_end() == joined(expected) {
        return Ok(());
    }
    Err(format!("ours {clean:?}\n{ours}\nwant\n{expected}"))
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

/// The name of an item of a dictionary; namespaces as our policies write them.
fn name(item: &Value) -> Option<String> {
    let prefix = match item["namespace"].as_str() {
        Some("http://www.w3.org/2000/svg") => "svg:",
        Some("http://www.w3.org/1998/Math/MathML") => "math:",
        _ => "",
    };
    let name = item.as_str().or(item["name"].as_str())?;
    Some(format!("{prefix}{name}"))
}

fn names(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(name).collect()
}

fn rule(attribute: &str) -> ValueRule {
    match attribute {
        "href" | "cite" | "xlink:href" => ValueRule::Url(
            UrlRule::navigation().schemes(["http", "https", "mailto", "ftp", "tel"]).as_written(),
        ),
        "src" => ValueRule::Url(UrlRule::auto_load().as_written()),
        "style" => ValueRule::Css(CssRule::all()),
        "class" => ValueRule::classes(["*"]),
        "id" => ValueRule::Id,
        _ => ValueRule::Plain,
    }
}

/// The elements and attributes of the specification's default, without those that no policy of ours has.
pub(super) fn default_policy(corpus: &Path) -> Policy {
    static DEFAULT: OnceLock<Policy> = OnceLock::new();
    DEFAULT.get_or_init(|| read_default(corpus)).clone()
}

fn read_default(corpus: &Path) -> Policy {
    let file = corpus.with_file_name("ref/safe-default-configuration.json");
    let config: Value =
        serde_json::from_str(&fs::read_to_string(file).unwrap_or_default()).unwrap_or_default();
    let mut policy =
        Policy::new("wpt").drop_content(["script", "style", "template", "noscript", "iframe", "object"]);
    for item in config["elements"].as_array().into_iter().flatten() {
        let Some(element) = name(item) else { continue };
        policy = tried(policy, |it| it.elements([&*element]));
        for attribute in names(&item["attributes"]) {
            policy = tried(policy, |it| it.attribute_of(&element, &*attribute, rule(&attribute)));
        }
    }
    for attribute in names(&config["attributes"]) {
        policy = tried(policy, |it| it.attribute(&*attribute, rule(&attribute)));
    }
    policy
}

/// The default with forms, media and the markup of old: what DOMPurify lets through, as far as ours can.
pub(super) fn wide_policy(corpus: &Path) -> Policy {
    static WIDE: OnceLock<Policy> = OnceLock::new();
    WIDE.get_or_init(|| widened(default_policy(corpus))).clone()
}

fn widened(policy: Policy) -> Policy {
    const ELEMENTS: &str = "acronym big blink button center datalist fieldset font form image input label legend main \
        marquee meter nobr optgroup option output picture progress select shadow source spacer strike tt track video audio img";
    const ATTRIBUTES: &str = "align alt bgcolor border checked class color cols colspan datetime disabled face height \
        hidden href id label loading max maxlength min multiple name placeholder readonly rel required role rows rowspan \
        selected size span src srcset style summary tabindex type value width";
    let policy =
        ELEMENTS.split_whitespace().fold(policy, |policy, it| tried(policy, |policy| policy.elements([it])));
    ATTRIBUTES
        .split_whitespace()
        .fold(policy, |policy, it| tried(policy, |policy| policy.attribute(it, rule(it))))
}

/// With the change, if a sanitizer can be made of it.
fn tried(policy: Policy, change: impl Fn(Policy) -> Policy) -> Policy {
    let changed = change(policy.clone());
    if palisade::Sanitizer::new(changed.clone()).is_ok() { changed } else { policy }
}

fn configured(config: &Value, path: &Path) -> Result<Policy, String> {
    let listed = config.get("elements").is_some();
    let mut policy = if listed { Policy::new("wpt") } else { default_policy(path) };
    for item in config["elements"].as_array().into_iter().flatten() {
        let Some(element) = name(item) else { continue };
        policy = policy.elements([&*element]);
        for attribute in names(&item["attributes"]) {
            policy = policy.attribute_of(&element, &*attribute, rule(&attribute));
        }
    }
    for key in ["removeAttributes", "comments", "dataAttributes", "processingInstructions"] {
        if config.get(key).is_some_and(|it| *it != Value::Bool(false)) {
            return Err(format!("{key} cannot be said"));
        }
    }
    if config.get("attributes").is_some() && !listed {
        return Err("attributes alone cannot be said".to_owned());
    }
    for attribute in names(&config["attributes"]) {
        policy = policy.attribute(&*attribute, rule(&attribute));
    }
    let removed = names(&config["removeElements"]);
    let replaced = names(&config["replaceWithChildrenElements"]);
    policy = policy.without(removed.iter().chain(&replaced).map(String::as_str));
    // What the API does not list goes with its content.
    let all: Vec<String> = removed.into_iter().filter(|it| !it.contains(':')).collect();
    if listed {
        policy = policy.disallowed(palisade::sanitize::Disallowed::Drop);
        if !replaced.is_empty() {
            return Err("some go, some are replaced by their children".to_owned());
        }
    } else {
        policy = policy.drop_content(
            all.iter().map(String::as_str).chain(["script", "style", "template", "iframe", "object"]),
        );
    }
    Ok(policy)
}
