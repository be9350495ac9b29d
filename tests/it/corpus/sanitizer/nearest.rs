//! The policy of ours that says the most of what another cleaner's policy says, in the words of the corpus.
//! What ours cannot say is left out, and named.

use super::described::{names, truthy};
use super::foreign;
use super::values::Values;
use palisade::sanitize::{Disallowed, ElementRule, Invisible, LinkRule, Links, ValueRule};
use palisade::{Policy, Sanitizer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, OnceLock};

pub(super) struct Nearest {
    pub policy: Policy,
    /// Settings that have no counterpart: `element body`, `elements_re`.
    pub left_out: BTreeSet<String>,
}

/// Settings that are read below, or that change nothing that is compared.
const KNOWN: &[&str] = &[
    "aria_and_data",
    "attribute_prefixes",
    "attribute_values",
    "attributes",
    "blanks",
    "classes",
    "comments",
    "css",
    "css_properties",
    "custom",
    "data_images",
    "disallowed",
    "drop_content",
    "elements",
    "elements_without_attrs_ok",
    "hosts",
    "id_prefix",
    "keep_content",
    "link_rel",
    "link_rel_absolute_only",
    "link_target_blank_absolute_only",
    "media_hosts",
    "needs_attributes",
    "set_attributes",
    "space_for_stripped_tag",
    "unsafe_ok",
    "url_canonical",
    "url_must_parse",
    "url_relative",
    "url_schemes",
    "url_schemes_by",
];

/// Elements whose content is no markup, or is not shown.
const HOLDS_CODE: &[&str] =
    &["iframe", "noembed", "noframes", "noscript", "script", "style", "template", "title", "xmp"];

/// # Errors
/// When nothing is described.
pub(super) fn nearest(described: &Value) -> Result<Nearest, String> {
    let map = described.as_object().ok_or("no description")?;
    let mut making = Making::new(described)?;
    let is_empty = |it: &Value| !truthy(it);
    making
        .left_out
        .extend(map.iter().filter(|it| !KNOWN.contains(&&**it.0) && !is_empty(it.1)).map(|it| it.0.clone()));
    making.elements();
    making.forced();
    making.attributes();
    making.values();
    making.styles();
    Ok(making.done())
}

struct Making<'d> {
    described: &'d Value,
    values: Values,
    /// What a name of the description stands for.
    elements: BTreeMap<String, Vec<String>>,
    rules: BTreeMap<String, ElementRule>,
    global: BTreeMap<String, ValueRule>,
    /// Elements that go when they have no attribute.
    needing: BTreeSet<String>,
    /// Attributes that are forced: no author writes them.
    forced: BTreeSet<(String, String)>,
    left_out: BTreeSet<String>,
}

impl<'d> Making<'d> {
    fn new(described: &'d Value) -> Result<Making<'d>, String> {
        Ok(Making {
            described,
            values: Values::new(described)?,
            elements: BTreeMap::new(),
            rules: BTreeMap::new(),
            global: BTreeMap::new(),
            needing: BTreeSet::new(),
            forced: BTreeSet::new(),
            left_out: BTreeSet::new(),
        })
    }

    fn elements(&mut self) {
        let listed = names(&self.described["elements"]);
        let has = |name: &str| listed.iter().any(|it| it.eq_ignore_ascii_case(name));
        let (has_svg, has_math) = (has("svg") || has("svg:svg"), has("math") || has("math:math"));
        for name in &listed {
            let all = foreign::elements(name, has_svg, has_math);
            let allowed: Vec<String> = all.into_iter().filter(|it| can_print(it)).collect();
            if allowed.is_empty() {
                self.left_out.insert(format!("element {name}"));
            }
            for it in &allowed {
                self.rules.insert(it.clone(), ElementRule::new());
            }
            self.elements.insert(name.to_ascii_lowercase(), allowed);
        }
        self.require();
    }

    fn require(&mut self) {
        let without_ok = &self.described["elements_without_attrs_ok"];
        let fine = names(without_ok);
        let needs = names(&self.described["needs_attributes"]);
        let is_needy = |it: &&String| {
            if without_ok.is_null() { needs.contains(&&***it) } else { !fine.contains(&&***it) }
        };
        self.needing = self.rules.keys().filter(is_needy).cloned().collect();
    }

    fn attributes(&mut self) {
        for (element, attributes) in self.described["attributes"].as_object().into_iter().flatten() {
            for name in names(attributes) {
                let values = self.values.of(&attributes[name]);
                self.attribute(element, name, values.as_ref());
            }
        }
        for prefix in names(&self.described["attribute_prefixes"]) {
            self.attribute("*", &format!("{prefix}*"), None);
        }
        if truthy(&self.described["aria_and_data"]) {
            self.attribute("*", "data-*", None);
            self.attribute("*", "aria-*", None);
        }
    }

    /// Allows an attribute, by the rule that was given or the one that its language needs.
    fn attribute(&mut self, element: &str, name: &str, given: Option<&ValueRule>) {
        if name == "style" {
            return self.style(element);
        }
        if matches!(element, "*" | "all" | ":all") {
            return self.global(name, given);
        }
        let mut found = false;
        for key in self.elements.get(&element.to_ascii_lowercase()).cloned().unwrap_or_default() {
            let name = if key.contains(':') { foreign::attribute(name) } else { name.to_ascii_lowercase() };
            let Some(rule) = self.values.rule(&key, &name, given) else { continue };
            found = true;
            self.add(&key, &name, rule);
        }
        // An attribute of an element that is not allowed means nothing.
        if !found && self.elements.contains_key(element) {
            self.left_out.insert(format!("attribute {name} of {element}"));
        }
    }

    fn global(&mut self, name: &str, given: Option<&ValueRule>) {
        let mut found = false;
        if let Some(rule) = self.values.rule("*", &name.to_ascii_lowercase(), given) {
            self.global.insert(name.to_ascii_lowercase(), rule);
            found = true;
        }
        // What is allowed on every element is so on foreign ones, unless they spell it otherwise.
        if found && foreign::attribute(name) == name.to_ascii_lowercase() {
            return;
        }
        let foreign: Vec<String> = self.rules.keys().filter(|it| it.contains(':')).cloned().collect();
        for key in foreign {
            let name = foreign::attribute(name);
            if let Some(rule) = self.values.rule(&key, &name, given) {
                self.add(&key, &name, rule);
                found = true;
            }
        }
        if !found {
            self.left_out.insert(format!("attribute {name}"));
        }
    }

    fn add(&mut self, element: &str, name: &str, rule: ValueRule) {
        if self.forced.contains(&(element.to_owned(), name.to_owned())) {
            return;
        }
        if let Some(it) = self.rules.get_mut(element) {
            *it = it.clone().attribute(name, rule);
        }
    }

    /// Attributes with listed values, and classes.
    fn values(&mut self) {
        for (element, attributes) in self.described["attribute_values"].as_object().into_iter().flatten() {
            for (name, values) in attributes.as_object().into_iter().flatten() {
                self.attribute(element, name, Some(&ValueRule::values(names(values))));
            }
        }
        for (element, classes) in self.described["classes"].as_object().into_iter().flatten() {
            if classes.as_array().is_some_and(|it| it.iter().any(|it| !it.is_string())) {
                self.left_out.insert("classes by pattern".to_owned());
            } else if classes.is_array() {
                let everywhere = names(&self.described["classes"]["*"]);
                let all = names(classes).into_iter().chain(everywhere);
                self.attribute(element, "class", Some(&ValueRule::classes(all)));
            } else if *classes == false {
                self.attribute(element, "class", Some(&ValueRule::Plain));
            }
        }
    }

    /// `style` where it is listed among the attributes.
    fn style(&mut self, element: &str) {
        match self.values.style(&self.described["css_properties"]) {
            Some(rule) => self.styled(element, rule),
            None => drop(self.left_out.insert("style without any property of ours".to_owned())),
        }
    }

    fn styled(&mut self, element: &str, rule: ValueRule) {
        if matches!(element, "*" | "all" | ":all") {
            self.global.insert("style".to_owned(), rule);
            return;
        }
        for key in self.elements.get(element).cloned().unwrap_or_default() {
            self.add(&key, "style", rule.clone());
        }
    }

    /// Properties by element.
    fn styles(&mut self) {
        for (element, properties) in self.described["css"].as_object().into_iter().flatten() {
            if let Some(rule) = self.values.style(properties).filter(|_| truthy(properties)) {
                self.styled(element, rule);
            }
        }
        if self.global.contains_key("style") || !truthy(&self.described["css_properties"]) {
            return;
        }
        if !self.described["attributes"].to_string().contains("\"style\"") {
            self.style("*");
        }
    }

    fn forced(&mut self) {
        for (element, attributes) in self.described["set_attributes"].as_object().into_iter().flatten() {
            for (name, value) in attributes.as_object().into_iter().flatten() {
                let value = value.as_str().unwrap_or_default();
                for key in self.elements.get(element).cloned().unwrap_or_default() {
                    let Some(rule) = self.rules.get(&key).cloned() else { continue };
                    let forced = rule.force(name, value);
                    if Sanitizer::new(Policy::new("").element(key.clone(), forced.clone())).is_ok() {
                        self.forced.insert((key.clone(), name.clone()));
                        self.rules.insert(key, forced);
                    } else {
                        self.left_out.insert(format!("forced {name}"));
                    }
                }
            }
        }
    }

    fn done(mut self) -> Nearest {
        let described = self.described;
        let disallowed = match described["disallowed"].as_str() {
            Some("escape" | "recursiveEscape") => Disallowed::Escape,
            Some("completelyDiscard") => Disallowed::Drop,
            _ => Disallowed::Unwrap,
        };
        // Where one cleaner has an element in both lists, it is allowed.
        let rules = &self.rules;
        let other = |key: &str| -> Vec<&str> {
            names(&described[key]).into_iter().filter(|it| !rules.contains_key(*it)).collect()
        };
        let mut dropped = other("drop_content");
        // What such an element holds is no text: where it cannot stay itself, it goes with its content.
        if disallowed != Disallowed::Escape {
            let unsaid = names(&described["elements"]).into_iter().filter(|it| HOLDS_CODE.contains(it));
            dropped.extend(unsaid.filter(|it| !rules.contains_key(*it)));
        }
        let kept: Vec<&str> = other("keep_content").into_iter().filter(|it| !dropped.contains(it)).collect();
        let mut blanks = names(&described["blanks"]);
        if truthy(&described["space_for_stripped_tag"]) {
            blanks.push("*");
        }
        let mut policy = Policy::new("corpus")
            .disallowed(disallowed)
            .drop_content(dropped)
            .keep_content(kept)
            .blanks(blanks)
            .comments(truthy(&described["comments"]))
            .invisible(Invisible::Keep);
        if let Some(prefix) = described["id_prefix"].as_str() {
            policy = policy.id_prefix(prefix);
        }
        policy = policy.links(self.links());
        let has_global = !self.global.is_empty();
        for (name, rule) in std::mem::take(&mut self.global) {
            policy = policy.attribute(name, rule);
        }
        for (name, rule) in std::mem::take(&mut self.rules) {
            if !self.needing.contains(&name) {
                policy = policy.element(name, rule);
            } else if rule != ElementRule::new() || has_global {
                policy = policy.element(name, rule.require("*"));
            }
        }
        Nearest { policy, left_out: self.left_out }
    }

    fn links(&mut self) -> Option<LinkRule> {
        let described = self.described;
        let rel: Vec<String> = match &described["link_rel"] {
            Value::String(words) => words.split(' ').map(str::to_owned).collect(),
            other => names(other).into_iter().map(str::to_owned).collect(),
        };
        let outside = names(&described["link_rel_absolute_only"]);
        let is_blank = described["link_target_blank_absolute_only"] == true;
        if rel.is_empty() && (is_blank || !outside.is_empty()) {
            let mut rel: Vec<String> = outside.into_iter().map(str::to_owned).collect();
            if is_blank && !rel.iter().any(|it| it == "noopener") {
                rel.push("noopener".to_owned());
            }
            return Some(LinkRule {
                rel,
                target: is_blank.then(|| "_blank".to_owned()),
                on: Links::External,
            });
        }
        if is_blank || !outside.is_empty() {
            self.left_out.insert("rules for links to other hosts beside rules for all".to_owned());
        }
        let on = if described["link_rel"].is_string() { Links::All } else { Links::WithHref };
        (!rel.is_empty()).then_some(LinkRule { rel, target: None, on })
    }
}

/// Whether a policy of ours can allow an element.
fn can_print(name: &str) -> bool {
    static ASKED: OnceLock<Mutex<HashMap<String, bool>>> = OnceLock::new();
    let asked = ASKED.get_or_init(Mutex::default);
    let known = asked.lock().ok().and_then(|it| it.get(name).copied());
    known.unwrap_or_else(|| {
        let can = Sanitizer::new(Policy::new("").elements([name])).is_ok();
        if let Ok(mut asked) = asked.lock() {
            asked.insert(name.to_owned(), can);
        }
        can
    })
}
