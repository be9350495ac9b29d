//! `blocktranslate` and `language`.

use super::scoping::legacy_bindings;
use crate::diagnostics::{Error, ErrorKind};
use crate::source::{Source, Span};
use crate::syntax::grammar::Piece;
use crate::syntax::lex::{Tag, Token};
use crate::syntax::nest::{Closed, Form, Frame, Translating};
use crate::syntax::{Binding, Body, Expr, Node, NodeKind, Operand, Parser, Path, Translation, Wording};
use std::collections::HashSet;

pub(super) fn language<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let [language] = &*words else {
        return Err(parser.bad_tag(tag, "`language` takes the code of one language"));
    };
    let language = parser.expression(*language)?;
    parser.open(tag, Form::Language(language))
}

/// `with`, `count`, `context`, `trimmed` and `asvar` in any order, each once.
pub(super) fn blocktranslate<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let words = parser.words(tag)?;
    let mut rest = &*words;
    let mut seen = HashSet::new();
    let mut open = Translating {
        tag: Translation {
            bindings: Vec::new(),
            context: None,
            singular: Wording::default(),
            plural: None,
            into: None,
        },
        count: None,
        trimmed: false,
        short: tag.name == "blocktrans",
        end: tag.span.end,
        many: false,
    };
    while let [option, more @ ..] = rest {
        rest = more;
        if !seen.insert(option.text) {
            return Err(parser.bad_tag(tag, &format!("{} is given twice", option.shown())));
        }
        match option.text {
            "with" => open.tag.bindings = bindings(parser, tag, *option, &mut rest)?,
            "count" => open.count = Some(count(parser, tag, *option, &mut rest)?),
            "context" => open.tag.context = Some(parser.expression(value(parser, tag, *option, &mut rest)?)?),
            "asvar" => open.tag.into = Some(value(parser, tag, *option, &mut rest)?.text.into()),
            "trimmed" => open.trimmed = true,
            _ => return Err(parser.bad_tag(tag, &format!("{} is out of place", option.shown()))),
        }
    }
    parser.open(tag, Form::Translation(Box::new(open)))
}

/// The word after an option.
fn value<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    option: Piece<'p>,
    rest: &mut &[Piece<'p>],
) -> Result<Piece<'p>, Error> {
    let Some((value, more)) = rest.split_first() else {
        return Err(parser.bad_tag(tag, &format!("nothing follows {}", option.shown())));
    };
    *rest = more;
    Ok(*value)
}

/// `name=value name=value`, or `value as name and value as name`. Of two with one name the later counts.
fn bindings<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    option: Piece<'p>,
    rest: &mut &[Piece<'p>],
) -> Result<Vec<Binding>, Error> {
    let mut bindings = parser.bindings(rest)?;
    if bindings.is_empty() {
        bindings = legacy_bindings(parser, rest)?;
    }
    if bindings.is_empty() {
        return Err(parser.bad_tag(tag, &format!("no `name=value` follows {}", option.shown())));
    }
    Ok(bindings)
}

fn count<'p>(
    parser: &Parser<'p>,
    tag: Tag<'p>,
    option: Piece<'p>,
    rest: &mut &[Piece<'p>],
) -> Result<Binding, Error> {
    let mut bindings = bindings(parser, tag, option, rest)?;
    match (bindings.pop(), bindings.is_empty()) {
        (Some(count), true) => Ok(count),
        _ => Err(parser.bad_tag(tag, "`count` takes one `name=value`")),
    }
}

/// A token inside of the tag, where only text and plain variables may stand.
pub(in crate::syntax) fn wording<'p>(parser: &mut Parser<'p>, token: Token<'p>) -> Result<(), Error> {
    let (span, kind) = match token {
        Token::Text(span) => (span, Some(NodeKind::Text)),
        Token::Variable(span, inside) => (span, Some(placeholder(parser, span, inside)?)),
        Token::Block(tag) => (tag.span, None),
        Token::Empty(span) => return Err(foreign(parser, span)),
    };
    let Some(Frame { form: Form::Translation(open), .. }) = parser.nest.top_mut() else { return Ok(()) };
    let after = std::mem::replace(&mut open.end, span.end);
    if after != span.start {
        return Err(foreign(parser, Span::new(after, span.start)));
    }
    match (kind, token) {
        (Some(kind), _) => parser.nest.add(span, kind),
        (None, Token::Block(tag)) => {
            let closers = parser.nest.top().map_or(&[][..], |it| it.form.closers());
            if !closers.contains(&tag.contents) {
                return Err(foreign(parser, span));
            }
            parser.tag(tag)?;
        }
        (None, _) => {}
    }
    Ok(())
}

#[cold]
fn foreign(parser: &Parser<'_>, span: Span) -> Error {
    let shown = parser.source.slice(span);
    let message = format!("only text and variables may stand in a translation, not `{shown}`");
    let error = parser.fault(ErrorKind::BadTag, span, message);
    let error = match parser.nest.top() {
        Some(frame) => error.note(parser.source, frame.opener.span, "the translation"),
        None => error,
    };
    error.help("compute what it needs before, and pass it with `with name=value`")
}

/// A variable of a translation is a name and nothing else: Django looks up all that stands in the braces as one
/// name, filters and dots too.
fn placeholder(parser: &Parser<'_>, span: Span, inside: Piece<'_>) -> Result<NodeKind, Error> {
    let name = inside.text.trim();
    let opened = |depth: i32, c: char| match c {
        '(' => Some(depth + 1),
        ')' => Some(depth - 1).filter(|it| *it >= 0),
        _ => Some(depth),
    };
    if name.chars().try_fold(0, opened) != Some(0) {
        let message = format!("{} cannot be the name of a placeholder", inside.shown());
        return Err(parser.fault(ErrorKind::BadTag, span, message));
    }
    let path = Path { name: name.into(), steps: Box::default() };
    Ok(NodeKind::Print(Expr { span, root: Operand::Variable(path), filters: Vec::new() }))
}

/// Ends the text for one or for many.
pub(super) fn end_wording<'p>(
    parser: &mut Parser<'p>,
    opener: Tag<'p>,
    mut open: Box<Translating>,
    body: Body,
    tag: Tag<'p>,
) -> Result<Closed<'p>, Error> {
    // Django takes no count for a tag without a text for many.
    let empty = body.nodes.is_empty();
    // Django's `gettext` knows one line end; where texts are counted or told apart, it is not asked.
    let plain = open.count.is_none() && open.tag.context.is_none();
    let body = if plain && !open.trimmed { unix(parser.source, body) } else { body };
    let wording = worded(parser.source, body, open.trimmed);
    match (open.many, tag.name) {
        (true, _) => open.tag.plural = open.count.take().filter(|_| !empty).map(|it| (it, wording)),
        (false, name) => {
            open.tag.singular = wording;
            if name == "plural" {
                open.many = true;
                let form = Form::Translation(open);
                return Ok(Closed::Open(Frame::new(opener, form)));
            }
            if open.count.is_some() {
                return Err(parser.bad_tag(opener, "`count` needs a `{% plural %}` before the end"));
            }
        }
    }
    Ok(Closed::Node(NodeKind::Translation(Box::new(open.tag))))
}

fn worded(source: &Source, body: Body, trimmed: bool) -> Wording {
    let body = if trimmed { Body { nodes: trim(source, body.nodes), end: body.end } } else { body };
    let (mut id, mut names) = (String::new(), Vec::new());
    for node in &body.nodes {
        match &node.kind {
            NodeKind::Literal(text) => id.push_str(text),
            NodeKind::Print(Expr { root: Operand::Variable(path), .. }) => {
                id.push_str(&format!("%({})s", path.name));
                names.push(path.name.clone());
            }
            _ => id.push_str(&source.slice(node.span).replace('%', "%%")),
        }
    }
    Wording { id: id.into(), names, body }
}

/// The text with `\n` at the end of each line.
fn unix(source: &Source, body: Body) -> Body {
    let mut nodes = Vec::new();
    for node in body.nodes {
        let text = source.slice(node.span);
        if !matches!(node.kind, NodeKind::Text) || !text.contains('\r') {
            nodes.push(node);
            continue;
        }
        let span =
            |from: usize, to: usize| Span::new(node.span.start + from as u32, node.span.start + to as u32);
        let mut from = 0;
        for (at, _) in text.match_indices('\r') {
            let after = at + if text[at..].starts_with("\r\n") { 2 } else { 1 };
            nodes.push(Node { span: span(from, at), kind: NodeKind::Text });
            nodes.push(Node { span: span(at, after), kind: NodeKind::Literal("\n") });
            from = after;
        }
        nodes.push(Node { span: span(from, text.len()), kind: NodeKind::Text });
    }
    nodes.retain(|it| !it.span.is_empty());
    Body { nodes, end: body.end }
}

/// Lines joined by one blank each, without blanks around them, as Django's `trimmed` does.
fn trim(source: &Source, nodes: Vec<Node>) -> Vec<Node> {
    let last = nodes.len().saturating_sub(1);
    let mut trimmed = Vec::new();
    for (index, node) in nodes.into_iter().enumerate() {
        if !matches!(node.kind, NodeKind::Text) {
            trimmed.push(node);
            continue;
        }
        let text = source.slice(node.span);
        let start = if index == 0 { text.len() - text.trim_start_matches(is_space).len() } else { 0 };
        let end = if index == last { text.trim_end_matches(is_space).len() } else { text.len() };
        lines(text, node.span.start, (start, end.max(start)), &mut trimmed);
    }
    trimmed.retain(|it| !it.span.is_empty());
    trimmed
}

/// Adds the lines of `text[range]`, which stands at `at`.
fn lines(text: &str, at: u32, (start, end): (usize, usize), nodes: &mut Vec<Node>) {
    let span = |from: usize, to: usize| Span::new(at + from as u32, at + to as u32);
    let mut from = start;
    while let Some(found) = text.get(from..end).and_then(|it| it.find('\n')) {
        let newline = from + found;
        let before = from + text.get(from..newline).map_or(0, |it| it.trim_end_matches(is_space).len());
        let rest = text.get(newline..end).unwrap_or_default();
        let after = end - rest.trim_start_matches(is_space).len();
        nodes.push(Node { span: span(from, before), kind: NodeKind::Text });
        nodes.push(Node { span: span(before, after), kind: NodeKind::Literal(" ") });
        from = after;
    }
    nodes.push(Node { span: span(from, end), kind: NodeKind::Text });
}

/// What Python's `str.isspace` takes for a blank.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}
