//! Filters that cut text, and HTML, after so many characters or words.

use super::Filtered;
use super::coerce::{Whole, fault, int};
use super::markup::{Reader, References, Token};
use super::safety::keep_safe;
use crate::diagnostics::Error;
use crate::html::{escape_html, is_void, unescape};
use crate::value::{Cx, Value, is_space};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// What stands for the words that were cut.
const CUT_WORDS: &str = " …";

/// What stands for the text that is kept, in what is written when characters were cut.
const KEPT: &str = "%(truncated_text)s";

/// The first words, with ` …` when there were more.
pub(super) fn truncatewords<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    cut(value, argument, cx, "truncatewords", first_words)
}

/// The first characters, the last of them `…` when there were more. Marks that combine do not count.
pub(super) fn truncatechars<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let mark = mark(cx);
    cut(value, argument, cx, "truncatechars", |text, most| first_chars(text, most, &mark))
}

/// The first words outside of tags, with ` …` when there were more. Tags that are open then are closed.
pub(super) fn truncatewords_html<'a>(
    value: Value<'a>,
    argument: Option<Value<'a>>,
    cx: Cx<'a>,
) -> Filtered<'a> {
    cut(value, argument, cx, "truncatewords_html", first_words_of_html)
}

/// The first characters outside of tags, with `…` when there were more. Tags that are open then are closed.
pub(super) fn truncatechars_html<'a>(
    value: Value<'a>,
    argument: Option<Value<'a>>,
    cx: Cx<'a>,
) -> Filtered<'a> {
    let mark = mark(cx);
    cut(value, argument, cx, "truncatechars_html", |text, most| first_chars_of_html(text, most, &mark))
}

/// What is written when characters were cut, in the language of the render.
fn mark(cx: Cx<'_>) -> Cow<'_, str> {
    let meaning = "String to return when truncating text";
    let id = "%(truncated_text)s…";
    cx.translation(id, Some(meaning), None).unwrap_or(Cow::Borrowed(id))
}

fn cut<'a>(
    value: Value<'a>,
    argument: Option<Value<'a>>,
    cx: Cx<'a>,
    filter: &str,
    cut: impl FnOnce(&str, usize) -> String,
) -> Filtered<'a> {
    let most = most(filter, argument.unwrap_or(Value::None))?;
    keep_safe(value, cx, |text| {
        Ok(match most {
            None => Cow::Borrowed(text),
            Some(0) => Cow::Borrowed(""),
            Some(most) => Cow::Owned(cut(text, most)),
        })
    })
}

/// How many are kept at most; `None` when that is text and no number, and nothing is cut.
fn most(filter: &str, argument: Value<'_>) -> Result<Option<usize>, Error> {
    match (int(argument), argument.as_str()) {
        (Whole::Is(most), _) => Ok(Some(usize::try_from(most.max(0)).unwrap_or(usize::MAX))),
        (Whole::TooLarge, Some(text)) => Ok(Some(beyond(text))),
        (Whole::TooLarge, None) => match argument {
            Value::Number(digits) => Ok(Some(beyond(digits))),
            _ => Err(fault(filter, "a finite number", argument)),
        },
        (Whole::Unreadable, _) => Ok(None),
        _ => Err(fault(filter, "a whole number", argument)),
    }
}

/// Of a number beyond any length its sign is all that matters.
fn beyond(digits: &str) -> usize {
    if digits.trim_start().starts_with('-') { 0 } else { usize::MAX }
}

/// The text with the mark, which is not added twice.
fn marked(text: String, mark: &str) -> String {
    match mark.split_once(KEPT) {
        Some((before, after)) => [before, &text, after].concat(),
        None if text.ends_with(mark) => text,
        None => text + mark,
    }
}

/// How many characters leave room for the mark.
fn room_beside(most: usize, mark: &str) -> usize {
    let mark = marked(String::new(), mark);
    most.saturating_sub(mark.chars().filter(|it| !is_combining_mark(*it)).count())
}

/// Python's `unicodedata.combining()`.
fn is_combining_mark(it: char) -> bool {
    canonical_combining_class(it) != 0
}

/// The first words, which are one at least.
fn first_words(text: &str, most: usize) -> String {
    let mut words = text.split(is_space).filter(|it| !it.is_empty());
    let kept = words.by_ref().take(most).collect::<Vec<_>>().join(" ");
    if words.next().is_some() { marked(kept, CUT_WORDS) } else { kept }
}

fn first_chars(text: &str, most: usize, mark: &str) -> String {
    let text: String = text.nfc().collect();
    let room = room_beside(most, mark);
    let mut counted = text.char_indices().filter(|it| !is_combining_mark(it.1)).map(|it| it.0);
    let Some(end) = counted.nth(room) else { return text };
    // One more than fits without a mark?
    let more = most - room;
    if more == 0 || counted.nth(more - 1).is_some() { marked(text[..end].to_owned(), mark) } else { text }
}

fn first_words_of_html(text: &str, most: usize) -> String {
    Cut { unit: Unit::Words, room: most, mark: CUT_WORDS, out: Output::default(), open: Vec::new() }
        .html(text)
}

fn first_chars_of_html(text: &str, most: usize, mark: &str) -> String {
    let text: String = text.nfc().collect();
    let unit = Unit::Characters { most, seen: 0, length: text.chars().count() };
    Cut { unit, room: room_beside(most, mark), mark, out: Output::default(), open: Vec::new() }.html(&text)
}

/// What is left of a text, or of HTML, whatever the mark.
#[cfg(feature = "_internals")]
pub(crate) fn truncated(text: &str, most: usize, mark: &str, html: bool) -> String {
    if html { first_chars_of_html(text, most, mark) } else { first_chars(text, most, mark) }
}

/// What is counted.
enum Unit {
    Words,
    Characters {
        most: usize,
        /// Of the text so far.
        seen: usize,
        /// Of the whole source.
        length: usize,
    },
}

/// What was written, and its length in characters.
#[derive(Default)]
struct Output {
    text: String,
    length: usize,
}

impl Output {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += text.chars().count();
    }
}

/// HTML being cut. An incomplete tag or reference at its end is dropped, as Django does.
struct Cut<'m> {
    unit: Unit,
    /// How many more are kept.
    room: usize,
    mark: &'m str,
    out: Output,
    /// Tags that are open, the innermost last.
    open: Vec<String>,
}

impl Cut<'_> {
    fn html(mut self, text: &str) -> String {
        let mut done = false;
        Reader::new(text, References::InText).feed(&mut |token| {
            done = !self.take(token);
            !done
        });
        if done {
            for name in self.open.iter().rev() {
                self.out.text.extend(["</", name, ">"]);
            }
        }
        self.out.text
    }

    /// `false` after the cut.
    fn take(&mut self, token: Token<'_>) -> bool {
        match token {
            Token::Text(text) => return self.data(text, &unescape(text)),
            Token::Verbatim(text) => return self.data(text, text),
            Token::Reference(_) => {}
            Token::Start { source, name, closed } => {
                self.out.push(source);
                match (closed, never_closed(&name)) {
                    (_, true) => {}
                    (true, false) => self.out.push(&["</", &name, ">"].concat()),
                    (false, false) => self.open.push(name),
                }
            }
            Token::End { name } if never_closed(&name) => {}
            Token::End { name } => {
                self.out.push(&["</", &name, ">"].concat());
                self.open.pop_if(|it| *it == name);
            }
        }
        true
    }

    fn data(&mut self, source: &str, data: &str) -> bool {
        if self.is_exactly_enough(data) {
            // Django writes the decoded text here, and `&lt;` comes out as `<`. Here text with references in
            // it is escaped again.
            let safe = if source == data { Cow::Borrowed(data) } else { Cow::Owned(escaped(data)) };
            self.out.push(&safe);
            return false;
        }
        let (kept, count) = match self.unit {
            Unit::Words => words_in_place(data, self.room),
            Unit::Characters { .. } => (data.chars().take(self.room).collect(), data.chars().count()),
        };
        let kept = escaped(&kept);
        let cut = self.room < count;
        self.room = self.room.saturating_sub(count);
        self.out.push(&if cut { marked(kept, self.mark) } else { kept });
        !cut
    }

    /// Whether characters end just where so many are wanted, and the output is as long as the source then.
    fn is_exactly_enough(&mut self, data: &str) -> bool {
        let Unit::Characters { most, seen, length } = &mut self.unit else { return false };
        let count = data.chars().count();
        *seen += count;
        *seen == *most && self.out.length + count == *length
    }
}

/// Elements without an end tag, to Django: HTML's and two of old.
fn never_closed(name: &str) -> bool {
    is_void(name) || matches!(name, "frame" | "spacer")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_html(text, &mut out);
    out
}

/// The first words with single blanks between them; blanks around all of them stay. And how many words there
/// are, at least one.
fn words_in_place(text: &str, most: usize) -> (String, usize) {
    let inner = text.trim_matches(is_space);
    if inner.is_empty() {
        return (if most > 0 { text.to_owned() } else { String::new() }, 1);
    }
    let start = text.len() - text.trim_start_matches(is_space).len();
    let words = || inner.split(is_space).filter(|it| !it.is_empty());
    let count = words().count();
    let mut out = if most > 0 { text[..start].to_owned() } else { String::new() };
    out.push_str(&words().take(most).collect::<Vec<_>>().join(" "));
    if most >= count {
        out.push_str(&text[start + inner.len()..]);
    }
    (out, count)
}
