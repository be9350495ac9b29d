//! Values in pages in which a client-side framework looks for templates of its own: what a value holds must not
//! begin one, neither by itself nor with what stands before or after it.

use super::url::UrlHole;
use super::{Escaper, NameWrite, Rejected};
use crate::diagnostics::Error;
use crate::html;
use crate::value::{Cx, Kind, Origin, Value};

/// A place whose text a framework reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Guarded {
    Text,
    Foreign,
    Template,
    RcData,
    RawText,
    Attr,
    Url(UrlHole),
    Name(NameWrite),
}

/// U+2060, which nobody sees and where no line breaks: it parts the two characters that would begin a template.
pub(super) const JOINER: char = '\u{2060}';

impl Escaper {
    /// The same for a page whose text a framework reads.
    pub(crate) fn guarded(self) -> Escaper {
        Escaper::Guarded(match self {
            Escaper::Text => Guarded::Text,
            Escaper::Foreign => Guarded::Foreign,
            Escaper::Template => Guarded::Template,
            Escaper::RcData => Guarded::RcData,
            Escaper::RawText => Guarded::RawText,
            Escaper::Attr => Guarded::Attr,
            Escaper::Url(hole) => Guarded::Url(hole),
            Escaper::Name(name) => Guarded::Name(name),
            // All others escape or refuse brackets and braces.
            other => return other,
        })
    }
}

impl Guarded {
    pub(super) fn escaper(self) -> Escaper {
        match self {
            Guarded::Text => Escaper::Text,
            Guarded::Foreign => Escaper::Foreign,
            Guarded::Template => Escaper::Template,
            Guarded::RcData => Escaper::RcData,
            Guarded::RawText => Escaper::RawText,
            Guarded::Attr => Escaper::Attr,
            Guarded::Url(hole) => Escaper::Url(hole),
            Guarded::Name(name) => Escaper::Name(name),
        }
    }

    pub(super) fn write<'a>(
        self,
        value: Value<'a>,
        cx: Cx<'a>,
        out: &mut String,
    ) -> Result<Option<Rejected>, Error> {
        let vouched = is_vouched_for(value);
        let start = out.len();
        let rejected = self.escaper().write(value, cx, out)?;
        if !vouched && out.get(start..).is_some_and(|it| it.contains(['{', '[', '&'])) {
            let written = out.split_off(start);
            let percent = matches!(self, Guarded::Url(_));
            part(&written, percent, out);
        }
        Ok(rejected)
    }
}

/// What a person vouches for may be a template, and what was rendered here may hold one, and scripts.
fn is_vouched_for(value: Value<'_>) -> bool {
    match value {
        Value::Safe(Kind::Html(Origin::Trusted) | Kind::Attrs, _) => true,
        Value::Safe(Kind::Html(Origin::Earned), html) => html.contains("<script") || html.contains("<style"),
        _ => false,
    }
}

/// Copies what was written, with something between characters that would begin a template. What stands before it
/// may end in the first of them, and what comes after it may begin with the second.
fn part(written: &str, percent: bool, out: &mut String) {
    let mut before = out.chars().next_back();
    let mut rest = written;
    while let Some(next) = html::decode(rest) {
        let begins = before.is_some_and(|it| html::begins_template(it, next.character));
        if begins && !percent {
            out.push(JOINER);
        }
        // Of an address only brackets are left as they are.
        out.push_str(if begins && percent { "%5B" } else { &rest[..next.length] });
        rest = &rest[next.length..];
        before = Some(next.character);
    }
    if !percent && matches!(before, Some('{' | '[')) {
        out.push(JOINER);
    }
}
