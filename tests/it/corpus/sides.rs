//! Two things beside each other.

/// One expression as a page.
pub(super) struct Side<'s> {
    pub load: &'s str,
    pub expr: &'s str,
    pub autoescape: bool,
}

impl Side<'_> {
    pub(super) fn source(&self) -> String {
        let Side { load, expr, autoescape } = self;
        let switch = if *autoescape { "on" } else { "off" };
        format!("{load}{{% autoescape {switch} %}}{{{{ {expr} }}}}{{% endautoescape %}}")
    }
}

/// What two long texts show when they differ: some of each, from where they do.
pub(super) fn difference(wanted: &str, got: &str) -> String {
    let same = wanted.bytes().zip(got.bytes()).take_while(|it| it.0 == it.1).count();
    let start = same.saturating_sub(40);
    format!("expected {:?}\ngot      {:?}", excerpt(wanted, start), excerpt(got, start))
}

fn excerpt(text: &str, start: usize) -> &str {
    let start = (0..=start.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
    let end =
        (start..=text.len().min(start + 200)).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(start);
    &text[start..end]
}
