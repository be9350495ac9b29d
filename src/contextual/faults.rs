//! The errors of the walk, in words that name what stands open and where it was opened.

use super::decide::{Ambiguity, Undecided};
use super::explain::Trace;
use super::place::{Attr, Place, Quote, Refusal};
use super::places::Places;
use super::transition::Fault;
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::source::Span;
use crate::syntax::{Body, Node};

impl Walk<'_> {
    /// A fault of the literal text, with its place.
    pub(super) fn located(&self, fault: Fault) -> Error {
        let span = Span::new(fault.at, fault.at + 1);
        Error::new(fault.kind, fault.message).help(fault.help).at(&self.ast.source, span)
    }

    /// The error for a hole that no escaper fits.
    pub(super) fn undecided(&self, fault: Undecided, span: Span) -> Error {
        match fault {
            Undecided::Refused(place, refusal) => self.refused(&place, refusal, span),
            Undecided::Ambiguous(both) => self.ambiguous(&both, span),
        }
    }

    fn refused(&self, place: &Place, refusal: Refusal, span: Span) -> Error {
        let message = format!("a value may not stand in {place}: {}", refusal.reason);
        let error =
            Error::new(ErrorKind::PlaceRefused, message).at(&self.ast.source, span).help(refusal.remedy);
        self.with_opening(error, place)
    }

    fn ambiguous(&self, both: &Ambiguity, span: Span) -> Error {
        let message = format!(
            "depending on the branches before it, this value stands in {} or in {}, and no escaper is right for both",
            both.one, both.other
        );
        Error::new(ErrorKind::AmbiguousPlace, message)
            .at(&self.ast.source, span)
            .help("repeat the value inside each branch")
    }

    /// The error for branches that end in different constructs; of a loop, whose next turn begins where the
    /// last one ends.
    pub(super) fn diverge(&self, ends: &[(Span, Places)]) -> Error {
        let first = &ends[0];
        let other = ends.iter().find(|it| !it.1.first().same_construct(first.1.first())).unwrap_or(first);
        let (one, two) = (first.1.first(), other.1.first());
        if first.0 == other.0 {
            let message =
                format!("this loop leaves the page in {two} after a turn, and in {one} without one");
            let error = Error::new(ErrorKind::BranchesDiverge, message).at(&self.ast.source, first.0);
            let help = format!("inside the loop, close what it opens: {}", closing(two));
            return self.with_opening(error.help(help), two);
        }
        let error = Error::new(
            ErrorKind::BranchesDiverge,
            format!("this branch ends in {one}, another in {two}"),
        )
        .at(&self.ast.source, first.0)
        .note(&self.ast.source, other.0, format!("{} in {two}", self.after_branch(other.0)))
        .help("open and close a tag, an attribute's quotes, a script or a comment inside the same branch");
        let inner = if one.opened() > two.opened() { one } else { two };
        self.with_opening(error, inner)
    }

    /// The second of two branches, which may be one that nobody wrote.
    fn after_branch(&self, branch: Span) -> &'static str {
        let tag = self.ast.source.slice(branch).trim_start_matches("{%").trim_start();
        if tag.starts_with("end") { "without any branch, the page stands" } else { "this one ends" }
    }

    /// Names may differ between branches, but not how what follows their tags is read.
    pub(super) fn expect_one_construct(&self, places: &Places, at: u32) -> Result<(), Error> {
        let first = places.first();
        let Some(other) = places.iter().find(|it| !it.same_markup(first)) else { return Ok(()) };
        let message = format!(
            "the branches before this open different tags, so that the page is in {first} or in {other}"
        );
        let error =
            Error::new(ErrorKind::BranchesDiverge, message).at(&self.ast.source, Span::new(at, at + 1));
        Err(self.with_opening(error.help("write all of the element in each branch"), other))
    }

    /// Law 4 for a part as a whole, and for what is captured.
    pub(super) fn expect_same_construct(
        &self,
        begin: &Places,
        end: &Places,
        body: &Body,
    ) -> Result<(), Error> {
        let end_of_part = Span::new(body.end, body.end);
        let leaves = |it: &&Place| !begin.iter().any(|begin| it.same_construct(begin));
        let Some(end) = end.iter().find(leaves) else {
            return self.expect_whole_tokens(end, end_of_part);
        };
        // In the same script or style it is something of that language that stays open.
        let left = self.changes.trace.as_ref().and_then(Trace::left);
        let in_language = matches!(end, Place::Raw(_)) && end.same_markup(begin.first());
        let left = left.filter(|_| !in_language);
        Err(match (left, end.opened()) {
            (Some(left), _) => self.broken_out(begin.first(), end, left, end_of_part),
            (None, Some(opened)) => self.never_closed(end, opened, end_of_part),
            (None, None) => {
                let message = format!("this begins in {} and ends in {end}", begin.first());
                Error::new(ErrorKind::UnbalancedConstruct, message)
                    .at(&self.ast.source, end_of_part)
                    .help("close what it opens, and nothing that was opened around it")
            }
        })
    }

    /// What follows another template's script must not go on with its last token.
    fn expect_whole_tokens(&self, end: &Places, end_of_part: Span) -> Result<(), Error> {
        if end.iter().all(Place::at_rest) {
            return Ok(());
        }
        let message = "this ends in the middle of an escape, an operator, an at-rule or a URL whose scheme runs what follows";
        Err(Error::new(ErrorKind::UnbalancedConstruct, message)
            .at(&self.ast.source, end_of_part)
            .help("end it where a new word begins"))
    }

    /// What was opened here ends nowhere.
    fn never_closed(&self, end: &Place, opened: u32, end_of_part: Span) -> Error {
        let message = format!("{} is never closed", construct(end));
        Error::new(ErrorKind::UnbalancedConstruct, message)
            .at(&self.ast.source, Span::new(opened, opened + 1))
            .note(&self.ast.source, end_of_part, format!("this template or block ends here, in {end}"))
            .help(format!(
                "it is opened at the place shown first; where it should end, write {}",
                closing(end)
            ))
    }

    /// What the page around a block or include opened is closed in it.
    fn broken_out(&self, begin: &Place, end: &Place, left: u32, end_of_part: Span) -> Error {
        let message =
            format!("this ends {}, which was opened outside of this block or template", construct(begin));
        Error::new(ErrorKind::UnbalancedConstruct, message)
            .at(&self.ast.source, Span::new(left, left + 1))
            .note(&self.ast.source, end_of_part, format!("so that it ends in {end}"))
            .help("a block or include ends in the construct that it began in; close that where it was opened")
    }

    /// The error for a block or include where none may stand.
    pub(super) fn refused_callee(&self, node: &Node, place: &Place) -> Error {
        let message = format!("a block or include may not stand in {place}");
        let error = Error::new(ErrorKind::PlaceRefused, message).at(&self.ast.source, node.span);
        self.with_opening(error.help("put it around whole elements, or inside an attribute's quotes"), place)
    }

    /// The error for more readings than are told apart.
    pub(super) fn too_many(&self, span: Span) -> Error {
        Error::new(ErrorKind::AmbiguousPlace, "the branches here lead to too many different places")
            .at(&self.ast.source, span)
            .help("end each branch in the same part of the URL or attribute")
    }

    fn with_opening(&self, error: Error, place: &Place) -> Error {
        match place.opened() {
            Some(at) => error.note(&self.ast.source, Span::new(at, at + 1), "opened here"),
            None => error,
        }
    }
}

/// The name of what stands open.
fn construct(place: &Place) -> String {
    match place {
        Place::Value(attr) => format!("the value of attribute `{}`", attr.name.as_str()),
        Place::Raw(raw) if raw.element.as_str().is_empty() => place.to_string(),
        Place::Raw(raw) => format!("the element `{}`", raw.element.as_str()),
        Place::Comment(..) => "this comment".to_owned(),
        place => match place.tag() {
            Some(tag) => format!("the tag `{}`", tag.name.as_str()),
            None => place.to_string(),
        },
    }
}

/// What closes it.
fn closing(place: &Place) -> String {
    match place {
        Place::Value(Attr { quote: Quote::Single, .. }) => "`'`".to_owned(),
        Place::Value(_) => "`\"`".to_owned(),
        Place::Raw(raw) => format!("`</{}>`", raw.element.as_str()),
        Place::Comment(..) => "`-->`".to_owned(),
        Place::Cdata { .. } => "`]]>`".to_owned(),
        _ => "`>`".to_owned(),
    }
}
