//! The errors of the walk, in words that name what stands open and where it was opened.

use super::decide::{Ambiguity, Undecided};
use super::place::{Place, Refusal};
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

    /// The error for branches that end in different constructs.
    pub(super) fn diverge(&self, ends: &[(Span, Places)]) -> Error {
        let first = &ends[0];
        let other = ends.iter().find(|it| !it.1.first().same_construct(first.1.first())).unwrap_or(first);
        let message = "the branches end in different places of the page";
        Error::new(ErrorKind::BranchesDiverge, message)
            .at(&self.ast.source, other.0)
            .note(&self.ast.source, first.0, format!("after this, the page stands in {}", first.1.first()))
            .note(&self.ast.source, other.0, format!("after this, it stands in {}", other.1.first()))
            .help("open and close a tag, an attribute's quotes, a script or a comment inside the same branch")
    }

    /// Law 4 for a part as a whole, and for what is captured.
    pub(super) fn expect_same_construct(
        &self,
        begin: &Places,
        end: &Places,
        body: &Body,
    ) -> Result<(), Error> {
        let same = end.iter().all(|it| it.same_construct(begin.first()));
        if same {
            return Ok(());
        }
        let (begin, end) = (begin.first(), end.first());
        let at = Span::new(body.end, body.end);
        let message = format!("this begins in {begin} and ends in {end}");
        let error = Error::new(ErrorKind::UnbalancedConstruct, message)
            .help(format!("close {end} before this point"));
        Err(match end.opened() {
            Some(opened) => {
                let opening = Span::new(opened, opened + 1);
                error.at(&self.ast.source, opening).note(&self.ast.source, at, "still open here")
            }
            None => error.at(&self.ast.source, at),
        })
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
            Some(at) => error.note(&self.ast.source, Span::new(at, at + 1), "which was opened here"),
            None => error,
        }
    }
}
