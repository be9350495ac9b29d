//! Blocks, includes and `block.super`: text that is not seen here.

use super::place::{Dashes, Inner, Place, Raw, RawContent, Refusal, Sibling, Siblings, Tag, Value};
use super::places::Places;
use super::plan::Start;
use super::transition::url_after_unseen;
use super::walk::Walk;
use crate::diagnostics::Error;
use crate::html::is_blank;
use crate::source::Span;
use crate::syntax::{Node, NodeKind};

impl Walk<'_> {
    /// A block, an include or `block.super`: its text is not seen here. It begins where the page stands and ends
    /// in the same construct, in any sub-state.
    pub(super) fn callee(
        &mut self,
        node: &Node,
        next: Option<&Node>,
        places: Places,
    ) -> Result<Places, Error> {
        self.settle_stamps(&places, false);
        let begin = places.try_map(|it| callee_start(it.clone()).ok_or_else(|| Box::new(it)));
        let begin = begin.map_err(|it| self.refused_callee(node, &it))?;
        self.note_start(node, &begin, next.is_some_and(|it| self.ends_sheet(it, &begin)));
        begin.try_map(|it| Ok(widest(it)))
    }

    pub(super) fn trace(&mut self, span: Span, places: &Places) {
        if let Some(trace) = &mut self.changes.trace {
            trace.node(span, places);
        }
    }

    pub(super) fn note_start(&mut self, node: &Node, places: &Places, last: bool) {
        self.trace(node.span, places);
        let start = Start { places: places.clone().elsewhere(), autoescape: self.autoescape, last };
        self.plan.starts.insert(node.span.start, start);
    }

    /// Whether the text of a node holds the end tag of the style sheet before it, in whatever state that is (HTML §
    /// 13.2.5.12, RAWTEXT less-than sign state).
    fn ends_sheet(&self, node: &Node, before: &Places) -> bool {
        let in_sheet = |it: &Place| {
            matches!(it, Place::Raw(Raw { inner: Inner::Css(_), content: RawContent::RawText, element, .. })
                if element.as_str() == STYLE)
        };
        let text = self.ast.source.slice(node.span);
        let ends = |(at, _): (usize, &str)| {
            let name = text.get(at + 2..at + 2 + STYLE.len());
            let after = text.as_bytes().get(at + 2 + STYLE.len());
            name.is_some_and(|it| it.eq_ignore_ascii_case(STYLE)) && after.is_some_and(|it| ends_name(*it))
        };
        matches!(node.kind, NodeKind::Text)
            && before.iter().all(in_sheet)
            && text.match_indices("</").any(ends)
    }
}

const STYLE: &str = "style";

/// § 13.2.5.14, RAWTEXT end tag name state.
fn ends_name(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'/' | b'>')
}

/// What a callee begins in; `None` where none may stand.
fn callee_start(place: Place) -> Option<Place> {
    let cut = matches!(&place, Place::Raw(_) | Place::Value(_)) && !place.at_rest();
    if cut {
        return None;
    }
    match place {
        Place::TagName(tag)
        | Place::AttrName(tag, _)
        | Place::AfterAttrName(tag, _)
        | Place::AfterQuoted(tag) => Some(Place::Gap(tag)),
        Place::Text(_)
        | Place::InTag(_)
        | Place::Gap(_)
        | Place::Blank(_)
        | Place::Value(_)
        | Place::Verbatim => Some(place),
        Place::Raw(ref raw) if raw.pending.as_str().is_empty() => Some(place),
        Place::Comment(insertion, _, opened) => Some(Place::Comment(insertion, Dashes::None, opened)),
        _ => None,
    }
}

const UNSEEN: Refusal = Refusal {
    reason: "the include or block before it may have left a regular expression in any state",
    remedy: "keep regular expressions and the values in them in one template",
};

/// Any sub-state of the construct a callee began in.
fn widest(place: Place) -> Place {
    match place {
        Place::InTag(tag) | Place::Gap(tag) | Place::Blank(tag) => {
            Place::Gap(Tag { siblings: Siblings::unknown(), ..tag })
        }
        Place::Value(mut attr) => {
            attr.value = match attr.value {
                Value::Url(part) => Value::Url(url_after_unseen(part)),
                Value::Plain(_) => Value::Plain(Sibling::Dynamic),
                Value::Css(css) => Value::Css(css.after_unseen()),
                Value::Js(js) => js.after_unseen().map_or(Value::Lost(UNSEEN), Value::Js),
                Value::Json(json) => Value::Json(json.after_hole()),
                Value::Srcset(srcset) => Value::Srcset(srcset.after_unseen()),
                Value::Refresh(refresh) => Value::Refresh(refresh.after_unseen()),
                Value::Html(inner) => Value::Html(Box::new(widest(*inner))),
                Value::Named { .. } => Value::Named { fresh: false },
                value @ (Value::Opaque | Value::Lost(_)) => value,
            };
            attr.dynamic = true;
            Place::Value(attr)
        }
        Place::Raw(mut raw) => {
            raw.inner = match raw.inner {
                Inner::Css(css) => Inner::Css(css.after_unseen()),
                Inner::Js(js) => js.after_unseen().map_or(Inner::Lost(UNSEEN), Inner::Js),
                Inner::Json(json) => Inner::Json(json.after_hole()),
                Inner::Html(place) => Inner::Html(Box::new(widest(*place))),
                inner @ (Inner::Text | Inner::Lost(_)) => inner,
            };
            raw.dynamic = true;
            Place::Raw(raw)
        }
        place => place,
    }
}
