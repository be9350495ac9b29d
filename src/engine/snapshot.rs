//! [`Snapshot`]: everything one engine has parsed and compiled. Entries are added, never moved or
//! removed, so that a render borrows them without counting.

use super::entries::Entries;
use super::reload::Edits;
use super::verify::Plan;
use super::{glob, start};
use crate::contextual::{Mode, Part, Start, analyze};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::host::Host;
use crate::library::Libraries;
use crate::limits::Limits;
use crate::loader::{ChainLoader, Loader, Stamp, TemplateName};
use crate::program::{Link, LinkId, LinkKey, Name, Program, Target, TemplateId, Unit, compile};
use crate::render::{Difference, Options, Reported};
use crate::source::Source;
use crate::syntax::{Ast, BlockId, PartialId, parse};
use crate::table::Table;
use once_cell::sync::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Hears of edits that were refused.
pub(super) type OnReloadError = Box<dyn Fn(&Error) + Send + Sync>;

/// What the builder was told.
pub(super) struct Setup {
    pub loader: ChainLoader,
    pub libraries: Libraries,
    pub limits: Limits,
    pub mode: Mode,
    pub host: Box<dyn Host>,
    pub options: Options,
    pub cached: bool,
    pub auto_reload: bool,
    pub plan: Plan,
    /// Patterns of the templates that untrusted ones may extend and include.
    pub allowed: Vec<String>,
    pub on_reload_error: Option<OnReloadError>,
    /// The names that the loaders list, once somebody asked.
    pub listed: OnceCell<Vec<TemplateName>>,
}

impl Setup {
    pub(super) fn listed(&self) -> Result<&[TemplateName], Error> {
        self.listed.get_or_try_init(|| self.loader.list()).map(|it| &**it)
    }

    /// Whether a template may extend or include this one.
    pub(super) fn may_name(&self, name: &TemplateName) -> bool {
        !self.libraries.untrusted || self.allowed.iter().any(|it| glob::matches(it, name.as_str()))
    }

    /// The template of this name that comes after `version` others of the same name.
    fn load(&self, name: &TemplateName, version: usize) -> Result<Option<Source>, Error> {
        if version == 0 {
            return self.loader.load(name, &self.limits);
        }
        Ok(self.loader.load_all(name, &self.limits)?.into_iter().nth(version))
    }
}

/// A parsed template.
pub(super) struct Parsed {
    pub name: TemplateName,
    pub ast: Ast,
    /// Where each block is in `ast.blocks`.
    pub blocks: HashMap<Box<str>, BlockId>,
    /// Where each partial is in `ast.partials`.
    pub partials: HashMap<Box<str>, PartialId>,
}

impl Parsed {
    fn new(name: TemplateName, ast: Ast) -> Parsed {
        let blocks = ast.blocks.iter().zip(0..).map(|(block, id)| (block.name.clone(), id)).collect();
        let partials = ast.partials.iter().zip(0..).map(|(partial, id)| (partial.name.clone(), id)).collect();
        Parsed { name, ast, blocks, partials }
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

/// A fault, and the template it shows in.
pub(super) struct Fault {
    pub template: String,
    pub error: Error,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        let template = error.source_text().map_or("", |it| it.name()).to_owned();
        Fault { template, error }
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
    pub(super) links: Table<Link>,
    keys: Mutex<HashMap<LinkKey, LinkId>>,
    /// What each template was when it was loaded; with auto-reload only.
    stamps: Mutex<HashMap<TemplateName, Stamp>>,
    /// The holes whose rejected values were reported; with auto-reload only.
    pub reported: Option<Reported>,
    /// The templates that were linked when the engine was built.
    entries: OnceCell<Entries>,
}

impl Snapshot {
    pub(super) fn new(setup: Arc<Setup>, below: Option<Arc<Snapshot>>) -> Snapshot {
        Snapshot {
            reported: setup.auto_reload.then(Reported::default),
            setup,
            below,
            templates: Table::new(),
            names: Mutex::default(),
            units: Mutex::default(),
            links: Table::new(),
            keys: Mutex::default(),
            stamps: Mutex::default(),
            entries: OnceCell::new(),
        }
    }

    /// The link of a template that was linked when the engine was built.
    pub(super) fn entry(&self, name: &str) -> Option<LinkId> {
        self.entries.get()?.get(name).copied()
    }

    /// Keeps the templates that are found without a lock from here on.
    pub(super) fn keep_entries(&self, entries: Entries) {
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
        // Before it is read: a change meanwhile is then noticed.
        let stamp = self.setup.auto_reload.then(|| self.setup.loader.stamp(name));
        let Some(source) = self.setup.load(name, version)? else { return Ok(None) };
        let parsed = self.parse(name, &source)?;
        if let Some(stamp) = stamp {
            lock(&self.stamps).entry(name.clone()).or_insert(stamp);
        }
        Ok(Some(self.add(parsed, version)))
    }

    /// The templates that are not any more what they were when they were loaded.
    pub(super) fn edits(&self) -> Edits {
        let now = |(name, known): (&TemplateName, &Stamp)| {
            let stamp = self.setup.loader.stamp(name);
            (stamp != *known).then(|| (name.clone(), stamp))
        };
        lock(&self.stamps).iter().filter_map(now).collect()
    }

    /// The same with these edits. Templates keep their numbers, so that the units of those that were not
    /// edited, which know of no other template, are good for both.
    pub(super) fn edited(&self, edits: &Edits) -> Result<Snapshot, Vec<Fault>> {
        let mut parsed = self.parse_all(edits)?;
        let next = Snapshot::new(self.setup.clone(), None);
        let mut replaced = HashSet::new();
        for (name, ids) in &*lock(&self.names) {
            let mut ids = ids.clone();
            if edits.contains_key(name) {
                replaced.extend(ids.iter().copied());
                ids.truncate(usize::from(parsed.contains_key(name)));
            }
            if !ids.is_empty() {
                lock(&next.names).insert(name.clone(), ids);
            }
        }
        let mut id = 0;
        while let Some(old) = self.templates.get(id) {
            let current = lock(&next.names).get(&old.name).and_then(|it| it.first()) == Some(&id);
            let edit = if current { parsed.remove(&old.name) } else { None };
            next.templates.push(edit.unwrap_or_else(|| old.clone()));
            id += 1;
        }
        let units = lock(&self.units);
        let kept = units.iter().filter(|it| it.0.template < id && !replaced.contains(&it.0.template));
        *lock(&next.units) = kept.map(|(unit, cell)| (unit.clone(), cell.clone())).collect();
        *lock(&next.stamps) = lock(&self.stamps).clone();
        lock(&next.stamps).extend(edits.iter().map(|(name, stamp)| (name.clone(), *stamp)));
        Ok(next)
    }

    /// The edited templates that still exist.
    fn parse_all(&self, edits: &Edits) -> Result<HashMap<TemplateName, Arc<Parsed>>, Vec<Fault>> {
        let (mut parsed, mut faults) = (HashMap::new(), Vec::new());
        for name in edits.keys() {
            let source = self.setup.load(name, 0);
            match source.and_then(|it| it.map(|it| self.parse(name, &it)).transpose()) {
                Ok(edit) => parsed.extend(edit.map(|it| (name.clone(), it))),
                Err(error) => faults.push(Fault { template: name.as_str().to_owned(), error }),
            }
        }
        if faults.is_empty() { Ok(parsed) } else { Err(faults) }
    }

    /// The templates that were linked as pages.
    pub(super) fn roots(&self) -> Vec<TemplateId> {
        let page = |key: &LinkKey| {
            let id = key.unit.template;
            let start = self.parsed(id).ok().map(|it| start(it.name.as_str()))?;
            (key.chain.len() == 1 && key.unit.part == Part::Whole && key.unit.start == start).then_some(id)
        };
        lock(&self.keys).keys().filter_map(page).collect()
    }

    /// Whether this is what its name means here.
    pub(super) fn is_named(&self, id: TemplateId) -> bool {
        self.parsed(id).is_ok_and(|it| lock(&self.names).get(&it.name).is_some_and(|ids| ids.contains(&id)))
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

    /// The template of this name, or this partial of it.
    pub(super) fn find_part(
        &self,
        name: &TemplateName,
        partial: Option<&str>,
    ) -> Result<Option<(TemplateId, Part)>, Error> {
        let Some(template) = self.template(name, 0)? else { return Ok(None) };
        let Some(partial) = partial else { return Ok(Some((template, Part::Whole))) };
        let partial = self.parsed(template)?.partials.get(partial);
        Ok(partial.map(|it| (template, Part::Partial(*it))))
    }

    /// The link of a template, or a part of it, that is rendered by itself.
    pub(super) fn start(&self, template: TemplateId, part: Part, start: Start) -> Result<LinkId, Error> {
        let unit = Unit { template, part, start };
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
            let mut plan = analyze(&parsed.ast, unit.part, &unit.start, self.setup.mode)?;
            if self.setup.libraries.untrusted {
                // The nonce says that the application wrote the tag.
                plan.stamps.clear();
            }
            if let (Some(Err(error)), Some(report)) = (&plan.shadow, &self.setup.options.on_difference) {
                report(&Difference::of_template(&parsed.ast.source, error));
            }
            let warnings = std::mem::take(&mut plan.warnings).into_values().map(Arc::new).collect();
            let program = Program { warnings, ..compile(&parsed.ast, unit.part, &plan)? };
            parsed.check_names(&program)?;
            Ok(Arc::new(program))
        });
        compiled.cloned()
    }

    /// The error for a template that no loader has.
    #[cold]
    pub(super) fn not_found(&self, name: &str) -> Error {
        let (base, partial) = TemplateName::split_partial(name);
        let known =
            TemplateName::new(base).is_ok_and(|it| self.template(&it, 0).is_ok_and(|it| it.is_some()));
        let message = match partial.filter(|_| known) {
            Some(partial) => format!("the template `{base}` has no partial `{partial}`"),
            None => format!("there is no template `{name}`"),
        };
        let error = Error::new(ErrorKind::TemplateNotFound, message);
        let known = self.setup.listed().unwrap_or_default();
        match did_you_mean(name, known.iter().map(TemplateName::as_str)) {
            Some(help) => error.help(help),
            None => error,
        }
    }
}

/// A panic elsewhere leaves the maps whole: each change to them is one insertion.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The error for a number that no entry has. Numbers come from the tables they index.
#[cold]
fn unknown() -> Error {
    Error::new(ErrorKind::TemplateNotFound, "this template is not part of the engine")
}
