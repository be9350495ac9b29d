//! `{% filter %}`: its body is analysed for itself, as text between tags; what the filters make of it stands
//! where the tag stands.

use super::place::Place;
use super::places::Places;
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::filters::OnMarkup;
use crate::library::TagRef;
use crate::source::Source;
use crate::syntax::{Body, FilterCall, Node, NodeKind, TagCall};

impl Walk<'_> {
    /// The body of a `{% filter %}`. Without markup it is rendered as it is, filtered, and escaped once;
    /// otherwise the filters must keep its structure, or encode it.
    pub(super) fn filtered_body(
        &mut self,
        node: &Node,
        filters: &[FilterCall],
        body: &Body,
        places: &Places,
    ) -> Result<(), Error> {
        let in_text = places.iter().all(|it| *it == Place::Verbatim);
        if in_text || is_plain(&self.ast.source, body) {
            self.plan.plain_bodies.insert(node.span.start);
            return self.body(body, Places::one(Place::Verbatim)).map(drop);
        }
        if let Some(fault) = self.unfit(filters) {
            return Err(fault);
        }
        let begin = Places::html();
        let end = self.body(body, begin.clone())?;
        self.expect_same_construct(&begin, &end, body)
    }

    /// A body that becomes a value: a fragment of its own, from text to text. In a template that is no markup it
    /// is plain text.
    pub(super) fn fragment(&mut self, node: &Node, body: &Body, places: &Places) -> Result<(), Error> {
        if places.iter().all(|it| *it == Place::Verbatim) {
            self.plan.plain_bodies.insert(node.span.start);
            return self.body(body, Places::one(Place::Verbatim)).map(drop);
        }
        let begin = Places::html();
        let end = self.body(body, begin.clone())?;
        self.expect_same_construct(&begin, &end, body)
    }

    /// `block.super` as a value: what the parent's block gives where it stands. That is HTML in text between tags, and
    /// text in a template that is no markup; of anything else only whether there is some may be asked.
    pub(super) fn taken_super(
        &mut self,
        node: &Node,
        body: &Body,
        tested: bool,
        places: Places,
    ) -> Result<Places, Error> {
        let is_html = places.iter().all(|it| matches!(it, Place::Text(_)));
        if !is_html {
            self.plan.plain_bodies.insert(node.span.start);
        }
        if !is_html && !tested && places.iter().any(|it| *it != Place::Verbatim) {
            return Err(self.super_elsewhere(node));
        }
        self.body(body, places.clone())?;
        Ok(places)
    }

    #[cold]
    fn super_elsewhere(&self, node: &Node) -> Error {
        let message = "`block.super` is a value in text between tags only";
        let error = Error::new(ErrorKind::PlaceRefused, message).at(&self.ast.source, node.span);
        error.help("print it where it belongs: `{{ block.super }}`")
    }

    /// The fault of the first filter that could change the structure of markup.
    fn unfit(&self, filters: &[FilterCall]) -> Option<Error> {
        let before = filters.iter().take_while(|it| it.filter.on_markup() == OnMarkup::Keeps).count();
        let first = filters.get(before).filter(|it| it.filter.on_markup() == OnMarkup::Unknown)?;
        let name = first.filter.name();
        let message = format!("`{name}` could break the markup in the body of `filter`");
        let error = Error::new(ErrorKind::PlaceRefused, message).at(&self.ast.source, first.span);
        Some(error.help(format!("apply `|{name}` to the values, not to the markup around them")))
    }
}

/// Whether a body is text without markup, and values that nobody vouches for.
fn is_plain(source: &Source, body: &Body) -> bool {
    let mut open = vec![body];
    while let Some(body) = open.pop() {
        for node in &body.nodes {
            match &node.kind {
                NodeKind::Text if source.slice(node.span).contains(['<', '&']) => return false,
                NodeKind::Text
                | NodeKind::Literal(_)
                | NodeKind::ResetCycle { .. }
                | NodeKind::Regroup { .. } => {}
                NodeKind::IfChanged { body, otherwise, .. } => {
                    open.extend([Some(body), otherwise.as_ref()].into_iter().flatten());
                }
                NodeKind::Print(expr) if expr.filters.iter().any(vouches) => return false,
                NodeKind::Print(_) | NodeKind::FirstOf { .. } | NodeKind::Cycle { .. } => {}
                // The only one of Django's tags that prints markup; those of the application may.
                NodeKind::Tag(call) if call.tag.is_builtin("csrf_token") => return false,
                NodeKind::Tag(TagCall { tag: TagRef::Custom(_), .. }) => return false,
                NodeKind::Tag(_) => {}
                NodeKind::If { branches } => open.extend(branches.iter().map(|it| &it.body)),
                NodeKind::For { body, empty, .. } => {
                    open.extend([Some(body), empty.as_ref()].into_iter().flatten());
                }
                NodeKind::Translation(it) => open.extend(it.bodies()),
                NodeKind::With { body, .. }
                | NodeKind::Language { body, .. }
                | NodeKind::Setting { body, .. }
                | NodeKind::Autoescape { on: true, body } => open.push(body),
                NodeKind::Autoescape { on: false, .. }
                | NodeKind::Spaceless { .. }
                | NodeKind::Cache { .. }
                | NodeKind::Filter { .. }
                | NodeKind::Block(_)
                | NodeKind::Super
                | NodeKind::TakeSuper { .. }
                | NodeKind::Partial { .. }
                | NodeKind::InlinePartial(_)
                | NodeKind::Inclusion { .. }
                | NodeKind::BlockCall { .. }
                | NodeKind::FilteredSuper { .. }
                | NodeKind::Extends
                | NodeKind::Include { .. } => return false,
            }
        }
    }
    true
}

/// Whether a filter gives HTML that is not to be escaped again.
fn vouches(call: &FilterCall) -> bool {
    const GIVE_HTML: &[&str] =
        &["escape", "force_escape", "json_script", "linebreaks", "linebreaksbr", "safe", "safeseq", "trust"];
    GIVE_HTML.contains(&call.filter.name())
}
