//! Templates in memory.

use super::{Loader, Stamp, TemplateName};
use crate::diagnostics::Error;
use crate::limits::Limits;
use crate::source::Source;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Templates that are part of the program, of a test, or of an editor's page. Clones share them: what one
/// [sets](MemoryLoader::set), an engine with [auto-reload](crate::EngineBuilder::auto_reload) sees.
///
/// ```
/// use palisade::MemoryLoader;
///
/// let templates = MemoryLoader::new([("page.html", "Hello {{ name }}")])?;
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryLoader(Arc<RwLock<Entries>>);

#[derive(Debug, Default)]
struct Entries {
    templates: BTreeMap<TemplateName, (Source, u64)>,
    /// How many changes there were.
    version: u64,
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
        let loader = MemoryLoader::default();
        for (name, text) in templates {
            loader.set(name.as_ref(), text)?;
        }
        Ok(loader)
    }

    /// Adds or replaces a template.
    ///
    /// # Errors
    /// When the name is not a [`TemplateName`].
    pub fn set(&self, name: &str, text: impl Into<Box<str>>) -> Result<(), Error> {
        let name = TemplateName::new(name)?;
        let source = Source::new(name.as_str(), text);
        let mut entries = self.write();
        entries.version += 1;
        let version = entries.version;
        entries.templates.insert(name, (source, version));
        Ok(())
    }

    /// Takes a template out. One that is not there is no fault.
    pub fn remove(&self, name: &str) {
        self.write().templates.retain(|it, _| it.as_str() != name);
    }

    fn read(&self) -> RwLockReadGuard<'_, Entries> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Entries> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loader for MemoryLoader {
    fn load(&self, name: &TemplateName, _: &Limits) -> Result<Option<Source>, Error> {
        Ok(self.read().templates.get(name).map(|it| it.0.clone()))
    }

    fn list(&self) -> Result<Vec<TemplateName>, Error> {
        Ok(self.read().templates.keys().cloned().collect())
    }

    fn stamp(&self, name: &TemplateName) -> Stamp {
        Stamp::of(&self.read().templates.get(name).map(|it| it.1))
    }
}
