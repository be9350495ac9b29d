//! `unordered_list`: the items of a list, and of lists in it, as `<li>`.

use super::Filtered;
use super::coerce::fault;
use super::safety::{conditional_escape, html, str_of, weaker};
use crate::diagnostics::Error;
use crate::limits::Cost;
use crate::value::{self, Cx, Items, LIST_DEPTH, Origin, Shape, Value};

/// The items as `<li>`, without the outermost `<ul>`. A list that follows an item is a list below it.
pub(super) fn unordered_list<'a>(value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    let items = value::items(value, cx)?.ok_or_else(|| fault("unordered_list", "a list", value))?;
    let mut list = List { cx, origin: Origin::Earned, out: String::new() };
    list.items(items, 1)?;
    Ok(html(list.origin, cx.arena.str(&list.out)?))
}

struct List<'a> {
    cx: Cx<'a>,
    origin: Origin,
    out: String,
}

impl<'a> List<'a> {
    fn items(&mut self, items: Items<'a>, depth: usize) -> Result<(), Error> {
        if depth > LIST_DEPTH {
            return Err(value::too_deep());
        }
        let mut next = 0;
        while next < items.len() {
            self.cx.arena.budget().charge(Cost::Iteration)?;
            if next > 0 {
                self.out.push('\n');
            }
            let item = items.get(next, self.cx)?;
            let below =
                if next + 1 < items.len() { self.below(items.get(next + 1, self.cx)?)? } else { None };
            next += if below.is_some() { 2 } else { 1 };
            self.item(item, below, depth)?;
        }
        Ok(())
    }

    /// The items of a value that is a list. Python asks whether it is a list, a tuple or a generator.
    fn below(&self, value: Value<'a>) -> Result<Option<Items<'a>>, Error> {
        match value {
            Value::List(_) | Value::Tuple(_) => value::items(value, self.cx),
            Value::Object(object) if matches!(object.shape(), Shape::List(_) | Shape::Stream) => {
                value::items(value, self.cx)
            }
            _ => Ok(None),
        }
    }

    fn item(&mut self, item: Value<'a>, below: Option<Items<'a>>, depth: usize) -> Result<(), Error> {
        let (origin, text) = if self.cx.autoescape {
            conditional_escape(item, self.cx)?
        } else {
            (Origin::Trusted, str_of(item, self.cx)?)
        };
        self.origin = weaker(self.origin, origin);
        self.indent(depth);
        self.out.extend(["<li>", text]);
        if let Some(below) = below.filter(|it| it.len() > 0) {
            self.out.push('\n');
            self.indent(depth);
            self.out.push_str("<ul>\n");
            self.items(below, depth + 1)?;
            self.out.push('\n');
            self.indent(depth);
            self.out.push_str("</ul>\n");
            self.indent(depth);
        }
        self.out.push_str("</li>");
        // The same list may stand in another many times over.
        self.cx.arena.budget().output(self.out.len())
    }

    fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n('\t', depth));
    }
}
