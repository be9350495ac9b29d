//! Op after op.

use super::condition::Outcome;
use super::eval::Missing;
use super::group::Seen;
use super::{Job, Output, Rejection, Scope};
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::{Escaper, Rejected};
use crate::program::{Expr, Link, Op};
use crate::source::Span;
use crate::value::{Cx, Kind, Origin, Value, display};
use std::collections::HashMap;

/// What an include has of its own: it begins anew each time.
#[derive(Default)]
pub(super) struct Own<'a> {
    /// Turns taken by each `{% cycle %}`, by its level in the chain and its slot.
    pub cycles: HashMap<(usize, u32), usize>,
    /// What each `{% ifchanged %}` saw last outside of loops.
    pub seen: HashMap<Seen, Vec<Value<'a>>>,
}

impl Own<'_> {
    pub(super) fn clear(&mut self) {
        self.cycles.clear();
        self.seen.clear();
    }
}

/// One render.
pub(super) struct Walk<'a, 'o, 'w> {
    pub(super) job: Job<'a>,
    /// As in `job`, with the automatic escaping of this point.
    pub(super) cx: Cx<'a>,
    /// The unit that is rendered.
    pub(super) at: &'a Link,
    pub(super) scope: Scope<'a>,
    pub(super) out: &'o mut Output<'w>,
    /// What this include has of its own.
    pub(super) own: Own<'a>,
    /// Empty ones, so that a loop over an include allocates none.
    pub(super) spare: Vec<Own<'a>>,
    /// What each `{% ifchanged %}` saw last in the loop that runs, includes in it or not.
    pub(super) seen: HashMap<Seen, Vec<Value<'a>>>,
    pub(super) outcomes: Vec<Outcome<'a>>,
    /// The keys of the fragments that are being made.
    pub(super) making: Vec<Box<str>>,
}

impl<'a, 'o, 'w> Walk<'a, 'o, 'w> {
    pub(super) fn new(job: Job<'a>, at: &'a Link, scope: Scope<'a>, out: &'o mut Output<'w>) -> Self {
        Walk {
            cx: job.cx,
            job,
            at,
            scope,
            out,
            own: Own::default(),
            spare: Vec::new(),
            seen: HashMap::new(),
            outcomes: Vec::new(),
            making: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Result<(), Error> {
        let ops = &self.at.program.ops;
        self.walk(ops)?;
        self.out.check(self.cx.arena.budget())
    }

    pub(super) fn run_block(mut self, name: &str) -> Result<(), Error> {
        while let Some(parent) = self.parent()? {
            self.at = parent;
        }
        let block = self.job.units.block(self.at, name)?;
        self.cx.autoescape = block.key.unit.start.autoescape;
        self.block_body(block)
    }

    /// What the program here extends, if it extends something.
    fn parent(&mut self) -> Result<Option<&'a Link>, Error> {
        match self.at.program.ops.last() {
            Some(Op::Extends { site, name, span }) => {
                let parent = self.extended(*site, name.as_ref());
                parent.map(Some).map_err(|it| it.at(&self.at.program.source, *span))
            }
            _ => Ok(None),
        }
    }

    pub(super) fn walk(&mut self, ops: &'a [Op]) -> Result<(), Error> {
        for op in ops {
            if let Err(error) = self.op(op) {
                return Err(error.at(&self.at.program.source, op.span()));
            }
        }
        Ok(())
    }

    /// A body inside the current unit, one level deeper.
    pub(super) fn body(&mut self, ops: &'a [Op]) -> Result<(), Error> {
        self.cx.arena.budget().enter()?;
        self.walk(ops)?;
        self.cx.arena.budget().leave();
        Ok(())
    }

    /// Another unit, one level deeper.
    pub(super) fn unit(&mut self, link: &'a Link) -> Result<(), Error> {
        self.cx.arena.budget().enter()?;
        let from = std::mem::replace(&mut self.at, link);
        self.walk(&link.program.ops)?;
        self.at = from;
        self.cx.arena.budget().leave();
        Ok(())
    }

    /// Every arm is one call, so that a level of nesting costs little stack; what nests is never inlined
    /// here for the same reason.
    fn op(&mut self, op: &'a Op) -> Result<(), Error> {
        match op {
            Op::Print { before, expr, escaper, span } => self.print(before, expr, *escaper, *span),
            Op::Text(text) => self.text(text),
            Op::If { arms, otherwise, .. } => self.branch(arms, otherwise),
            Op::For(it) => self.for_each(it),
            Op::With { bindings, body, .. } => self.with(bindings, body),
            Op::Block { site, .. } => self.block(*site),
            Op::Super { site, .. } => self.super_block(*site),
            Op::Partial { site, span } => self.partial(*site, *span),
            Op::Extends { site, name, span } => self.extends(*site, name.as_ref(), *span),
            Op::Include(it) => self.include(it),
            Op::BlockCall(it) => self.block_call(it),
            Op::Inclusion(it) => self.inclusion(it),
            Op::Set { name, expr, escaper, span } => self.set(name, expr, *escaper, *span),
            Op::Advance { expr, .. } => self.value(expr, Missing::Invalid).map(drop),
            Op::Autoescape { on, body, .. } => self.autoescape(*on, body),
            Op::Setting { setting, body, .. } => self.setting(setting, body),
            Op::Spaceless { body, .. } => self.spaceless(body),
            Op::Filter(it) => self.filter_body(it),
            Op::Translation(it) => self.translation(it),
            Op::Language { language, body, .. } => self.language(language, body),
            Op::Slot(slot) => self.slot(*slot),
            Op::PrintSlot { slot, expr, escaper, span } => self.print_slot(*slot, expr, *escaper, *span),
            Op::Cache(it) => self.cached(it),
            Op::Compare(it) => self.compare(it),
            Op::Regroup(it) => self.regroup(it),
            Op::IfChanged(it) => self.if_changed(it),
            Op::ResetCycle { slot, .. } => {
                self.own.cycles.remove(&(self.at.key.level, *slot));
                Ok(())
            }
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Error> {
        self.out.text.push_str(text);
        self.out.check(self.cx.arena.budget())
    }

    pub(super) fn print(
        &mut self,
        before: &str,
        expr: &'a Expr,
        escaper: Escaper,
        span: Span,
    ) -> Result<(), Error> {
        self.out.text.push_str(before);
        let value = match expr {
            Expr::Variable(variable) => self.named(variable, Missing::Invalid)?,
            _ => self.value(expr, Missing::Invalid)?,
        };
        if let Some(rejected) = escaper.write(value, self.cx, &mut self.out.text)? {
            self.rejected(rejected, value, escaper, span)?;
        }
        self.out.check(self.cx.arena.budget())
    }

    #[cold]
    pub(super) fn rejected(
        &self,
        why: Rejected,
        value: Value<'a>,
        escaper: Escaper,
        span: Span,
    ) -> Result<(), Error> {
        let source = &self.at.program.source;
        let mut shown = String::new();
        if self.job.options.reveal_rejected {
            display(value, self.cx, &mut shown)?;
        }
        let rejection = Rejection {
            source,
            span,
            place: escaper.place(),
            kind: value.type_name(),
            reason: why.reason,
            value: self.job.options.reveal_rejected.then_some(&*shown),
        };
        let news = self.job.reported.is_none_or(|it| it.is_first(source.name(), span));
        if let Some(report) = self.job.options.on_rejected.as_ref().filter(|_| news) {
            report(&rejection);
        }
        if self.job.options.strict_places {
            return Err(Error::new(ErrorKind::Rejected, rejection.sentence()));
        }
        Ok(())
    }

    /// `as name`: stores the value, or what printing it would have written.
    fn set(
        &mut self,
        name: &'a str,
        expr: &'a Expr,
        escaper: Option<Escaper>,
        span: Span,
    ) -> Result<(), Error> {
        let value = self.value(expr, Missing::Invalid)?;
        let value = match escaper {
            Some(escaper) => self.printed(value, escaper, span)?,
            None => value,
        };
        self.scope.set(name, value);
        Ok(())
    }

    fn printed(&mut self, value: Value<'a>, escaper: Escaper, span: Span) -> Result<Value<'a>, Error> {
        let capture = self.out.capture();
        let rejected = escaper.write(value, self.cx, &mut self.out.text)?;
        let text = self.cx.arena.str(&self.out.captured(&capture))?;
        if let Some(rejected) = rejected {
            self.rejected(rejected, value, escaper, span)?;
        }
        Ok(match value {
            _ if self.cx.autoescape => Value::Safe(Kind::Html(Origin::Earned), text),
            Value::Safe(kind, _) => Value::Safe(kind, text),
            _ => Value::Str(text),
        })
    }
}
