//! Where templates come from. Only this room touches the disk.

mod chain;
mod embedded;
mod filesystem;
mod memory;
mod name;
mod stamp;

pub use chain::ChainLoader;
pub use embedded::EmbeddedLoader;
pub use filesystem::FileSystemLoader;
pub use memory::MemoryLoader;
pub use name::TemplateName;
pub use stamp::Stamp;

use crate::diagnostics::Error;
use crate::limits::Limits;
use crate::source::Source;

/// A place that has templates by name. An engine asks its loaders in the order they were given.
pub trait Loader: Send + Sync {
    /// The template of this name; `None` when this loader has none.
    ///
    /// # Errors
    /// When there is one that cannot be had, such as one larger than [`Limits::source_bytes`].
    fn load(&self, name: &TemplateName, limits: &Limits) -> Result<Option<Source>, Error>;

    /// All templates of this name, the one that [`Loader::load`] gives first. A template may extend its
    /// own name: that means the next one.
    ///
    /// # Errors
    /// As [`Loader::load`].
    fn load_all(&self, name: &TemplateName, limits: &Limits) -> Result<Vec<Source>, Error> {
        Ok(self.load(name, limits)?.into_iter().collect())
    }

    /// All names it can list, in any order. A loader that cannot list lists none, and its templates
    /// are checked when they are first used.
    ///
    /// # Errors
    /// When listing fails.
    fn list(&self) -> Result<Vec<TemplateName>, Error> {
        Ok(Vec::new())
    }

    /// A mark that changes when the text behind a name does, also when it comes or goes. With
    /// [auto-reload](crate::EngineBuilder::auto_reload) it is asked for often, so it should be cheap. By default
    /// templates never change.
    fn stamp(&self, _name: &TemplateName) -> Stamp {
        Stamp::FIXED
    }
}
