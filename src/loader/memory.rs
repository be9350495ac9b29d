//! Templates in memory.

use super::{Loader, TemplateName};
use crate::diagnostics::Error;
use crate::limits::Limits;
use crate::source::Source;
use std::collections::BTreeMap;

/// Templates that are part of the program, or of a test.
///
/// ```
/// use palisade::MemoryLoader;
///
/// let templates = MemoryLoader::new([("page.html", "Hello {{ name }}")])?;
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryLoader {
    templates: BTreeMap<TemplateName, Source>,
}

impl MemoryLoader {
    /// A loader of these names and texts; of two with one name the later wins.
    ///
    /// # Errors
    /// When a name is not a [`TemplateName`].
    pub fn new<N, T>(templates: impl IntoIterator<Item = (N, T)>) -> Result<MemoryLoader, Error>
    where
        N: AsRef<str>,
        T: Into<Box<str>>,
    {
        let source = |(name, text): (N, T)| {
            let name = TemplateName::new(name.as_ref())?;
            let source = Source::new(name.as_str(), text);
            Ok((name, source))
        };
        Ok(MemoryLoader { templates: templates.into_iter().map(source).collect::<Result<_, Error>>()? })
    }
}

impl Loader for MemoryLoader {
    fn load(&self, name: &TemplateName, _: &Limits) -> Result<Option<Source>, Error> {
        Ok(self.templates.get(name).cloned())
    }

    fn list(&self) -> Result<Vec<TemplateName>, Error> {
        Ok(self.templates.keys().cloned().collect())
    }
}
