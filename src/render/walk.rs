//! Op after op.

use super::aside::Aside;
use super::condition::Outcome;
use super::eval::Missing;
use super::group::Seen;
use super::turns::Turns;
use super::{Job, Output, Scope, output, scope};
use crate::diagnostics::Error;
use crate::program::{Expr, Link, Op};
use crate::value::{Cx, Here, Value};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// No hasher of its own for each render: these keys are numbers of the program, not data.
pub(super) type Numbered<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// What an include has of its own: it begins anew each time.
#[derive(Clone, Default)]
pub(super) struct Own<'a> {
    pub turns: Turns,
    /// What each `{% ifchanged %}` saw last outside of loops.
    pub seen: Numbered<Seen, Vec<Value<'a>>>,
    /// Another one that is not used any more.
    spare: Option<Box<Own<'a>>>,
}

impl Own<'_> {
    fn clear(&mut self) {
        self.turns.clear();
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
    /// What this include has of its own, once it has something.
    pub(super) own: Option<Box<Own<'a>>>,
    /// Used ones, so that a loop over an include makes one. There are no more than includes nest.
    spare: Option<Box<Own<'a>>>,
    /// What each `{% ifchanged %}` saw last in the loop that runs, includes in it or not.
    pub(super) seen: Numbered<Seen, Vec<Value<'a>>>,
    /// Whether the digits of whole numbers are grouped.
    pub(super) grouped: bool,
    pub(super) outcomes: Vec<Outcome<'a>>,
    /// The keys of the fragments that are being made.
    pub(super) making: Vec<Box<str>>,
    /// What holds in parts of the page.
    pub(super) parts: Vec<&'a Here<'a>>,
    /// The body of a `block.super` that is rendered when it is asked for, and whether it is text.
    pub(super) pending_super: Option<(&'a [Op], bool)>,
    /// What mode `Report` does beside printing.
    pub(super) aside: Aside<'a>,
}

/// Where a render stands.
pub(super) struct Stand<'a> {
    at: &'a Link,
    cx: Cx<'a>,
    scope: scope::Point,
    out: output::Point,
    depth: u32,
}

impl<'a, 'o, 'w> Walk<'a, 'o, 'w> {
    pub(super) fn new(job: Job<'a>, at: &'a Link, scope: Scope<'a>, out: &'o mut Output<'w>) -> Self {
        Walk {
            cx: job.cx,
            job,
            at,
            scope,
            out,
            own: None,
            spare: None,
            seen: Numbered::default(),
            grouped: job.cx.host.use_thousand_separator(),
            outcomes: Vec::new(),
            making: Vec::new(),
            parts: Vec::new(),
            pending_super: None,
            aside: Aside::default(),
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

    /// Where the render stands now, to come back to; pair it with [`Walk::back_to`] or [`Output::keep`].
    pub(super) fn stand(&mut self) -> Stand<'a> {
        Stand {
            at: self.at,
            cx: self.cx,
            scope: self.scope.point(),
            out: self.out.point(),
            depth: self.cx.arena.budget().depth(),
        }
    }

    /// Forgets what was rendered since. Variables that were set in the frame that was open then stay set.
    #[cold]
    pub(super) fn back_to(&mut self, stand: &Stand<'a>) {
        (self.at, self.cx) = (stand.at, stand.cx);
        self.scope.back_to(&stand.scope);
        self.out.back_to(&stand.out);
        self.cx.arena.budget().back_up(stand.depth);
    }

    pub(super) fn walk(&mut self, ops: &'a [Op]) -> Result<(), Error> {
        for op in ops {
            let done = match op {
                // What most ops are.
                Op::Print(hole) => self.print(hole),
                Op::Text(text) => {
                    text.push_to(&mut self.out.text);
                    continue;
                }
                op => self.op(op),
            };
            if let Err(error) = done {
                return Err(error.at(&self.at.program.source, op.span()));
            }
        }
        // Of literal text there is no more than the template has, each time it is walked through.
        self.out.check(self.cx.arena.budget())
    }

    /// A body inside the current unit, one level deeper.
    pub(super) fn body(&mut self, ops: &'a [Op]) -> Result<(), Error> {
        self.cx.arena.budget().enter()?;
        if !ops.is_empty() {
            self.walk(ops)?;
        }
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
    #[inline(never)]
    fn op(&mut self, op: &'a Op) -> Result<(), Error> {
        match op {
            // `walk` sees to these.
            Op::Print(_) | Op::Text(_) => Ok(()),
            Op::If { arms, otherwise, .. } => self.branch(arms, otherwise),
            Op::For(it) => self.for_each(it),
            Op::With { bindings, body, .. } => self.with(bindings, body),
            Op::Block { site, .. } => self.block(*site),
            Op::Super { site, span } => self.super_block(*site, *span),
            Op::TakeSuper { body, plain, lazy: true, .. } => {
                self.pending_super = Some((body, *plain));
                Ok(())
            }
            Op::TakeSuper { body, plain, .. } => self.take_super(body, *plain),
            Op::Partial { site, span } => self.partial(*site, *span),
            Op::Extends { site, name, span } => self.extends(*site, name.as_ref(), *span),
            Op::Include(it) => self.include(it),
            Op::BlockCall(it) => self.block_call(it),
            Op::Inclusion(it) => self.inclusion(it),
            Op::Set { name, expr, escaper, span } => self.set(name, expr, *escaper, *span),
            Op::Advance { expr, .. } => self.advance(expr),
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
            Op::ResetCycle { slot, .. } => self.reset_cycle(*slot),
        }
    }

    /// What this include has of its own.
    pub(super) fn own(&mut self) -> &mut Own<'a> {
        let spare = &mut self.spare;
        self.own.get_or_insert_with(|| {
            let mut own = spare.take().unwrap_or_default();
            *spare = own.spare.take();
            own.clear();
            own
        })
    }

    /// Keeps what an include had of its own, to be used again.
    #[inline(never)]
    pub(super) fn keep(&mut self, mut used: Box<Own<'a>>) {
        used.spare = self.spare.take();
        self.spare = Some(used);
    }

    #[inline(never)]
    fn advance(&mut self, expr: &'a Expr) -> Result<(), Error> {
        self.value(expr, Missing::Invalid).map(drop)
    }

    #[inline(never)]
    fn reset_cycle(&mut self, slot: u32) -> Result<(), Error> {
        let key = (self.at.key.level, slot);
        self.own().turns.forget(key);
        Ok(())
    }
}
