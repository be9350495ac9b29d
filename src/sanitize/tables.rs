//! A policy made ready: names to elements, and elements to what each attribute may hold.

use super::names::{is_gadget, is_plain_name};
use super::pass::with_words;
use super::policy::{LinkRule, Links, Policy, ValueRule};
use super::shape::{Shape, shape};
use std::collections::{BTreeMap, BTreeSet};

/// The namespace of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Html,
    Svg,
    Math,
}

/// Everything that is looked up while cleaning.
pub(super) struct Tables {
    html: Names<Element>,
    svg: Names<Element>,
    math: Names<Element>,
    dropped: Names<()>,
    kept: Names<()>,
    /// Every name that the policy says something about, in lower case.
    said: Names<()>,
    blanks: Names<()>,
    blanks_for_all: bool,
    pub comments: bool,
}

/// One allowed element.
pub(super) struct Element {
    pub name: Box<str>,
    pub space: Space,
    pub shape: Shape,
    pub ends_item_search: bool,
    attributes: Vec<(Box<str>, ValueRule)>,
    /// Beginnings of names, with the rule for whatever follows.
    prefixes: Vec<(Box<str>, ValueRule)>,
    pub forced: Vec<(Box<str>, Box<str>)>,
    pub required: Vec<Box<str>>,
    pub instead: Option<Box<str>>,
    pub links: Option<LinkRule>,
    /// What the links' rule asks for, as `rel` has it when its author wrote none.
    pub rel: Box<str>,
    /// A tag without attributes is printed as it stands.
    pub is_bare: bool,
}

impl Tables {
    pub(super) fn new(policy: &Policy) -> Tables {
        let of = |space: Space| {
            let rules = policy.elements.keys().filter(move |it| split(it).0 == space);
            Names::new(rules.map(|it| (split(it).1.into(), element(policy, it))).collect())
        };
        Tables {
            html: of(Space::Html),
            svg: of(Space::Svg),
            math: of(Space::Math),
            dropped: names(&policy.drop_content),
            kept: names(&policy.keep_content),
            said: said(policy),
            blanks: names(&policy.blanks),
            blanks_for_all: policy.blanks.contains("*"),
            comments: policy.comments,
        }
    }

    pub(super) fn html(&self, name: &str) -> Option<&Element> {
        self.html.get(name)
    }

    pub(super) fn element(&self, space: Space, name: &str) -> Option<&Element> {
        match space {
            Space::Html => self.html.get(name),
            Space::Svg => self.svg.get(name),
            Space::Math => self.math.get(name),
        }
    }

    /// Whether an element of this name goes with its content.
    pub(super) fn drops_content(&self, name: &str) -> bool {
        self.dropped.get(name).is_some()
    }

    /// Whether the content of an element of this name stays, whatever becomes of other elements.
    pub(super) fn keeps_content(&self, name: &str) -> bool {
        self.kept.get(name).is_some()
    }

    /// Whether the policy says anything about elements of a name that the tokenizer has written, without capitals.
    pub(super) fn says(&self, name: &str) -> bool {
        self.said.get(name).is_some()
    }

    /// Whether blanks take the place of this element's tags.
    pub(super) fn leaves_blanks(&self, name: &str) -> bool {
        self.blanks_for_all || self.blanks.get(name).is_some()
    }
}

fn said(policy: &Policy) -> Names<()> {
    let elements = policy.elements.keys().map(|it| split(it).1);
    let others = policy.drop_content.iter().chain(&policy.keep_content).map(String::as_str);
    names(&elements.chain(others).map(str::to_ascii_lowercase).collect())
}

fn names(names: &BTreeSet<String>) -> Names<()> {
    Names::new(names.iter().map(|it| (it.as_str().into(), ())).collect())
}

/// `svg:path` in its parts.
fn split(name: &str) -> (Space, &str) {
    match name.split_once(':') {
        Some(("svg", local)) => (Space::Svg, local),
        Some(("math", local)) => (Space::Math, local),
        _ => (Space::Html, name),
    }
}

fn element(policy: &Policy, key: &str) -> Element {
    let (space, name) = split(key);
    let own = policy.elements.get(key).cloned().unwrap_or_default();
    let mut all: BTreeMap<&String, &ValueRule> = policy.attributes.iter().collect();
    all.extend(&own.attributes);
    // What is forced is not the author's to write.
    all.retain(|name, _| !own.forced.contains_key(*name));
    let shape = if space == Space::Html { shape(name) } else { Shape::Unproven };
    let (prefixes, attributes): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.0.ends_with('*'));
    let is_link = matches!((space, name), (Space::Html, "a" | "area") | (Space::Svg, "a"));
    let links = policy.links.clone().filter(|it| is_link && (name == "a" || it.on != Links::All));
    let links_all = links.as_ref().is_some_and(|it| it.on == Links::All);
    Element {
        is_bare: own.forced.is_empty() && own.required.is_empty() && !links_all,
        name: name.into(),
        space,
        shape,
        ends_item_search: super::shape::ends_item_search(name, shape),
        attributes: attributes.iter().map(|it| (it.0.as_str().into(), it.1.clone())).collect(),
        prefixes: prefixes.iter().map(|it| (it.0.trim_end_matches('*').into(), it.1.clone())).collect(),
        forced: own.forced.iter().map(|it| (it.0.as_str().into(), it.1.as_str().into())).collect(),
        required: own.required.iter().map(|it| it.as_str().into()).collect(),
        instead: own.instead.map(Into::into),
        rel: links.as_ref().map(|it| with_words(String::new(), &it.rel)).unwrap_or_default().into(),
        links,
    }
}

impl Element {
    /// The rule for an attribute, if there is one.
    pub(super) fn rule(&self, name: &str) -> Option<&ValueRule> {
        let exact = self.attributes.iter().find(|it| *it.0 == *name);
        exact.or_else(|| self.by_prefix(name)).map(|it| &it.1)
    }

    fn by_prefix(&self, name: &str) -> Option<&(Box<str>, ValueRule)> {
        let found = self.prefixes.iter().find(|it| name.len() > it.0.len() && name.starts_with(&*it.0))?;
        (is_plain_name(name) && !is_gadget(name)).then_some(found)
    }
}

/// A small table of names: open addressing, at most half full.
struct Names<T> {
    slots: Box<[Slot<T>]>,
}

type Slot<T> = Option<(Box<str>, T)>;

impl<T> Names<T> {
    fn new(rows: Vec<(Box<str>, T)>) -> Names<T> {
        let size = (rows.len() * 2 + 1).next_power_of_two();
        let mut slots: Vec<Slot<T>> = std::iter::repeat_with(|| None).take(size).collect();
        for row in rows {
            let start = hash(&row.0) & (size - 1);
            let free = (start..size).chain(0..start).find(|it| slots.get(*it).is_some_and(Option::is_none));
            if let Some(slot) = free.and_then(|it| slots.get_mut(it)) {
                *slot = Some(row);
            }
        }
        Names { slots: slots.into() }
    }

    fn get(&self, name: &str) -> Option<&T> {
        let mask = self.slots.len() - 1;
        let mut at = hash(name) & mask;
        // Half the slots are free, so the search ends.
        while let Some((key, row)) = self.slots.get(at)? {
            if **key == *name {
                return Some(row);
            }
            at = (at + 1) & mask;
        }
        None
    }
}

/// Good enough for the few names of a policy; the policy's author chooses them, nobody else. A name that is
/// looked up costs no more than the longest run of slots.
fn hash(name: &str) -> usize {
    let bytes = name.as_bytes();
    let byte = |at: usize| bytes.get(at).map_or(0, |it| usize::from(*it));
    let last = bytes.last().map_or(0, |it| usize::from(*it));
    byte(0).wrapping_mul(0x9E5) ^ byte(1).wrapping_mul(0x3B) ^ last.wrapping_mul(0x11F) ^ (bytes.len() << 4)
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_found_and_others_are_not() {
        let names = ["a", "b", "td", "th", "tr", "h1", "h2", "", "blockquote"];
        let table = Names::new(names.iter().map(|it| ((*it).into(), it.len())).collect());
        assert!(names.iter().all(|it| table.get(it) == Some(&it.len())));
        assert!(["c", "tb", "h3", "blockquot"].iter().all(|it| table.get(it).is_none()));
        assert!(Names::<()>::new(Vec::new()).get("a").is_none());
    }
}
