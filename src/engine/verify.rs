//! The check of all templates when an engine is built.

use super::builder::Verify;
use super::entries::Entries;
use super::snapshot::{Parsed, Snapshot};
use super::{glob, start};
use crate::contextual::Part;
use crate::diagnostics::Error;
use crate::loader::TemplateName;
use crate::program::{Link, LinkId, Name, Target, TemplateId};
use crate::render::Units;
use crate::source::Span;
use crate::syntax::{Body, Expr, NodeKind, Operand, PartialId};
use std::collections::{HashMap, HashSet};

/// Files that are templates, by the ends of their names. Others a loader lists are left alone.
const EXTENSIONS: &[&str] = &["html", "htm", "xhtml", "svg", "xml", "txt", "css", "js", "json"];

/// What is to be checked.
#[derive(Default)]
pub(super) struct Plan {
    pub verify: Verify,
    /// Patterns of templates that make no page by themselves.
    pub fragments: Vec<String>,
    /// What a computed name may be, by its expression.
    pub candidates: HashMap<String, Vec<String>>,
}

/// Checks what the plan says, and remembers the templates that nothing else leads to.
///
/// # Errors
/// All faults, as one error.
pub(super) fn verify(snapshot: &Snapshot) -> Result<(), Error> {
    let mut check = Check::new(snapshot);
    check.all(snapshot.setup.listed()?);
    Error::several(check.faults.errors).map_or(Ok(()), Err)
}

/// The faults of a snapshot with edits: of what the plan says, and of the templates `roots` with all that
/// they lead to.
pub(super) fn recheck(snapshot: &Snapshot, roots: &[TemplateId]) -> Vec<Error> {
    let mut check = Check::new(snapshot);
    check.all(snapshot.setup.listed().unwrap_or_default());
    for id in roots.iter().filter(|it| snapshot.is_named(**it)) {
        let linked =
            snapshot.parsed(*id).and_then(|it| snapshot.start(*id, Part::Whole, start(it.name.as_str())));
        match linked {
            Ok(link) => check.walk(link),
            Err(error) => check.faults.add(error),
        }
    }
    check.faults.errors
}

struct Check<'s> {
    snapshot: &'s Snapshot,
    plan: &'s Plan,
    faults: Faults,
    /// The templates that some link has led to.
    seen: HashSet<TemplateId>,
    /// The links that were walked through.
    done: HashSet<*const Link>,
}

/// Errors, each once, however many ways lead to it.
#[derive(Default)]
struct Faults {
    errors: Vec<Error>,
    known: HashSet<(String, Option<Span>, String)>,
}

impl Faults {
    fn add(&mut self, error: Error) {
        let source = error.source_text().map_or("", |it| it.name()).to_owned();
        if self.known.insert((source, error.span(), error.message().to_owned())) {
            self.errors.push(error);
        }
    }
}

impl<'s> Check<'s> {
    fn new(snapshot: &'s Snapshot) -> Check<'s> {
        let plan = &snapshot.setup.plan;
        Check { snapshot, plan, faults: Faults::default(), seen: HashSet::new(), done: HashSet::new() }
    }

    /// As much as the plan says.
    fn all(&mut self, names: &[TemplateName]) {
        if self.plan.verify == Verify::Never {
            return;
        }
        let ids = self.parse(names);
        if self.plan.verify == Verify::Entries {
            let entries = self.entries(&ids);
            self.snapshot.keep_entries(entries);
        }
    }

    fn parse(&mut self, names: &[TemplateName]) -> Vec<TemplateId> {
        let mut ids = Vec::new();
        for name in names.iter().filter(|it| is_template(it.as_str())) {
            match self.snapshot.template(name, 0) {
                Ok(id) => ids.extend(id),
                Err(error) => self.faults.add(error),
            }
        }
        ids
    }

    /// Links all templates: those that nothing names first; then those that only name each other.
    fn entries(&mut self, ids: &[TemplateId]) -> Entries {
        let mut named = self.candidates();
        for id in ids {
            named.extend(self.snapshot.parsed(*id).iter().flat_map(|it| targets(it)));
        }
        let mut entries = Entries::default();
        for only_unnamed in [true, false] {
            for id in ids {
                let Ok(parsed) = self.snapshot.parsed(*id) else { continue };
                let later = only_unnamed && named.contains(&parsed.name);
                if later || self.seen.contains(id) || self.is_fragment(parsed.name.as_str()) {
                    continue;
                }
                self.entry(*id, parsed, &mut entries);
            }
        }
        entries
    }

    fn entry(&mut self, id: TemplateId, parsed: &Parsed, entries: &mut Entries) {
        let name = parsed.name.as_str();
        match self.snapshot.start(id, Part::Whole, start(name)) {
            Ok(link) => {
                entries.insert(name.into(), link);
                self.walk(link);
                entries.extend(self.partials(id, parsed));
            }
            Err(error) => self.faults.add(error),
        }
        self.seen.insert(id);
    }

    /// The partials that can stand by themselves. One that cannot is no fault: it may be meant for another
    /// place, and who asks for it by itself is told.
    fn partials(&self, id: TemplateId, parsed: &Parsed) -> Vec<(Box<str>, LinkId)> {
        let name = parsed.name.as_str();
        let link = |partial: &str, at: PartialId| {
            let link = self.snapshot.start(id, Part::Partial(at), start(name)).ok()?;
            Some((format!("{name}#{partial}").into(), link))
        };
        parsed.partials.iter().filter_map(|(partial, at)| link(partial, *at)).collect()
    }

    /// Follows all sites from a link on.
    fn walk(&mut self, from: LinkId) {
        let Ok(link) = self.snapshot.link_at(from) else { return };
        if !self.done.insert(std::ptr::from_ref(link)) {
            return;
        }
        let mut queue = vec![link];
        while let Some(link) = queue.pop() {
            // A partial that something includes says nothing about the template around it.
            if !matches!(link.key.unit.part, Part::Partial(_)) {
                self.seen.insert(link.key.unit.template);
            }
            for next in self.sites(link) {
                if self.done.insert(std::ptr::from_ref(next)) {
                    queue.push(next);
                }
            }
        }
    }

    fn sites(&mut self, link: &'s Link) -> Vec<&'s Link> {
        let mut found = Vec::new();
        for (at, site) in link.program.sites.iter().enumerate() {
            let leads: Vec<Result<Option<&Link>, Error>> = match &site.target {
                Target::Extends(Name::Dynamic(expr)) | Target::Include(Name::Dynamic(expr)) => {
                    let names = self.plan.candidates.get(&**expr).into_iter().flatten();
                    names.map(|it| self.snapshot.named(link, at, &[it]).map(Some)).collect()
                }
                _ => vec![self.snapshot.follow(link, at)],
            };
            for lead in leads {
                match lead {
                    Ok(next) => found.extend(next),
                    Err(error) => self.faults.add(error.at(&link.program.source, site.span)),
                }
            }
        }
        found
    }

    /// The names that computed names may be.
    fn candidates(&mut self) -> HashSet<TemplateName> {
        let names = self.plan.candidates.values().flatten();
        names.filter_map(|it| TemplateName::new(it).map_err(|error| self.faults.add(error)).ok()).collect()
    }

    fn is_fragment(&self, name: &str) -> bool {
        self.plan.fragments.iter().any(|it| glob::matches(it, name))
    }
}

fn is_template(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|it| EXTENSIONS.contains(&it.1))
}

/// The templates that one names literally, wherever in it.
fn targets(parsed: &Parsed) -> Vec<TemplateName> {
    let mut bodies: Vec<&Body> = parsed.ast.blocks.iter().map(|it| &it.body).collect();
    bodies.extend(parsed.ast.partials.iter().map(|it| &it.body));
    bodies.push(&parsed.ast.body);
    let mut names: Vec<&str> = parsed.ast.extends.iter().filter_map(literal).collect();
    while let Some(body) = bodies.pop() {
        for node in &body.nodes {
            match &node.kind {
                NodeKind::Include { name, .. } => names.extend(literal(name)),
                NodeKind::Inclusion { template, .. } => names.push(template),
                NodeKind::If { branches } => bodies.extend(branches.iter().map(|it| &it.body)),
                NodeKind::For { body, empty, .. } => bodies.extend(empty.iter().chain([body])),
                NodeKind::With { body, .. }
                | NodeKind::Language { body, .. }
                | NodeKind::Autoescape { body, .. }
                | NodeKind::Filter { body, .. }
                | NodeKind::BlockCall { body, .. }
                | NodeKind::Setting { body, .. }
                | NodeKind::Cache { body, .. }
                | NodeKind::Spaceless { body } => bodies.push(body),
                NodeKind::IfChanged { body, otherwise, .. } => bodies.extend(otherwise.iter().chain([body])),
                _ => {}
            }
        }
    }
    let whole = names.into_iter().filter(|it| TemplateName::split_partial(it).1.is_none());
    whole.filter_map(|it| parsed.name.join(it).ok()).collect()
}

fn literal(expr: &Expr) -> Option<&str> {
    match &expr.root {
        Operand::Text(name) if expr.filters.is_empty() => Some(name),
        _ => None,
    }
}
