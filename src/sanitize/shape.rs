//! What the tree builder does when an element's tag appears: the facts that decide whether markup is read back
//! as it was printed. One table for the recogniser, the printer and the checks on policies.

/// How an HTML element stands among others. WHATWG HTML § 13.2.6.4.7 ("in body") and the table modes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Goes wherever it is written.
    Inline,
    /// Closes an open paragraph.
    Block,
    /// `p`: a block that blocks close.
    Paragraph,
    /// `h1` to `h6`: a block that closes a heading right around it.
    Heading,
    /// `pre` and `listing`: a block that swallows one leading line feed.
    Pre,
    /// `ul`, `ol`, `menu`, `dir`: a block. An item finds its list, not the item around that.
    Item,
    /// `dd` and `dt`.
    Term,
    /// `a`: closes an open one, wherever that is.
    Anchor,
    /// `nobr`: closes an open one.
    Nobr,
    /// `button`: closes an open one.
    Button,
    /// `rb`, `rp`, `rt`, `rtc`: close each other inside `ruby`.
    Ruby,
    /// An element without content.
    Void,
    /// `hr`: void, closes an open paragraph.
    Hr,
    /// `table`: a block, and a place for its own parts only.
    Table,
    /// `caption`.
    Caption,
    /// `colgroup`.
    Columns,
    /// `col`.
    Column,
    /// `thead`, `tbody`, `tfoot`.
    Section,
    /// `tr`.
    Row,
    /// `td` and `th`.
    Cell,
    /// `form`, `select` and its parts, `iframe`: printed, but only reading the page again shows whether
    /// it is stable.
    Unproven,
    /// Read by other rules than markup, by some parser or with scripting on or off, or it changes the page
    /// around it: never printed, whatever the policy says.
    Never,
}

use Shape::{
    Anchor, Block, Button, Caption, Cell, Column, Columns, Heading, Hr, Inline, Item, Never, Nobr, Paragraph,
    Pre, Row, Ruby, Section, Table, Term, Unproven, Void,
};

/// In the order of names; what is not listed is [`Inline`].
const SHAPES: &[(&str, Shape)] = &[
    ("a", Anchor),
    ("address", Block),
    ("applet", Never),
    ("area", Void),
    ("article", Block),
    ("aside", Block),
    ("base", Never),
    ("basefont", Never),
    ("bgsound", Never),
    ("blockquote", Block),
    ("body", Never),
    ("br", Void),
    ("button", Button),
    ("caption", Caption),
    ("center", Block),
    ("col", Column),
    ("colgroup", Columns),
    ("dd", Term),
    ("details", Block),
    ("dialog", Block),
    ("dir", Block),
    ("div", Block),
    ("dl", Block),
    ("dt", Term),
    ("embed", Never),
    ("fencedframe", Never),
    ("fieldset", Block),
    ("figcaption", Block),
    ("figure", Block),
    ("footer", Block),
    ("form", Unproven),
    ("frame", Never),
    ("frameset", Never),
    ("h1", Heading),
    ("h2", Heading),
    ("h3", Heading),
    ("h4", Heading),
    ("h5", Heading),
    ("h6", Heading),
    ("head", Never),
    ("header", Block),
    ("hgroup", Block),
    ("hr", Hr),
    ("html", Never),
    ("iframe", Unproven),
    ("image", Never),
    ("img", Void),
    ("input", Void),
    ("isindex", Never),
    ("keygen", Never),
    ("li", Item),
    ("link", Never),
    ("listing", Pre),
    ("main", Block),
    ("marquee", Never),
    ("math", Never),
    ("menu", Block),
    ("menuitem", Never),
    ("meta", Never),
    ("nav", Block),
    ("nobr", Nobr),
    ("noembed", Never),
    ("noframes", Never),
    ("noscript", Never),
    ("object", Never),
    ("ol", Block),
    ("optgroup", Unproven),
    ("option", Unproven),
    ("p", Paragraph),
    ("param", Never),
    ("plaintext", Never),
    ("portal", Never),
    ("pre", Pre),
    ("rb", Ruby),
    ("rp", Ruby),
    ("rt", Ruby),
    ("rtc", Ruby),
    ("script", Never),
    ("search", Block),
    ("section", Block),
    ("select", Unproven),
    ("selectedcontent", Never),
    ("slot", Never),
    ("source", Void),
    ("style", Never),
    ("summary", Block),
    ("svg", Never),
    ("table", Table),
    ("tbody", Section),
    ("td", Cell),
    ("template", Never),
    ("textarea", Never),
    ("tfoot", Section),
    ("th", Cell),
    ("thead", Section),
    ("title", Never),
    ("tr", Row),
    ("track", Void),
    ("ul", Block),
    ("wbr", Void),
    ("xmp", Never),
];

/// The shape of an HTML element of this lower-case name.
pub(super) fn shape(name: &str) -> Shape {
    match SHAPES.binary_search_by(|it| it.0.cmp(name)) {
        Ok(at) => SHAPES.get(at).map_or(Inline, |it| it.1),
        Err(_) => Inline,
    }
}

impl Shape {
    /// Whether its start tag ends an open paragraph.
    pub(super) fn closes_paragraph(self) -> bool {
        matches!(self, Block | Paragraph | Heading | Pre | Item | Term | Hr | Table)
    }

    pub(super) fn is_void(self) -> bool {
        matches!(self, Void | Hr | Column)
    }

    /// Holds only parts of a table, and no text but blanks.
    pub(super) fn is_table_frame(self) -> bool {
        matches!(self, Table | Section | Row | Columns)
    }

    /// Stands only inside a table.
    pub(super) fn is_table_part(self) -> bool {
        matches!(self, Caption | Columns | Column | Section | Row | Cell)
    }

    /// A cell or caption: what is open outside is out of reach inside (§ has an element in button scope).
    pub(super) fn is_barrier(self) -> bool {
        matches!(self, Cell | Caption)
    }

    /// Whether a table's frame of this shape takes a child of that shape without adding or moving anything.
    pub(super) fn takes(self, child: Shape) -> bool {
        matches!(
            (self, child),
            (Table, Caption | Columns | Section) | (Section, Row) | (Row, Cell) | (Columns, Column)
        )
    }
}

/// Elements at which the search for an open item ends: the special ones but `address`, `div` and `p`
/// (§ 13.2.4.2, and "li" and "dd" in § 13.2.6.4.7). `search` is left out, for parsers disagree on it; not
/// ending there only makes the recogniser more careful.
pub(super) fn ends_item_search(name: &str, shape: Shape) -> bool {
    match shape {
        Block => !matches!(name, "address" | "div" | "search" | "dialog"),
        Heading | Pre | Table | Caption | Columns | Section | Row | Cell | Button => true,
        Item | Term => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, Shape, shape};
    use crate::html::{Content, content, is_void};

    #[test]
    fn the_table_is_in_order_and_agrees_with_the_facts_on_elements() {
        assert!(SHAPES.is_sorted_by(|a, b| a.0 < b.0));
        for (name, shape) in SHAPES {
            let is_printed_void = shape.is_void() && *name != "keygen";
            assert!(!is_printed_void || is_void(name), "{name}");
            assert!(is_void(name) <= (shape.is_void() || *shape == Shape::Never), "{name}");
            let is_markup = content(name) == Content::Markup || *name == "iframe";
            assert!(is_markup || *shape == Shape::Never, "{name}");
        }
        assert_eq!((shape("span"), shape("x-y"), shape("td")), (Shape::Inline, Shape::Inline, Shape::Cell));
    }
}
