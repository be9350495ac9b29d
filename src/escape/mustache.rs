//! Values in pages in which a client-side framework looks for templates of its own: what a value holds must not
//! begin one, neither by itself nor with what stands before or after it.

use super::url::UrlHole;
use super::{Escaper, JsEscape, JsGuard, NameWrite, Rejected};
use crate::diagnostics::Error;
use crate::html;
use crate::value::{Cx, Kind, Origin, Value};

/// A place whose text a framework reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Guarded {
    Text(Guard),
    Foreign(Guard),
    Template(Guard),
    RcData,
    RawText,
    Data,
    Attr(Guard),
    Url(UrlHole),
    Name(NameWrite),
}

/// What is to be kept apart beside the characters that begin a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Guard {
    /// Nothing.
    Pairs,
    /// `@if (…) { }` and `{a, select, …}` in text.
    Blocks,
    /// A colon between words, as in `ng-init: …`.
    Words,
}

/// U+2060, which nobody sees and where no line breaks: it parts the two characters that would begin a template.
pub(super) const JOINER: char = '\u{2060}';

impl Escaper {
    /// The same for a page whose text a framework reads.
    pub(crate) fn guarded(self, guard: Guard) -> Escaper {
        if let Escaper::Js { hole: hole @ JsEscape { guard: JsGuard::Html, .. }, quoted } = self {
            return Escaper::Js { hole: JsEscape { guard: JsGuard::HtmlTemplate, ..hole }, quoted };
        }
        Escaper::Guarded(match self {
            Escaper::Text => Guarded::Text(guard),
            Escaper::Foreign => Guarded::Foreign(guard),
            Escaper::Template => Guarded::Template(guard),
            Escaper::RcData => Guarded::RcData,
            Escaper::RawText => Guarded::RawText,
            Escaper::Data => Guarded::Data,
            Escaper::Attr => Guarded::Attr(guard),
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
            Guarded::Text(_) => Escaper::Text,
            Guarded::Foreign(_) => Escaper::Foreign,
            Guarded::Template(_) => Escaper::Template,
            Guarded::RcData => Escaper::RcData,
            Guarded::RawText => Escaper::RawText,
            Guarded::Data => Escaper::Data,
            Guarded::Attr(_) => Escaper::Attr,
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
        if !vouched && out.get(start..).is_some_and(|it| it.contains(['{', '[', '&', '}', '@', ':'])) {
            let written = out.split_off(start);
            let earned = matches!(value, Value::Safe(Kind::Html(_), _));
            part(&written, self.apart(), earned, out);
        }
        Ok(rejected)
    }

    /// How characters are kept apart there.
    fn apart(self) -> Apart {
        match self {
            Guarded::Url(_) => Apart::Percent,
            Guarded::Text(guard) | Guarded::Foreign(guard) | Guarded::Template(guard)
                if guard == Guard::Blocks =>
            {
                Apart::Blocks
            }
            Guarded::Attr(Guard::Words) => Apart::Words,
            _ => Apart::Pairs,
        }
    }
}

/// How what would begin a template is kept apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// With [`JOINER`] between the characters that begin one.
    Pairs,
    /// The same, and braces and `@` as references, which Angular reads as text.
    Blocks,
    /// The same, and before colons.
    Words,
    /// In an address: of those characters only brackets are left as they are.
    Percent,
}

/// What a person vouches for may be a template.
fn is_vouched_for(value: Value<'_>) -> bool {
    matches!(value, Value::Safe(Kind::Html(Origin::Trusted) | Kind::Attrs, _))
}

/// Copies what was written, with something between characters that would begin a template. What stands before it
/// may end in the first of them, and what comes after it may begin with the second. Scripts and styles of what was
/// rendered here are left as they are: no framework looks into them.
fn part(written: &str, apart: Apart, earned: bool, out: &mut String) {
    let mut before = last(out);
    let mut rest = written;
    while let Some(next) = html::decode(rest) {
        if let Some(code) = code(rest).filter(|_| earned) {
            out.push_str(code);
            rest = &rest[code.len()..];
            before = None;
            continue;
        }
        let begins = before.is_some_and(|it| html::begins_template(it, next.character));
        if (begins && apart != Apart::Percent) || (apart == Apart::Words && next.character == ':') {
            out.push(JOINER);
        }
        out.push_str(match next.character {
            '[' if begins && apart == Apart::Percent => "%5B",
            '{' if apart == Apart::Blocks => "&#123;",
            '}' if apart == Apart::Blocks => "&#125;",
            '@' if apart == Apart::Blocks => "&#64;",
            _ => &rest[..next.length],
        });
        rest = &rest[next.length..];
        before = Some(next.character);
    }
    if apart != Apart::Percent && matches!(before, Some('{' | '[')) {
        out.push(JOINER);
    }
}

/// Markup that is escaped, in which nothing begins a template, whatever stands around it.
pub(super) fn parted(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut before = None;
    for next in markup.chars() {
        if before.is_none_or(|it| html::begins_template(it, next)) && matches!(next, '{' | '[') {
            out.push(JOINER);
        }
        out.push(next);
        before = Some(next);
    }
    if matches!(before, Some('{' | '[' | '$')) {
        out.push(JOINER);
    }
    out
}

/// The last character of a page so far, which may be a character reference.
fn last(out: &str) -> Option<char> {
    const LONGEST: usize = 20;
    let last = out.chars().next_back()?;
    let from = out.bytes().rev().take(LONGEST).position(|it| it == b'&').filter(|_| last == ';');
    let reference = from.and_then(|it| out.get(out.len() - it - 1..));
    let decoded = reference.and_then(|it| html::decode(it).filter(|decoded| decoded.length == it.len()));
    Some(decoded.map_or(last, |it| it.character))
}

/// The script or style that begins here, up to its end tag.
fn code(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let name = ["script", "style"]
        .into_iter()
        .find(|it| rest.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it)))?;
    let ends = |at: usize| {
        let end = text.get(at + 2..at + 2 + name.len());
        end.is_some_and(|it| it.eq_ignore_ascii_case(name))
    };
    let end = text.match_indices("</").map(|it| it.0).find(|it| ends(*it));
    text.get(..end.unwrap_or(text.len()))
}
