//! The walk: the automaton over a part of a template, through branches, loops, blocks and includes.

use super::branches::{Tail, agree};
use super::client::{Client, IN_TEMPLATE, guard};
use super::decide::{Decided, Undecided, decide, joins, pending_dollar};
use super::explain::Trace;
use super::next::Next;
use super::place::{Attr, Place, Quote, RawContent, Refusal, Siblings, Value};
use super::places::Places;
use super::plan::{Hole, Plan, Start};
use super::transition::{
    Changes, Fault, SCRIPT, advance, begin_value, close_added_quote, quote_in_unquoted, settle_raw,
};
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::{Escaper, NameWrite};
use crate::html::Frameworks;
use crate::source::Span;
use crate::syntax::{Ast, Body, Branch, Node, NodeKind, PartialId};
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
    frameworks: Frameworks,
    trace: Option<Trace>,
) -> Result<Walked, Error> {
    let nothing = HashMap::new();
    let known = match pass {
        Pass::Probe => &nothing,
        Pass::Final(known) => known,
    };
    let probing = matches!(pass, Pass::Probe);
    let autoescape = start.autoescape;
    let changes = Changes { trace, ..Changes::new(known, frameworks) };
    let mut walk = Walk {
        ast,
        changes,
        plan: Plan::default(),
        autoescape,
        client: Client::default(),
        stripped: false,
        probing,
        doubtful: false,
    };
    let begin = start.places.clone();
    let end = walk.body(body, begin.clone())?;
    let end = walk.close_open_value(end, body.end, &begin)?;
    if !(start.last && same_sheet(&begin, &end)) {
        walk.expect_same_construct(&begin, &end, body)?;
    }
    let Walk { changes, mut plan, doubtful, .. } = walk;
    plan.edits = changes.edits.into_values().collect();
    plan.stamps = changes.stamps.points(ast.source.text());
    Ok(Walked { plan, tags: changes.tags, doubtful, trace: changes.trace })
}

pub(super) struct Walk<'a> {
    pub(super) ast: &'a Ast,
    pub(super) changes: Changes<'a>,
    pub(super) plan: Plan,
    pub(super) autoescape: bool,
    client: Client,
    /// Whether it is inside `{% spaceless %}`.
    stripped: bool,
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
                let joins = if joins_run(node) && joins(&places) {
                    rest.iter().take_while(|it| joins_run(it)).count()
                } else {
                    0
                };
                let last = rest[..joins].last().unwrap_or(node);
                self.trace(node.span.to(last.span), &places);
                places = self.hole(node, joins, &rest[joins..], places)?;
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
                self.text(self.ast.source.slice(node.span), node.span.start, rest.first(), places)
            }
            NodeKind::Literal(text) => self.text(text, node.span.start, rest.first(), places),
            NodeKind::Print(_) | NodeKind::Tag(_) | NodeKind::FirstOf { .. } | NodeKind::Cycle { .. } => {
                self.hole(node, 0, rest, places)
            }
            NodeKind::If { branches } => self.branches(node, branches, &places),
            NodeKind::ResetCycle { .. } | NodeKind::Regroup { .. } => Ok(places),
            NodeKind::IfChanged { body, otherwise, .. } => {
                let changed = self.body(body, places.clone())?;
                let same = otherwise.as_ref().map_or(Ok(places.clone()), |it| self.body(it, places))?;
                self.join(vec![(node.span, changed), (node.span, same)], |_| Tail::Nowhere)
            }
            NodeKind::For { body, empty, .. } => self.repeat(node, body, empty.as_ref(), places),
            NodeKind::With { body, .. }
            | NodeKind::Language { body, .. }
            | NodeKind::Setting { body, .. } => self.body(body, places),
            NodeKind::Translation(tag) => self.translation(node, tag, rest.first(), places),
            NodeKind::Cache { body, .. } => self.cached(node, body, places),
            NodeKind::Autoescape { on, body } => self.autoescape(*on, body, places),
            NodeKind::Spaceless { body } => self.spaceless(node, body, places),
            NodeKind::Filter { filters, body } => {
                self.filtered_body(node, filters, body, &places)?;
                self.hole(node, 0, rest, places)
            }
            NodeKind::InlinePartial(id) => self.inline_partial(*id, places),
            NodeKind::FilteredSuper { body, .. } => {
                self.fragment(node, body, &places)?;
                self.hole(node, 0, rest, places)
            }
            NodeKind::TakeSuper { body, tested, .. } => self.taken_super(node, body, *tested, places),
            NodeKind::BlockCall { call, body } => {
                self.fragment(node, body, &places)?;
                if call.into.is_some() { Ok(places) } else { self.hole(node, 0, rest, places) }
            }
            NodeKind::Block(_)
            | NodeKind::Super
            | NodeKind::Partial { .. }
            | NodeKind::Inclusion { .. }
            | NodeKind::Include { .. } => self.callee(node, rest.first(), places),
            NodeKind::Extends => {
                self.note_start(node, &places, false);
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

    fn text(&mut self, text: &str, at: u32, next: Option<&Node>, places: Places) -> Result<Places, Error> {
        let changes = &mut self.changes;
        let places = places.try_map(|it| advance(it, text, at, changes)).map_err(|it| self.located(it))?;
        if self.changes.frameworks.read_text() {
            self.client.read(text, &places);
        }
        self.expect_one_construct(&places, at)?;
        if self.stripped {
            self.expect_no_cut(text, at, &places)?;
        }
        // In all other places the text is decoded piece by piece: what a comment cuts may be no reference there.
        let in_text = places.iter().all(|it| matches!(it, Place::Text(_)));
        if !(in_text && next.is_some_and(|it| self.ends_reference(it))) {
            self.settle_reference(text, at, &places);
        }
        Ok(places)
    }

    /// Before anything but literal text, a value without quotes gets them.
    fn settle(&mut self, places: Places, node: &Node) -> Result<Places, Error> {
        let at = node.span.start;
        let opens = opens_value(node);
        let changes = &mut self.changes;
        let settled = places.try_map(|place| match place {
            Place::BeforeValue(tag, name) if opens => Ok(begin_value(tag, name, at, changes)),
            Place::Value(attr) => add_quote(attr, changes).map(Place::Value),
            Place::Raw(raw) if prints(node) => settle_raw(raw, changes.frameworks).map(Place::Raw),
            place => Ok(place),
        });
        settled.map_err(|it| self.located(it))
    }

    /// A node that prints a value, with the `joins` nodes after it that print into the same place.
    fn hole(&mut self, node: &Node, joins: usize, rest: &[Node], places: Places) -> Result<Places, Error> {
        let behind = rest.first().map(|it| it.span.start);
        let next = Next::of(rest, &self.ast.source);
        self.settle_stamps(&places, joins == 0 && names_code(node));
        if pending_dollar(&places) && !self.settle_dollar(node) {
            return Err(
                self.undecided(Undecided::Refused(Box::new(places.first().clone()), DOLLAR), node.span)
            );
        }
        if self.client.holds(&places) {
            let refused = Undecided::Refused(Box::new(places.first().clone()), IN_TEMPLATE);
            return Err(self.undecided(refused, node.span));
        }
        match decide(&places, next).and_then(|it| vouched(node, &places, it)) {
            Ok((escaper, after)) => {
                self.warn(node.span, &places, escaper);
                let escaper = match guard(&places, self.changes.frameworks) {
                    Some(guard) => escaper.guarded(guard),
                    None => escaper,
                };
                let bare = places.iter().any(is_bare);
                let hole = Hole { escaper, joins, trusted: !self.autoescape, bare };
                self.plan.holes.insert(node.span.start, hole);
                match behind {
                    Some(at) if names_attribute(escaper) && next.goes_on_with_name() => {
                        Ok(self.part_from_name(at, after))
                    }
                    _ => Ok(after),
                }
            }
            Err(_) if self.probing => {
                self.doubtful = true;
                Ok(places)
            }
            Err(fault) => Err(self.undecided(fault, node.span)),
        }
    }

    /// A blank between a value that may be an attribute's name and the literal name behind it, so that the two are never one.
    fn part_from_name(&mut self, at: u32, places: Places) -> Places {
        self.changes.insert(at, " ");
        let parted = places.clone().try_map(|place| match place {
            Place::AttrName(tag, _) => Ok::<_, std::convert::Infallible>(Place::InTag(tag)),
            place => Ok(place),
        });
        parted.unwrap_or(places)
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

    /// What is kept must be the same whatever stands before it. In a tag and its attributes, writers look back.
    fn cached(&mut self, node: &Node, body: &Body, places: Places) -> Result<Places, Error> {
        let alone =
            |it: &Place| matches!(it, Place::Text(_) | Place::Verbatim | Place::Raw(_) | Place::Comment(..));
        if !places.iter().all(alone) {
            self.plan.uncached.insert(node.span.start);
        }
        self.body(body, places)
    }

    /// A value or a callee in a tag may be, or load, what nobody has vouched for; `vouched` if it may not.
    pub(super) fn settle_stamps(&mut self, places: &Places, vouched: bool) {
        for place in places.iter() {
            match place {
                Place::Value(attr) if vouched || matches!(attr.value, Value::Plain(_)) => {}
                Place::Value(attr) => self.changes.stamps.refuse(&attr.tag),
                place => {
                    if let Some(tag) = place.tag() {
                        self.changes.stamps.refuse(tag);
                    }
                }
            }
        }
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

    /// A partial that is printed where it is defined. Law 4 holds for it: the same text is used elsewhere too.
    fn inline_partial(&mut self, id: PartialId, places: Places) -> Result<Places, Error> {
        let body = &self.ast.partials[id].body;
        let begin = places.clone();
        let end = self.body(body, places)?;
        self.expect_same_construct(&begin, &end, body)?;
        Ok(end)
    }

    /// `{% spaceless %}` strips what it captured: outside text that could join what blanks keep apart.
    fn spaceless(&mut self, node: &Node, body: &Body, places: Places) -> Result<Places, Error> {
        let in_text = |it: &Place| match it {
            Place::Text(_) | Place::Verbatim => true,
            Place::Raw(raw) => raw.content == RawContent::RcData && raw.pending.as_str().is_empty(),
            _ => false,
        };
        if !places.iter().all(in_text) {
            let message = format!("`spaceless` may not stand in {}", places.first());
            let fault = Error::new(ErrorKind::PlaceRefused, message);
            return Err(fault.at(&self.ast.source, node.span).help("put it around whole elements"));
        }
        let begin = places.clone();
        let outer = std::mem::replace(&mut self.stripped, true);
        let end = self.body(body, places);
        self.stripped = outer;
        let end = end?;
        self.expect_same_construct(&begin, &end, body)?;
        Ok(end)
    }

    /// Blanks at the end of what is stripped go, and what follows may be empty: they may not keep a `<` from
    /// beginning a tag.
    fn expect_no_cut(&self, text: &str, at: u32, places: &Places) -> Result<(), Error> {
        let kept = text.trim_end();
        let markup = |it: &Place| matches!(it, Place::Text(_) | Place::Raw(_));
        let cut = kept.len() < text.len() && (kept.ends_with('<') || kept.ends_with("</"));
        if !cut || !places.iter().any(markup) {
            return Ok(());
        }
        let end = at + kept.len() as u32;
        let fault = Error::new(ErrorKind::BadHtml, "the blanks go that keep this `<` from beginning a tag");
        Err(fault.at(&self.ast.source, Span::new(end - 1, end)).help("write `&lt;` for `<`"))
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

/// Whether all places are in the same raw text, wherever in its language they are.
fn same_sheet(begin: &Places, end: &Places) -> bool {
    let whole = |it: &Place| matches!(it, Place::Raw(raw) if raw.pending.as_str().is_empty());
    end.iter().all(|it| whole(it) && it.same_markup(begin.first()))
}

fn names_attribute(escaper: Escaper) -> bool {
    matches!(escaper, Escaper::Name(NameWrite::Attribute { .. }))
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

/// Whether it is a value around which the author wrote no quotes.
fn is_bare(place: &Place) -> bool {
    matches!(place, Place::Value(attr) if matches!(attr.quote, Quote::Added | Quote::Unquoted { .. }))
}

/// Whether it is a tag whose value is the URL of code that the application vouches for.
fn names_code(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Tag(call) if call.filters.is_empty() && call.tag.vouches_for_code())
}

/// Data may not be part of a `javascript:` URL; an address that the application gives may, in a string of it.
fn vouched(node: &Node, places: &Places, decided: Decided) -> Result<Decided, Undecided> {
    let is_address =
        matches!(&node.kind, NodeKind::Tag(call) if call.filters.is_empty() && call.tag.gives_address());
    if matches!(decided.0, Escaper::ScriptUrl(_)) && !is_address {
        return Err(Undecided::Refused(Box::new(places.first().clone()), SCRIPT));
    }
    Ok(decided)
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
                | NodeKind::Partial { .. }
                | NodeKind::InlinePartial(_)
                | NodeKind::Inclusion { .. }
                | NodeKind::BlockCall { .. }
                | NodeKind::FilteredSuper { .. }
                | NodeKind::Include { .. }
                | NodeKind::Spaceless { .. }
                | NodeKind::Cache { .. }
                | NodeKind::Filter { .. }
                | NodeKind::IfChanged { .. }
                | NodeKind::Translation(_)
        )
}

/// Makes the quotes of a value that had none, from its begin on.
pub(super) fn add_quote(attr: Attr, changes: &mut Changes<'_>) -> Result<Attr, Fault> {
    let Quote::Unquoted { has_quote } = attr.quote else {
        return Ok(attr);
    };
    let Some(at) = attr.opened.0.filter(|_| !has_quote) else {
        return Err(quote_in_unquoted(attr.opened.0.unwrap_or_default()));
    };
    changes.insert(at, "\"");
    Ok(Attr { quote: Quote::Added, ..attr })
}

const DOLLAR: Refusal = Refusal {
    reason: "with the `$` before it, it could open a substitution",
    remedy: "write the `$` as `\\u0024`",
};
