//! [`Next`]: the text behind a hole.

/// What comes right after a hole, as far as it decides about it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next<'t> {
    /// This literal text.
    Text(&'t str),
    /// A tag or the end of a body: anything may come.
    Unknown,
}

impl<'t> Next<'t> {
    /// The literal text, as far as it is known.
    pub(super) fn text(self) -> &'t str {
        match self {
            Next::Text(text) => text,
            Next::Unknown => "",
        }
    }

    pub(super) fn starts_with(self, text: &str) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(text))
    }

    /// Whether the attribute's value, or the URL in it, ends here.
    pub(super) fn ends_value(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(['"', '\'', ' ', '\t', '\n', '\x0C', '\r', '>', ')']))
    }

    /// Whether a declaration or the style sheet ends here.
    pub(super) fn ends_css(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(['"', '\'', ';', '}']) || it.starts_with("</"))
    }

    /// Whether a value without quotes ends here.
    pub(super) fn ends_unquoted_value(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(|it: char| it == '>' || it.is_ascii_whitespace()))
    }

    /// Whether literal text goes on with a name.
    pub(super) fn goes_on_with_name(self) -> bool {
        matches!(self, Next::Text(it) if !it.starts_with(|it: char| matches!(it, '/' | '>' | '=') || it.is_ascii_whitespace()))
    }

    /// Whether a name ends here.
    pub(super) fn ends_name(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(|it: char| matches!(it, '/' | '>' | '=') || it.is_ascii_whitespace()))
    }

    /// Whether a quoted value ends here.
    pub(super) fn ends_quoted_value(self) -> bool {
        matches!(self, Next::Text(it) if it.starts_with(['"', '\'']))
    }
}
