//! The one place where tests touch the engine: what a case asks for, and what comes out of it.

use crate::data::Variables;
use crate::host::World;
use palisade::fragment::MemoryCache;
use palisade::{Engine, Error, Escaping, Framework, MemoryLoader, Template, Verify};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

/// What to render, and how.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Name and source. One name may stand several times: each is in a loader of its own, in this order.
    pub templates: Vec<(String, String)>,
    pub entry: Entry,
    pub escaping: Escaping,
    pub strict_places: bool,
    pub string_if_invalid: String,
    pub frameworks: Vec<Framework>,
    /// What the application answers.
    pub world: World,
    /// Its fragment caches, by name.
    pub fragments: Vec<(String, MemoryCache)>,
    /// Why values were rejected, so far.
    pub rejected: Arc<Mutex<Vec<&'static str>>>,
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

impl Job {
    /// A page of one template.
    pub(crate) fn of(source: &str, escaping: Escaping) -> Job {
        Job {
            templates: vec![("main.html".to_owned(), source.to_owned())],
            entry: Entry::Name("main.html".to_owned()),
            escaping,
            strict_places: false,
            string_if_invalid: String::new(),
            frameworks: Vec::new(),
            world: World::default(),
            fragments: Vec::new(),
            rejected: Arc::default(),
        }
    }

    pub(crate) fn render(&self, variables: &Variables) -> Result<String, Failure> {
        let engine = self.engine().map_err(|error| Failure { stage: Stage::Compile, error })?;
        let template = self.template(&engine).map_err(|error| Failure { stage: Stage::Compile, error })?;
        template.render_text(variables).map_err(|error| Failure { stage: Stage::Render, error })
    }

    /// Fails only on what it needs itself: a case may hold templates that are faulty on purpose.
    fn engine(&self) -> Result<Engine, Error> {
        let mut builder = Engine::builder()
            .escaping(self.escaping)
            .strict_places(self.strict_places)
            .string_if_invalid(&*self.string_if_invalid)
            .verify(Verify::Never)
            .on_rejected({
                let rejected = Arc::clone(&self.rejected);
                move |it| rejected.lock().expect("no test panics with it").push(it.reason)
            })
            .host(self.world.clone());
        builder = self.frameworks.iter().fold(builder, |builder, it| builder.framework(*it));
        for (name, cache) in &self.fragments {
            builder = builder.fragment_cache(&**name, cache.clone());
        }
        let mut rest: Vec<&(String, String)> = self.templates.iter().collect();
        while !rest.is_empty() {
            let mut seen = HashSet::new();
            let (layer, more): (Vec<_>, Vec<_>) = rest.into_iter().partition(|it| seen.insert(&it.0));
            builder = builder.loader(MemoryLoader::new(layer.into_iter().map(|it| (&*it.0, &*it.1)))?);
            rest = more;
        }
        builder.build()
    }

    fn template(&self, engine: &Engine) -> Result<Template, Error> {
        match &self.entry {
            Entry::Name(name) => engine.get_template(name),
            Entry::FirstOf(names) => engine.select_template(names),
            Entry::Source(source) => engine.template_from_str("source.html", source),
        }
    }
}

/// What is rendered first.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    Name(String),
    FirstOf(Vec<String>),
    /// A template that no loader has.
    Source(String),
}

/// The framework of this name, in any case and without punctuation.
pub(crate) fn framework(name: &str) -> Option<Framework> {
    let plain = |name: &str| name.trim_end_matches(".js").to_ascii_lowercase();
    Framework::ALL.iter().find(|it| plain(it.name()) == plain(name)).copied()
}

/// The holes of the entry, one a line: `source → place it is written for`.
pub(crate) fn explain(job: &Job) -> Result<String, Error> {
    let (name, source) = job.templates.first().expect("a case has a template");
    let holes = palisade::internals::holes(name, source)?;
    Ok(holes.iter().map(|(hole, place)| format!("{hole} → {place}")).collect::<Vec<_>>().join("\n"))
}
