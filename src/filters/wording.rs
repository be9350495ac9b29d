//! Messages of the catalogue with values in them.

/// A message with `%(name)d` and `%(name)s` replaced, and `%%` for a percent sign. A bare `%s` is the value too.
pub(super) fn filled(message: &str, name: &str, value: &str) -> String {
    let mut out = String::with_capacity(message.len() + value.len());
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        rest = match placeholder(after, name) {
            Some(rest) => {
                out.push_str(value);
                rest
            }
            None => {
                out.push('%');
                after.strip_prefix('%').unwrap_or(after)
            }
        };
    }
    out.push_str(rest);
    out
}

/// What follows a placeholder, if there is one.
fn placeholder<'m>(after_percent: &'m str, name: &str) -> Option<&'m str> {
    let named = || after_percent.strip_prefix('(')?.strip_prefix(name)?.strip_prefix(')');
    named().unwrap_or(after_percent).strip_prefix(['d', 's'])
}

/// With no-break spaces only, so that a number stays with its unit.
pub(super) fn unbreakable(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn placeholders_are_replaced() {
        assert_eq!(filled("%(num)d years", "num", "2"), "2 years");
        assert_eq!(filled("%s KB", "size", "1.5"), "1.5 KB");
        assert_eq!(filled("100%% of %(x)s", "num", "2"), "100% of %(x)s");
        assert_eq!(filled("an hour", "num", "1"), "an hour");
    }
}
