//! The policies of other cleaners, as far as ours can say the same.

use super::oracle::Judge;
use palisade::Policy;
use palisade::sanitize::{CssRule, Disallowed, LinkRule, Links, Relative, UrlRule, ValueRule};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// The policies that payloads are cleaned by.
pub(super) fn judges(corpus: &Path) -> &'static [Judge] {
    static JUDGES: OnceLock<Vec<Judge>> = OnceLock::new();
    JUDGES.get_or_init(|| {
        let preset = |it: &&str| Judge::new(it, Policy::preset(it)?).map_err(|it| println!("{it}")).ok();
        let mut judges: Vec<Judge> = Policy::PRESETS.iter().filter_map(preset).collect();
        assert_eq!(judges.len(), Policy::PRESETS.len());
        for (name, described) in bases(corpus) {
            let policy = neutral(described).or_else(|_| ruby(described.get("raw").unwrap_or(&Value::Null)));
            match policy.and_then(|it| Judge::new(name, it)) {
                Ok(judge) => judges.push(judge),
                Err(why) => println!("sanitizer: {name} cannot be expressed: {why}"),
            }
        }
        judges
    })
}

/// What `policies.json` beside a file of cases says.
pub(super) fn bases(corpus: &Path) -> &'static Map<String, Value> {
    static BASES: OnceLock<Map<String, Value>> = OnceLock::new();
    BASES.get_or_init(|| {
        let text = fs::read_to_string(corpus.with_file_name("policies.json")).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    })
}

/// The policy of a recorded case.
///
/// # Errors
/// Why ours cannot say the same.
pub(super) fn of(policy: &Value, corpus: &Path) -> Result<Policy, String> {
    let base = policy["base"].as_str().ok_or("no base")?;
    if policy["custom"] == true {
        return Err("a callback decides".to_owned());
    }
    let described = &bases(corpus).get(base).cloned().unwrap_or_default();
    match base {
        "ammonia-4.2" | "bleach-6" | "bluemonday-UGC" | "bluemonday-empty" => {
            neutral(&merged(described, &policy["set"]))
        }
        "sanitize-html-2.17" => neutral(&merged(&sanitize_html(), &policy["set"])),
        "rails-SafeListSanitizer" => rails(&policy["options"]),
        "rails-FullSanitizer" => Ok(Policy::strict()),
        "dompurify-3.4" if policy["set"].as_object().is_none_or(Map::is_empty) => {
            Ok(super::wpt::wide_policy(corpus))
        }
        _ if base.starts_with("sanitize-rb") => match policy["options"].as_object() {
            Some(options) if !options.is_empty() => ruby(&policy["options"]),
            _ => ruby(described.get("raw").unwrap_or(&Value::Null)),
        },
        _ => Err(format!("no description of {base}")),
    }
}

fn merged(base: &Value, set: &Value) -> Value {
    let mut merged = base.as_object().cloned().unwrap_or_default();
    for (key, value) in set.as_object().into_iter().flatten() {
        merged.insert(key.clone(), value.clone());
    }
    Value::Object(merged)
}

/// Keys of the neutral vocabulary that ours has something for.
const KNOWN: &[&str] = &[
    "attribute_prefixes",
    "attribute_values",
    "attributes",
    "attributes_by_element_re",
    "classes",
    "comments",
    "crossorigin_anonymous",
    "css_properties",
    "custom",
    "disallowed",
    "drop_content",
    "elements",
    "elements_re",
    "elements_without_attrs_ok",
    "elements_without_attrs_ok_re",
    "filters",
    "id_prefix",
    "iframe_sandbox",
    "link_rel",
    "link_rel_absolute_only",
    "link_target_blank_absolute_only",
    "set_attributes",
    "space_for_stripped_tag",
    "unsafe_ok",
    "url_must_parse",
    "url_relative",
    "url_schemes",
    "url_schemes_re",
    "css",
];

/// A policy in the neutral vocabulary of the corpus.
fn neutral(described: &Value) -> Result<Policy, String> {
    let map = described.as_object().ok_or("no description")?;
    if let Some(other) = map.keys().find(|it| !KNOWN.contains(&&***it)) {
        return Err(format!("{other} cannot be said"));
    }
    if !map.contains_key("elements") {
        return Err("no list of elements".to_owned());
    }
    if truthy(&described["comments"]) || truthy(&described["elements_re"]) {
        return Err("comments, or names by pattern".to_owned());
    }
    let urls = Urls::new(described)?;
    let elements = names(&described["elements"]);
    // Where one cleaner has an element in both lists, it is allowed.
    let dropped = names(&described["drop_content"]).into_iter().filter(|it| !elements.contains(it));
    let mut policy = Policy::new("corpus").disallowed(match described["disallowed"].as_str() {
        Some("escape" | "recursiveEscape") => Disallowed::Escape,
        Some("completelyDiscard") => Disallowed::Drop,
        _ => Disallowed::Unwrap,
    });
    policy = policy.elements(elements.iter().copied()).drop_content(dropped);
    for (element, attributes) in described["attributes"].as_object().into_iter().flatten() {
        for name in names(attributes) {
            policy = allow(policy, element, name, &urls);
        }
    }
    for (element, values) in described["attribute_values"].as_object().into_iter().flatten() {
        for (name, values) in values.as_object().into_iter().flatten() {
            policy = policy.attribute_of(element, name, ValueRule::values(names(values)));
        }
    }
    for prefix in names(&described["attribute_prefixes"]) {
        policy = policy.attribute(format!("{prefix}*"), ValueRule::Plain);
    }
    for (element, classes) in described["classes"].as_object().into_iter().flatten() {
        policy = policy.attribute_of(element, "class", ValueRule::classes(names(classes)));
    }
    if let Some(prefix) = described["id_prefix"].as_str() {
        policy = policy.id_prefix(prefix);
    }
    let rel: Vec<String> = match &described["link_rel"] {
        Value::String(words) => words.split(' ').map(str::to_owned).collect(),
        other => names(other).into_iter().map(str::to_owned).collect(),
    };
    let on = if described["link_rel"].is_string() { Links::All } else { Links::WithHref };
    Ok(if rel.is_empty() { policy } else { policy.links(LinkRule { rel, target: None, on }) })
}

fn truthy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
        _ => true,
    }
}

/// The texts of a list, or the keys of an object.
fn names(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::Object(entries) => entries.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// What a description says of all URLs.
struct Urls {
    schemes: Vec<String>,
    relative: Relative,
    css: Option<Vec<String>>,
    data: bool,
}

impl Urls {
    fn new(described: &Value) -> Result<Urls, String> {
        let relative = match &described["url_relative"] {
            Value::String(word) if word == "deny" => Relative::Deny,
            Value::String(word) if word.contains("Deny") => Relative::Deny,
            Value::Object(it)
                if it.values().any(|it| !it.as_str().unwrap_or_default().contains("PassThrough")) =>
            {
                return Err("relative URLs are rewritten".to_owned());
            }
            _ => Relative::Allow,
        };
        let css = match &described["css_properties"] {
            Value::Null => None,
            other => Some(names(other).into_iter().map(str::to_owned).collect()),
        };
        let schemes = names(&described["url_schemes"]);
        let data = schemes.contains(&"data");
        let schemes = schemes.into_iter().filter(|it| *it != "data").map(str::to_owned).collect();
        Ok(Urls { schemes, relative, css, data })
    }

    fn rule(&self, rule: UrlRule) -> ValueRule {
        ValueRule::Url(rule.schemes(self.schemes.clone()).relative(self.relative.clone()).as_written())
    }

    /// Like `rule`, with images that a `data:` URL holds where that scheme is listed.
    fn media(&self, rule: UrlRule) -> ValueRule {
        match self.rule(rule) {
            ValueRule::Url(rule) if self.data => {
                ValueRule::Url(rule.data(["image/png", "image/gif", "image/jpeg", "image/webp"]))
            }
            other => other,
        }
    }
}

/// Words of `rel` that only say what a link is about (HTML § 4.6.6).
const REL: &[&str] = &[
    "alternate",
    "author",
    "bookmark",
    "external",
    "help",
    "license",
    "me",
    "next",
    "nofollow",
    "noopener",
    "noreferrer",
    "prev",
    "search",
    "sponsored",
    "tag",
    "ugc",
];

/// An attribute with the rule that its language needs.
fn allow(policy: Policy, element: &str, name: &str, urls: &Urls) -> Policy {
    let rule = match name {
        "href" | "cite" | "action" | "longdesc" | "xlink:href" => urls.rule(UrlRule::navigation()),
        "src" | "poster" | "background" | "data" => urls.media(UrlRule::auto_load()),
        "srcset" => urls.rule(UrlRule::auto_load().list(palisade::sanitize::UrlList::Srcset)),
        "class" => ValueRule::classes(["*"]),
        "rel" => ValueRule::Words(REL.iter().map(|it| (*it).to_owned()).collect()),
        "style" => ValueRule::Css(urls.css.clone().map_or_else(CssRule::all, CssRule::new)),
        "usemap" => ValueRule::HashRef,
        "id" | "name" => ValueRule::Id,
        _ => ValueRule::Plain,
    };
    if matches!(element, "*" | "all" | ":all") {
        return policy.attribute(name, rule);
    }
    policy.attribute_of(element, name, rule)
}

fn list(words: &str) -> Value {
    words.split_whitespace().map(|it| Value::String(it.to_owned())).collect()
}

/// What sanitize-html does by default (its README, "default options").
fn sanitize_html() -> Value {
    let elements = "address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav section blockquote dd div dl \
        dt figcaption figure hr li menu ol p pre ul a abbr b bdi bdo br cite code data dfn em i kbd mark q rb rp rt rtc \
        ruby s samp small span strong sub sup time u var wbr caption col colgroup table tbody td tfoot th thead tr";
    let mut map = Map::new();
    map.insert("elements".to_owned(), list(elements));
    map.insert("drop_content".to_owned(), list("script style textarea option noscript"));
    map.insert("url_schemes".to_owned(), list("http https ftp mailto tel"));
    let attributes: BTreeMap<_, _> =
        [("a", list("href name target")), ("img", list("src srcset alt title width height loading"))].into();
    map.insert("attributes".to_owned(), serde_json::json!(attributes));
    Value::Object(map)
}

/// What Rails' SafeListSanitizer does by default, or with `tags` and `attributes` of its own.
fn rails(options: &Value) -> Result<Policy, String> {
    let tags = list(
        "a abbr acronym address b big blockquote br cite code dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i \
        img ins kbd li mark ol p pre samp small span strong sub sup time tt ul var",
    );
    let attributes = list("abbr alt cite class datetime height href lang name src title width xml:lang");
    let given = |key: &str, or: Value| options.get(key).filter(|it| !it.is_null()).cloned().unwrap_or(or);
    if options.get("prune") == Some(&Value::Bool(true)) {
        return Err("prunes".to_owned());
    }
    let mut map = Map::new();
    map.insert("elements".to_owned(), given("tags", tags));
    map.insert("attributes".to_owned(), serde_json::json!({"*": given("attributes", attributes)}));
    map.insert("drop_content".to_owned(), list("script style"));
    map.insert("url_schemes".to_owned(), list("http https mailto ftp tel sms geo irc news"));
    neutral(&Value::Object(map))
}

/// A configuration of the Ruby gem.
fn ruby(raw: &Value) -> Result<Policy, String> {
    if truthy(&raw["allow_comments"]) || truthy(&raw["transformers"]) || truthy(&raw["add_attributes"]) {
        return Err("comments, transformers or added attributes".to_owned());
    }
    let elements = raw.get("elements").ok_or("no list of elements")?;
    let mut map = Map::new();
    map.insert("elements".to_owned(), elements.clone());
    map.insert("attributes".to_owned(), raw["attributes"].clone());
    map.insert("css_properties".to_owned(), raw["css"]["properties"].clone());
    let dropped = raw["remove_contents"].clone();
    map.insert("drop_content".to_owned(), if dropped.is_array() { dropped } else { list("script style") });
    map.insert("url_schemes".to_owned(), list("http https mailto ftp"));
    neutral(&Value::Object(map))
}
