//! [`Insertion`]: the elements around a point, as far as they decide how markup is read.

use crate::html;

/// Which elements the parser is in, as far as they decide how markup is read: SVG, MathML, and HTML inside
/// these. Four bits a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Insertion {
    levels: u64,
    /// The elements that are open in levels that are HTML in foreign content: only where there are none does an end tag
    /// reach what is around.
    open: Elements,
    depth: u8,
}

/// One level of an [`Insertion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Space {
    Html,
    Svg,
    Math,
    /// In `style` or `script` inside SVG, MathML or XML: read as markup, run as code.
    Code,
    /// A template that is XML.
    Xml,
}

impl Insertion {
    const DEEPEST: u8 = 16;
    /// From here on levels are HTML, in the elements that have these numbers ([`html::integration_point`]).
    const POINTS: u8 = 5;

    /// The innermost level.
    pub(crate) fn space(self) -> Space {
        match self.levels & 0b1111 {
            1 => Space::Svg,
            2 => Space::Math,
            3 => Space::Code,
            4 => Space::Xml,
            _ => Space::Html,
        }
    }

    /// A template that is XML.
    pub(crate) fn xml() -> Insertion {
        Insertion::default().push(Space::Xml).unwrap_or_default()
    }

    /// One level more, if it can be told from the others.
    pub(crate) fn push(self, space: Space) -> Option<Insertion> {
        self.pushed(match space {
            Space::Html => 0,
            Space::Svg => 1,
            Space::Math => 2,
            Space::Code => 3,
            Space::Xml => 4,
        })
    }

    /// HTML inside a foreign element that has this number among those that hold HTML.
    pub(crate) fn push_point(self, point: u8) -> Option<Insertion> {
        self.pushed(Insertion::POINTS + point)
    }

    fn pushed(self, bits: u8) -> Option<Insertion> {
        let levels = self.levels << 4 | u64::from(bits);
        let open = self.open.push(Elements::LEVEL)?;
        let level = Insertion { levels, open, depth: self.depth + 1 };
        (self.depth < Insertion::DEEPEST).then_some(level)
    }

    /// The number of the foreign element whose content the innermost level is, if it is HTML.
    pub(crate) fn point(self) -> Option<u8> {
        u8::try_from(self.levels & 0b1111).ok()?.checked_sub(Insertion::POINTS)
    }

    /// An element begins in the innermost level; none when so many are open that they are not told apart.
    pub(crate) fn begin(self, name: &str) -> Option<Insertion> {
        if self.point().is_none() {
            return Some(self);
        }
        let known = self.open.top() == id(name) && !html::needs_end(name);
        Some(Insertion { open: if known { self.open } else { self.open.push(id(name))? }, ..self })
    }

    /// An element of the innermost level ends; none where it is not told which do.
    pub(crate) fn end(self, name: &str) -> Option<Insertion> {
        // § 13.2.6.4.7, any other end tag: it does nothing if no such element is open.
        if !self.open.in_level().contains(&id(name)) {
            return Some(self);
        }
        let mut open = self.open;
        // Ibid., generate implied end tags; the adoption agency has other rules.
        while open.top() != id(name) && !html::is_formatting(name) && ends_by_itself(open.top()) {
            open = open.pop();
        }
        (open.top() == id(name)).then_some(Insertion { open: open.pop(), ..self })
    }

    /// Whether an element is open in the innermost level.
    pub(crate) fn is_open(self) -> bool {
        !self.open.in_level().is_empty()
    }

    /// Whether some level is HTML in the foreign element of this number.
    pub(crate) fn is_in(self, point: u8) -> bool {
        (0..self.depth)
            .any(|it| (self.levels >> (u32::from(it) * 4)) & 0b1111 == u64::from(Insertion::POINTS + point))
    }

    pub(crate) fn pop(self) -> Insertion {
        Insertion { levels: self.levels >> 4, open: self.open.leave(), depth: self.depth.saturating_sub(1) }
    }

    /// Whether the template is XML, however deep in it.
    pub(crate) fn is_xml(self) -> bool {
        let outermost = u32::from(self.depth.saturating_sub(1)) * 4;
        self.depth > 0 && (self.levels >> outermost) & 0b1111 == 4
    }

    /// Out of the innermost `space` and all within it, if there is one.
    pub(crate) fn leave(self, space: Space) -> Insertion {
        let mut at = self;
        while at.depth > 0 {
            let innermost = at.space();
            at = at.pop();
            if innermost == space {
                return at;
            }
        }
        self
    }

    /// Out of the innermost HTML inside foreign content, and all within it.
    pub(crate) fn leave_integration(self) -> Insertion {
        let outer = self.leave(Space::Html);
        if outer.depth > 0 { outer } else { self }
    }

    /// Out of all foreign levels down to the nearest HTML.
    pub(crate) fn break_out(self) -> Insertion {
        let mut at = self;
        while at.space() != Space::Html {
            at = at.pop();
        }
        at
    }
}

/// A stack of names by [`id`], in which each level of an [`Insertion`] begins with [`Elements::LEVEL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Elements {
    names: [u16; Elements::MOST],
    count: u8,
}

impl Elements {
    const MOST: usize = 24;
    const LEVEL: u16 = 0;

    fn top(&self) -> u16 {
        self.names[..usize::from(self.count)].last().copied().unwrap_or(Elements::LEVEL)
    }

    /// The names of the innermost level.
    fn in_level(&self) -> &[u16] {
        let names = &self.names[..usize::from(self.count)];
        let begin = names.iter().rposition(|it| *it == Elements::LEVEL).map_or(0, |it| it + 1);
        &names[begin..]
    }

    fn push(mut self, name: u16) -> Option<Elements> {
        *self.names.get_mut(usize::from(self.count))? = name;
        self.count += 1;
        Some(self)
    }

    fn pop(mut self) -> Elements {
        self.count = self.count.saturating_sub(1);
        // What is gone makes no difference between two stacks.
        if let Some(gone) = self.names.get_mut(usize::from(self.count)) {
            *gone = 0;
        }
        self
    }

    /// Without the innermost level.
    fn leave(self) -> Elements {
        let kept = usize::from(self.count) - self.in_level().len();
        let mut left = self;
        while usize::from(left.count) > kept {
            left = left.pop();
        }
        left.pop()
    }
}

/// A number for a name, never that of a level. Two names of the same number count as one (FNV-1a).
fn id(name: &str) -> u16 {
    let hash =
        name.bytes().fold(0x811C_9DC5_u32, |hash, it| (hash ^ u32::from(it)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 16) as u16 | 1
}

fn ends_by_itself(element: u16) -> bool {
    html::optional_end().any(|it| id(it) == element)
}
