//! Several loaders as one.

use super::{Loader, Stamp, TemplateName};
use crate::diagnostics::Error;
use crate::limits::Limits;
use crate::source::Source;

/// Asks several loaders in turn: the first that has a template gives it. A template that extends its own name
/// extends that of the next loader, so that a project can wrap the templates of a library.
///
/// ```
/// use palisade::{ChainLoader, Engine, MemoryLoader, context};
///
/// let library = MemoryLoader::new([("card.html", "<p>{% block text %}{% endblock %}</p>")])?;
/// let project = MemoryLoader::new([
///     ("card.html", "{% extends 'card.html' %}{% block text %}Hello{% endblock %}"),
/// ])?;
/// let engine = Engine::builder().loader(ChainLoader::new().with(project).with(library)).build()?;
/// assert_eq!(engine.get_template("card.html")?.render(&context! {})?, "<p>Hello</p>");
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Default)]
pub struct ChainLoader(Vec<Box<dyn Loader>>);

impl ChainLoader {
    /// A chain without loaders, which has no templates.
    pub fn new() -> ChainLoader {
        ChainLoader::default()
    }

    /// Adds a loader that is asked after those before it.
    #[must_use]
    pub fn with(mut self, loader: impl Loader + 'static) -> ChainLoader {
        self.0.push(Box::new(loader));
        self
    }
}

impl Loader for ChainLoader {
    fn load(&self, name: &TemplateName, limits: &Limits) -> Result<Option<Source>, Error> {
        self.0.iter().find_map(|it| it.load(name, limits).transpose()).transpose()
    }

    fn load_all(&self, name: &TemplateName, limits: &Limits) -> Result<Vec<Source>, Error> {
        let mut sources = Vec::new();
        for loader in &self.0 {
            sources.extend(loader.load_all(name, limits)?);
        }
        Ok(sources)
    }

    fn list(&self) -> Result<Vec<TemplateName>, Error> {
        let mut names = Vec::new();
        for loader in &self.0 {
            names.extend(loader.list()?);
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    fn stamp(&self, name: &TemplateName) -> Stamp {
        Stamp::all(self.0.iter().map(|it| it.stamp(name)))
    }
}
