//! [`Snapshot`]: everything one engine has parsed and compiled. Entries are added, never moved or
//! removed, so that a render borrows them without counting.

use crate::contextual::{Escaping, Part, Start, analyze};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::host::Host;
use crate::library::Libraries;
use crate::limits::Limits;
use crate::loader::{Loader, TemplateName};
use crate::program::{Link, LinkId, LinkKey, Name, Program, Target, TemplateId, Unit, compile};
use crate::render::Options;
use crate::source::Source;
use crate::syntax::{Ast, BlockId, parse};
use crate::table::Table;
use once_cell::sync::OnceCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the builder was told.
pub(super) struct Setup {
    pub loaders: Vec<Box<dyn Loader>>,
    pub libraries: Libraries,
    pub limits: Limits,
    pub escaping: Escaping,
    pub host: Box<dyn Host>,
    pub options: Options,
    pub cached: bool,
    /// The names that the loaders list, once somebody asked.
    pub listed: OnceCell<Vec<TemplateName>>,
}

impl Setup {
    pub(super) fn listed(&self) -> Result<&[TemplateName], Error> {
        let list = || {
            let mut names = Vec::new();
            for loader in &self.loaders {
                names.extend(loader.list()?);
            }
            names.sort_unstable();
            names.dedup();
            Ok(names)
        };
        self.listed.get_or_try_init(list).map(|it| &**it)
    }

    /// The template of this name that comes after `version` others of the same name.
    fn load(&self, name: &TemplateName, version: usize) -> Result<Option<Source>, Error> {
        let mut skip = version;
        for loader in &self.loaders {
            if skip == 0 {
                let source = loader.load(name, &self.limits)?;
                if source.is_some() {
                    return Ok(source);
                }
            } else {
                let mut sources = loader.load_all(name, &self.limits)?;
                if skip < sources.len() {
                    return Ok(Some(sources.swap_remove(skip)));
                }
                skip -= sources.len();
            }
        }
        Ok(None)
    }
}

/// A parsed template.
pub(super) struct Parsed {
    pub name: TemplateName,
    pub ast: Ast,
    /// Where each block is in `ast.blocks`.
    pub blocks: HashMap<Box<str>, BlockId>,
}

impl Parsed {
    fn new(name: TemplateName, ast: Ast) -> Parsed {
        let blocks = ast.blocks.iter().zip(0..).map(|(block, id)| (block.name.clone(), id)).collect();
        Parsed { name, ast, blocks }
    }

    /// Relative names that lead out of the root are faults of the template, reached or not.
    fn check_names(&self, program: &Program) -> Result<(), Error> {
        for site in &program.sites {
            if let Target::Extends(Name::Literal(name)) | Target::Include(Name::Literal(name)) = &site.target
                && name.starts_with('.')
            {
                self.name.join(name).map_err(|it| it.at(&program.source, site.span))?;
            }
        }
        Ok(())
    }
}

/// A program that is compiled once, or not yet.
type Cell = Arc<OnceCell<Arc<Program>>>;

/// Parsed templates, compiled units and links.
///
/// A lock is held for a look into a map, never while something is loaded, parsed, compiled or
/// rendered; the closure that fills a cell compiles one unit and touches no other cell.
pub(super) struct Snapshot {
    pub setup: Arc<Setup>,
    /// A snapshot whose parsed templates are shared.
    below: Option<Arc<Snapshot>>,
    templates: Table<Arc<Parsed>>,
    /// The templates of each name: the one that is meant, then those that it may extend.
    names: Mutex<HashMap<TemplateName, Vec<TemplateId>>>,
    units: Mutex<HashMap<Unit, Cell>>,
    links: Table<Link>,
    keys: Mutex<HashMap<LinkKey, LinkId>>,
    /// The templates that were linked when the engine was built.
    entries: OnceCell<HashMap<Box<str>, LinkId>>,
}

impl Snapshot {
    pub(super) fn new(setup: Arc<Setup>, below: Option<Arc<Snapshot>>) -> Snapshot {
        Snapshot {
            setup,
            below,
            templates: Table::new(),
            names: Mutex::default(),
            units: Mutex::default(),
            links: Table::new(),
            keys: Mutex::default(),
            entries: OnceCell::new(),
        }
    }

    /// The link of a template that was linked when the engine was built.
    pub(super) fn entry(&self, name: &str) -> Option<LinkId> {
        self.entries.get()?.get(name).copied()
    }

    /// Keeps the templates that are found without a lock from here on.
    pub(super) fn keep_entries(&self, entries: HashMap<Box<str>, LinkId>) {
        // Set once, by the builder, before anybody else has the snapshot.
        let _ = self.entries.set(entries);
    }

    /// The template of this name, parsed; or the one that comes after `version` others of that name.
    pub(super) fn template(&self, name: &TemplateName, version: usize) -> Result<Option<TemplateId>, Error> {
        if let Some(id) = lock(&self.names).get(name).and_then(|it| it.get(version)) {
            return Ok(Some(*id));
        }
        if let Some(below) = &self.below {
            let parsed = below.template(name, version)?.and_then(|id| below.templates.get(id));
            return Ok(parsed.map(|it| self.add(it.clone(), version)));
        }
        match self.setup.load(name, version)? {
            Some(source) => Ok(Some(self.add(self.parse(name, &source)?, version))),
            None => Ok(None),
        }
    }

    /// Adds a source that no loader has.
    pub(super) fn one_off(&self, name: &TemplateName, source: &Source) -> Result<TemplateId, Error> {
        Ok(self.add(self.parse(name, source)?, 0))
    }

    fn parse(&self, name: &TemplateName, source: &Source) -> Result<Arc<Parsed>, Error> {
        let ast = parse(source, &self.setup.libraries, &self.setup.limits)?;
        Ok(Arc::new(Parsed::new(name.clone(), ast)))
    }

    /// Adds a template, unless another thread was faster.
    fn add(&self, parsed: Arc<Parsed>, version: usize) -> TemplateId {
        let mut names = lock(&self.names);
        let known = names.entry(parsed.name.clone()).or_default();
        match known.get(version) {
            Some(id) => *id,
            None => {
                let id = self.templates.push(parsed).0;
                known.push(id);
                id
            }
        }
    }

    pub(super) fn parsed(&self, id: TemplateId) -> Result<&Parsed, Error> {
        self.templates.get(id).map(|it| &**it).ok_or_else(unknown)
    }

    /// The link of a template that is rendered by itself.
    pub(super) fn start(&self, template: TemplateId, start: Start) -> Result<LinkId, Error> {
        let unit = Unit { template, part: Part::Whole, start };
        Ok(self.link(LinkKey { unit, chain: [template].into(), level: 0 })?.0)
    }

    pub(super) fn link_at(&self, id: LinkId) -> Result<&Link, Error> {
        self.links.get(id).ok_or_else(unknown)
    }

    /// The link of this key, made when it is first asked for. Equal keys have one link, so that a
    /// template that includes itself leads back to itself.
    pub(super) fn link(&self, key: LinkKey) -> Result<(LinkId, &Link), Error> {
        if let Some(id) = lock(&self.keys).get(&key).copied() {
            return Ok((id, self.link_at(id)?));
        }
        let program = self.program(&key.unit)?;
        let mut keys = lock(&self.keys);
        if let Some(id) = keys.get(&key).copied() {
            return Ok((id, self.link_at(id)?));
        }
        let (id, link) = self.links.push(Link::new(key.clone(), program));
        keys.insert(key, id);
        Ok((id, link))
    }

    fn program(&self, unit: &Unit) -> Result<Arc<Program>, Error> {
        let parsed = self.parsed(unit.template)?;
        let cell = lock(&self.units).entry(unit.clone()).or_default().clone();
        let compiled = cell.get_or_try_init(|| {
            let plan = analyze(&parsed.ast, unit.part, &unit.start, self.setup.escaping)?;
            let program = compile(&parsed.ast, unit.part, &plan)?;
            parsed.check_names(&program)?;
            Ok(Arc::new(program))
        });
        compiled.cloned()
    }

    /// The error for a template that no loader has.
    #[cold]
    pub(super) fn not_found(&self, name: &str) -> Error {
        let error = Error::new(ErrorKind::TemplateNotFound, format!("there is no template `{name}`"));
        let known = self.setup.listed().unwrap_or_default();
        match did_you_mean(name, known.iter().map(TemplateName::as_str)) {
            Some(help) => error.help(help),
            None => error,
        }
    }
}

/// A panic elsewhere leaves the maps whole: each change to them is one insertion.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The error for a number that no entry has. Numbers come from the tables they index.
#[cold]
fn unknown() -> Error {
    Error::new(ErrorKind::TemplateNotFound, "this template is not part of the engine")
}
