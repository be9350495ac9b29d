//! HTML that is a value already: its texts are read, its tags stay as they are.

/// A part of HTML, and whether addresses in it become links.
pub(super) struct Piece<'t> {
    pub text: &'t str,
    pub links: bool,
}

/// Elements in whose text an address is no link: what is clicked already, what is no text, and what would make
/// another element of the link.
const UNLINKED: &[&str] = &["a", "button", "math", "select", "svg"];

/// Elements whose content parsers do not all read as markup.
const UNREAD: &[&str] = &[
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "style",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Tags and texts by turns; nothing when there is a tag that parsers could read in another way than it is
/// written here: `<name other="value">`, `</name>`.
pub(super) fn pieces(html: &str) -> Option<Vec<Piece<'_>>> {
    let (mut pieces, mut rest, mut inside) = (Vec::new(), html, 0_usize);
    while !rest.is_empty() {
        let (text, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        pieces.push(Piece { text, links: inside == 0 });
        let length = if markup.is_empty() { 0 } else { tag(markup)? };
        let (tag, after) = markup.split_at_checked(length)?;
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.get(..name.find([' ', '/', '>']).unwrap_or(0)).unwrap_or_default();
        let is = |list: &[&str]| list.iter().any(|it| it.eq_ignore_ascii_case(name));
        if is(UNREAD) {
            return None;
        }
        if is(UNLINKED) {
            inside = if tag.starts_with("</") { inside.saturating_sub(1) } else { inside + 1 };
        }
        pieces.push(Piece { text: tag, links: false });
        rest = after;
    }
    Some(pieces)
}

/// The length of the tag at the start.
fn tag(html: &str) -> Option<usize> {
    let is_end = html.starts_with("</");
    let mut at = if is_end { 2 } else { 1 };
    at += name(html.get(at..)?)?;
    while !is_end && html.get(at..)?.starts_with(' ') && !html.get(at..)?.starts_with(" /") {
        at += 1 + name(html.get(at + 1..)?)?;
        if let Some(value) = html.get(at..)?.strip_prefix("=\"") {
            at += 2 + value.find('"')? + 1;
        }
    }
    let close = html.get(at..)?;
    let length = [">", " />"].iter().find(|it| close.starts_with(**it))?.len();
    Some(at + length)
}

/// The length of the name of an element or attribute.
fn name(html: &str) -> Option<usize> {
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | ':' | '.');
    let length = html.find(|it| !is_name(it))?;
    html.starts_with(|it: char| it.is_ascii_alphabetic()).then_some(length)
}
