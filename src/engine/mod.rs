//! The shell: [`Engine`] holds all templates of an application, parsed, analysed and compiled.
//!
//! Only this room calls the verbs of the pipeline (parse, analyse, compile, render), and only it
//! knows that templates are cached.

mod builder;
mod catalogue;
mod entries;
mod explain;
#[cfg(feature = "_internals")]
pub(crate) mod probe;
mod glob;
mod links;
mod reload;
#[cfg(feature = "sanitize")]
mod sanitize;
mod snapshot;
mod template;
mod translations;
mod verify;
mod warnings;

pub use builder::{EngineBuilder, Verify};
pub use explain::{ExplainedCallee, ExplainedHole, ExplainedRegion, ExplainedStep, Explanation};
pub use template::Template;

use crate::contextual::{Part, Places, Start};
use crate::diagnostics::{Error, ErrorKind};
use crate::loader::TemplateName;
use crate::source::Source;
use crate::value::Vars;
use reload::Reload;
use snapshot::Snapshot;
use std::fmt;
use std::sync::Arc;

/// Name of the source that [`Engine::render_str`] is given.
const ONE_OFF: &str = "<string>";

/// All templates of an application. Immutable, shared by all threads, cheap to clone.
///
/// ```
/// use palisade::{Engine, MemoryLoader, context};
///
/// let engine = Engine::builder()
///     .loader(MemoryLoader::new([("hello.html", "<p>Hello {{ name }}</p>")])?)
///     .build()?;
/// let page = engine.get_template("hello.html")?.render(&context! { name => "<World>" })?;
/// assert_eq!(page.to_string(), "<p>Hello &lt;World&gt;</p>");
/// # Ok::<(), palisade::Error>(())
/// ```
#[derive(Clone)]
pub struct Engine {
    /// What it was built with; with auto-reload only its settings matter.
    snapshot: Arc<Snapshot>,
    reload: Option<Arc<Reload>>,
}

const _: fn() = || {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<Engine>();
    shared::<Template>();
};

impl Engine {
    /// Begins an engine.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The template of this name, or a partial of it: `page.html#part`. One that was checked when the engine was built is found without a
    /// lock; another is loaded, analysed and compiled when it is first asked for.
    ///
    /// # Errors
    /// When there is no such template, or it is faulty.
    pub fn get_template(&self, name: &str) -> Result<Template, Error> {
        self.find(name)?.ok_or_else(|| self.snapshot.not_found(name))
    }

    /// The first of these templates that exists.
    ///
    /// # Errors
    /// When none exists, or the first that does is faulty.
    pub fn select_template<N: AsRef<str>>(
        &self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Template, Error> {
        let mut tried = Vec::new();
        for name in names {
            if let Some(template) = self.find(name.as_ref())? {
                return Ok(template);
            }
            tried.push(format!("`{}`", name.as_ref()));
        }
        let message = match &*tried {
            [] => "no template names were given".to_owned(),
            tried => format!("none of these templates exists: {}", tried.join(", ")),
        };
        Err(Error::new(ErrorKind::TemplateNotFound, message))
    }

    /// A template from a source that no loader has. It may extend and include those of the loaders.
    /// It is compiled anew each time; `name` chooses the places it starts in, as a file's name does.
    ///
    /// # Errors
    /// When the source is faulty, or `name` is no [`TemplateName`].
    pub fn template_from_str(&self, name: &str, source: &str) -> Result<Template, Error> {
        self.one_off(&TemplateName::new(name)?, source)
    }

    /// Renders a source that no loader has, as HTML between tags. What it prints is a `String`; ask
    /// [`Engine::template_from_str`] for more.
    ///
    /// # Errors
    /// When the source is faulty, or its render fails.
    ///
    /// ```
    /// let engine = palisade::Engine::builder().build()?;
    /// assert_eq!(engine.render_str("1 &lt; {{ n }}", &palisade::context! { n => 2 })?, "1 &lt; 2");
    /// # Ok::<(), palisade::Error>(())
    /// ```
    pub fn render_str(&self, source: &str, vars: &dyn Vars) -> Result<String, Error> {
        self.one_off(&TemplateName::new(ONE_OFF)?, source)?.render_text(vars)
    }

    /// The names of all templates that the loaders can list, sorted.
    ///
    /// # Errors
    /// When a loader fails to list them.
    pub fn templates(&self) -> Result<&[TemplateName], Error> {
        self.snapshot.setup.listed()
    }

    fn find(&self, name: &str) -> Result<Option<Template>, Error> {
        let snapshot = self.now();
        match snapshot.entry(name) {
            Some(link) => Ok(Some(Template::new(snapshot, link))),
            None => {
                let (name, partial) = TemplateName::split_partial(name);
                Template::find(snapshot, &TemplateName::new(name)?, partial)
            }
        }
    }

    /// The snapshot to look into: an empty one when nothing is kept, a fresh one with auto-reload.
    fn now(&self) -> Arc<Snapshot> {
        match &self.reload {
            _ if !self.snapshot.setup.cached => Arc::new(Snapshot::new(self.snapshot.setup.clone(), None)),
            Some(reload) => reload.snapshot(),
            None => self.snapshot.clone(),
        }
    }

    /// Lives in a layer of its own, which goes when the template goes; what it includes is compiled
    /// there too, from the trees that this engine has parsed.
    fn one_off(&self, name: &TemplateName, source: &str) -> Result<Template, Error> {
        let setup = &self.snapshot.setup;
        let below = setup.cached.then(|| self.now());
        let snapshot = Arc::new(Snapshot::new(setup.clone(), below));
        let id = snapshot.one_off(name, &Source::new(name.as_str(), source))?;
        let link = snapshot.start(id, Part::Whole, start(name.as_str()))?;
        Ok(Template::new(snapshot, link))
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

/// Where a template begins that is asked for by its name.
fn start(name: &str) -> Start {
    Start { places: Places::of_name(name), autoescape: true, last: false }
}
