//! "Nothing disallowed is left", seen by html5ever: what may be there is read off the policy's JSON, not off
//! the tables of the cleaner.

use crate::corpus::Verdict;
use crate::dom::{self, Part, Piece};
use palisade::{Policy, Sanitizer};
use serde_json::Value;

/// A policy at work, and its public description.
pub(crate) struct Judge {
    name: String,
    sanitizer: Sanitizer,
    described: Value,
}

impl Judge {
    pub(crate) fn new(name: &str, policy: Policy) -> Result<Judge, String> {
        let sanitizer = Sanitizer::new(policy).map_err(|it| format!("{name}: {it}"))?;
        let described = serde_json::to_value(sanitizer.policy()).map_err(|it| it.to_string())?;
        Ok(Judge { name: name.to_owned(), sanitizer, described })
    }

    pub(crate) fn clean(&self, html: &str) -> Result<String, String> {
        self.sanitizer.clean(html).map(|it| it.into_string()).map_err(|it| format!("{}: {it}", self.name))
    }

    /// Cleans, and looks at what is left. What is refused for its size is shown as text.
    pub(crate) fn judge(&self, html: &str) -> Verdict {
        let once = self.sanitizer.clean_or_text(html).into_string();
        let says = |it: String| format!("{}: {it}\nof {html:?}\nin {once:?}", self.name);
        if self.clean(&once)? != once {
            return Err(says("cleaned again, it is another".to_owned()));
        }
        if !self.sanitizer.is_clean(&once) {
            return Err(says("not clean".to_owned()));
        }
        let (on, off) = (dom::fragment(&once, "div", true), dom::fragment(&once, "div", false));
        if dom::tree(&on) != dom::tree(&off) {
            return Err(says("scripting changes the tree".to_owned()));
        }
        on.iter().try_for_each(|it| self.piece(it)).map_err(says)
    }

    fn piece(&self, piece: &Piece) -> Verdict {
        match &piece.what {
            Part::Text(_) => Ok(()),
            Part::Comment(text) if self.described["comments"] == true && !text.contains(['<', '>']) => Ok(()),
            Part::Comment(_) => Err("a comment".to_owned()),
            Part::Content => Err("a template".to_owned()),
            Part::Element(name, attributes) => {
                let key = name.replacen(' ', ":", 1);
                let Some(rule) = self.described["elements"].get(&key) else {
                    return Err(format!("element {name}"));
                };
                attributes.iter().try_for_each(|it| self.attribute(&key, rule, &it.0, &it.1))
            }
        }
    }

    fn attribute(&self, element: &str, rule: &Value, name: &str, value: &str) -> Verdict {
        let forced = rule["forced"].get(name).and_then(Value::as_str) == Some(value);
        let link = matches!((element, name), ("a" | "area" | "svg:a", "rel" | "target"));
        if forced || (link && !self.described["links"].is_null()) {
            return Ok(());
        }
        let named = |rules: &Value| {
            let exact = rules.get(name).cloned();
            let globs = rules.as_object().into_iter().flatten();
            exact.or_else(|| globs.filter(|it| fits(it.0, name)).map(|it| it.1.clone()).next())
        };
        let Some(allowed) = named(&rule["attributes"]).or_else(|| named(&self.described["attributes"]))
        else {
            return Err(format!("attribute {name} of {element}"));
        };
        if let Some(urls) = allowed.get("url") {
            return url(urls, value).map_err(|it| format!("{name} of {element}: {it}"));
        }
        let style = allowed.get("css").is_some().then(|| value.to_ascii_lowercase());
        const NEVER: &[&str] = &[
            "url",
            "expression",
            "position",
            "\\",
            "@",
            "/*",
            "image(",
            "image-set",
            "behavior",
            "var(",
            "src(",
        ];
        match style.and_then(|it| NEVER.iter().find(|never| it.contains(**never))) {
            Some(never) => Err(format!("{never} in the style {value}")),
            None => Ok(()),
        }
    }
}

fn fits(glob: &str, name: &str) -> bool {
    glob.strip_suffix('*').is_some_and(|it| name.starts_with(it))
}

/// The scheme of a URL on a page, as the `url` crate reads it.
fn url(rule: &Value, value: &str) -> Verdict {
    let page = url::Url::parse("https://page.test/a/b").map_err(|it| it.to_string())?;
    let urls: Vec<&str> = match rule["list"].as_str() {
        Some("srcset") => value.split(", ").filter_map(|it| it.split(' ').next()).collect(),
        Some("blanks") => value.split(' ').collect(),
        _ => vec![value],
    };
    for it in urls {
        // What no parser reads leads nowhere.
        let Ok(read) = page.join(it) else { continue };
        let listed =
            rule["schemes"].as_array().into_iter().flatten().any(|it| it.as_str() == Some(read.scheme()));
        let data = read.scheme() == "data"
            && rule["data"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .any(|media| read.path().starts_with(&format!("{media};base64,")));
        let relative = url::Url::parse(it) == Err(url::ParseError::RelativeUrlWithoutBase);
        let cid = read.scheme() == "cid" && rule["cid"] == true;
        if !(listed || data || cid || relative) {
            return Err(format!("the URL {it}"));
        }
    }
    Ok(())
}
