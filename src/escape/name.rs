//! Names of tags and attributes that are data, ready attribute strings, and the values of attributes whose
//! name is data. What has just been written tells the name: the output is looked back at, a few bytes.

use super::url::{UrlHole, UrlWrite};
use super::{CssEscape, CssWrite, Escaper, Rejected, Sink, SrcsetWrite};
use crate::html::{self, AttrKind, Listed, UrlKind};
use crate::value::{Kind, Origin};

/// What part of a tag a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NameWrite {
    /// A tag's name, or the end of one.
    Tag,
    /// An attribute's name or ready attributes. `element` as the table of attributes has it; `glued` when no
    /// blank stands before it.
    Attribute { element: Listed, glued: bool, valued: Valued },
    /// Part of an attribute's name that begins with `data-` or `aria-`; `open` when more of it may follow.
    Part { open: bool },
    /// The whole value of an attribute whose name is data.
    Value { element: Listed },
}

/// Whether a value follows a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Valued {
    No,
    /// A tag follows, so perhaps.
    Maybe,
    /// One that is data: it is checked against the name when it is written.
    Yes,
    /// Literal text.
    Literal,
}

/// What stands for a name that was refused.
const REJECTED: &str = "data-rejected";

/// The element that stands for one that was refused.
const NEUTRAL: &str = "span";

/// Longest name that is looked back for.
const LONGEST: usize = 128;

const BAD_TAG: Rejected = Rejected { reason: "not the name of an element that data may choose" };
const BAD_NAME: Rejected = Rejected { reason: "not the name of an attribute that data may choose" };
const BAD_VALUE: Rejected = Rejected { reason: "the attribute of this name takes no value from data" };

impl NameWrite {
    pub(super) fn write(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        match self {
            NameWrite::Tag => tag(value, is_vouched_for(kind), out),
            NameWrite::Attribute { element, glued, valued } => {
                if is_vouched_for(kind)
                    && matches!(valued, Valued::No | Valued::Maybe)
                    && are_attributes(value)
                {
                    return ready(value, out);
                }
                attribute(value.trim(), element.name(), glued, valued, out)
            }
            NameWrite::Part { open } => part(value, open, out),
            NameWrite::Value { element } => named_value(value, kind, element.name(), out),
        }
    }

    pub(super) fn place(self) -> &'static str {
        match self {
            NameWrite::Tag => "tag name",
            NameWrite::Attribute { .. } | NameWrite::Part { .. } => "attribute name",
            NameWrite::Value { .. } => "value of an attribute named by data",
        }
    }
}

/// The last bytes written, back to the first that `ends` them; nothing when that is too far.
fn written_since(out: &str, ends: impl Fn(char) -> bool) -> Option<&str> {
    let from = out.len().saturating_sub(LONGEST);
    let from = (from..=out.len()).find(|it| out.is_char_boundary(*it))?;
    let tail = &out[from..];
    tail.rfind(ends).map(|it| &tail[it + 1..])
}

/// Whether a person vouches for it as a part of a tag.
fn is_vouched_for(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Attrs | Kind::Html(Origin::Trusted)))
}

/// `<h{{ level }}`: the whole name, with what stands before the value, must be an ordinary element. Ready
/// attributes, which begin with a blank, leave the name as it is.
fn tag(value: &str, vouched: bool, out: &mut String) -> Option<Rejected> {
    let Some(prefix) = written_since(out, |it| matches!(it, '<' | '/')) else {
        return Some(BAD_TAG);
    };
    let attributes = vouched && value.starts_with(char::is_whitespace) && are_attributes(value);
    let name = if attributes { prefix.to_owned() } else { format!("{prefix}{value}") };
    if html::is_ordinary(&name.to_ascii_lowercase()) {
        out.push_str(value);
        return None;
    }
    let keep = out.len() - prefix.len();
    out.truncate(keep);
    out.push_str(NEUTRAL);
    Some(BAD_TAG)
}

/// Attributes that somebody vouches for.
fn ready(value: &str, out: &mut String) -> Option<Rejected> {
    if !value.is_empty() && !out.ends_with(char::is_whitespace) && !value.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    out.push_str(value);
    None
}

fn attribute(name: &str, element: &str, glued: bool, valued: Valued, out: &mut String) -> Option<Rejected> {
    if glued && !(name.is_empty() && valued == Valued::No) {
        out.push(' ');
    }
    let lower = name.to_ascii_lowercase();
    let kind = html::attribute_kind(element, &lower);
    let plain = kind == AttrKind::Plain && !html::is_framework_code(&lower);
    let allowed = match valued {
        Valued::No => name.is_empty() || (plain && is_plain_name(&lower)),
        Valued::Literal => plain && is_plain_name(&lower),
        Valued::Maybe | Valued::Yes => is_name(name) && kind != AttrKind::Forbidden,
    };
    if allowed {
        out.push_str(name);
        return None;
    }
    out.push_str(REJECTED);
    Some(BAD_NAME)
}

/// `[a-z][a-z0-9-]*`
fn is_plain_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}

/// `[A-Za-z_@:][A-Za-z0-9_.:@-]*`
fn is_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic() || matches!(it, '_' | '@' | ':'))
        && name.bytes().all(is_name_byte)
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.:@-".contains(&byte)
}

fn part(value: &str, open: bool, out: &mut String) -> Option<Rejected> {
    let begin = written_since(out, |it| it.is_ascii_whitespace());
    let name = begin.map(|it| format!("{it}{value}").to_ascii_lowercase());
    let runs = |it: &str| html::is_framework_code(it) || (open && html::may_become_framework_code(it));
    let harmless = name.is_some_and(|it| !runs(&it));
    if harmless && value.bytes().all(is_name_byte) {
        out.push_str(value);
        return None;
    }
    out.push_str("rejected");
    Some(BAD_NAME)
}

/// A value whose attribute's name stands before it in the output: `name="`.
fn named_value(value: &str, kind: Option<Kind>, element: &str, out: &mut String) -> Option<Rejected> {
    let open = out.strip_suffix(['"', '\'']).and_then(|it| it.trim_end().strip_suffix('='));
    let name = open
        .map(str::trim_end)
        .and_then(|it| written_since(it, |it| html::is_blank(it as u8) && it.is_ascii()));
    let Some(name) = name.map(str::to_ascii_lowercase).filter(|it| is_name(it)) else {
        return Some(BAD_VALUE);
    };
    match html::attribute_kind(element, &name) {
        AttrKind::Plain if !html::is_framework_code_in(&name, value) => {
            plain(Escaper::Attr, value, kind, out)
        }
        AttrKind::Url(url) if url != UrlKind::Code => {
            plain(Escaper::Url(UrlHole { write: UrlWrite::Whole, kind: url }), value, kind, out)
        }
        AttrKind::Css => plain(
            Escaper::Css(CssEscape { write: CssWrite::Declarations { closed: false }, sink: Sink::Markup }),
            value,
            kind,
            out,
        ),
        AttrKind::Srcset => plain(Escaper::Srcset(SrcsetWrite::List), value, kind, out),
        _ => Some(BAD_VALUE),
    }
}

fn plain(escaper: Escaper, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
    match kind {
        Some(kind) => escaper.write_safe(kind, value, out),
        None => escaper.write_plain(value, out),
    }
}

/// Whether a text reads as whole attributes and nothing else: names, and values in quotes or of harmless
/// characters (§ before attribute name state to § after attribute value (quoted) state).
fn are_attributes(text: &str) -> bool {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let Some(after) = after_attribute(rest) else {
            return false;
        };
        let next = after.trim_start();
        if !next.is_empty() && next.len() == after.len() {
            return false;
        }
        rest = next;
    }
    true
}

fn after_attribute(text: &str) -> Option<&str> {
    let name = text.bytes().take_while(|it| is_name_byte(*it)).count();
    let rest = text.get(name..).filter(|_| name > 0)?;
    let Some(value) = rest.strip_prefix('=') else {
        return Some(rest);
    };
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).map(|it| it.1);
        }
    }
    let length = value.bytes().take_while(|it| it.is_ascii_alphanumeric() || b"-_.:/#%".contains(it)).count();
    value.get(length..).filter(|_| length > 0)
}
