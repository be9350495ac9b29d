//! What the analysis saw on its way, for people: where each hole stands, what stands open there, and which
//! stretch of the literal text is read as what. Information, not a decision: nothing is escaped by it.

use super::place::{Inner, Place, Raw, Tag};
use super::places::Places;
use super::plan::{Hole, Part, Plan, Start};
use super::{body_of, run};
use crate::diagnostics::Error;
use crate::escape::Escaper;
use crate::host::NoHost;
use crate::html::{self, AttrKind, Frameworks};
use crate::limits::Limits;
use crate::source::Span;
use crate::syntax::Ast;
use crate::value::{Arena, Cx, Kind, Origin, Value};
use std::collections::BTreeMap;

/// Deeper elements are not listed: a path is read by people.
const DEEPEST: usize = 64;

/// What one walk saw. The places of a node seen again, in a loop, replace those seen before.
#[derive(Default)]
pub(crate) struct Trace {
    /// Holes and callees, by offset.
    pub seen: BTreeMap<u32, Seen>,
    /// Stretches of literal text, by offset: their end, and what they are read as.
    pub regions: BTreeMap<u32, (u32, &'static str)>,
    open: Vec<Open>,
    /// The construct that the part began in, if it is more than text; and where it was left, if it was.
    begin: Option<Place>,
    left: Option<u32>,
    /// Offset of the last end tag, which may be read once for each place of a set.
    closed: Option<u32>,
}

/// A hole or callee.
pub(crate) struct Seen {
    pub span: Span,
    /// From the outermost element to the place itself.
    pub path: Vec<Open>,
    /// How many of the path are elements that stand open, and not the place.
    elements: usize,
    /// The place in the words of other engines' test suites.
    #[cfg(feature = "_internals")]
    pub facts: super::vocabulary::Facts,
}

/// Something that stands open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Open {
    pub name: String,
    /// Where it began, if in this part of the template.
    pub at: Option<u32>,
}

impl Trace {
    /// One step over literal text.
    pub(super) fn step(&mut self, before: &Place, after: &Place, span: Span) {
        let edge = span.end - u32::from(ends_with_markup(before, after) && !span.is_empty());
        if edge > span.start {
            let kind = if ends_raw(before, after) { "tag" } else { region(before) };
            self.regions.insert(span.start, (edge, kind));
        }
        if span.end > edge {
            self.regions.insert(edge, (span.end, "tag"));
        }
        if let Some(begin) = &self.begin {
            match (before.same_construct(begin), after.same_construct(begin)) {
                (true, false) => self.left = Some(span.end.saturating_sub(1)),
                (_, true) => self.left = None,
                (false, false) => {}
            }
        }
        if let Some(tag) = ended(before).filter(|_| ended(after).is_none() && !is_value(after)) {
            self.tag(tag, matches!(before, Place::SelfClosing(_)));
        }
    }

    /// A tag that was read to its end. Elements that end without a tag are guessed at.
    fn tag(&mut self, tag: &Tag, self_closing: bool) {
        let (name, at) = (shown_name(tag.name.as_str()), tag.opened.0);
        if tag.end {
            let nearest = self.open.iter().rposition(|it| it.name == name);
            if self.closed != at {
                self.open.truncate(nearest.unwrap_or(self.open.len()));
            }
            self.closed = at;
            return;
        }
        if let Some(again) = self.open.iter().position(|it| it.at == at) {
            self.open.truncate(again);
        }
        let implied = ends_by_its_like(name) && self.open.last().is_some_and(|it| it.name == name);
        self.open.truncate(self.open.len() - usize::from(implied));
        self.closed = None;
        if !html::is_void(name) && !self_closing && self.open.len() < DEEPEST {
            self.open.push(Open { name: name.to_owned(), at });
        }
    }

    /// A trace inside elements that are open already.
    fn within(elements: Vec<Open>) -> Trace {
        Trace { open: elements, ..Trace::default() }
    }

    /// A trace that watches whether a part leaves what it began in.
    pub(super) fn watching(start: &Start) -> Trace {
        let begin = start.places.first();
        Trace { begin: (!matches!(begin, Place::Text(_))).then(|| begin.clone()), ..Trace::default() }
    }

    /// Where a part left for good what it began in.
    pub(super) fn left(&self) -> Option<u32> {
        self.left
    }

    /// The elements that stand open where the callee at this offset is.
    pub(crate) fn around(&self, at: u32) -> Vec<Open> {
        self.seen.get(&at).map_or(Vec::new(), |it| it.path[..it.elements].to_vec())
    }

    /// The elements that stand open.
    pub(super) fn elements(&self) -> Vec<Open> {
        self.open.clone()
    }

    /// Goes back to these elements: another branch begins.
    pub(super) fn back_to(&mut self, elements: &[Open]) {
        self.open = elements.to_vec();
    }

    /// A hole or callee that stands in these places.
    pub(super) fn node(&mut self, span: Span, places: &Places) {
        let mut path = self.open.clone();
        let first = places.first();
        if let Some(tag) = ended(first).or(value_tag(first)) {
            path.push(Open { name: tag_name(tag), at: tag.opened.0 });
        }
        if let Place::Value(attr) = first
            && let Some(tag) = path.last_mut()
        {
            tag.name = format!("{}[{}]", tag.name, shown_name(attr.name.as_str()));
        }
        let mut names: Vec<String> = places.iter().map(name).collect();
        names.dedup();
        let inner = matches!(first, Place::Value(_) | Place::Raw(_) | Place::Comment(..));
        path.push(Open { name: names.join(" or "), at: first.opened().filter(|_| inner) });
        let seen = Seen {
            span,
            path,
            elements: self.open.len(),
            #[cfg(feature = "_internals")]
            facts: super::vocabulary::facts(first),
        };
        self.seen.insert(span.start, seen);
    }
}

impl Place {
    /// Forgets where what stands open was opened.
    pub(super) fn forget_openings(&mut self) {
        match self {
            Place::Comment(_, _, opened)
            | Place::BogusComment(_, opened)
            | Place::Doctype(_, opened)
            | Place::Plaintext(opened)
            | Place::Unsettled(opened)
            | Place::Cdata { opened, .. } => opened.0 = None,
            Place::Raw(raw) => raw.opened.0 = None,
            Place::Value(attr) => (attr.opened.0, attr.tag.opened.0) = (None, None),
            Place::TagName(tag)
            | Place::InTag(tag)
            | Place::Gap(tag)
            | Place::Blank(tag)
            | Place::AttrName(tag, _)
            | Place::AfterAttrName(tag, _)
            | Place::BeforeValue(tag, _)
            | Place::SelfClosing(tag)
            | Place::AfterQuoted(tag) => tag.opened.0 = None,
            Place::Verbatim
            | Place::Text(_)
            | Place::TagOpen(_)
            | Place::EndTagOpen(_)
            | Place::MarkupDeclaration(..) => {}
        }
    }
}

/// Whether the last byte of a step is a `<` after text, or a quote after a value.
fn ends_with_markup(before: &Place, after: &Place) -> bool {
    match before {
        Place::Text(_) => matches!(after, Place::TagOpen(_)),
        Place::Value(_) => matches!(after, Place::AfterQuoted(_) | Place::Text(_)),
        _ => false,
    }
}

/// Whether a step is the begin of the end tag of an element whose content is text.
fn ends_raw(before: &Place, after: &Place) -> bool {
    matches!((before, after), (Place::Raw(_), Place::TagName(tag)) if tag.end)
}

/// The tag that is not over yet.
fn ended(place: &Place) -> Option<&Tag> {
    match place {
        Place::SelfClosing(tag) | Place::BeforeValue(tag, _) => Some(tag),
        place => place.tag(),
    }
}

fn is_value(place: &Place) -> bool {
    matches!(place, Place::Value(_))
}

fn value_tag(place: &Place) -> Option<&Tag> {
    match place {
        Place::Value(attr) => Some(&attr.tag),
        _ => None,
    }
}

fn tag_name(tag: &Tag) -> String {
    let slash = if tag.end { "/" } else { "" };
    format!("{slash}{}", shown_name(tag.name.as_str()))
}

/// A name from data is written as a hole.
fn shown_name(name: &str) -> &str {
    if name.trim().is_empty() { "{{…}}" } else { name }
}

/// Elements that end where the next of their name begins.
fn ends_by_its_like(name: &str) -> bool {
    matches!(name, "p" | "li" | "dt" | "dd" | "option" | "optgroup" | "tr" | "td" | "th")
}

/// The place in few words, without the element and attribute, which stand before it in the path.
fn name(place: &Place) -> String {
    match place {
        Place::Value(_) => {
            let shown = place.to_string();
            match shown.split_once(" in attribute `").or(shown.split_once(" of the page in attribute `")) {
                Some((within, _)) => within.replace("URL ", "url "),
                None if shown.starts_with("attribute `") => "value".to_owned(),
                None => shown,
            }
        }
        Place::Raw(Raw { inner: Inner::Text, .. }) => "text".to_owned(),
        Place::AttrName(..) | Place::AfterAttrName(..) => "attribute name".to_owned(),
        Place::InTag(_) | Place::Gap(_) | Place::Blank(_) | Place::AfterQuoted(_) => "attributes".to_owned(),
        Place::TagName(_) => "tag name".to_owned(),
        place => place.to_string(),
    }
}

/// What a stretch of text is read as, coarsely enough for a legend.
fn region(place: &Place) -> &'static str {
    match place {
        Place::Comment(..) | Place::BogusComment(..) => "comment",
        Place::Doctype(..) | Place::MarkupDeclaration(..) => "comment",
        Place::Value(attr) => match attr.kind {
            AttrKind::Url(_) | AttrKind::Srcset | AttrKind::LinkHref => "url",
            AttrKind::Js | AttrKind::Expression(_) | AttrKind::Json => "script",
            AttrKind::Css => "style",
            _ => "attribute",
        },
        Place::Raw(raw) if raw.inner == Inner::Text => "text",
        Place::Raw(raw) if matches!(raw.inner, Inner::Css(_)) || raw.element.as_str() == "style" => "style",
        Place::Raw(_) => "script",
        Place::Text(_)
        | Place::Verbatim
        | Place::Plaintext(_)
        | Place::Unsettled(_)
        | Place::Cdata { .. } => "text",
        _ => "tag",
    }
}

/// What is known about a part of a template that begins in `start`, inside `elements`.
pub(crate) fn explain(
    ast: &Ast,
    part: Part,
    start: &Start,
    frameworks: Frameworks,
    elements: &[Open],
) -> Result<(Plan, Trace), Error> {
    let walked = run(ast, body_of(ast, part), start, frameworks, || Some(Trace::within(elements.to_vec())))?;
    Ok((walked.plan, walked.trace.unwrap_or_default()))
}

impl Hole {
    /// The kinds of safe value that it prints otherwise than plain text, found out by printing one of each.
    pub(crate) fn accepts(self) -> Vec<&'static str> {
        let takes = |(kind, sample): &(Kind, &str)| {
            let plain = written(self.escaper, Value::Str(sample));
            written(self.escaper, Value::Safe(*kind, sample)) != plain
        };
        SAMPLES.iter().filter(|it| takes(it)).map(|it| it.0.name()).collect()
    }
}

/// Values that show whether their kind counts: as plain text each would be escaped or rejected.
const SAMPLES: &[(Kind, &str)] = &[
    (Kind::Html(Origin::Trusted), "<b>&amp;</b>"),
    (Kind::Attrs, "title=\"a b\" id='c'"),
    (Kind::Url, "x-app:open"),
    (Kind::UrlPart, "a%2Fb?c=d&e#f"),
    (Kind::ResourceUrl, "x-app:a.js"),
    (Kind::Srcset, "x-app:a 1x"),
    (Kind::Css, "a{b:c(d)}"),
    (Kind::Js, "f('</a>')"),
    (Kind::JsStr, "\\'"),
    (Kind::Identifier, "a-b"),
];

fn written(escaper: Escaper, value: Value<'_>) -> Option<String> {
    let limits = Limits::default();
    let arena = Arena::new(&limits);
    let cx = Cx::of(&arena, &NoHost);
    let mut out = String::new();
    let rejected = escaper.write(value, cx, &mut out).ok()?;
    rejected.is_none().then_some(out)
}
