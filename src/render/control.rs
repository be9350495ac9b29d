//! Tags that hold bodies.

use super::eval::Missing;
use super::group::as_pair;
use super::output::push_spaceless;
use super::scope::Mark;
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::filters::zone_of;
use crate::host::Zone;
use crate::limits::Cost;
use crate::program::{Arm, Binding, Expr, Filter, For, Op, Setting, VarName};
use crate::value::{Cx, ForLoop, Here, Items, Kind, Localize, Origin, Value, items, length};
use std::cell::Cell;

/// What a loop's state is called.
pub(super) const FORLOOP: VarName<'static> = VarName::new("forloop");

impl<'a> Walk<'a, '_, '_> {
    #[inline(never)]
    pub(super) fn branch(&mut self, arms: &'a [Arm], otherwise: &'a [Op]) -> Result<(), Error> {
        for arm in arms {
            if self.holds(&arm.condition)? {
                return self.body(&arm.body);
            }
        }
        self.body(otherwise)
    }

    #[inline(never)]
    pub(super) fn with(&mut self, bindings: &'a [Binding], body: &'a [Op]) -> Result<(), Error> {
        let mark = self.bind(bindings)?;
        self.body(body)?;
        self.scope.pop(mark);
        Ok(())
    }

    /// Opens a frame with these variables; their values are those outside of it.
    #[inline]
    pub(super) fn bind(&mut self, bindings: &'a [Binding]) -> Result<Mark, Error> {
        if bindings.is_empty() { Ok(self.scope.push()) } else { self.bind_some(bindings) }
    }

    #[inline(never)]
    fn bind_some(&mut self, bindings: &'a [Binding]) -> Result<Mark, Error> {
        if let [only] = bindings {
            let value = self.value(&only.value, Missing::Invalid)?;
            let mark = self.scope.push();
            self.scope.add(only.name.name(), value);
            return Ok(mark);
        }
        let mut values = Vec::with_capacity(bindings.len());
        for binding in bindings {
            values.push((binding.name.name(), self.value(&binding.value, Missing::Invalid)?));
        }
        let mark = self.scope.push();
        for (name, value) in values {
            self.scope.add(name, value);
        }
        Ok(mark)
    }

    #[inline(never)]
    pub(super) fn autoescape(&mut self, on: bool, body: &'a [Op]) -> Result<(), Error> {
        let before = std::mem::replace(&mut self.cx.autoescape, on);
        self.body(body)?;
        self.cx.autoescape = before;
        Ok(())
    }

    #[inline(never)]
    pub(super) fn setting(&mut self, setting: &'a Setting, body: &'a [Op]) -> Result<(), Error> {
        match setting {
            Setting::Localize(on) => {
                let localize = if *on { Localize::Language } else { Localize::Settings };
                self.part(|it| it.scoped.localize = localize, body)
            }
            Setting::LocalTime(on) => self.part(|it| it.scoped.local_time = Some(*on), body),
            Setting::TimeZone(zone) => {
                let zone = self.time_zone(zone)?;
                self.part(|it| it.scoped.zone = Some(zone), body)
            }
        }
    }

    /// A body where something else holds.
    pub(super) fn part(&mut self, change: impl FnOnce(&mut Here<'a>), body: &'a [Op]) -> Result<(), Error> {
        let outer = self.cx;
        let mut here = *outer;
        change(&mut here);
        self.cx = self.kept(&here)?;
        self.body(body)?;
        self.cx = outer;
        Ok(())
    }

    /// A tag in a loop makes what holds in its body once, not each time.
    fn kept(&mut self, here: &Here<'a>) -> Result<Cx<'a>, Error> {
        /// How many are looked at: a page has few.
        const RECENT: usize = 8;
        if let Some(known) = self.parts.iter().rev().take(RECENT).find(|it| it.is(here)) {
            return Ok(self.cx.at(known));
        }
        let cx = self.cx.changed(|it| *it = *here)?;
        self.parts.push(cx.here());
        Ok(cx)
    }

    /// What `{% timezone %}` is given; `None` stands for the host's own zone.
    fn time_zone(&mut self, zone: &'a Expr) -> Result<Zone, Error> {
        let value = self.value(zone, Missing::Invalid)?;
        if let Value::None = value {
            return Ok(self.cx.host.default_time_zone());
        }
        zone_of(value).ok_or_else(|| {
            let name = value.as_str().unwrap_or(value.type_name());
            Error::new(ErrorKind::ValueError, format!("there is no time zone `{name}`"))
        })
    }

    #[inline(never)]
    pub(super) fn spaceless(&mut self, body: &'a [Op]) -> Result<(), Error> {
        let capture = self.out.capture();
        self.body(body)?;
        let text = self.out.captured(&capture);
        push_spaceless(&text, &mut self.out.text);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn filter_body(&mut self, tag: &'a Filter) -> Result<(), Error> {
        let shadow = tag.shadow.filter(|_| self.job.options.on_difference.is_some());
        let would = shadow.map(|it| self.filtered_aside(tag, it));
        let silent = self.aside.silence(shadow.is_some_and(|it| it.1));
        let start = self.out.text.len();
        let capture = self.out.capture();
        let done = self.body(&tag.body);
        self.aside.silent = silent;
        done?;
        let text = self.cx.arena.str(&self.out.captured(&capture))?;
        let value = if tag.plain { Value::Str(text) } else { Value::Safe(Kind::Html(Origin::Earned), text) };
        let value = self.through(value, &tag.filters)?;
        let value = if tag.trusted { self.vouched(value)? } else { value };
        self.write(value, tag.escaper, tag.span)?;
        if let (Some((shadow, _)), Some(Some(would))) = (shadow, would) {
            self.tell(&would, shadow, start, value.type_name(), tag.span);
        }
        self.out.check(self.cx.arena.budget())
    }

    #[inline(never)]
    pub(super) fn for_each(&mut self, tag: &'a For) -> Result<(), Error> {
        let items = match self.value(&tag.items, Missing::None)? {
            Value::None => Items::Slice(&[]),
            value => items(value, self.cx)?.ok_or_else(|| not_iterable(value))?,
        };
        let mark = self.scope.push();
        if items.len() == 0 {
            self.body(&tag.empty)?;
        } else {
            self.iterate(tag, items)?;
        }
        self.scope.pop(mark);
        Ok(())
    }

    fn iterate(&mut self, tag: &'a For, items: Items<'a>) -> Result<(), Error> {
        let parent = match self.scope.slot(FORLOOP) {
            Some(Value::Loop(parent)) => Some(*parent),
            _ => None,
        };
        let length = items.len();
        let state = self.cx.arena.put(ForLoop { index: Cell::new(0), length, parent })?;
        self.scope.add(FORLOOP, Value::Loop(state));
        let single = match &*tag.targets {
            [only] => Some(self.scope.add(only.name(), Value::None)),
            _ => None,
        };
        self.cx.arena.budget().enter()?;
        for index in 0..length {
            self.cx.arena.budget().charge(Cost::Iteration)?;
            state.index.set(index);
            let at = if tag.reversed { length - 1 - index } else { index };
            match single.and_then(|it| self.scope.at(it)) {
                Some(slot) => {
                    items.read(at, self.cx, slot)?;
                    self.walk(&tag.body)?;
                }
                None => self.unpacked(tag, items.get(at, self.cx)?)?,
            }
        }
        self.cx.arena.budget().leave();
        Ok(())
    }

    /// One iteration with several loop variables, which have a frame of their own.
    fn unpacked(&mut self, tag: &'a For, item: Value<'a>) -> Result<(), Error> {
        let item = as_pair(item, self.cx)?;
        let wanted = tag.targets.len();
        let got = length(item).unwrap_or(1);
        if got != wanted {
            let message = format!("need {wanted} values to unpack in a loop, got {got}");
            return Err(Error::new(ErrorKind::ValueError, message));
        }
        let parts = items(item, self.cx)?.ok_or_else(|| not_iterable(item))?;
        let mark = self.scope.push();
        for (index, name) in tag.targets.iter().enumerate() {
            let value = parts.get(index, self.cx)?;
            self.scope.add(name.name(), value);
        }
        self.walk(&tag.body)?;
        self.scope.pop(mark);
        Ok(())
    }
}

#[cold]
pub(super) fn not_iterable(value: Value<'_>) -> Error {
    let message = format!("a loop cannot run through a {}", value.type_name());
    Error::new(ErrorKind::ValueError, message)
}
