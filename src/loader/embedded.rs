//! Templates inside the program.

use super::{Loader, TemplateName};
use crate::diagnostics::Error;
use crate::limits::Limits;
use crate::source::Source;
use std::collections::BTreeMap;

/// Templates that were compiled into the program, by [`embed!`](crate::embed): nothing is to be installed
/// beside it.
#[derive(Clone, Debug, Default)]
pub struct EmbeddedLoader(BTreeMap<&'static str, &'static str>);

impl EmbeddedLoader {
    /// A loader of these names and texts. Names that are none are faults of
    /// [`EngineBuilder::build`](crate::EngineBuilder::build).
    pub fn new(templates: impl IntoIterator<Item = (&'static str, &'static str)>) -> EmbeddedLoader {
        EmbeddedLoader(templates.into_iter().collect())
    }
}

impl Loader for EmbeddedLoader {
    fn load(&self, name: &TemplateName, _: &Limits) -> Result<Option<Source>, Error> {
        Ok(self.0.get(name.as_str()).map(|it| Source::new(name.as_str(), *it)))
    }

    fn list(&self) -> Result<Vec<TemplateName>, Error> {
        self.0.keys().map(|it| TemplateName::new(it)).collect()
    }
}

/// An [`EmbeddedLoader`] of files below a folder, which is relative to the Rust file this stands in. A file that
/// is missing is an error of the build.
///
/// ```
/// # let _ = stringify!(
/// let loader = palisade::embed!("../templates": "base.html", "forum/thread.html");
/// # );
/// ```
#[macro_export]
macro_rules! embed {
    ($root:literal: $($name:literal),+ $(,)?) => {
        $crate::EmbeddedLoader::new([$(($name, ::core::include_str!(::core::concat!($root, "/", $name)))),+])
    };
}
