//! The walk: a program, its variables and a host become output.
//!
//! This room knows no HTML. It never chooses an escaper, opens a file, or looks up a filter by name;
//! where a program leads elsewhere it asks `Units`.

mod aside;
mod cache;
mod call;
mod compare;
mod condition;
mod control;
mod group;
mod eval;
mod inherit;
mod output;
mod print;
mod rejection;
mod scope;
mod translation;
mod turns;
mod walk;

pub use compare::{Difference, DifferenceClass};
pub(crate) use output::Output;
pub use rejection::Rejection;
pub(crate) use rejection::{Options, Reported};
pub(crate) use scope::{Scope, Var};

use crate::diagnostics::Error;
use crate::program::Link;
use crate::value::Cx;

/// Finds what the sites of a link lead to.
pub(crate) trait Units: Sync {
    /// Where a site of a known name leads; `None` when no older template has the block.
    fn follow(&self, from: &Link, site: usize) -> Result<Option<&Link>, Error>;

    /// Where a site leads when its name is computed: the first of `names` that exists.
    fn named(&self, from: &Link, site: usize, names: &[&str]) -> Result<&Link, Error>;

    /// A translation that is shown at a site; `None` when it was refused before. The error is a fault of the
    /// translation, told once.
    fn translated(&self, from: &Link, site: usize, text: &str) -> Result<Option<&Link>, Error>;

    /// Tells apart links that print other things for the same values: by the texts of their chain, by the places
    /// they begin in, by the mode. The same in all processes that run this version of this library.
    fn fingerprint<'l>(&self, link: &'l Link) -> &'l str;

    /// The block of this name in a chain whose oldest template is `root`'s.
    fn block(&self, root: &Link, name: &str) -> Result<&Link, Error>;
}

/// What one render works on.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub units: &'a dyn Units,
    pub options: &'a Options,
    /// The holes that rejections are told of no more.
    pub reported: Option<&'a Reported>,
    pub cx: Cx<'a>,
}

/// Renders a link.
pub(crate) fn render<'a>(
    job: Job<'a>,
    link: &'a Link,
    scope: Scope<'a>,
    out: &mut Output<'_>,
) -> Result<(), Error> {
    walk::Walk::new(job, link, scope, out).run()
}

/// Renders one block of what a link and its parents are.
pub(crate) fn render_block<'a>(
    job: Job<'a>,
    link: &'a Link,
    name: &str,
    scope: Scope<'a>,
    out: &mut Output<'_>,
) -> Result<(), Error> {
    walk::Walk::new(job, link, scope, out).run_block(name)
}
