//! Canonical HTML cut into tags and texts. It has no comments, no element whose content is no markup, and
//! no `<` or `>` in attributes, so that a tag ends at the next `>`.

use std::borrow::Cow;

/// A piece of canonical HTML, as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    Text(&'h str),
    Start { name: &'h str, raw: &'h str },
    End { name: &'h str, raw: &'h str },
}

/// The pieces of canonical HTML, in order: together they are the whole.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let piece = piece(rest)?;
        rest = rest.get(piece.len()..).unwrap_or_default();
        Some(piece)
    })
}

fn piece(rest: &str) -> Option<Piece<'_>> {
    if rest.is_empty() {
        return None;
    }
    if !rest.starts_with('<') {
        return rest.split('<').next().map(Piece::Text);
    }
    let raw = rest.get(..rest.find('>').map_or(rest.len(), |it| it + 1))?;
    let inside = raw.trim_matches(['<', '>']);
    let name = |it: &'_ str| it.find(' ').unwrap_or(it.len());
    Some(match inside.strip_prefix('/') {
        Some(end) => Piece::End { name: end, raw },
        None => Piece::Start { name: inside.get(..name(inside))?, raw },
    })
}

impl Piece<'_> {
    fn len(&self) -> usize {
        match self {
            Piece::Text(raw) | Piece::Start { raw, .. } | Piece::End { raw, .. } => raw.len(),
        }
    }
}

/// The references that the printer writes: no others are in canonical HTML.
const REFERENCES: &[(&str, char)] =
    &[("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{A0}'), ("&quot;", '"'), ("&#13;", '\r')];

/// The character that a text begins with, and how many bytes of it stand for that.
pub(super) fn first(text: &str) -> Option<(char, usize)> {
    let plain = text.chars().next()?;
    let found = REFERENCES.iter().find(|it| plain == '&' && text.starts_with(it.0));
    Some(found.map_or((plain, plain.len_utf8()), |it| (it.1, it.0.len())))
}

/// A text as it is read.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((it, length)) = first(rest) {
        out.push(it);
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(out)
}
