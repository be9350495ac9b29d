//! Where branches meet: differences in a sub-state make a set, differences inside a tag are evened out, others
//! are faults.

use super::place::{Attr, Place, Quote, Tag, UrlPart, Value};
use super::places::Places;
use super::transition::{Css, Js, Json, Refresh, Srcset, close_added_quote};
use super::walk::{Walk, add_quote};
use crate::diagnostics::Error;
use crate::html::AttrKind;
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
        if all_in_name(&ends) {
            return Ok(ends);
        }
        let fault = self.diverge(&ends);
        let after_blanks = ends.iter().flat_map(|it| it.1.iter()).all(is_after_blank);
        let mut evened = Vec::with_capacity(ends.len());
        for (at, (span, places)) in ends.into_iter().enumerate() {
            let open = places.iter().any(|it| matches!(it, Place::Value(_)));
            let Ok(places) = places.try_map(|it| self.gap(it)) else { return Err(fault) };
            if open && !self.add_tail(tail(at)) {
                return Err(fault);
            }
            evened.push((span, places));
        }
        if !agree_in_tags(&evened) {
            return Err(fault);
        }
        Ok(merge_gaps(evened, if after_blanks { Place::Blank } else { Place::Gap }))
    }

    /// The gap in the tag that a place stands in. A value without quotes gets them, so that it ends there.
    fn gap(&mut self, place: Place) -> Result<Place, ()> {
        let place = match place {
            Place::Value(attr) => Place::Value(add_quote(attr, &mut self.changes).map_err(drop)?),
            place => place,
        };
        tag_of(&place).map(Place::Gap).ok_or(())
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
                let empty = Attr { value: empty_value(&opened.value, opened.kind), ..opened.clone() };
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

/// Whether all ends stand in the same construct, or in the same ones where names differed before. Inside a tag
/// they must be the very same places, or they are evened out.
pub(super) fn agree(ends: &[(Span, Places)]) -> bool {
    alike(ends, |one, other| one.same_construct(other) && (one.tag().is_none() || one == other))
}

/// Whether all ends stand in the same tags.
fn agree_in_tags(ends: &[(Span, Places)]) -> bool {
    alike(ends, Place::same_construct)
}

/// Whether each end has a place like each of the first one's, and no others.
fn alike(ends: &[(Span, Places)], like: impl Fn(&Place, &Place) -> bool) -> bool {
    let Some(((_, first), others)) = ends.split_first() else { return true };
    let within = |some: &Places, all: &Places| some.iter().all(|it| all.iter().any(|one| like(it, one)));
    others.iter().all(|(_, it)| within(it, first) && within(first, it))
}

/// Whether all branches end in the middle of names of one sort: what follows goes on with each of them.
fn all_in_name(ends: &[(Span, Places)]) -> bool {
    let places = || ends.iter().flat_map(|it| it.1.iter());
    let of_one_space = |it: &Tag, first: &Tag| it.end == first.end && it.insertion == first.insertion;
    match ends.first().map(|it| it.1.first()) {
        Some(Place::TagName(first)) => {
            places().all(|it| matches!(it, Place::TagName(tag) if of_one_space(tag, first)))
        }
        Some(Place::AttrName(..)) => {
            agree_in_tags(ends) && places().all(|it| matches!(it, Place::AttrName(..)))
        }
        _ => false,
    }
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
    let mut tags: Vec<Tag> = Vec::new();
    for tag in ends.iter().flat_map(|it| it.1.iter()).filter_map(tag_of) {
        match tags.iter_mut().find(|it| it.same_construct(&tag)) {
            Some(known) => known.siblings = known.siblings.or(&tag.siblings),
            None => tags.push(tag),
        }
    }
    let gaps = Places::of(tags.into_iter().map(place));
    match gaps {
        Some(gaps) => ends.into_iter().map(|it| (it.0, gaps.clone())).collect(),
        None => ends,
    }
}

/// Whether an attribute's name may begin there.
fn is_after_blank(place: &Place) -> bool {
    matches!(place, Place::InTag(_) | Place::AfterAttrName(..) | Place::Blank(_))
}

fn empty_value(value: &Value, kind: AttrKind) -> Value {
    match value {
        Value::Url(_) => Value::Url(UrlPart::Start),
        Value::Css(_) => Value::Css(Css::declarations()),
        Value::Js(_) => Value::Js(match kind {
            AttrKind::Expression(handed) => Js::expression(handed),
            _ => Js::handler(),
        }),
        Value::Json(_) => Value::Json(Json::document()),
        Value::Srcset(_) => Value::Srcset(Srcset::Start),
        Value::Refresh(_) => Value::Refresh(Refresh::start()),
        value => value.clone(),
    }
}
