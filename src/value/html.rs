//! HTML made in Rust: [`format_html!`](crate::format_html) and its parts, with Django's meaning.

use super::SafeHtml;
use super::number::django_float;
use super::print::truth_name;
use crate::html::escape_html;
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::Arc;

/// What can be written into HTML: text is escaped, [`SafeHtml`] stays as it is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written into HTML",
    note = "hand over text, a number or `SafeHtml`; `format_args!(\"{{value}}\")` turns anything printable into text"
)]
pub trait HtmlText {
    /// Appends it as HTML text.
    fn write_html(&self, out: &mut String);
}

/// Escapes `value` for HTML text, unless it is [`SafeHtml`] already.
pub fn conditional_escape<T: HtmlText + ?Sized>(value: &T) -> SafeHtml<'static> {
    let mut html = String::new();
    value.write_html(&mut html);
    SafeHtml::trust(html)
}

/// Vouches for `html`, as [`SafeHtml::trust`] does.
pub fn mark_safe<'a>(html: impl Into<Cow<'a, str>>) -> SafeHtml<'a> {
    SafeHtml::trust(html)
}

/// HTML from a literal with a `{}` for each argument. Arguments are escaped, [`SafeHtml`] is not.
/// Between tags only: `{}` inside a tag, script or style is not what this escapes for.
///
/// ```
/// use palisade::{format_html, mark_safe};
///
/// let html = format_html!("<b>{}</b>{}", "1 < 2", mark_safe("<br>"));
/// assert_eq!(html, "<b>1 &lt; 2</b><br>");
/// ```
///
/// The number of arguments is checked when it is compiled:
///
/// ```compile_fail
/// let html = palisade::format_html!("<b>{}</b>");
/// ```
///
/// and what is no text must say how it becomes one:
///
/// ```compile_fail,E0277
/// struct Plain;
/// let html = palisade::format_html!("<b>{}</b>", Plain);
/// ```
#[macro_export]
macro_rules! format_html {
    ($format:literal $(, $argument:expr)* $(,)?) => {{
        const _: () = $crate::check_format($format, <[&str]>::len(&[$(::core::stringify!($argument)),*]));
        $crate::write_format($format, &[$(&$argument as &dyn $crate::value::HtmlText),*])
    }};
}

/// Stops the compiler when a format of [`format_html!`] does not fit its arguments.
#[doc(hidden)]
pub const fn check_format(format: &str, arguments: usize) {
    let bytes = format.as_bytes();
    let (mut at, mut holes) = (0, 0);
    while at < bytes.len() {
        let next = if at + 1 < bytes.len() { bytes[at + 1] } else { 0 };
        match (bytes[at], next) {
            (b'{', b'}') => holes += 1,
            (b'{', b'{') | (b'}', b'}') => {}
            // Only ever run by the compiler.
            (b'{', _) => {
                panic!("format_html! takes its arguments by position: write `{{}}`, or `{{{{` for a brace")
            }
            (b'}', _) => panic!("a lone `}}` in format_html!: write `}}}}` for a brace"),
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    assert!(holes == arguments, "format_html! needs one argument for each `{{}}`");
}

/// Fills a format that [`check_format`] has passed.
#[doc(hidden)]
pub fn write_format(format: &str, arguments: &[&dyn HtmlText]) -> SafeHtml<'static> {
    let mut html = String::with_capacity(format.len() * 2);
    let mut arguments = arguments.iter();
    let mut rest = format;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, brace) = rest.split_at(at);
        html.push_str(literal);
        match brace.strip_prefix("{}") {
            Some(_) => arguments.next().into_iter().for_each(|it| it.write_html(&mut html)),
            None => html.extend(brace.chars().next()),
        }
        rest = brace.get(2..).unwrap_or_default();
    }
    html.push_str(rest);
    SafeHtml::trust(html)
}

/// Escapes whatever is written to it.
struct Escaping<'o>(&'o mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escape_html(text, self.0);
        Ok(())
    }
}

/// Types written by an expression.
macro_rules! html_text {
    ($($type:ty: |$it:ident, $out:ident| $write:expr;)*) => { $(
        impl HtmlText for $type {
            fn write_html(&self, $out: &mut String) {
                let $it = self;
                $write
            }
        }
    )* };
}

html_text! {
    str: |it, out| escape_html(it, out);
    String: |it, out| escape_html(it, out);
    Cow<'_, str>: |it, out| escape_html(it, out);
    SafeHtml<'_>: |it, out| out.push_str(it.as_str());
    char: |it, out| escape_html(it.encode_utf8(&mut [0; 4]), out);
    bool: |it, out| out.push_str(truth_name(*it));
    f64: |it, out| django_float(*it, out);
    // A String takes everything, so nothing can fail but the application's own `Display`.
    fmt::Arguments<'_>: |it, out| { let _ = Escaping(out).write_fmt(*it); };
}

macro_rules! whole_numbers {
    ($($type:ty)*) => { $(
        impl HtmlText for $type {
            fn write_html(&self, out: &mut String) {
                out.push_str(itoa::Buffer::new().format(*self));
            }
        }
    )* };
}

whole_numbers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

macro_rules! pointers {
    ($($type:ty)*) => { $(
        impl<T: HtmlText + ?Sized> HtmlText for $type {
            fn write_html(&self, out: &mut String) {
                (**self).write_html(out);
            }
        }
    )* };
}

pointers! { &T Box<T> Arc<T> }
