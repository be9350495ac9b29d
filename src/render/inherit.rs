//! Tags that lead to other units: blocks, parents, includes.

use super::eval::Missing;
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::Escaper;
use crate::limits::Cost;
use crate::program::{Expr, Include, Link, Op, VarName};
use crate::source::Span;
use crate::syntax::SUPER;
use crate::value::{Kind, Origin, Value, items, truth};
use std::borrow::Cow;

/// What the block that is printed is called.
const BLOCK: VarName<'static> = VarName::new("block");

impl<'a> Walk<'a, '_, '_> {
    #[inline(never)]
    pub(super) fn block(&mut self, site: usize) -> Result<(), Error> {
        match self.job.units.follow(self.at, site)? {
            Some(link) => self.block_via(link, site, "this block is filled by it"),
            None => Ok(()),
        }
    }

    /// `{{ block.super }}`: sees the scope of the point where it stands, and may be used again.
    #[inline(never)]
    pub(super) fn super_block(&mut self, site: usize, span: Span) -> Result<(), Error> {
        // Two in each of many parents double with each parent.
        self.cx.arena.budget().charge(Cost::Include)?;
        let Some(link) = self.job.units.follow(self.at, site)? else { return Ok(()) };
        let before = self.stand();
        match self.block_via(link, site, "as the content of the parent's block") {
            // To Django `block.super` is a variable, and this one does not exist then.
            Err(error)
                if error.kind() == ErrorKind::UndefinedVariable && !self.job.options.strict_undefined =>
            {
                self.back_to(&before);
                self.invalid_super(span)
            }
            done => {
                self.out.keep();
                done
            }
        }
    }

    /// `string_if_invalid` where the parent's content would be.
    #[cold]
    fn invalid_super(&mut self, span: Span) -> Result<(), Error> {
        let text = self.job.options.invalid.replacen("%s", "block.super", 1);
        let text = Value::Str(self.cx.arena.str(&text)?);
        let autoescape = self.cx.autoescape;
        self.write(text, Escaper::Django { autoescape }, span)
    }

    /// Renders the `block.super` that an expression asks for, if it does and that has not been done. A failure may be
    /// swallowed by an operator, and leaves no trace.
    #[inline(never)]
    pub(super) fn settle_super(&mut self, expr: &Expr) -> Result<(), Error> {
        let Some((body, plain)) = self.pending_super.filter(|_| expr.names(SUPER)) else { return Ok(()) };
        let before = self.stand();
        let taken = self.take_super(body, plain);
        match taken {
            Ok(()) => self.out.keep(),
            Err(_) => self.back_to(&before),
        }
        taken
    }

    /// `block.super` as a value.
    #[inline(never)]
    pub(super) fn take_super(&mut self, body: &'a [Op], plain: bool) -> Result<(), Error> {
        self.pending_super = None;
        let capture = self.out.capture();
        self.body(body)?;
        let text = self.cx.arena.str(&self.out.captured(&capture))?;
        let value = if plain { Value::Str(text) } else { Value::Safe(Kind::Html(Origin::Earned), text) };
        self.scope.set(SUPER, value);
        Ok(())
    }

    fn block_via(&mut self, link: &'a Link, site: usize, step: &'static str) -> Result<(), Error> {
        let from = self.at;
        self.block_body(link).map_err(|it| match from.program.sites.get(site) {
            Some(here) if from.key.level != link.key.level => it.via(&from.program.source, here.span, step),
            _ => it,
        })
    }

    pub(super) fn block_body(&mut self, link: &'a Link) -> Result<(), Error> {
        let mark = self.scope.push();
        if let Some(block) = &link.program.block {
            self.scope.add(BLOCK, Value::Object(block));
        }
        self.unit(link)?;
        self.scope.pop(mark);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn extends(&mut self, site: usize, name: Option<&'a Expr>, span: Span) -> Result<(), Error> {
        let parent = self.extended(site, name)?;
        let from = self.at;
        self.unit(parent).map_err(|it| it.via(&from.program.source, span, "extended here"))
    }

    /// The link of the parent.
    pub(super) fn extended(&mut self, site: usize, name: Option<&'a Expr>) -> Result<&'a Link, Error> {
        match name {
            Some(name) => {
                let value = self.value(name, Missing::Invalid)?;
                let Some(name) = named(value) else {
                    return Err(no_name("extend", value, ErrorKind::UndefinedVariable));
                };
                self.job.units.named(self.at, site, &[&name])
            }
            None => self.job.units.follow(self.at, site)?.ok_or_else(nowhere),
        }
    }

    /// `{% partial name %}`: sees the variables of the point where it stands, and what it sets stays set; its
    /// cycles begin anew.
    #[inline(never)]
    pub(super) fn partial(&mut self, site: usize, span: Span) -> Result<(), Error> {
        self.cx.arena.budget().charge(Cost::Include)?;
        let link = self.job.units.follow(self.at, site)?.ok_or_else(nowhere)?;
        self.with_own_cycles(link, span, "printed here")
    }

    #[inline(never)]
    pub(super) fn include(&mut self, tag: &'a Include) -> Result<(), Error> {
        self.cx.arena.budget().charge(Cost::Include)?;
        let link = self.included(tag)?;
        let mark = self.bind(&tag.bindings)?;
        if tag.only {
            self.scope.isolate();
        }
        self.with_own_cycles(link, tag.span, "included here")?;
        self.scope.pop(mark);
        Ok(())
    }

    /// A unit whose cycles, and what it saw last, are not those of the unit it is used in.
    #[inline]
    pub(super) fn with_own_cycles(
        &mut self,
        link: &'a Link,
        span: Span,
        step: &'static str,
    ) -> Result<(), Error> {
        let (from, own) = (self.at, self.own.take());
        let done = self.unit(link).map_err(|it| it.via(&from.program.source, span, step));
        if let Some(used) = std::mem::replace(&mut self.own, own) {
            self.keep(used);
        }
        done
    }

    #[inline]
    fn included(&mut self, tag: &'a Include) -> Result<&'a Link, Error> {
        let Some(name) = &tag.name else {
            return self.job.units.follow(self.at, tag.site)?.ok_or_else(nowhere);
        };
        self.included_by_value(tag, name)
    }

    #[inline(never)]
    fn included_by_value(&mut self, tag: &'a Include, name: &'a Expr) -> Result<&'a Link, Error> {
        let value = self.value(name, Missing::Invalid)?;
        if let Some(name) = named(value) {
            return self.job.units.named(self.at, tag.site, &[&name]);
        }
        let names = self.names(value)?;
        let names: Vec<&str> = names.iter().map(|it| &**it).collect();
        self.job.units.named(self.at, tag.site, &names)
    }

    /// A list of names, of which the first that exists is meant.
    fn names(&self, value: Value<'a>) -> Result<Vec<Cow<'a, str>>, Error> {
        let nothing = || no_name("include", value, ErrorKind::TemplateNotFound);
        if !truth(value, self.cx)? {
            return Err(nothing());
        }
        let items = items(value, self.cx)?.ok_or_else(|| no_name("include", value, ErrorKind::ValueError))?;
        (0..items.len()).map(|at| named(items.get(at, self.cx)?).ok_or_else(nothing)).collect()
    }
}

/// The name that a value is, or that of the template that it is.
fn named(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::Object(object) if object.template().is_some() => object.template(),
        value => value.as_str().filter(|it| !it.is_empty()).map(Cow::Borrowed),
    }
}

#[cold]
fn no_name(verb: &str, value: Value<'_>, kind: ErrorKind) -> Error {
    let message = match value {
        Value::Str("") => format!("there is no name of a template to {verb}"),
        value => format!("a {} is no name of a template to {verb}", value.type_name()),
    };
    Error::new(kind, message).help("pass the template's name in the context, or write it in quotes")
}

/// A site of a fixed name always leads somewhere, except for `block.super`.
#[cold]
pub(super) fn nowhere() -> Error {
    Error::new(ErrorKind::TemplateNotFound, "this tag leads to no template")
}
