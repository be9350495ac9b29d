//! The walk: the automaton over a part of a template, through branches, loops, blocks and includes.

use super::decide::{Next, Undecided, decide, joins, pending_dollar};
use super::explain::Trace;
use super::place::{Attr, Dashes, Inner, Place, Quote, Refusal, Sibling, Siblings, Tag, UrlPart, Value};
use super::places::Places;
use super::plan::{Hole, Plan, Start};
use super::transition::{
    Changes, Css, Fault, Js, Refresh, Srcset, advance, begin_value, close_added_quote, quote_in_unquoted,
    settle_raw,
};
use crate::diagnostics::{Error, ErrorKind};
use crate::source::Span;
use crate::syntax::{Ast, Body, Branch, Node, NodeKind};
use std::collections::HashMap;

/// Rounds after which a loop's places must have settled; each adds a member to a set of bounded size.
const ROUNDS: usize = Places::MOST + 1;

/// What a walk gives.
pub(super) struct Walked {
    pub plan: Plan,
    /// What each tag said about attributes that others depend on, by offset.
    pub tags: HashMap<u32, Siblings>,
    /// Whether a hole was passed over for which there was no escaper; only when probing.
    pub doubtful: bool,
    pub trace: Option<Trace>,
}

/// How to walk.
#[derive(Clone, Copy)]
pub(super) enum Pass<'k> {
    /// Holes that no escaper fits are passed over: an attribute further on may change what they are.
    Probe,
    /// With what the probe found out about each tag.
    Final(&'k HashMap<u32, Siblings>),
}

/// Walks over a body that begins in `start`.
pub(super) fn walk(
    ast: &Ast,
    body: &Body,
    start: &Start,
    pass: Pass<'_>,
    trace: Option<Trace>,
) -> Result<Walked, Error> {
    let nothing = HashMap::new();
    let known = match pass {
        Pass::Probe => &nothing,
        Pass::Final(known) => known,
    };
    let probing = matches!(pass, Pass::Probe);
    let autoescape = start.autoescape;
    let changes = Changes { trace, ..Changes::new(known) };
    let mut walk = Walk { ast, changes, plan: Plan::default(), autoescape, probing, doubtful: false };
    let begin = start.places.clone();
    let end = walk.body(body, begin.clone())?;
    let end = walk.close_open_value(end, body.end, &begin)?;
    walk.expect_same_construct(&begin, &end, body)?;
    let Walk { changes, mut plan, doubtful, .. } = walk;
    plan.edits = changes.edits.into_values().collect();
    Ok(Walked { plan, tags: changes.tags, doubtful, trace: changes.trace })
}

pub(super) struct Walk<'a> {
    pub(super) ast: &'a Ast,
    changes: Changes<'a>,
    pub(super) plan: Plan,
    autoescape: bool,
    probing: bool,
    doubtful: bool,
}

impl Walk<'_> {
    pub(super) fn body(&mut self, body: &Body, start: Places) -> Result<Places, Error> {
        let mut places = start;
        let mut at = 0;
        while let Some(node) = body.nodes.get(at) {
            let rest = &body.nodes[at + 1..];
            at += 1;
            if !is_text(node) {
                places = self.settle(places, node)?;
            }
            if prints(node) {
                let joins =
                    if joins(&places) { rest.iter().take_while(|it| joins_run(it)).count() } else { 0 };
                let last = rest[..joins].last().unwrap_or(node);
                self.trace(node.span.to(last.span), &places);
                places = self.hole(node, joins, rest.get(joins), places)?;
                at += joins;
                continue;
            }
            places = self.node(node, rest, places)?;
            if matches!(node.kind, NodeKind::Extends) {
                break;
            }
        }
        Ok(places)
    }

    fn node(&mut self, node: &Node, rest: &[Node], places: Places) -> Result<Places, Error> {
        match &node.kind {
            NodeKind::Text => {
                self.text(self.ast.source.slice(node.span), node.span.start, places, rest.first())
            }
            NodeKind::Literal(text) => self.text(text, node.span.start, places, rest.first()),
            NodeKind::Print(_) | NodeKind::Tag(_) | NodeKind::FirstOf { .. } | NodeKind::Cycle { .. } => {
                self.hole(node, 0, rest.first(), places)
            }
            NodeKind::If { branches } => self.branches(node, branches, &places),
            NodeKind::For { body, empty, .. } => self.repeat(node, body, empty.as_ref(), places),
            NodeKind::With { body, .. } => self.body(body, places),
            NodeKind::Autoescape { on, body } => self.autoescape(*on, body, places),
            NodeKind::Spaceless { body } => self.spaceless(node, body, places),
            NodeKind::Filter { filters, body } => {
                self.filtered_body(node, filters, body, &places)?;
                self.hole(node, 0, rest.first(), places)
            }
            NodeKind::Block(_) | NodeKind::Super | NodeKind::Include { .. } => self.callee(node, places),
            NodeKind::Extends => {
                self.note_start(node, &places);
                Ok(places)
            }
        }
    }

    fn autoescape(&mut self, on: bool, body: &Body, places: Places) -> Result<Places, Error> {
        let outer = std::mem::replace(&mut self.autoescape, on);
        let end = self.body(body, places);
        self.autoescape = outer;
        end
    }

    fn text(&mut self, text: &str, at: u32, places: Places, next: Option<&Node>) -> Result<Places, Error> {
        let changes = &mut self.changes;
        let places = places.try_map(|it| advance(it, text, at, changes)).map_err(|it| self.located(it))?;
        if next.is_some_and(|it| !is_text(it)) {
            self.settle_reference(text, at, &places);
        }
        Ok(places)
    }

    /// A character reference that ends with the text would go on in the value: `&{{ x }}`, `&#{{ x }}`. Its
    /// `&` is written `&amp;`.
    fn settle_reference(&mut self, text: &str, at: u32, places: &Places) {
        const LONGEST: usize = 40;
        let tail = text
            .bytes()
            .rev()
            .take(LONGEST)
            .take_while(|it| it.is_ascii_alphanumeric() || *it == b'#')
            .count();
        let start = text.len() - tail;
        let has_references = |it: &Place| matches!(it, Place::Text(_) | Place::Raw(_) | Place::Value(_));
        if start > 0 && text.as_bytes()[start - 1] == b'&' && places.iter().all(has_references) {
            self.changes.replace(at + start as u32 - 1, 1, "&amp;");
        }
    }

    /// Before anything but literal text, a value without quotes gets them.
    fn settle(&mut self, places: Places, node: &Node) -> Result<Places, Error> {
        let at = node.span.start;
        let opens = opens_value(node);
        let changes = &mut self.changes;
        let settled = places.try_map(|place| match place {
            Place::BeforeValue(tag, name) if opens => Ok(begin_value(tag, name, at, changes)),
            Place::Value(attr) => add_quote(attr, changes).map(Place::Value),
            Place::Raw(raw) => settle_raw(raw).map(Place::Raw),
            place => Ok(place),
        });
        settled.map_err(|it| self.located(it))
    }

    /// A node that prints a value, with the `joins` nodes after it that print into the same place.
    fn hole(
        &mut self,
        node: &Node,
        joins: usize,
        next: Option<&Node>,
        places: Places,
    ) -> Result<Places, Error> {
        let next = match next {
            Some(node) if matches!(node.kind, NodeKind::Text) => Next::Text(self.ast.source.slice(node.span)),
            _ => Next::Unknown,
        };
        if pending_dollar(&places) && !self.settle_dollar(node) {
            return Err(
                self.undecided(Undecided::Refused(Box::new(places.first().clone()), DOLLAR), node.span)
            );
        }
        match decide(&places, next) {
            Ok((escaper, after)) => {
                self.plan.holes.insert(node.span.start, Hole { escaper, joins, trusted: !self.autoescape });
                Ok(after)
            }
            Err(_) if self.probing => {
                self.doubtful = true;
                Ok(places)
            }
            Err(fault) => Err(self.undecided(fault, node.span)),
        }
    }

    /// The `$` before a value in a template literal is written as an escape.
    fn settle_dollar(&mut self, node: &Node) -> bool {
        let before = node.span.start.saturating_sub(1);
        let literal = self.ast.source.text().as_bytes().get(before as usize) == Some(&b'$');
        if literal {
            self.changes.replace(before, 1, "\\u0024");
        }
        literal
    }

    fn branches(&mut self, node: &Node, branches: &[Branch], places: &Places) -> Result<Places, Error> {
        let mut ends = Vec::with_capacity(branches.len());
        let elements = self.changes.trace.as_ref().map(Trace::elements);
        for branch in branches {
            if let (Some(trace), Some(elements)) = (&mut self.changes.trace, &elements) {
                trace.back_to(elements);
            }
            ends.push((branch.span, self.body(&branch.body, places.clone())?));
        }
        let tails = |branch: usize| Tail::Branch(node.span.start, branch);
        self.join(ends, tails)
    }

    fn repeat(
        &mut self,
        node: &Node,
        body: &Body,
        empty: Option<&Body>,
        places: Places,
    ) -> Result<Places, Error> {
        let none = match empty {
            Some(empty) => self.body(empty, places.clone())?,
            None => places.clone(),
        };
        let mut begin = places;
        for _ in 0..ROUNDS {
            let end = self.body(body, begin.clone())?;
            let again =
                self.join(vec![(node.span, begin.clone()), (node.span, end.clone())], |_| Tail::Nowhere)?;
            if again == begin {
                return self.join(vec![(node.span, none), (node.span, end)], |_| Tail::Nowhere);
            }
            begin = again;
        }
        Err(self.too_many(node.span))
    }

    /// Law 4: where the branches' ends meet. Differences in a sub-state make a set; inside a tag, and at the end
    /// of a value the plan adds quotes to, they are evened out.
    fn join(&mut self, ends: Vec<(Span, Places)>, tail: impl Fn(usize) -> Tail) -> Result<Places, Error> {
        let ends = if agree(&ends) { ends } else { self.even_out(ends, tail)? };
        let span = ends.first().map_or(Span::default(), |it| it.0);
        let mut joined: Option<Places> = None;
        for (_, places) in ends {
            joined = match joined {
                None => Some(places),
                Some(so_far) => Some(so_far.union(places).ok_or_else(|| self.too_many(span))?),
            };
        }
        joined.ok_or_else(|| self.too_many(span))
    }

    /// Closes added quotes at the ends of branches and takes all places inside one tag for its gap.
    fn even_out(
        &mut self,
        ends: Vec<(Span, Places)>,
        tail: impl Fn(usize) -> Tail,
    ) -> Result<Vec<(Span, Places)>, Error> {
        if let Some(evened) = self.all_in_value(&ends, &tail) {
            return Ok(evened);
        }
        if let Some(lost) = all_lost(&ends) {
            return Ok(lost);
        }
        let fault = self.diverge(&ends);
        let tags: Option<Vec<Tag>> = ends.iter().map(|it| tag_of(it.1.first())).collect();
        let Some(tags) = tags else { return Err(fault) };
        let same =
            |it: &Tag| it.name == tags[0].name && it.end == tags[0].end && it.insertion == tags[0].insertion;
        if !tags.iter().all(same) {
            return Err(fault);
        }
        let mut evened = Vec::with_capacity(ends.len());
        for (at, (span, places)) in ends.into_iter().enumerate() {
            if matches!(places.first(), Place::Value(_)) && !self.add_tail(tail(at)) {
                return Err(fault);
            }
            let places = places.try_map(|place| tag_of(&place).map(Place::Gap).ok_or(()));
            evened.push((span, places.map_err(|()| self.too_many(span))?));
        }
        Ok(merge_gaps(evened))
    }

    /// Some branches began a value that gets quotes, others left it empty or put literal text there: those
    /// get an opening quote too.
    fn all_in_value(
        &mut self,
        ends: &[(Span, Places)],
        tail: &impl Fn(usize) -> Tail,
    ) -> Option<Vec<(Span, Places)>> {
        let opened = ends.iter().find_map(|it| match it.1.first() {
            Place::Value(attr) if attr.quote == Quote::Added => Some(attr.clone()),
            _ => None,
        })?;
        let fits = |it: &Place| match it {
            Place::Value(attr) => {
                matches!(attr.quote, Quote::Added | Quote::Unquoted { .. }) && attr.name == opened.name
            }
            Place::BeforeValue(_, name) => *name == opened.name,
            _ => false,
        };
        if !ends.iter().all(|it| it.1.iter().all(fits)) {
            return None;
        }
        let mut evened = ends.to_vec();
        for (at, (_, places)) in evened.iter_mut().enumerate() {
            if matches!(places.first(), Place::BeforeValue(..)) {
                self.add_tail(tail(at)).then_some(())?;
                let empty = Attr { value: empty_value(&opened.value), ..opened.clone() };
                *places = Places::one(Place::Value(empty));
            }
            let changes = &mut self.changes;
            let quoted = places.clone().try_map(|place| match place {
                Place::Value(attr) => add_quote(attr, changes).map(Place::Value),
                place => Ok(place),
            });
            *places = quoted.ok()?;
        }
        Some(evened)
    }

    fn add_tail(&mut self, tail: Tail) -> bool {
        match tail {
            Tail::Branch(node, branch) => {
                self.plan.tails.insert((node, branch), "\"").is_none_or(|it| it == "\"")
            }
            Tail::Nowhere => false,
        }
    }

    /// `{% spaceless %}` strips what it captured: outside text that could join what blanks keep apart.
    fn spaceless(&mut self, node: &Node, body: &Body, places: Places) -> Result<Places, Error> {
        if !places.iter().all(|it| matches!(it, Place::Text(_) | Place::Verbatim)) {
            let message = format!("`spaceless` may not stand in {}", places.first());
            let fault = Error::new(ErrorKind::PlaceRefused, message);
            return Err(fault.at(&self.ast.source, node.span).help("put it around whole elements"));
        }
        let begin = places.clone();
        let end = self.body(body, places)?;
        self.expect_same_construct(&begin, &end, body)?;
        Ok(end)
    }

    /// A block, an include or `block.super`: its text is not seen here. It begins where the page stands and ends
    /// in the same construct, in any sub-state.
    fn callee(&mut self, node: &Node, places: Places) -> Result<Places, Error> {
        let begin = places.try_map(|it| callee_start(it.clone()).ok_or_else(|| Box::new(it)));
        let begin = begin.map_err(|it| self.refused_callee(node, &it))?;
        self.note_start(node, &begin);
        begin.try_map(|it| Ok(widest(it)))
    }

    fn trace(&mut self, span: Span, places: &Places) {
        if let Some(trace) = &mut self.changes.trace {
            trace.node(span, places);
        }
    }

    fn note_start(&mut self, node: &Node, places: &Places) {
        self.trace(node.span, places);
        let start = Start { places: places.clone().elsewhere(), autoescape: self.autoescape };
        self.plan.starts.insert(node.span.start, start);
    }

    /// A value still open at the end of a part began in it only when the part began in a tag.
    fn close_open_value(&mut self, end: Places, at: u32, begin: &Places) -> Result<Places, Error> {
        if agree(&[(Span::default(), begin.clone()), (Span::default(), end.clone())]) {
            return Ok(end);
        }
        let changes = &mut self.changes;
        let closed = end.try_map(|place| match place {
            Place::Value(attr) => {
                let attr = add_quote(attr, changes)?;
                if attr.quote != Quote::Added {
                    return Ok(Place::Value(attr));
                }
                changes.insert(at, "\"");
                Ok(Place::Gap(close_added_quote(attr)))
            }
            place => Ok(place),
        });
        closed.map_err(|it| self.located(it))
    }
}

/// Where a closing quote can be added.
#[derive(Clone, Copy)]
enum Tail {
    /// At the end of this branch of the `{% if %}` at this offset.
    Branch(u32, usize),
    Nowhere,
}

fn is_text(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Text | NodeKind::Literal(_))
}

fn prints(node: &Node) -> bool {
    matches!(
        node.kind,
        NodeKind::Print(_) | NodeKind::Tag(_) | NodeKind::FirstOf { .. } | NodeKind::Cycle { .. }
    )
}

/// Whether a node can be the continuation of a run of values.
fn joins_run(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Print(_) => true,
        NodeKind::Tag(call) => call.into.is_none(),
        _ => false,
    }
}

/// Whether a value without quotes must begin before this node: in all that prints, and where a loop or a callee
/// would find another state the second time or in another template.
fn opens_value(node: &Node) -> bool {
    prints(node)
        || matches!(
            node.kind,
            NodeKind::For { .. }
                | NodeKind::Block(_)
                | NodeKind::Super
                | NodeKind::Include { .. }
                | NodeKind::Spaceless { .. }
                | NodeKind::Filter { .. }
        )
}

/// Makes the quotes of a value that had none, from its begin on.
fn add_quote(attr: Attr, changes: &mut Changes<'_>) -> Result<Attr, Fault> {
    let Quote::Unquoted { has_quote } = attr.quote else {
        return Ok(attr);
    };
    let Some(at) = attr.opened.0.filter(|_| !has_quote) else {
        return Err(quote_in_unquoted(attr.opened.0.unwrap_or_default()));
    };
    changes.insert(at, "\"");
    Ok(Attr { quote: Quote::Added, ..attr })
}

/// Whether all ends stand in the same construct. Inside a tag they must be the very same place, or they are
/// evened out.
fn agree(ends: &[(Span, Places)]) -> bool {
    let mut places = ends.iter().flat_map(|it| it.1.iter());
    let Some(first) = places.next() else { return true };
    places.all(|it| it.same_construct(first) && (it.tag().is_none() || it == first))
}

/// The tag that a place stands in; for a value, one that the plan adds quotes to.
fn tag_of(place: &Place) -> Option<Tag> {
    match place {
        Place::Value(attr) if attr.quote == Quote::Added => Some(close_added_quote(attr.clone())),
        Place::Value(_) | Place::BeforeValue(..) => None,
        place => place.tag().cloned(),
    }
}

/// Branches that end in one script, style or attribute of such a language, but in different constructs of it.
fn all_lost(ends: &[(Span, Places)]) -> Option<Vec<(Span, Places)>> {
    let lost = |it: &Places| it.clone().try_map(|place| place.lost().ok_or(())).ok();
    let lost = ends.iter().map(|it| Some((it.0, lost(&it.1)?))).collect::<Option<Vec<_>>>()?;
    agree(&lost).then_some(lost)
}

/// The gaps that branches end in are one, with what is known of the tag's attributes in all of them.
fn merge_gaps(ends: Vec<(Span, Places)>) -> Vec<(Span, Places)> {
    let tags: Vec<Tag> = ends.iter().flat_map(|it| it.1.iter()).filter_map(tag_of).collect();
    let Some(first) = tags.first().cloned() else { return ends };
    let siblings = tags.iter().fold(first.siblings.clone(), |so_far, it| so_far.or(&it.siblings));
    let gap = Places::one(Place::Gap(Tag { siblings, ..first }));
    ends.into_iter().map(|it| (it.0, gap.clone())).collect()
}

fn empty_value(value: &Value) -> Value {
    match value {
        Value::Url(_) => Value::Url(UrlPart::Start),
        Value::Css(_) => Value::Css(Css::declarations()),
        Value::Js(_) => Value::Js(Js::handler()),
        Value::Srcset(_) => Value::Srcset(Srcset::Start),
        Value::Refresh(_) => Value::Refresh(Refresh::start()),
        value => value.clone(),
    }
}

/// What a callee begins in; `None` where none may stand.
fn callee_start(place: Place) -> Option<Place> {
    match place {
        Place::TagName(tag)
        | Place::AttrName(tag, _)
        | Place::AfterAttrName(tag, _)
        | Place::AfterQuoted(tag) => Some(Place::Gap(tag)),
        Place::Text(_) | Place::InTag(_) | Place::Gap(_) | Place::Value(_) | Place::Verbatim => Some(place),
        Place::Raw(ref raw) if raw.pending.as_str().is_empty() => Some(place),
        Place::Comment(insertion, _, opened) => Some(Place::Comment(insertion, Dashes::None, opened)),
        _ => None,
    }
}

const DOLLAR: Refusal = Refusal {
    reason: "with the `$` before it, it could open a substitution",
    remedy: "write the `$` as `\\u0024`",
};

const UNSEEN: Refusal = Refusal {
    reason: "the include or block before it may have left a regular expression in any state",
    remedy: "keep regular expressions and the values in them in one template",
};

/// Any sub-state of the construct a callee began in.
fn widest(place: Place) -> Place {
    match place {
        Place::InTag(tag) | Place::Gap(tag) => Place::Gap(Tag { siblings: Siblings::unknown(), ..tag }),
        Place::Value(mut attr) => {
            attr.value = match attr.value {
                Value::Url(_) => Value::Url(UrlPart::Any { scheme: true }),
                Value::Plain(_) => Value::Plain(Sibling::Dynamic),
                Value::Css(css) => Value::Css(css.after_unseen()),
                Value::Js(js) => js.after_unseen().map_or(Value::Lost(UNSEEN), Value::Js),
                Value::Srcset(srcset) => Value::Srcset(srcset.after_unseen()),
                Value::Refresh(refresh) => Value::Refresh(refresh.after_unseen()),
                Value::Html(inner) => Value::Html(Box::new(widest(*inner))),
                Value::Named { .. } => Value::Named { fresh: false },
                value @ (Value::Opaque | Value::Lost(_)) => value,
            };
            attr.dynamic = true;
            Place::Value(attr)
        }
        Place::Raw(mut raw) => {
            raw.inner = match raw.inner {
                Inner::Css(css) => Inner::Css(css.after_unseen()),
                Inner::Js(js) => js.after_unseen().map_or(Inner::Lost(UNSEEN), Inner::Js),
                Inner::Json(json) => Inner::Json(json.after_hole()),
                inner @ (Inner::Text | Inner::Lost(_)) => inner,
            };
            raw.dynamic = true;
            Place::Raw(raw)
        }
        place => place,
    }
}
