//! What each [`ValueRule`] says about a value. Everything here is its own fixed point: asked about what it
//! replaced a value by, a rule keeps it.

use super::invisible::Tidy;
use super::names::{clobbers, is_plain_name};
use super::policy::ValueRule;
use super::url::{Rewrite, UrlCx};
use super::verdict::{Reason, Verdict};
use crate::html::is_color_function;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the rules ask beside their own data.
pub(super) struct Values {
    pub id_prefix: Option<Box<str>>,
    pub tidy: Tidy,
    pub rewrite: Option<Arc<Rewrite>>,
}

impl Values {
    pub(super) fn check<'v>(&self, rule: &ValueRule, value: &'v str) -> Verdict<'v> {
        let verdict = self.by_kind(rule, value);
        let printed = match &verdict {
            Verdict::Keep => value,
            Verdict::Replace(it) => it,
            Verdict::Refuse(_) => return verdict,
        };
        if self.tidy.has_mustache(printed) { Verdict::Refuse(Reason::Mustache) } else { verdict }
    }

    fn by_kind<'v>(&self, rule: &ValueRule, value: &'v str) -> Verdict<'v> {
        match rule {
            ValueRule::Plain => {
                self.tidy.tidied(value).map_or(Verdict::Keep, |it| Verdict::Replace(it.into()))
            }
            ValueRule::Values(values) => one_of(values, value),
            ValueRule::Number { min, max } => number(value, *min, *max),
            ValueRule::Length => length(value),
            ValueRule::Words(words) => listed(value, |it| words.contains(it)),
            ValueRule::Classes(globs) => listed(value, |it| globs.iter().any(|glob| is_match(glob, it))),
            ValueRule::Flag => replaced(value, Some(String::new())),
            ValueRule::Id => self.id(value),
            ValueRule::IdRef => self.reference(value),
            ValueRule::IdRefs => self.references(value),
            ValueRule::HashRef => self.hash(value),
            ValueRule::Paint => replaced(value, self.paint(value)),
            ValueRule::Url(rule) => {
                self.url(rule.check(value, UrlCx { rewrite: self.rewrite.as_deref() }), value)
            }
            ValueRule::Css(rule) => rule.check(value),
        }
    }

    /// An id: not empty, without blanks, prefixed, shadowing nothing.
    fn id<'v>(&self, value: &'v str) -> Verdict<'v> {
        let id = value.trim_ascii();
        let Some(prefixed) = self.prefixed(id) else { return Verdict::Refuse(Reason::Value) };
        if clobbers(&prefixed) {
            return Verdict::Refuse(Reason::Clobbers);
        }
        replaced(value, Some(prefixed.into_owned()))
    }

    fn reference<'v>(&self, value: &'v str) -> Verdict<'v> {
        replaced(value, self.prefixed(value.trim_ascii()).map(Cow::into_owned))
    }

    fn references<'v>(&self, value: &'v str) -> Verdict<'v> {
        let ids: Vec<_> = value.split_ascii_whitespace().filter_map(|it| self.prefixed(it)).collect();
        replaced(value, Some(ids.join(" ")).filter(|it| !it.is_empty()))
    }

    fn hash<'v>(&self, value: &'v str) -> Verdict<'v> {
        let id = value.strip_prefix('#').and_then(|it| self.prefixed(it));
        replaced(value, id.map(|it| format!("#{it}")))
    }

    /// Text whose only functions are colours and `url(#id)` (SVG 2 § 13.2; CSS Syntax § 4.3.4).
    fn paint(&self, value: &str) -> Option<String> {
        if value.contains(['\\', '@']) || value.contains("/*") {
            return None;
        }
        let mut out = String::with_capacity(value.len());
        let mut rest = value.trim_ascii();
        while let Some((head, tail)) = rest.split_once('(') {
            let (argument, after) = tail.split_once(')')?;
            let name = head.rsplit(|it: char| !it.is_ascii_alphanumeric() && it != '-').next()?;
            out.push_str(head);
            out.push('(');
            if name.eq_ignore_ascii_case("url") {
                let quoted = |quote: char| argument.trim_ascii().strip_prefix(quote)?.strip_suffix(quote);
                let bare = quoted('"').or_else(|| quoted('\'')).unwrap_or_else(|| argument.trim_ascii());
                let id = bare.strip_prefix('#').filter(|it| is_plain_name(it))?;
                out.push('#');
                out.push_str(&self.prefixed(id)?);
            } else if is_color_function(name) && !argument.contains('(') {
                out.push_str(argument);
            } else {
                return None;
            }
            out.push(')');
            rest = after;
        }
        out.push_str(rest);
        (!out.is_empty()).then_some(out)
    }

    /// A URL that names a place in the page itself refers to an id.
    fn url<'v>(&self, verdict: Verdict<'v>, value: &'v str) -> Verdict<'v> {
        let printed = match &verdict {
            Verdict::Keep => value,
            Verdict::Replace(it) => it,
            Verdict::Refuse(_) => return verdict,
        };
        if self.id_prefix.is_none() || !printed.starts_with('#') || printed.len() == 1 {
            return verdict;
        }
        match self.prefixed(&printed[1..]) {
            Some(Cow::Borrowed(_)) | None => verdict,
            Some(Cow::Owned(it)) => Verdict::Replace(format!("#{it}").into()),
        }
    }

    /// An id with the prefix; none when it is no id.
    fn prefixed<'v>(&self, id: &'v str) -> Option<Cow<'v, str>> {
        if id.is_empty() || id.contains(|it: char| it.is_ascii_whitespace() || it.is_control()) {
            return None;
        }
        let id = self.tidy.tidied(id).map_or(Cow::Borrowed(id), Cow::Owned);
        match &self.id_prefix {
            Some(prefix) if id.len() <= prefix.len() || !id.starts_with(&**prefix) => {
                Some(format!("{prefix}{id}").into())
            }
            _ => Some(id),
        }
    }
}

/// The value that a rule made of another, or its refusal.
fn replaced(value: &str, made: Option<String>) -> Verdict<'_> {
    match made {
        None => Verdict::Refuse(Reason::Value),
        Some(made) if made == value => Verdict::Keep,
        Some(made) => Verdict::Replace(made.into()),
    }
}

fn one_of<'v>(values: &BTreeSet<String>, value: &'v str) -> Verdict<'v> {
    if values.contains(value) {
        return Verdict::Keep;
    }
    let given = value.trim_ascii();
    replaced(value, values.iter().find(|it| it.eq_ignore_ascii_case(given)).cloned())
}

fn number(value: &str, min: i64, max: i64) -> Verdict<'_> {
    let number = value.trim_ascii().parse::<i64>().ok().filter(|it| (min..=max).contains(it));
    replaced(value, number.map(|it| it.to_string()))
}

/// Digits, with `px` taken off or `%` after them (HTML § 2.3.4.4, dimension values).
fn length(value: &str) -> Verdict<'_> {
    let given = value.trim_ascii();
    let (digits, unit) = match given.strip_suffix('%') {
        Some(digits) => (digits, "%"),
        None => (given.strip_suffix("px").unwrap_or(given), ""),
    };
    let number = digits.parse::<u32>().ok().filter(|_| !digits.starts_with('+'));
    replaced(value, number.map(|it| format!("{it}{unit}")))
}

/// The words that are allowed, once each.
fn listed(value: &str, is_allowed: impl Fn(&str) -> bool) -> Verdict<'_> {
    let mut seen = BTreeSet::new();
    let words: Vec<&str> =
        value.split_ascii_whitespace().filter(|it| is_allowed(it) && seen.insert(*it)).collect();
    replaced(value, Some(words.join(" ")).filter(|it| !it.is_empty()))
}

/// Whether a glob, whose `*` stand for any characters, fits the whole word.
fn is_match(glob: &str, word: &str) -> bool {
    let Some((head, rest)) = glob.split_once('*') else { return glob == word };
    let Some(mut word) = word.strip_prefix(head) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return word.ends_with(part);
        }
        // The first fit leaves the most for the parts after it.
        match word.find(part) {
            Some(at) => word = &word[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Values, is_match};
    use crate::sanitize::invisible::Tidy;
    use crate::sanitize::policy::{Invisible, ValueRule};
    use crate::sanitize::verdict::Verdict;

    /// What a rule makes of a value, `!` when it refuses it; asked again it keeps that.
    fn made(rule: &ValueRule, prefix: Option<&str>, value: &str) -> String {
        let tidy = Tidy { invisible: Invisible::Isolate, break_mustaches: false };
        let values = Values { id_prefix: prefix.map(Into::into), tidy, rewrite: None };
        let got = match values.check(rule, value) {
            Verdict::Keep => value.to_owned(),
            Verdict::Replace(it) => it.into_owned(),
            Verdict::Refuse(_) => return "!".to_owned(),
        };
        assert_eq!(values.check(rule, &got), Verdict::Keep, "{value}");
        got
    }

    #[test]
    fn values_are_brought_into_one_form() {
        let rows = [
            (ValueRule::values(["left", "right"]), " LEFT ", "left"),
            (ValueRule::values(["left", "right"]), "top", "!"),
            (ValueRule::number(-1, 9), "07", "7"),
            (ValueRule::number(-1, 9), "10", "!"),
            (ValueRule::Length, "50 %", "!"),
            (ValueRule::Length, "050%", "50%"),
            (ValueRule::Length, "12px", "12"),
            (ValueRule::words(["a", "b"]), "b c\tb a", "b a"),
            (ValueRule::words(["a", "b"]), "c", "!"),
            (ValueRule::classes(["language-*", "x"]), "language-rust evil x", "language-rust x"),
            (ValueRule::Flag, "disabled", ""),
            (ValueRule::Paint, " none", "none"),
            (ValueRule::Paint, "rgb(1, 2, 3)", "rgb(1, 2, 3)"),
            (ValueRule::Paint, "url( '#a' ) red", "url(#a) red"),
            (ValueRule::Paint, "url(https://spy.test/)", "!"),
            (ValueRule::Paint, "u\\72l(https://spy.test/)", "!"),
            (ValueRule::Paint, "src(\"https://spy.test/\")", "!"),
            (ValueRule::Paint, "url(#a", "!"),
        ];
        for (rule, value, want) in rows {
            assert_eq!(made(&rule, None, value), want, "{rule:?} {value}");
        }
    }

    #[test]
    fn ids_and_what_refers_to_them_are_prefixed_alike() {
        let prefixed = |rule: &ValueRule, value: &str| made(rule, Some("u-"), value);
        assert_eq!(prefixed(&ValueRule::Id, "location"), "u-location");
        assert_eq!(prefixed(&ValueRule::Id, "u-"), "u-u-");
        assert_eq!(prefixed(&ValueRule::Id, " "), "!");
        assert_eq!(prefixed(&ValueRule::Id, "a b"), "!");
        assert_eq!(prefixed(&ValueRule::IdRef, "x"), "u-x");
        assert_eq!(prefixed(&ValueRule::IdRefs, "x u-y"), "u-x u-y");
        assert_eq!(prefixed(&ValueRule::HashRef, "#x"), "#u-x");
        assert_eq!(prefixed(&ValueRule::Paint, "url(#x)"), "url(#u-x)");
        assert_eq!(made(&ValueRule::Id, None, "location"), "!");
    }

    #[test]
    fn globs_fit_whole_words() {
        let rows =
            [("a*", "abc", true), ("a*", "ba", false), ("*c", "abc", true), ("a*b*c", "a-b-b-c", true)];
        for (glob, word, want) in rows {
            assert_eq!(is_match(glob, word), want, "{glob} {word}");
        }
        assert!(
            is_match("*", "") && is_match("a", "a") && !is_match("a", "ab") && !is_match("a*bc*c", "abc")
        );
    }
}
