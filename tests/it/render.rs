//! The one place where tests touch the engine: what a case asks for, and what comes out of it.

use crate::data::Variables;
use palisade::{Error, Escaping};

/// What to render, and how.
#[derive(Clone, Debug)]
pub(crate) struct Job<'c> {
    /// Name and source.
    pub templates: Vec<(String, String)>,
    pub entry: String,
    pub escaping: Escaping,
    pub strict_places: bool,
    pub string_if_invalid: &'c str,
    pub csrf_token: Option<String>,
}

/// How far a render came before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Compile,
    Render,
}

/// Why there is no output.
#[derive(Debug)]
pub(crate) struct Failure {
    pub stage: Stage,
    pub error: Error,
}

impl<'c> Job<'c> {
    /// A page of one template.
    pub(crate) fn of(source: &str, escaping: Escaping) -> Job<'c> {
        Job {
            templates: vec![("main.html".to_owned(), source.to_owned())],
            entry: "main.html".to_owned(),
            escaping,
            strict_places: false,
            string_if_invalid: "",
            csrf_token: None,
        }
    }

    pub(crate) fn render(&self, variables: &Variables) -> Result<String, Failure> {
        let _ = variables;
        todo!()
    }
}

/// A hole a line: `source → place, escaper`. To be filled when the engine has `explain`.
pub(crate) fn explain(job: &Job<'_>) -> Result<String, Failure> {
    job.render(&Variables::default()).map(|_| String::new())
}
