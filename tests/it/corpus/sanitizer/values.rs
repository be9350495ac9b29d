//! Which of our rules on values an attribute of another cleaner's policy needs.

use super::described::{names, truthy};
use palisade::sanitize::{CssRule, ElementRule, Relative, UrlList, UrlRule, ValueRule};
use palisade::{Policy, Sanitizer};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

/// What a description says of all URLs and styles.
pub(super) struct Values {
    schemes: Vec<String>,
    schemes_by: Value,
    relative: Relative,
    hosts: Option<Vec<String>>,
    media_hosts: Option<Vec<String>>,
    data: bool,
    is_canonical: bool,
    has_rel: bool,
    has_prefix: bool,
}

const RASTER: &[&str] = &["image/png", "image/gif", "image/jpeg", "image/webp"];

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

impl Values {
    pub(super) fn new(described: &Value) -> Result<Values, String> {
        let schemes = names(&described["url_schemes"]);
        let hosts = |key: &str| {
            let hosts = &described[key];
            (!hosts.is_null()).then(|| names(hosts).into_iter().map(str::to_owned).collect())
        };
        Ok(Values {
            data: schemes.contains(&"data") || truthy(&described["data_images"]),
            schemes: schemes.into_iter().map(str::to_owned).collect(),
            schemes_by: described["url_schemes_by"].clone(),
            relative: relative(&described["url_relative"])?,
            hosts: hosts("hosts"),
            media_hosts: hosts("media_hosts"),
            is_canonical: truthy(&described["url_must_parse"]) || truthy(&described["url_canonical"]),
            has_rel: truthy(&described["link_rel"]) || truthy(&described["link_rel_absolute_only"]),
            has_prefix: described["id_prefix"].is_string(),
        })
    }

    /// The rule for values that a description gives with an attribute, as a list of patterns.
    pub(super) fn of(&self, patterns: &Value) -> Option<ValueRule> {
        let pattern = patterns.as_array()?.first()?["re"].as_str()?;
        let alternatives = pattern
            .trim_start_matches("(?i)")
            .strip_prefix("^(")
            .and_then(|it| it.strip_suffix(")$"))
            .filter(|it| it.bytes().all(|it| it.is_ascii_alphabetic() || it == b'|'));
        match (pattern, alternatives) {
            ("^[0-9]+$", _) => Some(ValueRule::number(0, i64::MAX)),
            ("^[0-9]+[%]?$", _) => Some(ValueRule::Length),
            (_, Some(words)) => Some(ValueRule::values(words.split('|'))),
            _ => None,
        }
    }

    /// The first rule that a policy of ours may have there.
    pub(super) fn rule(&self, element: &str, name: &str, given: Option<&ValueRule>) -> Option<ValueRule> {
        let first = given.cloned().unwrap_or_else(|| self.preferred(element, name));
        if can_hold(element, name, &first) {
            return Some(first);
        }
        let others = [
            ValueRule::Plain,
            self.url(element, name, UrlRule::navigation()),
            self.media(element, name, UrlRule::auto_load()),
            ValueRule::Paint,
            ValueRule::Id,
        ];
        others.into_iter().find(|it| can_hold(element, name, it))
    }

    fn preferred(&self, element: &str, name: &str) -> ValueRule {
        match name {
            "href" | "cite" | "action" | "longdesc" | "xlink:href" => {
                self.url(element, name, UrlRule::navigation())
            }
            "data" if !element.ends_with("object") => ValueRule::Plain,
            "src" | "poster" | "background" | "data" | "dynsrc" | "lowsrc" => {
                self.media(element, name, UrlRule::auto_load())
            }
            "srcset" => self.url(element, name, UrlRule::auto_load().list(UrlList::Srcset)),
            "ping" => self.url(element, name, UrlRule::navigation().list(UrlList::Blanks)),
            "rel" if self.has_rel => ValueRule::Words(REL.iter().map(|it| (*it).to_owned()).collect()),
            "usemap" => ValueRule::HashRef,
            "for" | "list" if self.has_prefix => ValueRule::IdRef,
            "id" | "name" => ValueRule::Id,
            "xmlns" if element == "math:math" => ValueRule::values(["http://www.w3.org/1998/Math/MathML"]),
            "xmlns" => ValueRule::values(["http://www.w3.org/2000/svg"]),
            "xmlns:xlink" => ValueRule::values(["http://www.w3.org/1999/xlink"]),
            "fill" | "stroke" | "filter" | "mask" | "clip-path" | "marker" | "marker-start"
            | "marker-mid" | "marker-end" | "cursor" | "color-profile" => ValueRule::Paint,
            _ => ValueRule::Plain,
        }
    }

    fn url(&self, element: &str, name: &str, rule: UrlRule) -> ValueRule {
        let local = element.rsplit(':').next().unwrap_or_default();
        let own = &self.schemes_by[format!("{local}.{name}")];
        let own = if own.is_null() { &self.schemes_by[local] } else { own };
        let schemes: Vec<&str> = match own {
            Value::Null => self.schemes.iter().map(String::as_str).collect(),
            own => names(own),
        };
        let rule =
            rule.schemes(schemes.into_iter().filter(|it| is_scheme(it))).relative(self.relative.clone());
        let rule = match &self.hosts {
            Some(hosts) if name == "href" => rule.hosts(hosts.clone()),
            _ => rule,
        };
        ValueRule::Url(if self.is_canonical { rule } else { rule.as_written() })
    }

    /// Like `url`, with images that a `data:` URL holds where that scheme is listed.
    fn media(&self, element: &str, name: &str, rule: UrlRule) -> ValueRule {
        let ValueRule::Url(rule) = self.url(element, name, rule) else { return ValueRule::Plain };
        let rule = match &self.media_hosts {
            Some(hosts) => rule.hosts(hosts.clone()),
            None => rule,
        };
        ValueRule::Url(if self.data { rule.data(RASTER.iter().copied()) } else { rule })
    }

    /// The properties of a list that we have; all of ours where there is no list.
    pub(super) fn style(&self, properties: &Value) -> Option<ValueRule> {
        if properties.is_null() {
            return Some(ValueRule::Css(CssRule::all()));
        }
        let can = |it: &&str| can_hold("p", "style", &ValueRule::Css(CssRule::new([*it])));
        let mut named = names(properties).into_iter().filter(can).peekable();
        named.peek()?;
        Some(ValueRule::Css(CssRule::new(named)))
    }
}

fn relative(described: &Value) -> Result<Relative, String> {
    let word = match described {
        Value::String(word) => word.as_str(),
        Value::Object(it) => it.values().next().and_then(Value::as_str).unwrap_or("custom"),
        Value::Array(items) => return resolved(items.get(1), items.get(2)),
        _ => "allow",
    };
    let argument =
        |of: &str| word.split_once(of).map(|it| it.1.split([')', ',', ' ']).next().unwrap_or_default());
    match word {
        "allow" | "PassThrough" | "UrlRelative::PassThrough" | "pass_through" => Ok(Relative::Allow),
        "own-host" => Ok(Relative::OwnHost),
        "deny" | "Deny" | "UrlRelative::Deny" => Ok(Relative::Deny),
        _ if word.contains("RewriteWithBase(") => {
            Ok(Relative::Resolve(argument("RewriteWithBase(").unwrap_or_default().to_owned()))
        }
        _ if word.contains("root: ") => {
            let text = |it: &str| argument(it).map(|it| Value::String(it.to_owned()));
            resolved(text("root: ").as_ref(), text("path: ").as_ref())
        }
        _ if word.starts_with("http") => Ok(Relative::Resolve(word.to_owned())),
        other => Err(format!("relative URLs: {other}")),
    }
}

fn resolved(root: Option<&Value>, path: Option<&Value>) -> Result<Relative, String> {
    let text = |it: Option<&Value>| it.and_then(Value::as_str).unwrap_or_default().to_owned();
    let root = url::Url::parse(&text(root)).map_err(|it| it.to_string())?;
    Ok(Relative::Resolve(root.join(&text(path)).map_err(|it| it.to_string())?.into()))
}

/// Whether a policy of ours may allow this scheme.
fn is_scheme(name: &str) -> bool {
    can_hold("a", "href", &ValueRule::Url(UrlRule::navigation().schemes([name])))
}

fn one(element: &str, name: &str, rule: ValueRule) -> Policy {
    if element == "*" {
        return Policy::new("").attribute(name, rule);
    }
    Policy::new("").element(element, ElementRule::new().attribute(name, rule))
}

/// Whether a policy of ours may have this rule there. Asked once for each kind of rule.
fn can_hold(element: &str, name: &str, rule: &ValueRule) -> bool {
    static ASKED: OnceLock<Mutex<HashMap<String, bool>>> = OnceLock::new();
    let key = format!("{element} {name} {rule:?}");
    let asked = ASKED.get_or_init(Mutex::default);
    let known = asked.lock().ok().and_then(|it| it.get(&key).copied());
    known.unwrap_or_else(|| {
        let can = Sanitizer::new(one(element, name, rule.clone())).is_ok();
        if let Ok(mut asked) = asked.lock() {
            asked.insert(key, can);
        }
        can
    })
}
