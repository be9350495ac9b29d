//! A tree as a line of text.

use super::super::*;
use super::parsed;
use std::fmt::Write;

/// Nodes as a line: what each test expects.
pub(super) fn show(text: &str) -> String {
    match parsed(text) {
        Ok(ast) => body(&ast, &ast.body),
        Err(error) => format!("{error}"),
    }
}

fn body(ast: &Ast, it: &Body) -> String {
    it.nodes.iter().map(|it| node(ast, it)).collect::<Vec<_>>().join(" ")
}

fn node(ast: &Ast, it: &Node) -> String {
    let within = |it: &Body| body(ast, it);
    match &it.kind {
        NodeKind::Text => format!("{:?}", ast.source.slice(it.span)),
        NodeKind::Literal(text) => format!("literal({text})"),
        NodeKind::Print(it) => expr(it),
        NodeKind::Tag(it) => format!("{}({})", it.tag.name(), list(&it.arguments)),
        NodeKind::FirstOf { values, into } => format!("firstof({}){}", list(values), name(into)),
        NodeKind::Cycle { slot, values, into, silent } => {
            format!("cycle#{slot}({}){}{}", list(values), name(into), if *silent { " silent" } else { "" })
        }
        NodeKind::If { branches } => {
            let arm = |it: &Branch| match &it.condition {
                Some(condition) => format!("[{}]{{{}}}", postfix(condition), within(&it.body)),
                None => format!("else{{{}}}", within(&it.body)),
            };
            format!("if {}", branches.iter().map(arm).collect::<Vec<_>>().join(" "))
        }
        NodeKind::For { targets, items, reversed, body, empty } => {
            let order = if *reversed { " reversed" } else { "" };
            let empty = empty.as_ref().map_or(String::new(), |it| format!(" empty{{{}}}", within(it)));
            format!("for {} in {}{order}{{{}}}{empty}", targets.join(","), expr(items), within(body))
        }
        NodeKind::ResetCycle { slot } => format!("resetcycle#{slot}"),
        NodeKind::Regroup { items, by, into } => format!("regroup {} by {} as {into}", expr(items), expr(by)),
        NodeKind::IfChanged { slot, values, body, otherwise } => {
            let otherwise = otherwise.as_ref().map_or(String::new(), |it| format!(" else{{{}}}", within(it)));
            format!("ifchanged#{slot}({}){{{}}}{otherwise}", list(values), within(body))
        }
        NodeKind::With { bindings, body } => format!("with {}{{{}}}", pairs(bindings), within(body)),
        NodeKind::Autoescape { on, body } => format!("autoescape {on}{{{}}}", within(body)),
        NodeKind::Setting { setting, body } => format!("{}{{{}}}", shown(setting), within(body)),
        NodeKind::Spaceless { body } => format!("spaceless{{{}}}", within(body)),
        NodeKind::Cache { head, body } => {
            let using = head.using.as_ref().map_or(String::new(), |it| format!(" using {}", expr(it)));
            let timeout = expr(&head.timeout);
            format!("cache {timeout} {}({}){using}{{{}}}", head.name, list(&head.vary), within(body))
        }
        NodeKind::Filter { filters, body } | NodeKind::FilteredSuper { filters, body } => {
            let names: Vec<&str> = filters.iter().map(|it| it.filter.name()).collect();
            format!("filter {}{{{}}}", names.join("|"), within(body))
        }
        NodeKind::Translation(it) => {
            let many = it.plural.as_ref().map(|it| format!(" | {}", it.1.id));
            format!("translation {:?}{}", it.singular.id, many.unwrap_or_default())
        }
        NodeKind::Language { language, body } => format!("language {}{{{}}}", expr(language), within(body)),
        NodeKind::Block(id) => format!("block {}{{{}}}", ast.blocks[*id].name, within(&ast.blocks[*id].body)),
        NodeKind::Super => "super".to_owned(),
        NodeKind::TakeSuper { tested: false, .. } => "take super".to_owned(),
        NodeKind::TakeSuper { tested: true, .. } => "take super to test it".to_owned(),
        NodeKind::InlinePartial(id) => {
            let partial = &ast.partials[*id];
            format!("partialdef {}{{{}}}", partial.name, within(&partial.body))
        }
        NodeKind::Partial { name } => format!("partial {name}"),
        NodeKind::BlockCall { call, body } => {
            format!("{}({}){{{}}}", call.tag.name(), list(&call.arguments), within(body))
        }
        NodeKind::Inclusion { call, template } => {
            format!("{}({}) of {template}", call.tag.name(), list(&call.arguments))
        }
        NodeKind::Extends => format!("extends {}", expr(ast.extends.as_ref().unwrap())),
        NodeKind::Include { name, bindings, only } => {
            format!("include {}({}){}", expr(name), pairs(bindings), if *only { " only" } else { "" })
        }
    }
}

fn name(into: &Option<Box<str>>) -> String {
    into.as_ref().map_or(String::new(), |it| format!(" as {it}"))
}

fn list(it: &[Expr]) -> String {
    it.iter().map(expr).collect::<Vec<_>>().join(", ")
}

fn pairs(it: &[Binding]) -> String {
    it.iter().map(|it| format!("{}={}", it.name, expr(&it.value))).collect::<Vec<_>>().join(" ")
}

fn expr(it: &Expr) -> String {
    let mut text = operand(&it.root);
    for filter in &it.filters {
        let argument = filter.argument.as_ref().map_or(String::new(), |it| format!(":{}", operand(it)));
        write!(text, "|{}{argument}", filter.filter.name()).unwrap();
    }
    text
}

fn operand(it: &Operand) -> String {
    match it {
        Operand::Text(text) => format!("{text:?}"),
        Operand::Translated(text) => format!("_({text:?})"),
        Operand::Int(number) => format!("int({number})"),
        Operand::Float(number) => format!("float({number})"),
        Operand::Number(digits) => format!("number({digits})"),
        Operand::Variable(path) => {
            let steps = path.steps.iter().map(|it| format!(".{}", it.name));
            format!("{}{}", path.name, steps.collect::<String>())
        }
    }
}

fn postfix(it: &Condition) -> String {
    let op = |(at, it): (usize, &ConditionOp)| match it {
        ConditionOp::Push(it) => expr(it),
        ConditionOp::Not => "not".to_owned(),
        ConditionOp::Compare(it) => format!("{it:?}"),
        ConditionOp::And { to } => format!("and+{}", to - at),
        ConditionOp::Or { to } => format!("or+{}", to - at),
        ConditionOp::Settle => "settle".to_owned(),
    };
    it.ops.iter().enumerate().map(op).collect::<Vec<_>>().join(" ")
}

fn shown(setting: &Setting) -> String {
    match setting {
        Setting::Localize(on) => format!("localize {on}"),
        Setting::LocalTime(on) => format!("localtime {on}"),
        Setting::TimeZone(zone) => format!("timezone {}", expr(zone)),
    }
}
