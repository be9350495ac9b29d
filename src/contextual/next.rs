//! [`Next`]: the text behind a hole.

use crate::source::Source;
use crate::syntax::{Branch, Node, NodeKind};

/// What comes right after a hole, as far as it decides about it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next<'t> {
    /// This literal text.
    Text(&'t str),
    /// A tag or the end of a body: anything may come.
    Unknown,
    /// A tag, behind which anything may come but a `=`.
    Apart,
}

/// What literal text begins with, blanks aside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// With a `=`, or it is not known.
    Equals,
    Other,
    /// There is none.
    Nothing,
}

impl<'t> Next<'t> {
    /// What the nodes behind a hole begin with.
    pub(super) fn of(nodes: &[Node], source: &'t Source) -> Next<'t> {
        match nodes {
            [Node { kind: NodeKind::Text, span }, ..] => Next::Text(source.slice(*span)),
            [Node { kind: NodeKind::If { branches }, .. }, rest @ ..] => {
                match after_branches(branches, rest, source) {
                    Begin::Other => Next::Apart,
                    Begin::Equals | Begin::Nothing => Next::Unknown,
                }
            }
            _ => Next::Unknown,
        }
    }

    /// The literal text, as far as it is known.
    pub(super) fn text(self) -> &'t str {
        match self {
            Next::Text(text) => text,
            Next::Unknown | Next::Apart => "",
        }
    }

    pub(super) fn starts_with(self, text: &str) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(text))
    }

    /// Whether the attribute's value, or the URL in it, ends here.
    pub(super) fn ends_value(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(['"', '\'', ' ', '\t', '\n', '\x0C', '\r', '>', ')']))
    }

    /// Whether a declaration or the style sheet ends here.
    pub(super) fn ends_css(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(['"', '\'', ';', '}']) || it.starts_with("</"))
    }

    /// Whether a value without quotes ends here.
    pub(super) fn ends_unquoted_value(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(|it: char| it == '>' || it.is_ascii_whitespace()))
    }

    /// Whether literal text goes on with a name.
    pub(super) fn goes_on_with_name(self) -> bool {
        matches!(self, Next::Text(it) if !it.starts_with(|it: char| matches!(it, '/' | '>' | '=') || it.is_ascii_whitespace()))
    }

    /// Whether a name ends here.
    pub(super) fn ends_name(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(|it: char| matches!(it, '/' | '>' | '=') || it.is_ascii_whitespace()))
    }

    /// Whether a quoted value ends here.
    pub(super) fn ends_quoted_value(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(['"', '\'']))
    }
}

/// What stands behind a hole that branches follow, whichever is taken.
fn after_branches(branches: &[Branch], rest: &[Node], source: &Source) -> Begin {
    let begins: Vec<Begin> = branches.iter().map(|it| begin(&it.body.nodes, source)).collect();
    let all = branches.iter().any(|it| it.condition.is_none()) && !begins.contains(&Begin::Nothing);
    match begins.contains(&Begin::Equals) {
        true => Begin::Equals,
        false if all => Begin::Other,
        false => begin(rest, source),
    }
}

fn begin(nodes: &[Node], source: &Source) -> Begin {
    for node in nodes {
        let NodeKind::Text = node.kind else { return Begin::Equals };
        match source.slice(node.span).trim_start().chars().next() {
            None => {}
            Some('=') => return Begin::Equals,
            Some(_) => return Begin::Other,
        }
    }
    Begin::Nothing
}
