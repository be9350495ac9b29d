//! Palisade: Django templates, every value escaped for the exact place it stands in.
#![forbid(unsafe_code)]

// Rooms in reading order. Each imports only rooms above it; `tests/it/architecture.rs` holds it.

// Vocabulary: what all others talk about.
mod source;
mod diagnostics;
mod html;
mod limits;
mod table;
mod percent;
mod host;
mod value;
// Skills: functions on values; no idea what a template is.
mod escape;
mod filters;
mod tags;
mod library;
// The pipeline.
mod syntax;
mod contextual;
mod program;
mod render;
// The shell.
mod loader;
mod engine;

pub use contextual::Escaping;
pub use diagnostics::{Error, ErrorKind, Report};
pub use engine::{Engine, EngineBuilder, Template, Verify};
pub use host::{Host, Moment, NoHost, UrlTable};
pub use library::Library;
pub use limits::Limits;
pub use loader::{FileSystemLoader, Loader, MemoryLoader, TemplateName};
#[cfg(feature = "derive")]
pub use palisade_derive::{Object, object};
pub use render::Rejection;
pub use source::{Location, Source, Span};
pub use value::*;

/// Internals for this project's own tests, benches and fuzzers. Not covered by semver.
#[cfg(feature = "_internals")]
#[doc(hidden)]
pub mod internals {
    pub use crate::value::probe::Probe;

    /// Name of each built-in filter, and whether it needs an argument.
    pub fn filters() -> impl Iterator<Item = (&'static str, bool)> {
        crate::filters::BUILTIN.iter().map(|it| (it.name, it.arguments.0 > 0))
    }
}
