//! [`Head`]: what stands before a point in a URL, as far as it decides about the scheme; and in the name of a member or
//! attribute, as far as it decides what is done with a value.

use super::fault::JsFault;
use super::state::Head;
use super::words::{self, Sink, Word};
use crate::html::{self, Scheme};

impl Head {
    /// After one more character of a literal that is handed to `sink`.
    pub(super) fn read(&mut self, sink: Option<Sink>, next: char) -> Result<(), JsFault> {
        let head = std::mem::take(self);
        *self = match sink {
            Some(Sink::Url | Sink::Module) => in_url(head, next)?,
            Some(Sink::Key | Sink::Attribute) => in_name(head, next),
            _ => head,
        };
        Ok(())
    }

    /// After one more character of a URL in the markup of a literal, where `data:` is only loaded as an image.
    pub(super) fn read_settled(&mut self, next: char) {
        *self = match std::mem::take(self) {
            Head::Dynamic if next == ':' => Head::Script,
            Head::Name(name) if next == ':' && html::scheme(name.as_str()) == Scheme::Data => Head::Settled,
            head => in_url(head, next).unwrap_or(Head::Script),
        };
    }

    /// After an escape whose meaning is not looked at.
    pub(super) fn hide(&mut self, sink: Option<Sink>) {
        match sink {
            Some(Sink::Url | Sink::Module) if *self != Head::Settled => *self = Head::Script,
            Some(Sink::Key | Sink::Attribute) => *self = Head::Dynamic,
            _ => {}
        }
    }

    /// After a value.
    pub(super) fn after_value(&mut self, sink: Option<Sink>) {
        *self = match (sink, std::mem::take(self)) {
            (Some(Sink::Url | Sink::Module), Head::Empty | Head::Name(_) | Head::Foreign) => Head::Dynamic,
            (Some(Sink::Key), Head::Empty) => Head::Whole,
            (Some(Sink::Attribute), Head::Empty) => Head::Dynamic,
            (Some(Sink::Key), Head::Name(begin)) if !words::begins_name(begin.as_str()) => Head::Settled,
            (Some(Sink::Attribute), Head::Name(begin)) if !words::begins_named(begin.as_str()) => {
                Head::Settled
            }
            (Some(Sink::Key | Sink::Attribute), Head::Name(_) | Head::Whole) => Head::Dynamic,
            (_, head) => head,
        };
    }

    /// After an operand that the script computes.
    pub(super) fn after_operand(&mut self, sink: Option<Sink>) {
        *self = match (sink, std::mem::take(self)) {
            (Some(Sink::Attribute), Head::Name(it)) if words::named(it.as_str()) == Some(Sink::Code) => {
                Head::Name(it)
            }
            (Some(Sink::Url | Sink::Module | Sink::Key | Sink::Attribute), Head::Empty | Head::Name(_)) => {
                Head::Foreign
            }
            (_, Head::Whole) => Head::Dynamic,
            (_, head) => head,
        };
    }

    /// After a substitution in a template literal, which holds `inner`.
    pub(super) fn after_substitution(self, inner: &Head) -> Head {
        match self {
            Head::Empty | Head::Name(_) | Head::Foreign if matches!(inner, Head::Dynamic | Head::Whole) => {
                Head::Dynamic
            }
            Head::Empty | Head::Name(_) => Head::Foreign,
            head => head,
        }
    }

    /// The one that is right for both. What begins a URL and what goes on with one are two things.
    pub(super) fn or(&self, other: &Head) -> Option<Head> {
        Some(match (self, other) {
            (one, other) if one == other => one.clone(),
            (Head::Script | Head::Empty, _) | (_, Head::Script | Head::Empty) => return None,
            (Head::Foreign | Head::Settled, Head::Foreign | Head::Settled) => Head::Foreign,
            _ => Head::Dynamic,
        })
    }
}

/// WHATWG URL § 4.4: the part of a URL that can be a scheme.
fn in_url(head: Head, next: char) -> Result<Head, JsFault> {
    Ok(match (head, next) {
        (head, '\t' | '\n' | '\r') => head,
        (Head::Empty, _) if next <= ' ' => Head::Empty,
        (Head::Empty, _) if next.is_ascii_alphabetic() => Head::Name(Word::of(next.encode_utf8(&mut [0; 4]))),
        (Head::Name(mut name), 'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.') => {
            name.push(next);
            Head::Name(name)
        }
        (Head::Name(name), ':') if matches!(html::scheme(name.as_str()), Scheme::Script | Scheme::Data) => {
            Head::Script
        }
        (Head::Script, _) => Head::Script,
        (Head::Dynamic, ':') => return Err(JsFault::SCHEME),
        (head @ (Head::Dynamic | Head::Foreign), 'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.') => head,
        _ => Head::Settled,
    })
}

/// Names in the tables hold nothing but letters.
fn in_name(head: Head, next: char) -> Head {
    match head {
        Head::Empty => Head::Name(Word::of(next.encode_utf8(&mut [0; 4]))),
        Head::Name(mut name) => {
            name.push(next);
            Head::Name(name)
        }
        Head::Dynamic | Head::Whole if next.is_ascii_alphabetic() => Head::Dynamic,
        Head::Dynamic | Head::Whole => Head::Settled,
        head => head,
    }
}
