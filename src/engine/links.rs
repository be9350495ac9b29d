//! Where sites lead: a snapshot answers what a render asks.

use super::snapshot::Snapshot;
use crate::contextual::{Part, Start};
use crate::diagnostics::{Error, ErrorKind, did_you_mean};
use crate::limits::exceeded;
use crate::loader::TemplateName;
use crate::program::{Link, LinkId, LinkKey, Name, Site, Target, TemplateId, Unit};
use crate::render::Units;
use once_cell::sync::OnceCell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

impl Units for Snapshot {
    fn follow(&self, from: &Link, site: usize) -> Result<Option<&Link>, Error> {
        match from.sites.get(site).and_then(OnceCell::get) {
            Some(Some(id)) => self.link_at(*id).map(Some),
            Some(None) => Ok(None),
            None => self.fill(from, site),
        }
    }

    fn named(&self, from: &Link, site: usize, names: &[&str]) -> Result<&Link, Error> {
        let Some(here) = from.program.sites.get(site) else { return Err(self.not_found("")) };
        for name in names {
            if let Some((template, part)) = self.find(from, here, name)? {
                return Ok(self.enter(from, here, template, part).map_err(|it| led(it, from, here))?.1);
            }
        }
        Err(match names {
            [name] => self.not_found(name),
            names => {
                let message = format!("none of these templates exists: `{}`", names.join("`, `"));
                Error::new(ErrorKind::TemplateNotFound, message)
            }
        })
    }

    fn translated(&self, from: &Link, site: usize, text: &str) -> Result<Option<&Link>, Error> {
        self.translation(from, site, text)
    }

    fn fingerprint<'l>(&self, link: &'l Link) -> &'l str {
        link.fingerprint.get_or_init(|| self.digest(link).into())
    }

    fn block(&self, root: &Link, name: &str) -> Result<&Link, Error> {
        let mut seen = HashSet::new();
        let mut queue = vec![root];
        while let Some(link) = queue.pop() {
            for (at, site) in link.program.sites.iter().enumerate() {
                let Target::Block(block) = &site.target else { continue };
                let Some(next) = self.follow(link, at)? else { continue };
                if &**block == name {
                    return Ok(next);
                }
                if seen.insert(&next.key) {
                    queue.push(next);
                }
            }
        }
        Err(self.no_block(root, name))
    }
}

impl Snapshot {
    /// Finds where a site of a known name leads, and remembers it. Nothing is held meanwhile: two
    /// threads may both find it, and find the same.
    #[cold]
    fn fill(&self, from: &Link, site: usize) -> Result<Option<&Link>, Error> {
        let Some(here) = from.program.sites.get(site) else { return Ok(None) };
        let found = self.lead(from, here).map_err(|it| led(it, from, here))?;
        if let Some(cell) = from.sites.get(site) {
            // Another thread may have set it, to the same.
            let _ = cell.set(found.map(|it| it.0));
        }
        Ok(found.map(|it| it.1))
    }

    fn lead(&self, from: &Link, here: &Site) -> Result<Option<(LinkId, &Link)>, Error> {
        match &here.target {
            Target::Extends(Name::Literal(name)) | Target::Include(Name::Literal(name)) => {
                let found = self.find(from, here, name)?;
                let (template, part) = found.ok_or_else(|| self.not_found(name))?;
                self.enter(from, here, template, part).map(Some)
            }
            Target::Block(name) => self.block_from(from, name, 0, &here.start),
            Target::Super(_) if from.key.chain.len() == 1 => Err(Error::new(
                ErrorKind::BlockNotFound,
                "`block.super` stands in a template that extends no other",
            )),
            Target::Super(name) => self.block_from(from, name, from.key.level + 1, &here.start),
            Target::Partial(name) => {
                let template = from.key.unit.template;
                let partial = self.parsed(template)?.partials.get(name).copied();
                let partial = partial.ok_or_else(|| self.no_partial(template, name))?;
                self.enter(from, here, template, Part::Partial(partial)).map(Some)
            }
            Target::Extends(Name::Dynamic(_))
            | Target::Include(Name::Dynamic(_))
            | Target::Translations(_) => Ok(None),
        }
    }

    /// The template that `name` means at a site, or the partial of it. Only whole templates can be extended.
    fn find(&self, from: &Link, here: &Site, name: &str) -> Result<Option<(TemplateId, Part)>, Error> {
        let own = &self.parsed(from.key.unit.template)?.name;
        if !matches!(here.target, Target::Extends(_)) {
            let (name, partial) = TemplateName::split_partial(name);
            return self.find_part(&self.may_name(own.join(name)?)?, partial);
        }
        let name = self.may_name(own.join(name)?)?;
        // What the chain has of this name already is passed over: a template may extend its own name.
        let same = |it: &&TemplateId| self.parsed(**it).is_ok_and(|it| it.name == name);
        let version = from.key.chain.iter().filter(same).count();
        let found = self.template(&name, version)?;
        if found.is_none() && version > 0 {
            let message = format!("`{name}` extends itself");
            return Err(Error::new(ErrorKind::TemplateNotFound, message));
        }
        Ok(found.map(|it| (it, Part::Whole)))
    }

    /// The link of a template that a site extends or includes.
    fn enter(
        &self,
        from: &Link,
        here: &Site,
        template: TemplateId,
        part: Part,
    ) -> Result<(LinkId, &Link), Error> {
        let unit = Unit { template, part, start: here.start.clone() };
        if !matches!(here.target, Target::Extends(_)) {
            return self.link(LinkKey { unit, chain: [template].into(), level: 0 });
        }
        let chain = &from.key.chain;
        if chain.len() >= self.setup.limits.depth as usize {
            return Err(exceeded("depth", u64::from(self.setup.limits.depth)));
        }
        let chain = chain.iter().copied().chain([template]).collect();
        self.link(LinkKey { unit, chain, level: from.key.chain.len() })
    }

    /// The first block of this name in the chain from `level` on.
    fn block_from(
        &self,
        from: &Link,
        name: &str,
        level: usize,
        start: &Start,
    ) -> Result<Option<(LinkId, &Link)>, Error> {
        for (level, template) in from.key.chain.iter().copied().enumerate().skip(level) {
            if let Some(block) = self.parsed(template)?.blocks.get(name) {
                let unit = Unit { template, part: Part::Block(*block), start: start.clone() };
                return self.link(LinkKey { unit, chain: from.key.chain.clone(), level }).map(Some);
            }
        }
        Ok(None)
    }

    /// The name, if templates here may name it.
    fn may_name(&self, name: TemplateName) -> Result<TemplateName, Error> {
        if self.setup.may_name(&name) {
            return Ok(name);
        }
        let message = format!("`{name}` may not be named by an untrusted template");
        Err(Error::new(ErrorKind::NotAllowed, message))
    }

    /// Two hashes of 64 bits. They are no protection against who writes templates, and need not be.
    #[cold]
    fn digest(&self, link: &Link) -> String {
        let LinkKey { unit, chain, level } = &link.key;
        let half = |salt: u8| {
            let mut hash = DefaultHasher::new();
            (salt, env!("CARGO_PKG_VERSION"), self.setup.mode, unit.part, &unit.start, level).hash(&mut hash);
            for parsed in chain.iter().filter_map(|it| self.parsed(*it).ok()) {
                (parsed.name.as_str(), parsed.ast.source.text()).hash(&mut hash);
            }
            hash.finish()
        };
        format!("{:016x}{:016x}", half(0), half(1))
    }

    #[cold]
    fn no_partial(&self, template: TemplateId, name: &str) -> Error {
        let error = Error::new(ErrorKind::PartialNotFound, format!("there is no partial `{name}`"));
        let known = self.parsed(template).ok().into_iter().flat_map(|it| it.partials.keys());
        match did_you_mean(name, known.map(|it| &**it)) {
            Some(help) => error.help(help),
            None => error,
        }
    }

    #[cold]
    fn no_block(&self, root: &Link, name: &str) -> Error {
        let parsed = root.key.chain.iter().filter_map(|it| self.parsed(*it).ok());
        let known: Vec<&str> = parsed.flat_map(|it| it.blocks.keys().map(|name| &**name)).collect();
        let error = Error::new(ErrorKind::BlockNotFound, format!("there is no block `{name}`"));
        match did_you_mean(name, known) {
            Some(help) => error.help(help),
            None => error,
        }
    }
}

/// An error on the way through a site: of what stands there, or of the template that it leads to.
#[cold]
fn led(error: Error, from: &Link, here: &Site) -> Error {
    let source = &from.program.source;
    let own = error.source_text().is_none_or(|it| it.name() == source.name());
    if own {
        return error.at(source, here.span);
    }
    let step = match here.target {
        Target::Extends(_) => "extended here",
        Target::Include(_) => "included here",
        Target::Partial(_) => "printed here",
        Target::Block(_) => "this block begins here",
        Target::Super(_) => "asked for here",
        Target::Translations(_) => "translated here",
    };
    match here.start.places.is_html() {
        true => error.via(source, here.span, step),
        false => error.via(source, here.span, format!("{step}, in {}", here.start.places.first())),
    }
}
