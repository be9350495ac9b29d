//! `palisade explain`: where the holes of a template stand, or what an error code means.

use crate::args::{Explain, Format};
use crate::fault::Fault;
use crate::{files, page, rejections, render};
use anstyle::{AnsiColor, Style};
use palisade::engine::{ExplainedCallee, ExplainedHole, ExplainedStep, Explanation};
use palisade::source::Location;
use palisade::{Engine, ErrorKind, FileSystemLoader, Verify};
use serde_json::{Value, json};

const HOLE: Style = Style::new().bold();
const WHERE: Style = AnsiColor::Cyan.on_default();
const LABEL: Style = Style::new().dimmed();

/// The version of the JSON: a reader of one version can read all additions to it.
const SCHEMA: u32 = 1;

/// Explains a template, a line of it, or a code.
pub(crate) fn run(args: &Explain) -> Result<(), Fault> {
    if let Some(kind) = ErrorKind::ALL.iter().find(|it| it.code().eq_ignore_ascii_case(&args.subject)) {
        return files::print_styled(&essay(*kind));
    }
    args.roots.iter().try_for_each(|root| files::check_directory(root))?;
    let (name, line) = subject(&args.subject);
    let builder = render::frameworks(Engine::builder(), &args.frameworks);
    let engine = builder.loader(FileSystemLoader::new(&args.roots)).verify(Verify::Never).build()?;
    let template = engine.get_template(name).map_err(|it| render::missing(it, &args.roots))?;
    let mut explanation = template.explain()?;
    rejections::warn(&template);
    if let Some(line) = line {
        explanation.holes.retain(|it| it.location.line == line);
        explanation.callees.retain(|it| it.location.line == line);
    }
    let (text, styled) = match args.format {
        Format::Text => (text(&explanation, line), true),
        Format::Json => (format!("{:#}\n", document(&explanation)), false),
        Format::Html => (page::html(&explanation)?, false),
    };
    match &args.output {
        Some(path) => files::replace(path, &anstream::adapter::strip_str(&text).to_string()),
        None if styled => files::print_styled(&text),
        None => files::print(&text),
    }
}

/// A template's name and a line. No name holds a colon.
fn subject(text: &str) -> (&str, Option<usize>) {
    let numbered = text.rsplit_once(':').and_then(|(name, line)| Some((name, line.parse().ok()?)));
    numbered.map_or((text, None), |(name, line)| (name, Some(line)))
}

fn essay(kind: ErrorKind) -> String {
    format!("{HOLE}{}: {}{HOLE:#}\n\n{}\n", kind.code(), kind.title(), kind.explain())
}

/// One paragraph for each hole and callee, in the order they stand in.
fn text(explanation: &Explanation, line: Option<usize>) -> String {
    let name = explanation.source.name();
    let mut paragraphs: Vec<_> = explanation.holes.iter().map(|it| (it.span, hole(name, it))).collect();
    paragraphs.extend(explanation.callees.iter().map(|it| (it.span, callee(name, it))));
    paragraphs.sort_by_key(|it| it.0);
    let paragraphs: Vec<String> = paragraphs.into_iter().map(|it| it.1).collect();
    match line {
        _ if !paragraphs.is_empty() => paragraphs.join("\n"),
        Some(line) => format!("{name}:{line} prints no value\n"),
        None => format!("{name} prints no value\n"),
    }
}

fn hole(name: &str, hole: &ExplainedHole) -> String {
    let accepts = if hole.accepts.is_empty() { "none".to_owned() } else { hole.accepts.join(", ") };
    let mut rows = vec![
        ("place", hole.place.clone()),
        ("opened", opened(&hole.path)),
        ("escaper", hole.escaper.to_owned()),
    ];
    rows.push(("typed values", accepts));
    if hole.trusted {
        rows.push(("trusted", "yes: `autoescape off` vouches for the value as HTML".to_owned()));
    }
    paragraph(name, hole.location, &hole.text, &rows)
}

fn callee(name: &str, callee: &ExplainedCallee) -> String {
    let rows = [("begins in", callee.place.clone()), ("opened", opened(&callee.path))];
    paragraph(name, callee.location, &callee.text, &rows)
}

fn paragraph(name: &str, at: Location, text: &str, rows: &[(&str, String)]) -> String {
    let mut shown = format!("{WHERE}{name}:{at}{WHERE:#} {HOLE}{}{HOLE:#}\n", visible(text));
    for (label, value) in rows.iter().filter(|it| !it.1.is_empty()) {
        shown += &format!("  {LABEL}{label:<14}{LABEL:#}{}\n", visible(value));
    }
    shown
}

/// Where the steps of a path began, as far as that was in this template.
fn opened(path: &[ExplainedStep]) -> String {
    let began = |it: &ExplainedStep| Some(format!("{} at {}", it.name, it.opened?));
    path.iter().filter_map(began).collect::<Vec<_>>().join(", ")
}

/// Without what could write on the terminal.
fn visible(text: &str) -> String {
    text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect()
}

fn document(explanation: &Explanation) -> Value {
    let hole = |it: &ExplainedHole| {
        json!({
            "span": [it.span.start, it.span.end], "at": location(it.location), "text": it.text,
            "place": it.place, "path": path(&it.path), "escaper": it.escaper, "accepts": it.accepts,
            "trusted": it.trusted,
        })
    };
    let callee = |it: &ExplainedCallee| {
        json!({
            "span": [it.span.start, it.span.end], "at": location(it.location), "text": it.text,
            "place": it.place, "path": path(&it.path),
        })
    };
    json!({
        "version": SCHEMA,
        "template": explanation.source.name(),
        "holes": explanation.holes.iter().map(hole).collect::<Vec<_>>(),
        "callees": explanation.callees.iter().map(callee).collect::<Vec<_>>(),
    })
}

fn location(at: Location) -> Value {
    json!({ "line": at.line, "column": at.column })
}

fn path(steps: &[ExplainedStep]) -> Vec<Value> {
    steps.iter().map(|it| json!({ "name": it.name, "opened": it.opened.map(location) })).collect()
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn a_line_comes_after_a_colon() {
        assert_eq!(subject("a/b.html"), ("a/b.html", None));
        assert_eq!(subject("a/b.html:12"), ("a/b.html", Some(12)));
        assert_eq!(subject("a/b.html:x"), ("a/b.html:x", None));
    }
}
