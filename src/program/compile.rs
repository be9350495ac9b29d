//! Tree and plan become ops.

mod print;

use self::print::shadow_of;
use super::expr::{Condition, Cycle, Expr, Test};
use super::literal::Literal;
use super::lower::{bound, called, expression, filtered, message, setting_of, steps};
use super::op::{
    Arm, Binding, BlockCall, BlockName, Cache, Compare, Filter, For, IfChanged, Include, Inclusion, Name, Op,
    Ops, Print, Program, Regroup, Site, Target, Then, Translation, Wording,
};
use super::text::Edits;
use super::variable::Key;
use crate::contextual::{Part, Plan, Start};
use crate::diagnostics::{Error, ErrorKind};
use crate::escape::Escaper;
use crate::fragment::Slot;
use crate::source::Span;
use crate::syntax::{self, Ast, Body, Node, NodeKind, PartialId};
use std::collections::HashMap;
use std::sync::Arc;

/// Compiles one part of a template as the plan says.
///
/// # Errors
/// When `{{ block.super }}` stands outside a block, or the plan has no answer for a node.
pub(crate) fn compile(ast: &Ast, part: Part, plan: &Plan) -> Result<Program, Error> {
    let (body, block) = match part {
        Part::Whole => (Some(&ast.body), None),
        Part::Block(id) => (ast.blocks.get(id).map(|it| &it.body), ast.blocks.get(id).map(|it| &*it.name)),
        Part::Partial(id) => (ast.partials.get(id).map(|it| &it.body), None),
    };
    let empty = Body::default();
    let mut compiler = Compiler {
        ast,
        plan,
        block,
        edits: Edits::new(&plan.edits),
        sites: Vec::new(),
        cycles: HashMap::new(),
    };
    let ops = compiler.body(body.unwrap_or(&empty), "")?;
    Ok(Program {
        source: ast.source.clone(),
        ops,
        sites: compiler.sites.into(),
        block: block.map(|it| BlockName(it.into())),
        warnings: Box::default(),
    })
}

struct Compiler<'t> {
    ast: &'t Ast,
    plan: &'t Plan,
    /// The block whose body is compiled.
    block: Option<&'t str>,
    edits: Edits,
    sites: Vec<Site>,
    /// Values of cycles that several tags share, by the address of the first.
    cycles: HashMap<*const syntax::Expr, Arc<[Expr]>>,
}

/// The ops of one body while they grow.
#[derive(Default)]
struct Growing {
    ops: Vec<Op>,
    /// Literal text that no op carries yet.
    text: String,
    /// A run of holes that may go on.
    run: Option<Run>,
    /// The same in mode `Report`.
    compared: Option<Box<Compare>>,
}

/// Adjacent holes that are written as one.
struct Run {
    before: String,
    parts: Vec<Expr>,
    escaper: Escaper,
    span: Span,
}

impl Growing {
    /// The literal text so far, to be added to. Text ends a run of holes.
    fn text(&mut self) -> &mut String {
        self.end_run();
        &mut self.text
    }

    fn take_text(&mut self) -> String {
        std::mem::take(self.text())
    }

    fn push(&mut self, op: Op) {
        if !self.text().is_empty() {
            let text = self.take_text();
            self.ops.push(Op::Text(Literal::new(&text)));
        }
        self.ops.push(op);
    }

    fn end_run(&mut self) {
        self.ops.extend(self.compared.take().map(Op::Compare));
        if let Some(Run { before, mut parts, escaper, span }) = self.run.take() {
            let expr = match parts.pop() {
                Some(only) if parts.is_empty() => only,
                last => Expr::Concat(parts.into_iter().chain(last).collect()),
            };
            self.ops.push(Op::Print(Print::new(&before, expr, escaper, span)));
        }
    }

    fn finish(mut self) -> Ops {
        if !self.text().is_empty() {
            let text = self.take_text();
            self.ops.push(Op::Text(Literal::new(&text)));
        }
        self.ops.into()
    }
}

impl<'t> Compiler<'t> {
    /// A body with the text that the plan adds at its end.
    fn body(&mut self, body: &'t Body, tail: &str) -> Result<Ops, Error> {
        let mut out = Growing::default();
        for node in &body.nodes {
            self.node(node, &mut out)?;
            if matches!(node.kind, NodeKind::Extends) {
                return Ok(out.finish());
            }
        }
        self.insert(body.end, &mut out);
        out.text().push_str(tail);
        Ok(out.finish())
    }

    /// What the plan inserts right before the node, or the end, at `offset`.
    fn insert(&self, offset: u32, out: &mut Growing) {
        for text in self.edits.insertions(offset) {
            out.text().push_str(text);
        }
    }

    fn node(&mut self, node: &'t Node, out: &mut Growing) -> Result<(), Error> {
        if let NodeKind::Text = node.kind {
            self.text(node.span, out);
            return Ok(());
        }
        self.insert(node.span.start, out);
        match &node.kind {
            NodeKind::Text => {}
            NodeKind::Literal(text) => out.text().push_str(text),
            NodeKind::Print(expr) => {
                return self.print(node, filtered(expr, self.steps(node, expr)), out);
            }
            NodeKind::Tag(call) => return self.tag(node, call, out),
            NodeKind::FirstOf { values, into } => {
                let expr = Expr::FirstOf(values.iter().map(expression).collect());
                return self.valued(node, expr, into.as_deref(), out);
            }
            NodeKind::Cycle { slot, values, into, silent } => {
                let cycle = Cycle { slot: *slot, values: self.cycle_values(values), into: into.clone() };
                let expr = Expr::Cycle(Box::new(cycle));
                if !silent {
                    return self.print(node, expr, out);
                }
                out.push(Op::Advance { expr, span: node.span });
            }
            NodeKind::InlinePartial(id) => return self.inline(*id, out),
            _ => {
                let op = self.control(node)?;
                out.push(op);
            }
        }
        Ok(())
    }

    /// A partial that is printed where it is defined: as if its tags were not there.
    fn inline(&mut self, id: PartialId, out: &mut Growing) -> Result<(), Error> {
        let Some(partial) = self.ast.partials.get(id) else { return Ok(()) };
        for node in &partial.body.nodes {
            self.node(node, out)?;
        }
        self.insert(partial.body.end, out);
        Ok(())
    }

    /// Literal text with the plan's edits, and nonces between them.
    fn text(&self, span: Span, out: &mut Growing) {
        let stamps = &self.plan.stamps;
        let first = stamps.partition_point(|it| *it < span.start);
        let mut from = span.start;
        for at in stamps.iter().skip(first).take_while(|it| **it < span.end) {
            self.edits.apply(&self.ast.source, Span::new(from, *at), out.text());
            out.push(Op::Slot(Slot::NonceAfterBlank));
            from = *at;
        }
        self.edits.apply(&self.ast.source, Span::new(from, span.end), out.text());
    }

    /// A node that holds bodies, or leads to another unit.
    fn control(&mut self, node: &'t Node) -> Result<Op, Error> {
        let span = node.span;
        Ok(match &node.kind {
            NodeKind::If { branches } => self.branches(node, branches)?,
            NodeKind::For { targets, items, reversed, body, empty } => Op::For(Box::new(For {
                targets: targets.iter().map(|it| Key::new(&**it)).collect(),
                items: expression(items),
                reversed: *reversed,
                body: self.body(body, "")?,
                empty: empty.as_ref().map_or(Ok(Ops::default()), |it| self.body(it, ""))?,
                span,
            })),
            NodeKind::ResetCycle { slot } => Op::ResetCycle { slot: *slot, span },
            NodeKind::Regroup { items, by, into } => Op::Regroup(Box::new(Regroup {
                items: expression(items),
                by: expression(by),
                into: into.clone(),
                span,
            })),
            NodeKind::IfChanged { slot, values, body, otherwise } => Op::IfChanged(Box::new(IfChanged {
                slot: *slot,
                values: values.iter().map(expression).collect(),
                body: self.body(body, "")?,
                otherwise: otherwise.as_ref().map_or(Ok(Ops::default()), |it| self.body(it, ""))?,
                span,
            })),
            NodeKind::With { bindings, body } => {
                Op::With { bindings: bound(bindings), body: self.body(body, "")?, span }
            }
            NodeKind::Autoescape { on, body } => Op::Autoescape { on: *on, body: self.body(body, "")?, span },
            NodeKind::Setting { setting, body } => {
                Op::Setting { setting: setting_of(setting), body: self.body(body, "")?, span }
            }
            NodeKind::Spaceless { body } => Op::Spaceless { body: self.body(body, "")?, span },
            NodeKind::Translation(tag) => self.translation(node, tag)?,
            NodeKind::Language { language, body } => {
                Op::Language { language: expression(language), body: self.body(body, "")?, span }
            }
            NodeKind::Filter { filters, body } | NodeKind::FilteredSuper { filters, body } => {
                self.filter(node, filters, body)?
            }
            NodeKind::Cache { head, body } => self.cache(node, head, body)?,
            NodeKind::Block(id) => {
                let name = self.ast.blocks.get(*id).map(|it| it.name.clone()).unwrap_or_default();
                Op::Block { site: self.site(node, Target::Block(name))?, span }
            }
            NodeKind::TakeSuper { body, lazy, .. } => {
                let plain = self.plan.plain_bodies.contains(&span.start);
                Op::TakeSuper { body: self.body(body, "")?, plain, lazy: *lazy, span }
            }
            NodeKind::Super => Op::Super { site: self.super_site(node)?, span },
            NodeKind::Partial { name } => {
                Op::Partial { site: self.site(node, Target::Partial(name.clone()))?, span }
            }
            NodeKind::Extends => self.extends(node)?,
            NodeKind::Include { name, bindings, only } => {
                let site = self.site(node, Target::Include(self.name(name)))?;
                let name = self.dynamic(name);
                Op::Include(Box::new(Include { site, name, bindings: bound(bindings), only: *only, span }))
            }
            NodeKind::BlockCall { call, body } => self.block_call(node, call, body)?,
            NodeKind::Inclusion { call, template } => {
                let site = self.site(node, Target::Include(Name::Literal(template.clone())))?;
                Op::Inclusion(Box::new(Inclusion { site, call: called(call), span }))
            }
            NodeKind::Text
            | NodeKind::Literal(_)
            | NodeKind::Print(_)
            | NodeKind::Tag(_)
            | NodeKind::FirstOf { .. }
            | NodeKind::InlinePartial(_)
            | NodeKind::Cycle { .. } => Op::Text(Literal::default()),
        })
    }

    fn branches(&mut self, node: &'t Node, branches: &'t [syntax::Branch]) -> Result<Op, Error> {
        let mut arms = Vec::new();
        let mut otherwise = Ops::default();
        for (index, branch) in branches.iter().enumerate() {
            let tail = self.plan.tails.get(&(node.span.start, index)).copied().unwrap_or_default();
            let body = self.body(&branch.body, tail)?;
            match &branch.condition {
                Some(condition) => arms.push(Arm { condition: self.condition(condition), body }),
                None => otherwise = body,
            }
        }
        Ok(Op::If { arms: arms.into(), otherwise, span: node.span })
    }

    fn filter(&mut self, node: &Node, filters: &[syntax::FilterCall], body: &'t Body) -> Result<Op, Error> {
        let at = node.span.start;
        let Some(hole) = self.plan.holes.get(&at) else { return Err(self.unplanned(node)) };
        let shadow = self.plan.shadow.as_ref().and_then(|it| it.as_ref().ok());
        let shadow =
            shadow.and_then(|it| Some((shadow_of(it.holes.get(&at)?), it.plain_bodies.contains(&at))));
        Ok(Op::Filter(Box::new(Filter {
            body: self.body(body, "")?,
            filters: steps(filters),
            plain: self.plan.plain_bodies.contains(&at),
            trusted: hole.trusted,
            escaper: hole.escaper,
            shadow,
            span: node.span,
        })))
    }

    fn translation(&mut self, node: &Node, tag: &'t syntax::Translation) -> Result<Op, Error> {
        let plural = tag.plural.as_ref().map(|(count, wording)| {
            Ok((
                Binding { name: Key::new(&*count.name), value: expression(&count.value) },
                self.wording(wording)?,
            ))
        });
        Ok(Op::Translation(Box::new(Translation {
            bindings: bound(&tag.bindings),
            context: tag.context.as_ref().map(expression),
            singular: self.wording(&tag.singular)?,
            plural: plural.transpose()?,
            into: tag.into.clone(),
            site: self.site(node, Target::Translations(Box::new(message(tag))))?,
            span: node.span,
        })))
    }

    fn block_call(&mut self, node: &Node, call: &syntax::TagCall, body: &'t Body) -> Result<Op, Error> {
        let hole = self.plan.holes.get(&node.span.start);
        let then = match (&call.into, hole) {
            (Some(name), _) => Then::Store(name.clone()),
            (None, Some(hole)) => Then::Print { escaper: hole.escaper, trusted: hole.trusted },
            (None, None) => return Err(self.unplanned(node)),
        };
        Ok(Op::BlockCall(Box::new(BlockCall {
            body: self.body(body, "")?,
            call: called(call),
            plain: self.plan.plain_bodies.contains(&node.span.start),
            then,
            span: node.span,
        })))
    }

    fn cache(&mut self, node: &Node, head: &syntax::CacheHead, body: &'t Body) -> Result<Op, Error> {
        Ok(Op::Cache(Box::new(Cache {
            timeout: expression(&head.timeout),
            name: head.name.clone(),
            vary: head.vary.iter().map(expression).collect(),
            using: head.using.as_ref().map(expression),
            body: self.body(body, "")?,
            kept: !self.plan.uncached.contains(&node.span.start),
            span: node.span,
        })))
    }

    fn wording(&mut self, wording: &'t syntax::Wording) -> Result<Wording, Error> {
        let ops = self.body(&wording.body, "")?;
        Ok(Wording { id: wording.id.clone(), ops })
    }

    fn extends(&mut self, node: &Node) -> Result<Op, Error> {
        let Some(parent) = &self.ast.extends else { return Err(self.unplanned(node)) };
        let site = self.site(node, Target::Extends(self.name(parent)))?;
        Ok(Op::Extends { site, name: self.dynamic(parent), span: node.span })
    }

    fn super_site(&mut self, node: &Node) -> Result<usize, Error> {
        let Some(block) = self.block else {
            let error = Error::new(ErrorKind::BlockNotFound, "`block.super` stands outside a block");
            return Err(error.at(&self.ast.source, node.span));
        };
        self.site(node, Target::Super(block.into()))
    }

    fn site(&mut self, node: &Node, target: Target) -> Result<usize, Error> {
        let Some(start) = self.plan.starts.get(&node.span.start) else { return Err(self.unplanned(node)) };
        let start: Start = start.clone();
        self.sites.push(Site { target, start, span: node.span });
        Ok(self.sites.len() - 1)
    }

    /// Analysis and compilation disagree about what there is: nothing is printed unescaped for that.
    #[cold]
    fn unplanned(&self, node: &Node) -> Error {
        Error::new(ErrorKind::PlaceRefused, "the analysis gave no place for this tag")
            .at(&self.ast.source, node.span)
    }

    fn name(&self, expr: &syntax::Expr) -> Name {
        match (&expr.root, expr.filters.is_empty()) {
            (syntax::Operand::Text(name), true) => Name::Literal(name.clone()),
            _ => Name::Dynamic(self.ast.source.slice(expr.span).into()),
        }
    }

    /// The name of a template, when it must be computed.
    fn dynamic(&self, expr: &syntax::Expr) -> Option<Expr> {
        matches!(self.name(expr), Name::Dynamic(_)).then(|| expression(expr))
    }

    fn condition(&self, condition: &syntax::Condition) -> Condition {
        let test = |op: &syntax::ConditionOp| match op {
            syntax::ConditionOp::Push(expr) => Test::Push(expression(expr)),
            syntax::ConditionOp::Not => Test::Not,
            syntax::ConditionOp::Compare(comparison) => Test::Compare(*comparison),
            syntax::ConditionOp::And { to } => Test::And { to: *to },
            syntax::ConditionOp::Or { to } => Test::Or { to: *to },
            syntax::ConditionOp::Settle => Test::Settle,
        };
        Condition(condition.ops.iter().map(test).collect())
    }

    fn cycle_values(&mut self, values: &Arc<[syntax::Expr]>) -> Arc<[Expr]> {
        let compiled = || values.iter().map(expression).collect();
        self.cycles.entry(values.as_ptr()).or_insert_with(compiled).clone()
    }
}
