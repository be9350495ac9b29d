//! What went wrong, where, and how to mend it.
//!
//! Errors are born bare ([`Error::new`]) and located once, by whoever knows the place
//! ([`Error::at`]); the one closest to the fault wins. Nothing here knows what a template is.

mod kind;
mod report;
mod suggest;

pub use kind::ErrorKind;
pub use report::Report;
pub(crate) use suggest::did_you_mean;

use crate::source::{Location, Source, Span};
use std::fmt;

/// A fault in a template, in the data given to it, or in loading it.
///
/// `Display` is one line; `{:#}` is a report with the source, carets, the trail of
/// `extends` and `include`, and the remedy. One machine word; see [`Error::kind`].
pub struct Error(Box<Repr>);

struct Repr {
    kind: ErrorKind,
    message: String,
    at: Option<(Source, Span)>,
    /// Other places that matter, each with what is to be seen there.
    notes: Vec<Note>,
    /// How rendering came here, innermost first.
    trail: Vec<Note>,
    help: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    others: Vec<Error>,
    silent: bool,
}

/// A place with a sentence about it.
struct Note {
    source: Source,
    span: Span,
    text: String,
}

impl Note {
    fn is_at(&self, source: &Source, span: Span) -> bool {
        self.span == span && self.source.name() == source.name()
    }
}

const _: () = assert!(size_of::<Error>() == size_of::<usize>());
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Error>();
};

impl Error {
    /// An error without a place. Use [`ErrorKind::Custom`] for faults of your own.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error(Box::new(Repr {
            kind,
            message: message.into(),
            at: None,
            notes: Vec::new(),
            trail: Vec::new(),
            help: None,
            cause: None,
            others: Vec::new(),
            silent: false,
        }))
    }

    /// What kind of fault it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The kind's stable code, such as `E020`.
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// What is wrong, in one sentence and without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The bytes at fault, in [`Error::source_text`].
    pub fn span(&self) -> Option<Span> {
        self.0.at.as_ref().map(|it| it.1)
    }

    /// The template at fault.
    pub fn source_text(&self) -> Option<&Source> {
        self.0.at.as_ref().map(|it| &it.0)
    }

    /// Line and column of the fault.
    pub fn location(&self) -> Option<Location> {
        self.0.at.as_ref().map(|(source, span)| source.locate(span.start))
    }

    /// How to mend it, if there is something to say.
    pub fn remedy(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// All faults, when this error stands for several: those of
    /// [`EngineBuilder::build`](crate::EngineBuilder::build). Otherwise itself.
    pub fn all(&self) -> impl Iterator<Item = &Error> {
        let itself = self.0.others.is_empty().then_some(self);
        itself.into_iter().chain(&self.0.others)
    }

    /// The long form that `{:#}` prints; [`Report::styled`] adds colour.
    pub fn report(&self) -> Report<'_> {
        Report::new(self)
    }

    /// Adds the remedy. The first one given stays.
    pub fn help(mut self, text: impl Into<String>) -> Error {
        self.0.help.get_or_insert_with(|| text.into());
        self
    }

    /// Adds the error that caused this one.
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.0.cause = Some(cause.into());
        self
    }

    /// Lets the page pass over this fault when it comes from a variable: the variable counts as one
    /// that may not be used. Django's `silent_variable_failure`, for "no such row" and the like.
    pub fn silent(mut self) -> Error {
        self.0.silent = true;
        self
    }

    /// Whether a lookup passes over it.
    pub(crate) fn is_silent(&self) -> bool {
        self.0.silent
    }

    /// Says where the fault is, unless that is known already.
    pub(crate) fn at(mut self, source: &Source, span: Span) -> Error {
        self.0.at.get_or_insert_with(|| (source.clone(), span));
        self
    }

    /// Adds another place that matters.
    pub(crate) fn note(mut self, source: &Source, span: Span, text: impl Into<String>) -> Error {
        self.0.notes.push(Note { source: source.clone(), span, text: text.into() });
        self
    }

    /// Adds the step that led to the template at fault.
    pub(crate) fn via(mut self, source: &Source, span: Span, text: impl Into<String>) -> Error {
        self.0.trail.push(Note { source: source.clone(), span, text: text.into() });
        self
    }

    /// One error that stands for several; `None` when there is none.
    pub(crate) fn several(mut errors: Vec<Error>) -> Option<Error> {
        if errors.len() < 2 {
            return errors.pop();
        }
        let mut all = Error::new(ErrorKind::Several, format!("{} faults in the templates", errors.len()));
        all.0.others = errors;
        Some(all)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return fmt::Display::fmt(&self.report(), f);
        }
        if let (Some(source), Some(location)) = (self.source_text(), self.location()) {
            write!(f, "{}:{location}: ", source.name())?;
        }
        write!(f, "{} [{}]", self.message(), self.code())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.report(), f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_deref().map(|it| it as &(dyn std::error::Error + 'static))
    }
}
