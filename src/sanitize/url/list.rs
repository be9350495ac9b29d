//! Attributes that hold several URLs: each is checked by itself, and those refused are left out.

use super::{UrlCx, UrlRule, one};
use crate::escape::{candidates, is_descriptor};
use crate::html::is_blank;
use crate::sanitize::verdict::{Reason, Verdict};
use std::borrow::Cow;

/// Image candidates, printed as `url size, url size`.
pub(super) fn srcset<'v>(rule: &UrlRule, list: &'v str, cx: UrlCx<'_>) -> Verdict<'v> {
    let mut kept = Kept { separator: ", ", out: String::with_capacity(list.len()), refused: None };
    for it in candidates(list) {
        match sizes(it.descriptor) {
            Some(sizes) => kept.add(one::check(rule, it.url, cx), it.url, &sizes),
            None => kept.refuse(Reason::Value),
        }
    }
    kept.verdict(list)
}

/// URLs, printed with a blank between them.
pub(super) fn blanks<'v>(rule: &UrlRule, list: &'v str, cx: UrlCx<'_>) -> Verdict<'v> {
    let mut kept = Kept { separator: " ", out: String::with_capacity(list.len()), refused: None };
    for url in words(list) {
        kept.add(one::check(rule, url, cx), url, "");
    }
    kept.verdict(list)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| u8::try_from(it).is_ok_and(is_blank)).filter(|it| !it.is_empty())
}

/// The sizes of a candidate, each with a blank before it; none if browsers would ignore the candidate.
fn sizes(descriptor: &str) -> Option<String> {
    let mut out = String::new();
    for word in words(descriptor) {
        if !is_descriptor(word) || !word.ends_with(['w', 'x', 'h']) {
            return None;
        }
        out.push(' ');
        out.push_str(word);
    }
    Some(out)
}

/// What is left of a list.
struct Kept {
    separator: &'static str,
    out: String,
    refused: Option<Reason>,
}

impl Kept {
    fn add(&mut self, verdict: Verdict<'_>, url: &str, after: &str) {
        let url = match verdict {
            Verdict::Keep => Cow::Borrowed(url),
            Verdict::Replace(other) => other,
            Verdict::Refuse(reason) => return self.refuse(reason),
        };
        // A comma at an end, or no URL at all, would make other candidates of the list.
        if url.is_empty() || url.starts_with(',') || url.ends_with(',') {
            return self.refuse(Reason::MalformedUrl);
        }
        if !self.out.is_empty() {
            self.out.push_str(self.separator);
        }
        self.out.push_str(&url);
        self.out.push_str(after);
    }

    fn refuse(&mut self, reason: Reason) {
        self.refused.get_or_insert(reason);
    }

    fn verdict<'v>(self, list: &'v str) -> Verdict<'v> {
        if self.out.is_empty() {
            return Verdict::Refuse(self.refused.unwrap_or(Reason::MalformedUrl));
        }
        if self.out == list { Verdict::Keep } else { Verdict::Replace(Cow::Owned(self.out)) }
    }
}
