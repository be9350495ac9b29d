//! [`Template`]: what renders.

use super::snapshot::Snapshot;
use super::start;
use crate::contextual::{Escaping, Part, Places};
use crate::diagnostics::{Error, ErrorKind};
use crate::host::Host;
use crate::loader::TemplateName;
use crate::program::{Link, LinkId};
use crate::render::{Job, Output, Scope, Var, render, render_block};
use crate::value::{Arena, Cx, Here, Object, SafeHtml, ToValue, Value, Vars};
use std::borrow::Cow;
use std::fmt;
use std::io;
use std::sync::Arc;

/// A template, ready to render. Immutable, shared by all threads, cheap to clone; it keeps what it was compiled
/// from alive.
#[derive(Clone)]
pub struct Template {
    snapshot: Arc<Snapshot>,
    link: LinkId,
}

impl Template {
    pub(super) fn new(snapshot: Arc<Snapshot>, link: LinkId) -> Template {
        Template { snapshot, link }
    }

    /// The template of this name in a snapshot, or this partial of it.
    pub(super) fn find(
        snapshot: Arc<Snapshot>,
        name: &TemplateName,
        partial: Option<&str>,
    ) -> Result<Option<Template>, Error> {
        let Some((id, part)) = snapshot.find_part(name, partial)? else { return Ok(None) };
        let link = snapshot.start(id, part, start(name.as_str()))?;
        Ok(Some(Template::new(snapshot, link)))
    }

    /// What it stands for.
    pub(super) fn linked(&self) -> Result<(&Snapshot, &Link), Error> {
        Ok((&*self.snapshot, self.snapshot.link_at(self.link)?))
    }

    /// The name of the template; for a partial, that of the template it stands in.
    pub fn name(&self) -> &str {
        self.snapshot.link_at(self.link).map_or("", |it| it.program.source.name())
    }

    /// Renders an HTML template.
    ///
    /// # Errors
    /// [`ErrorKind::NotHtml`] when its name says that it is not HTML, when strangers write the engine's templates
    /// ([`EngineBuilder::untrusted`](crate::EngineBuilder::untrusted)), or the engine is not in mode
    /// [`Escaping::Contextual`]: only what is escaped for its place is safe HTML. Otherwise what
    /// the render reports.
    pub fn render(&self, vars: &dyn Vars) -> Result<SafeHtml<'static>, Error> {
        self.check_html()?;
        self.render_text(vars).map(SafeHtml::earned)
    }

    /// Renders an HTML template for this host instead of the engine's: the host of one request.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_with(&self, vars: &dyn Vars, host: &dyn Host) -> Result<SafeHtml<'static>, Error> {
        self.check_html()?;
        self.text(vars, host, None).map(SafeHtml::earned)
    }

    /// Renders a template of any kind.
    ///
    /// # Errors
    /// What the render reports.
    pub fn render_text(&self, vars: &dyn Vars) -> Result<String, Error> {
        self.text(vars, &*self.snapshot.setup.host, None)
    }

    /// Renders into a writer, 64 KB at a time outside of captures. After an error, and an error may
    /// come late, what was written before stays written.
    ///
    /// # Errors
    /// What the render reports, and [`ErrorKind::OutputFailed`] when the writer fails.
    pub fn render_to(&self, out: &mut impl io::Write, vars: &dyn Vars) -> Result<(), Error> {
        let capacity = self.snapshot.link_at(self.link)?.capacity();
        let mut out = Output::written_to(out, capacity);
        self.run(vars, &*self.snapshot.setup.host, None, &mut out)?;
        out.flush()
    }

    /// Renders one block as it is in this template and its parents, for a page that replaces only a
    /// part of itself.
    ///
    /// # Errors
    /// [`ErrorKind::BlockNotFound`] when there is no such block; otherwise what the render reports.
    pub fn render_block(&self, name: &str, vars: &dyn Vars) -> Result<String, Error> {
        self.text(vars, &*self.snapshot.setup.host, Some(name))
    }

    fn check_html(&self) -> Result<(), Error> {
        let contextual = self.snapshot.setup.mode.escaping == Escaping::Contextual;
        let untrusted = self.snapshot.setup.libraries.untrusted;
        if contextual && !untrusted && Places::of_name(self.name()).is_html() {
            return Ok(());
        }
        let why = if untrusted {
            "was written by a stranger, and may hold any markup"
        } else if contextual {
            "is no HTML template"
        } else {
            "is not escaped for its places"
        };
        Err(Error::new(ErrorKind::NotHtml, format!("`{}` {why}", self.name())).help("use `render_text`"))
    }

    fn text(&self, vars: &dyn Vars, host: &dyn Host, block: Option<&str>) -> Result<String, Error> {
        let link = self.snapshot.link_at(self.link)?;
        let mut out = Output::kept(link.capacity());
        self.run(vars, host, block, &mut out)?;
        if block.is_none() {
            link.measured(out.text.len());
        }
        Ok(out.text)
    }

    fn run(
        &self,
        vars: &dyn Vars,
        host: &dyn Host,
        block: Option<&str>,
        out: &mut Output<'_>,
    ) -> Result<(), Error> {
        let setup = &*self.snapshot.setup;
        let link = self.snapshot.link_at(self.link)?;
        let arena = Arena::new(&setup.limits);
        let language = host.language();
        let here = Here {
            language: language.as_deref(),
            resources: &setup.options.resources,
            ..Here::new(&arena, host)
        };
        let for_programs = here.for_programs();
        let here = Here { unlocalized: Some(&for_programs), ..here };
        let cx = Cx::new(&here);
        let mut base = arena.growing(16);
        vars.each(cx, &mut |name, value| base.push(Var::new(name, value)))?;
        let scope = Scope::new(base, &setup.options);
        let reported = self.snapshot.reported.as_ref();
        let job = Job { units: &*self.snapshot, options: &setup.options, reported, cx };
        match block {
            Some(name) => render_block(job, link, name, scope, out),
            None => render(job, link, scope, out),
        }
    }
}

/// In a context, for `{% include template %}`: the template of its name, as the engine that renders has it.
impl Object for Template {
    fn template(&self) -> Option<Cow<'_, str>> {
        let (snapshot, link) = self.linked().ok()?;
        let Part::Partial(id) = link.key.unit.part else { return Some(Cow::Borrowed(self.name())) };
        let partial = snapshot.parsed(link.key.unit.template).ok()?.ast.partials.get(id)?;
        Some(Cow::Owned(format!("{}#{}", self.name(), partial.name)))
    }

    fn print<'a>(&'a self, _: Cx<'a>) -> Result<Cow<'a, str>, Error> {
        Ok(Cow::Borrowed(self.name()))
    }
}

impl ToValue for Template {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Object(self))
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({:?})", self.name())
    }
}
