//! An explanation as a page, rendered by the library itself.

use crate::fault::Fault;
use palisade::engine::Explanation;
use palisade::source::Span;
use palisade::{Context, Engine, Json};

/// What the legend shows, in this order.
const KINDS: &[&str] = &["hole", "callee", "code", "tag", "attribute", "url", "style", "script", "comment"];

/// One page that needs no other file: the template, coloured by place, and a table of its holes.
pub(crate) fn html(explanation: &Explanation) -> Result<String, Fault> {
    let engine = Engine::builder().loader(palisade::embed!("../templates": "explain.html")).build()?;
    let kinds = Json::List(KINDS.iter().map(|it| text(it)).collect());
    let pieces = Json::List(pieces(explanation));
    let holes = Json::List(holes(explanation));
    let name = explanation.source.name();
    let vars = Context::new()
        .with("name", &name)
        .with("kinds", &kinds)
        .with("pieces", &pieces)
        .with("holes", &holes);
    Ok(engine.get_template("explain.html")?.render(&vars)?.into_string())
}

fn text(text: &str) -> Json {
    Json::Str(text.into())
}

fn map<const N: usize>(entries: [(&str, Json); N]) -> Json {
    Json::Map(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

/// A stretch of the template, with what is said when the mouse rests on it.
struct Mark {
    span: Span,
    kind: &'static str,
    title: String,
    id: String,
}

fn marks(explanation: &Explanation) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (n, hole) in explanation.holes.iter().enumerate() {
        let title = format!("{} — escaper: {}", hole.place, hole.escaper);
        match marks.last_mut().filter(|it| it.span == hole.span) {
            Some(same) => same.title += &format!("; {title}"),
            None => marks.push(Mark { span: hole.span, kind: "hole", title, id: format!("hole-{n}") }),
        }
    }
    for callee in &explanation.callees {
        let title = format!("begins in {}", callee.place);
        marks.push(Mark { span: callee.span, kind: "callee", title, id: String::new() });
    }
    for region in &explanation.regions {
        marks.push(Mark { span: region.span, kind: region.kind, title: String::new(), id: String::new() });
    }
    marks.sort_by_key(|it| it.span);
    marks
}

/// The whole template in pieces; what no mark covers is code of the template.
fn pieces(explanation: &Explanation) -> Vec<Json> {
    let source = &explanation.source;
    let end = u32::try_from(source.text().len()).unwrap_or(u32::MAX);
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks(explanation) {
        if mark.span.start < at {
            continue; // reached in another way before
        }
        if mark.span.start > at {
            pieces.push(piece("code", source.slice(Span::new(at, mark.span.start)), "", ""));
        }
        pieces.push(piece(mark.kind, source.slice(mark.span), &mark.title, &mark.id));
        at = mark.span.end;
    }
    pieces.push(piece("code", source.slice(Span::new(at, end)), "", ""));
    pieces
}

fn piece(kind: &str, shown: &str, title: &str, id: &str) -> Json {
    map([("kind", text(kind)), ("text", text(shown)), ("title", text(title)), ("id", text(id))])
}

fn holes(explanation: &Explanation) -> Vec<Json> {
    let mut id = 0;
    let mut rows = Vec::new();
    for (n, hole) in explanation.holes.iter().enumerate() {
        // A hole in two places is marked once.
        if n == 0 || explanation.holes[n - 1].span != hole.span {
            id = n;
        }
        rows.push(map([
            ("id", text(&format!("hole-{id}"))),
            ("at", text(&hole.location.to_string())),
            ("text", text(&hole.text)),
            ("place", text(&hole.place)),
            ("escaper", text(hole.escaper)),
            ("accepts", text(&hole.accepts.join(", "))),
        ]));
    }
    rows
}
