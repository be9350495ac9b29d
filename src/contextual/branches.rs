//! Where branches meet: differences in a sub-state make a set, differences inside a tag are evened out, others
//! are faults.

use super::place::{Attr, Place, Quote, Tag, UrlPart, Value};
use super::places::Places;
use super::transition::{Css, Js, Refresh, Srcset, close_added_quote};
use super::walk::{Walk, add_quote};
use crate::diagnostics::Error;
use crate::source::Span;

/// Where a closing quote can be added.
#[derive(Clone, Copy)]
pub(super) enum Tail {
    /// At the end of this branch of the `{% if %}` at this offset.
    Branch(u32, usize),
    Nowhere,
}

impl Walk<'_> {
    /// Law 4: where the branches' ends meet. Differences in a sub-state make a set; inside a tag, and at the end
    /// of a value the plan adds quotes to, they are evened out.
    pub(super) fn join(
        &mut self,
        ends: Vec<(Span, Places)>,
        tail: impl Fn(usize) -> Tail,
    ) -> Result<Places, Error> {
        let ends = if agree(&ends) { ends } else { self.even_out(ends, tail)? };
        let span = ends.first().map_or(Span::default(), |it| it.0);
        let mut joined: Option<Places> = None;
        for (_, places) in ends {
            joined = match joined {
                None => Some(places),
                Some(so_far) => Some(so_far.union(places).ok_or_else(|| self.too_many(span))?),
            };
        }
        joined.ok_or_else(|| self.too_many(span))
    }

    /// Closes added quotes at the ends of branches and takes all places inside one tag for its gap.
    fn even_out(
        &mut self,
        ends: Vec<(Span, Places)>,
        tail: impl Fn(usize) -> Tail,
    ) -> Result<Vec<(Span, Places)>, Error> {
        if let Some(evened) = self.all_in_value(&ends, &tail) {
            return Ok(evened);
        }
        if let Some(lost) = all_lost(&ends) {
            return Ok(lost);
        }
        let fault = self.diverge(&ends);
        let tags: Option<Vec<Tag>> = ends.iter().map(|it| tag_of(it.1.first())).collect();
        let Some(tags) = tags else { return Err(fault) };
        let same =
            |it: &Tag| it.name == tags[0].name && it.end == tags[0].end && it.insertion == tags[0].insertion;
        if !tags.iter().all(same) {
            return Err(fault);
        }
        let after_blanks = ends.iter().flat_map(|it| it.1.iter()).all(is_after_blank);
        let mut evened = Vec::with_capacity(ends.len());
        for (at, (span, places)) in ends.into_iter().enumerate() {
            if matches!(places.first(), Place::Value(_)) && !self.add_tail(tail(at)) {
                return Err(fault);
            }
            let places = places.try_map(|place| tag_of(&place).map(Place::Gap).ok_or(()));
            evened.push((span, places.map_err(|()| self.too_many(span))?));
        }
        Ok(merge_gaps(evened, if after_blanks { Place::Blank } else { Place::Gap }))
    }

    /// Some branches began a value that gets quotes, others left it empty or put literal text there: those
    /// get an opening quote too.
    fn all_in_value(
        &mut self,
        ends: &[(Span, Places)],
        tail: &impl Fn(usize) -> Tail,
    ) -> Option<Vec<(Span, Places)>> {
        let opened = ends.iter().find_map(|it| match it.1.first() {
            Place::Value(attr) if attr.quote == Quote::Added => Some(attr.clone()),
            _ => None,
        })?;
        let fits = |it: &Place| match it {
            Place::Value(attr) => {
                matches!(attr.quote, Quote::Added | Quote::Unquoted { .. }) && attr.name == opened.name
            }
            Place::BeforeValue(_, name) => *name == opened.name,
            _ => false,
        };
        if !ends.iter().all(|it| it.1.iter().all(fits)) {
            return None;
        }
        let mut evened = ends.to_vec();
        for (at, (_, places)) in evened.iter_mut().enumerate() {
            if matches!(places.first(), Place::BeforeValue(..)) {
                self.add_tail(tail(at)).then_some(())?;
                let empty = Attr { value: empty_value(&opened.value), ..opened.clone() };
                *places = Places::one(Place::Value(empty));
            }
            let changes = &mut self.changes;
            let quoted = places.clone().try_map(|place| match place {
                Place::Value(attr) => add_quote(attr, changes).map(Place::Value),
                place => Ok(place),
            });
            *places = quoted.ok()?;
        }
        Some(evened)
    }

    fn add_tail(&mut self, tail: Tail) -> bool {
        match tail {
            Tail::Branch(node, branch) => {
                self.plan.tails.insert((node, branch), "\"").is_none_or(|it| it == "\"")
            }
            Tail::Nowhere => false,
        }
    }
}

/// Whether all ends stand in the same construct. Inside a tag they must be the very same place, or they are
/// evened out.
pub(super) fn agree(ends: &[(Span, Places)]) -> bool {
    let mut places = ends.iter().flat_map(|it| it.1.iter());
    let Some(first) = places.next() else { return true };
    places.all(|it| it.same_construct(first) && (it.tag().is_none() || it == first))
}

/// The tag that a place stands in; for a value, one that the plan adds quotes to.
fn tag_of(place: &Place) -> Option<Tag> {
    match place {
        Place::Value(attr) if attr.quote == Quote::Added => Some(close_added_quote(attr.clone())),
        Place::Value(_) | Place::BeforeValue(..) => None,
        place => place.tag().cloned(),
    }
}

/// Branches that end in one script, style or attribute of such a language, but in different constructs of it.
fn all_lost(ends: &[(Span, Places)]) -> Option<Vec<(Span, Places)>> {
    let lost = |it: &Places| it.clone().try_map(|place| place.lost().ok_or(())).ok();
    let lost = ends.iter().map(|it| Some((it.0, lost(&it.1)?))).collect::<Option<Vec<_>>>()?;
    agree(&lost).then_some(lost)
}

/// The gaps that branches end in are one, with what is known of the tag's attributes in all of them.
fn merge_gaps(ends: Vec<(Span, Places)>, place: fn(Tag) -> Place) -> Vec<(Span, Places)> {
    let tags: Vec<Tag> = ends.iter().flat_map(|it| it.1.iter()).filter_map(tag_of).collect();
    let Some(first) = tags.first().cloned() else { return ends };
    let siblings = tags.iter().fold(first.siblings.clone(), |so_far, it| so_far.or(&it.siblings));
    let gap = Places::one(place(Tag { siblings, ..first }));
    ends.into_iter().map(|it| (it.0, gap.clone())).collect()
}

/// Whether an attribute's name may begin there.
fn is_after_blank(place: &Place) -> bool {
    matches!(place, Place::InTag(_) | Place::AfterAttrName(..) | Place::Blank(_))
}

fn empty_value(value: &Value) -> Value {
    match value {
        Value::Url(_) => Value::Url(UrlPart::Start),
        Value::Css(_) => Value::Css(Css::declarations()),
        Value::Js(_) => Value::Js(Js::handler()),
        Value::Srcset(_) => Value::Srcset(Srcset::Start),
        Value::Refresh(_) => Value::Refresh(Refresh::start()),
        value => value.clone(),
    }
}
