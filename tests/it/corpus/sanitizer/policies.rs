//! The policies of other cleaners, as far as ours can say the same.

use super::builders;
use super::described::{bases, default_of, list, merged, names, truthy};
use super::editing::Editing;
use super::nearest::{Nearest, nearest};
use super::oracle::Judge;
use palisade::Policy;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

/// The policies that payloads are cleaned by.
pub(super) fn judges(corpus: &Path) -> &'static [Judge] {
    static JUDGES: OnceLock<Vec<Judge>> = OnceLock::new();
    JUDGES.get_or_init(|| {
        let preset = |it: &&str| Judge::new(it, Policy::preset(it)?).map_err(|it| println!("{it}")).ok();
        let mut judges: Vec<Judge> = Policy::PRESETS.iter().filter_map(preset).collect();
        assert_eq!(judges.len(), Policy::PRESETS.len());
        for name in bases(corpus).keys() {
            let described = described(&json!({"base": name}), corpus);
            match described.and_then(|it| nearest(&it)).and_then(|it| Judge::new(name, it.policy)) {
                Ok(judge) => judges.push(judge),
                Err(why) => println!("sanitizer: {name} cannot be expressed: {why}"),
            }
        }
        judges
    })
}

/// A policy at work, and what of the other's it leaves out.
pub(super) struct Said {
    pub judge: Judge,
    pub left_out: BTreeSet<String>,
}

/// The policy of a recorded case, made once for all cases that have it.
///
/// # Errors
/// Why ours cannot say anything like it.
pub(super) fn of(policy: &Value, corpus: &Path) -> Result<Arc<Said>, String> {
    type Made = Result<Arc<Said>, String>;
    static MADE: OnceLock<Mutex<HashMap<String, Made>>> = OnceLock::new();
    let made = MADE.get_or_init(Mutex::default);
    let mut made = made.lock().map_err(|it| it.to_string())?;
    made.entry(policy.to_string()).or_insert_with(|| said(policy, corpus).map(Arc::new)).clone()
}

fn said(policy: &Value, corpus: &Path) -> Result<Said, String> {
    let Nearest { policy, left_out } = nearest(&described(policy, corpus)?)?;
    Ok(Said { judge: Judge::new("recorded", policy)?, left_out })
}

/// A policy in the neutral words.
fn described(policy: &Value, corpus: &Path) -> Result<Value, String> {
    let base = policy["base"].as_str().ok_or("no base")?;
    if policy["custom"] == true {
        return Err("a callback decides".to_owned());
    }
    let given = &bases(corpus).get(base).cloned().unwrap_or_default();
    let source = policy["source"].as_str().unwrap_or_default();
    let options = &policy["options"];
    match base {
        "ammonia-4.2" => Ok(ammonia(&merged(given, &policy["set"]))),
        "bleach-6" => Ok(bleach(merged(given, &policy["set"]))),
        "bluemonday-UGC" | "bluemonday-empty" => Ok(bluemonday(merged(given, &policy["set"]))),
        "sanitize-html-2.17" => sanitize_html(&policy["set"]),
        "rails-SafeListSanitizer" => rails(options),
        "rails-FullSanitizer" => Ok(json!({"elements": [], "drop_content": "script style"})),
        "rails-LinkSanitizer" => Err("everything but links stays".to_owned()),
        "loofah-default" => Ok(default_of("loofah")),
        "html5lib-sanitizer" => Ok(default_of("html5lib")),
        "dompurify-3.4" => dompurify(&policy["set"]),
        "htmlsanitizer-dotnet" => builders::dotnet(policy),
        "jsoup" => builders::jsoup(source),
        "owasp-java" => builders::owasp(source),
        "justhtml" => justhtml(options),
        "lxml_html_clean" => lxml(options),
        "symfony" => symfony(options),
        _ if base.starts_with("sanitize-rb") && truthy(options) => ruby(options),
        _ if base.starts_with("sanitize-rb") && given.get("raw").is_some() => ruby(&given["raw"]),
        "sanitize-rb" => Ok(default_of("sanitize-rb")),
        _ => Err(format!("no description of {base}")),
    }
}

/// Elements of script and style lose their content in any case; relative URLs are what the code says.
fn ammonia(described: &Value) -> Value {
    let mut made = Editing(described.clone());
    made.add("drop_content", ["template"]);
    made.0
}

/// Without a list of properties nothing of a style is left.
fn bleach(mut described: Value) -> Value {
    if described["css_properties"].is_null() {
        described["css_properties"] = json!([]);
    }
    described
}

/// Where URLs need not be read, all pass: the nearest is a list of what is harmless.
fn bluemonday(mut described: Value) -> Value {
    if described["url_must_parse"] == false {
        described["url_schemes"] = list(["http", "https", "mailto", "ftp"]);
        described["url_relative"] = json!("allow");
    }
    described
}

fn sanitize_html(set: &Value) -> Result<Value, String> {
    if set["elements"] == false || set["attributes"] == false {
        return Err("every element, or every attribute, is allowed".to_owned());
    }
    let mut described = merged(&default_of("sanitize-html"), set);
    if described["url_protocol_relative"] == false {
        described["url_relative"] = json!("own-host");
        described["url_protocol_relative"] = Value::Null;
    }
    if truthy(&described["url_schemes_by_element"]) {
        described["url_schemes_by"] = described["url_schemes_by_element"].take();
    }
    Ok(described)
}

/// What Rails' SafeListSanitizer does by default, or with `tags` and `attributes` of its own.
fn rails(options: &Value) -> Result<Value, String> {
    if options["prune"] == true {
        return Err("prunes".to_owned());
    }
    let mut described = default_of("rails");
    if !options["tags"].is_null() {
        described["elements"] = options["tags"].clone();
    }
    if !options["attributes"].is_null() {
        described["attributes"] = json!({"*": options["attributes"]});
    }
    Ok(described)
}

/// A configuration of the Ruby gem.
fn ruby(raw: &Value) -> Result<Value, String> {
    let mut made = Editing(json!({
        "elements": raw["elements"],
        "attributes": raw["attributes"],
        "css_properties": raw["css"]["properties"],
        "set_attributes": raw["add_attributes"],
        "comments": raw["allow_comments"],
        "transformers": raw["transformers"],
        "blanks": list(names(&raw["whitespace_elements"])),
        "url_schemes": "http https mailto ftp",
        "url_canonical": true,
    }));
    match &raw["remove_contents"] {
        Value::Bool(true) => made.set("disallowed", "completelyDiscard"),
        dropped => made.set("drop_content", dropped.clone()),
    }
    let mut is_absolute = true;
    let rows = raw["protocols"].as_object().into_iter().flatten();
    for (element, attribute, schemes) in rows
        .flat_map(|(element, it)| it.as_object().into_iter().flatten().map(move |it| (element, it.0, it.1)))
    {
        let words = names(schemes);
        is_absolute &= !words.contains(&"relative");
        let row = format!("{element}.{attribute}");
        made.add_to("url_schemes_by", &row, words.into_iter().filter(|it| *it != "relative"));
    }
    if is_absolute && truthy(&raw["protocols"]) {
        made.set("url_relative", "deny");
    }
    Ok(made.0)
}

/// DOMPurify's options, as the corpus names them.
fn dompurify(set: &Value) -> Result<Value, String> {
    let mut made = Editing(default_of("dompurify"));
    if let Some(profiles) = set["USE_PROFILES"].as_object() {
        made = Editing(json!({"elements": [], "attributes": {}}));
        for (profile, _) in profiles.iter().filter(|it| truthy(it.1)) {
            let profile = if profile == "svgFilters" { "svg" } else { profile };
            made.join(&default_of(&format!("dompurify-{profile}")));
        }
    }
    for (key, value) in set.as_object().into_iter().flatten() {
        match key.as_str() {
            "WHOLE_DOCUMENT" if truthy(value) => return Err("whole documents".to_owned()),
            "PARSER_MEDIA_TYPE" | "NAMESPACE" | "ALLOWED_NAMESPACES" => return Err("XML".to_owned()),
            "elements" => made.set("elements", value.clone()),
            "attributes_all" => made.set("attributes", json!({"*": value})),
            "add_elements" => made.add("elements", names(value)),
            "add_attributes" => made.add_to("attributes", "*", names(value)),
            "remove_elements" => made.remove("elements", names(value)),
            "remove_attributes" => made.remove_from("attributes", "*", &names(value)),
            "keep_content" if *value == false => made.set("disallowed", "completelyDiscard"),
            "FORBID_CONTENTS" => made.set("drop_content", value.clone()),
            "ADD_FORBID_CONTENTS" => made.add("drop_content", names(value)),
            "data_attributes" | "aria_attributes" if *value == false => made.set("aria_and_data", false),
            "id_name_prefix" if truthy(value) => made.set("id_prefix", "user-content-"),
            // How the result is handed over, or what is so anyway.
            "USE_PROFILES"
            | "SANITIZE_DOM"
            | "FORCE_BODY"
            | "IN_PLACE"
            | "RETURN_TRUSTED_TYPE"
            | "TRUSTED_TYPES_POLICY"
            | "keep_content"
            | "data_attributes"
            | "aria_attributes"
            | "WHOLE_DOCUMENT"
            | "MATHML_TEXT_INTEGRATION_POINTS"
            | "HTML_INTEGRATION_POINTS" => {}
            other => made.set(other, value.clone()),
        }
    }
    made.remove("elements", ["#text"]);
    Ok(made.0)
}

fn justhtml(options: &Value) -> Result<Value, String> {
    if options == "DEFAULT" {
        return Ok(default_of("justhtml"));
    }
    if truthy(&options["url_filter"]) {
        return Err("a callback decides".to_owned());
    }
    let mut made = Editing(json!({
        "elements": options["allowed_tags"],
        "attributes": options["allowed_attributes"],
        "css_properties": list(names(&options["allowed_css_properties"])),
        "drop_content": "script style",
        "comments": options["drop_comments"] == false,
    }));
    match options["disallowed_tag_handling"].as_str() {
        Some("escape") => made.set("disallowed", "escape"),
        Some("drop") => made.set("disallowed", "completelyDiscard"),
        _ => {}
    }
    if truthy(&options["force_link_rel"]) {
        made.set("link_rel", options["force_link_rel"].clone());
    }
    for rule in options["url_rules"].as_array().into_iter().flatten() {
        let row = |it: &str| rule[it].as_str().unwrap_or_default().to_owned();
        let schemes = names(&rule["allowed_schemes"]);
        made.add_to("url_schemes_by", &format!("{}.{}", row("tag"), row("attr")), schemes);
        if rule["allow_relative"] == false {
            made.set("url_relative", "deny");
        } else if rule.get("resolve_protocol_relative").is_some_and(Value::is_null) {
            made.set("url_relative", "own-host");
        }
        if rule["allowed_hosts"].is_array() {
            made.set("hosts", rule["allowed_hosts"].clone());
        }
        if truthy(&rule["proxy_url"]) || rule["allow_fragment"] == false {
            made.set("a proxy, or no fragments", true);
        }
    }
    Ok(made.0)
}

fn lxml(options: &Value) -> Result<Value, String> {
    if options["safe_attrs_only"] == false {
        return Err("every attribute is allowed".to_owned());
    }
    let mut made = Editing(default_of("lxml_html_clean"));
    made.add("drop_content", names(&options["kill_tags"]));
    made.remove("elements", names(&options["kill_tags"]));
    made.remove("elements", names(&options["remove_tags"]));
    made.set("comments", options["comments"] == false);
    for key in ["frames", "page_structure", "forms", "host_whitelist"] {
        if !options[key].is_null() {
            made.set(key, true);
        }
    }
    Ok(made.0)
}

fn symfony(options: &Value) -> Result<Value, String> {
    if options["context"] != "body" {
        return Err("what stands in `head`".to_owned());
    }
    let known = [
        "context",
        "allowStaticElements",
        "allowLinkHosts",
        "allowMediaHosts",
        "allowRelativeLinks",
        "allowRelativeMedias",
    ];
    let mut made = Editing(default_of("symfony"));
    if options["allowStaticElements"] != true {
        made.set("elements", json!([]));
    }
    made.set("url_schemes", "http https mailto tel");
    made.set("hosts", options["allowLinkHosts"].clone());
    made.set("media_hosts", options["allowMediaHosts"].clone());
    if options["allowRelativeLinks"] != true {
        made.set("url_relative", "deny");
    }
    for (key, value) in options.as_object().unwrap_or(&Map::new()) {
        if !known.contains(&key.as_str()) {
            made.set(key, value.clone());
        }
    }
    Ok(made.0)
}
