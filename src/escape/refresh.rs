//! `content` of `<meta http-equiv="refresh">`: seconds, and the URL to go to.

use super::Rejected;
use super::url::{UrlHole, UrlWrite};
use crate::html::UrlKind;
use crate::value::Kind;

/// A hole in a refresh. Written for a quoted attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RefreshWrite {
    /// The seconds, and nothing after them: a value that is all of the attribute chooses no URL.
    Number,
    Url(UrlWrite),
}

const NOT_SECONDS: Rejected = Rejected { reason: "not a number of seconds" };

/// More digits are no time anybody waits.
const MOST_DIGITS: usize = 6;

impl RefreshWrite {
    /// Writes a value, `kind` being its type if it has one.
    pub(crate) fn write(self, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
        match self {
            RefreshWrite::Number => number(value, out),
            RefreshWrite::Url(write) => url(write, value, kind, out),
        }
    }

    /// The kind of place it writes for, as rejections and `explain` name it.
    pub(crate) fn place(self) -> &'static str {
        match self {
            RefreshWrite::Number => "seconds of a refresh",
            RefreshWrite::Url(_) => "URL of a refresh",
        }
    }
}

fn number(value: &str, out: &mut String) -> Option<Rejected> {
    let fits = (1..=MOST_DIGITS).contains(&value.len()) && value.bytes().all(|it| it.is_ascii_digit());
    out.push_str(if fits { value } else { "0" });
    (!fits).then_some(NOT_SECONDS)
}

/// Some browsers end the URL at a `;`, which is therefore encoded; the one of `&amp;` is HTML's.
fn url(write: UrlWrite, value: &str, kind: Option<Kind>, out: &mut String) -> Option<Rejected> {
    let begin = out.len();
    let rejected = UrlHole { write, kind: UrlKind::Navigation }.write(value, kind, out);
    let written = out.split_off(begin);
    for (at, piece) in written.split("&amp;").enumerate() {
        out.push_str(if at > 0 { "&amp;" } else { "" });
        out.push_str(&piece.replace(';', "%3B"));
    }
    rejected
}

#[cfg(test)]
mod tests {
    use super::super::url::UrlWrite;
    use super::RefreshWrite;

    #[track_caller]
    fn check(write: RefreshWrite, value: &str, want: &str, rejected: bool) {
        let mut out = String::new();
        let reason = write.write(value, None, &mut out);
        assert_eq!((out.as_str(), reason.is_some()), (want, rejected), "{value:?}");
    }

    #[test]
    fn seconds_are_digits() {
        check(RefreshWrite::Number, "5", "5", false);
        check(RefreshWrite::Number, "0;url=//evil.test", "0", true);
        check(RefreshWrite::Number, "", "0", true);
        check(RefreshWrite::Number, "1234567", "0", true);
    }

    #[test]
    fn a_url_is_checked_and_has_no_semicolon() {
        let url = RefreshWrite::Url(UrlWrite::Whole);
        check(url, "/next/?a=1&b=2", "/next/?a=1&amp;b=2", false);
        check(url, "/a;b?c=&amp;", "/a%3Bb?c=&amp;amp%3B", false);
        check(url, "javascript:alert(1)", "about:invalid#blocked", true);
        check(url, "'><script>", "%27%3E%3Cscript%3E", false);
    }
}
