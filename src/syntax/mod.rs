//! Django's template language: text in, [`Ast`] out. pest stays in this room.

mod ast;

pub(crate) use ast::*;

use crate::diagnostics::Error;
use crate::library::Libraries;
use crate::limits::Limits;
use crate::source::Source;

/// Parses a template with the filters and tags of `libraries`.
pub(crate) fn parse(source: &Source, libraries: &Libraries, limits: &Limits) -> Result<Ast, Error> {
    let _ = (source, libraries, limits);
    todo!()
}
