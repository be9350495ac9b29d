//! Filters that make HTML, or text for inside a script.

use super::Filtered;
use super::safety::{built, conditional_escape, escaped, html, html_origin, plain, str_of};
use crate::html::escape_html;
use crate::value::{Cx, Kind, Origin, Value, printed};
use std::borrow::Cow;
use std::fmt::Write;

/// Marks the text as HTML that the template's author vouches for.
pub(super) fn safe<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    Ok(html(Origin::Trusted, str_of(value, cx)?))
}

/// The kinds of place that `trust` vouches for. In templates that nobody reviews it has no business.
pub(super) const TRUSTED: &[(&str, Kind)] = &[
    ("attrs", Kind::Attrs),
    ("css", Kind::Css),
    ("html", Kind::Html(Origin::Trusted)),
    ("identifier", Kind::Identifier),
    ("js", Kind::Js),
    ("js_str", Kind::JsStr),
    ("resource_url", Kind::ResourceUrl),
    ("srcset", Kind::Srcset),
    ("url", Kind::Url),
];

/// Marks the text as safe for one kind of place; the template's author vouches for it.
pub(super) fn trust<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let word = argument.and_then(Value::as_str).unwrap_or_default();
    let text = str_of(value, cx)?;
    let kind = TRUSTED.iter().find(|it| it.0 == word);
    Ok(kind.map_or(Value::Str(text), |it| Value::Safe(it.1, text)))
}

/// Escapes now, once: HTML is left alone.
pub(super) fn escape<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let (origin, text) = conditional_escape(value, cx)?;
    Ok(html(origin, text))
}

/// What `escape` does beside escaping: numbers and dates become text.
pub(super) fn escaped_by_place<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    match value {
        Value::Int(_) | Value::Float(_) | Value::Number(_) | Value::Time(_) => {
            plain(value, cx, |text| Ok(Cow::Borrowed(text)))
        }
        _ => Ok(value),
    }
}

/// Escapes even HTML, and again each time.
pub(super) fn force_escape<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    Ok(html(Origin::Earned, escaped(str_of(value, cx)?, cx)?))
}

/// Text for inside a JavaScript string. Nothing in its alphabet is special to HTML either.
pub(super) fn escapejs<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let text = str_of(value, cx)?;
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for (at, it) in text.char_indices().filter(|it| is_special_to_js(it.1)) {
        out.push_str(&text[written..at]);
        // Writing to a String cannot fail.
        let _ = write!(out, "\\u{:04X}", u32::from(it));
        written = at + it.len_utf8();
    }
    out.push_str(&text[written..]);
    Ok(Value::Safe(Kind::JsStr, cx.arena.str(&out)?))
}

fn is_special_to_js(it: char) -> bool {
    it.is_control()
        || matches!(it, '\\' | '\'' | '"' | '>' | '<' | '&' | '=' | '-' | ';' | '`' | '\u{2028}' | '\u{2029}')
}

/// Blank lines part paragraphs, other line ends become `<br>`.
pub(super) fn linebreaks<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    marked_up(value, cx, |text, escape, out| {
        for (n, paragraph) in paragraphs(text).enumerate() {
            out.push_str(if n == 0 { "<p>" } else { "\n\n<p>" });
            push_lines(paragraph, escape, out);
            out.push_str("</p>");
        }
    })
}

/// Line ends become `<br>`.
pub(super) fn linebreaksbr<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    marked_up(value, cx, push_lines)
}

/// Numbers the lines, all numbers equally wide.
pub(super) fn linenumbers<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let text = str_of(value, cx)?;
    let width = text.split('\n').count().to_string().len();
    with_markup(value, cx, |escape, out| {
        for (n, line) in text.split('\n').enumerate() {
            let _ = write!(out, "{}{:0width$}. ", if n == 0 { "" } else { "\n" }, n + 1);
            escape(line, out);
        }
    })
}

/// Writes one piece of the text, escaped if it needs that.
pub(super) type Escape<'e> = &'e dyn Fn(&str, &mut String);

/// Puts markup around text with its line ends made `\n`.
fn marked_up<'a>(
    value: Value<'a>,
    cx: Cx<'a>,
    write: impl FnOnce(&str, Escape<'_>, &mut String),
) -> Filtered<'a> {
    let mut text = str_of(value, cx)?;
    if text.contains('\r') {
        text = cx.arena.str(&text.replace("\r\n", "\n").replace('\r', "\n"))?;
    }
    with_markup(value, cx, |escape, out| write(text, escape, out))
}

/// What Django's filters with `needs_autoescape` do: the text is escaped when automatic escaping is on
/// and it is no HTML; the result is HTML in any case. Unescaped text was vouched for by whoever turned
/// escaping off.
pub(super) fn with_markup<'a>(
    value: Value<'a>,
    cx: Cx<'a>,
    write: impl FnOnce(Escape<'_>, &mut String),
) -> Filtered<'a> {
    let (origin, escapes) = match html_origin(printed(value, cx)?) {
        Some(origin) => (origin, false),
        None if cx.autoescape => (Origin::Earned, true),
        None => (Origin::Trusted, false),
    };
    let escape = |text: &str, out: &mut String| {
        if escapes { escape_html(text, out) } else { out.push_str(text) }
    };
    let text = built(cx, |out| {
        write(&escape, out);
        Ok(())
    })?;
    Ok(html(origin, text))
}

fn push_lines(text: &str, escape: Escape<'_>, out: &mut String) {
    for (n, line) in text.split('\n').enumerate() {
        out.push_str(if n == 0 { "" } else { "<br>" });
        escape(line, out);
    }
}

/// The text cut at every run of two or more line ends.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find("\n\n") else { return rest.take() };
        rest = Some(text[end..].trim_start_matches('\n'));
        Some(&text[..end])
    })
}
