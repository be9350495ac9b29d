//! Tags and variables that print a value.

use super::{Compiler, Growing, Run};
use crate::contextual::Hole;
use crate::diagnostics::Error;
use crate::escape::Escaper;
use crate::filters;
use crate::library::FilterRef;
use crate::program::expr::{Expr, FilterStep, Filtered, Operand};
use crate::program::lower::{called, steps};
use crate::program::op::{Compare, Op, Print, Shadow};
use crate::syntax::{self, Node};

impl Compiler<'_> {
    pub(super) fn tag(
        &mut self,
        node: &Node,
        call: &syntax::TagCall,
        out: &mut Growing,
    ) -> Result<(), Error> {
        if let (Some(slot), None, [], []) = (call.tag.slot(), &call.into, &*call.filters, &*call.arguments)
            && let Some(Hole { escaper, joins: 0, .. }) = self.plan.holes.get(&node.span.start)
        {
            let expr = Expr::Call(Box::new(called(&syntax::TagCall::bare(call.tag.clone()))));
            out.push(Op::PrintSlot { slot, expr, escaper: *escaper, span: node.span });
            return Ok(());
        }
        let expr = Box::new(called(call));
        let expr = match &*call.filters {
            [] => Expr::Call(expr),
            filters => {
                Expr::Filtered(Box::new(Filtered { root: Operand::Call(expr), filters: steps(filters) }))
            }
        };
        match call.into.clone() {
            Some(_) if call.tag.stores_printed() => self.valued(node, expr, call.into.as_deref(), out)?,
            // A tag's value is data until it is printed.
            Some(name) => out.push(Op::Set { name, expr, escaper: None, span: node.span }),
            None => return self.print(node, expr, out),
        }
        Ok(())
    }

    /// A value that is printed, or stored as it would be printed.
    pub(super) fn valued(
        &mut self,
        node: &Node,
        expr: Expr,
        into: Option<&str>,
        out: &mut Growing,
    ) -> Result<(), Error> {
        let Some(name) = into else { return self.print(node, expr, out) };
        // Django stores what it would print. In `Contextual` it is printed, and escaped, where it is used.
        let escaper = self.plan.holes.get(&node.span.start).map(|it| it.escaper);
        let escaper = escaper.filter(|it| matches!(it, Escaper::Django { .. }));
        out.push(Op::Set { name: name.into(), expr, escaper, span: node.span });
        Ok(())
    }

    /// A hole. One without an answer of its own goes on with the run before it.
    pub(super) fn print(&self, node: &Node, expr: Expr, out: &mut Growing) -> Result<(), Error> {
        if let Some(Ok(shadow)) = &self.plan.shadow {
            return self.compare(node, expr, shadow.holes.get(&node.span.start), out);
        }
        let trusted = self.plan.holes.get(&node.span.start).is_some_and(|it| it.trusted);
        let expr = if trusted { Expr::Trusted(Box::new(expr)) } else { expr };
        match (self.plan.holes.get(&node.span.start), &mut out.run) {
            (None, Some(run)) => {
                run.parts.push(expr);
                run.span = run.span.to(node.span);
            }
            (None, None) => return Err(self.unplanned(node)),
            (Some(hole), _) if hole.joins > 0 => {
                let run = Run {
                    before: out.take_text(),
                    parts: vec![expr],
                    escaper: hole.escaper,
                    span: node.span,
                };
                out.run = Some(run);
            }
            (Some(hole), _) => {
                let print = Print::new(&out.take_text(), expr, hole.escaper, node.span);
                out.ops.push(Op::Print(print));
            }
        }
        Ok(())
    }

    /// A hole in mode `Report`, with what it would get in mode `Contextual`; without that it goes on with the run
    /// before it.
    pub(super) fn compare(
        &self,
        node: &Node,
        expr: Expr,
        shadow: Option<&Hole>,
        out: &mut Growing,
    ) -> Result<(), Error> {
        let Some(hole) = self.plan.holes.get(&node.span.start) else { return Err(self.unplanned(node)) };
        match (shadow, &mut out.compared) {
            (None, Some(run)) => {
                run.parts.push((expr, hole.escaper));
                run.span = run.span.to(node.span);
            }
            (None, None) => return Err(self.unplanned(node)),
            (Some(shadow), _) => {
                let before = out.take_text().into();
                let parts = vec![(expr, hole.escaper)];
                let run = Compare { before, parts, shadow: shadow_of(shadow), span: node.span };
                out.compared = Some(Box::new(run));
            }
        }
        Ok(())
    }

    /// The filters of what is printed. Every place escapes, so that of an `|escape` at the end no more is done
    /// than it does beside; in a script its entities would be seen.
    pub(super) fn steps(&self, node: &Node, expr: &syntax::Expr) -> Box<[FilterStep]> {
        let escapes =
            |it: &Hole| !it.trusted && !matches!(it.escaper, Escaper::Django { .. } | Escaper::Verbatim);
        let holes = match &self.plan.shadow {
            Some(Ok(shadow)) => &shadow.holes,
            _ => &self.plan.holes,
        };
        let hole = holes.get(&node.span.start);
        let mut steps = steps(&expr.filters);
        match steps.last_mut() {
            Some(last) if last.filter.is_builtin("escape") && hole.is_none_or(escapes) => {
                last.filter = FilterRef::Builtin(&filters::ESCAPED_BY_PLACE);
            }
            _ => {}
        }
        steps
    }
}

/// What mode `Contextual` would write into a hole.
pub(super) fn shadow_of(hole: &Hole) -> Shadow {
    Shadow { escaper: hole.escaper, trusted: hole.trusted, bare: hole.bare }
}
