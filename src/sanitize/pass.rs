//! One tag on its way through the policy: its attributes one by one, then what the policy adds at the end.
//! The recogniser and the engine both go this way, so that they cannot judge differently.

use super::names::{is_dangerous, is_gadget};
use super::policy::{LinkRule, Links, ValueRule};
use super::print::push_attribute;
use super::tables::Element;
use super::values::Values;
use super::verdict::{Reason, Verdict};

/// The state of one tag.
pub(super) struct Pass<'r> {
    values: &'r Values,
    element: &'r Element,
    /// Which of the required attributes are there, by their place in the list.
    met: u64,
    target: Target,
    /// The author's words of `rel`.
    rel: Option<String>,
}

/// Where a link leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    None,
    Inside,
    Outside,
}

/// What becomes of an attribute.
pub(super) enum Step<'v> {
    /// It is printed where it stands, if the verdict says so.
    Here(Verdict<'v>),
    /// The policy has no such attribute; [`unknown`] says why.
    Unknown,
    /// The policy says it at the end of the tag, whatever stood here.
    AtEnd,
}

impl<'r> Pass<'r> {
    pub(super) fn new(values: &'r Values, element: &'r Element) -> Pass<'r> {
        Pass { values, element, met: 0, target: Target::None, rel: None }
    }

    pub(super) fn step<'v>(&mut self, name: &str, value: &'v str) -> Step<'v> {
        if self.is_at_end(name) {
            self.keep_rel(name, value);
            return Step::AtEnd;
        }
        let Some(rule) = self.element.rule(name) else { return Step::Unknown };
        let verdict = self.values.check(rule, value);
        match &verdict {
            Verdict::Keep => self.note(name, value),
            Verdict::Replace(it) => self.note(name, it),
            Verdict::Refuse(_) => {}
        }
        Step::Here(verdict)
    }

    fn is_at_end(&self, name: &str) -> bool {
        let is_link = |it: &LinkRule| match name {
            "rel" => !it.rel.is_empty(),
            "target" => it.target.is_some(),
            _ => false,
        };
        self.element.links.as_ref().is_some_and(is_link)
            || self.element.forced.iter().any(|it| *it.0 == *name)
    }

    fn keep_rel(&mut self, name: &str, value: &str) {
        let Some(rule @ ValueRule::Words(_)) = self.element.rule(name).filter(|_| name == "rel") else {
            return;
        };
        self.rel = match self.values.check(rule, value) {
            Verdict::Keep => Some(value.to_owned()),
            Verdict::Replace(it) => Some(it.into_owned()),
            Verdict::Refuse(_) => None,
        };
    }

    fn note(&mut self, name: &str, value: &str) {
        for (at, required) in self.element.required.iter().enumerate() {
            if **required == *name || **required == *"*" {
                self.met |= 1_u64.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0);
            }
        }
        if matches!(name, "href" | "xlink:href") {
            self.target = if is_outside(value) { Target::Outside } else { Target::Inside };
        }
    }

    /// Whether all attributes are there that the element must have.
    pub(super) fn is_complete(&self) -> bool {
        self.met.count_ones() as usize == self.element.required.len()
    }

    /// Writes what the policy adds.
    pub(super) fn finish(&mut self, out: &mut String) {
        let element = self.element;
        if let Some(links) = &element.links {
            let applies = match links.on {
                Links::All => true,
                Links::WithHref => self.target != Target::None,
                Links::External => self.target == Target::Outside,
            };
            self.link(links, applies, out);
        }
        for (name, value) in &element.forced {
            push_attribute(name, value, out);
        }
    }

    fn link(&mut self, links: &LinkRule, applies: bool, out: &mut String) {
        match self.rel.take() {
            Some(rel) if applies => push_attribute("rel", &with_words(rel, &links.rel), out),
            Some(rel) => push_attribute("rel", &rel, out),
            None if applies && !self.element.rel.is_empty() => push_attribute("rel", &self.element.rel, out),
            None => {}
        }
        if let Some(target) = links.target.as_ref().filter(|_| applies) {
            push_attribute("target", target, out);
        }
    }
}

/// The author's words and those the policy asks for, each once.
pub(super) fn with_words(mut rel: String, words: &[String]) -> String {
    for word in words {
        if !rel.split(' ').any(|it| it == word) {
            rel.push_str(if rel.is_empty() { "" } else { " " });
            rel.push_str(word);
        }
    }
    rel
}

/// Whether a URL, which a rule has passed, names a host.
fn is_outside(url: &str) -> bool {
    let web = |it: &str| url.get(..it.len()).is_some_and(|head| head.eq_ignore_ascii_case(it));
    web("http:") || web("https:") || web("ftp:") || url.starts_with("//")
}

/// Why an attribute goes that the policy does not have. Only reports ask.
pub(super) fn unknown(name: &str) -> Reason {
    if is_dangerous(name) {
        Reason::Dangerous
    } else if is_gadget(name) {
        Reason::Gadget
    } else {
        Reason::Attribute
    }
}
