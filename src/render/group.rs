//! Tags that look at how values follow one another: `regroup` and `ifchanged`.

use super::control::{FORLOOP, not_iterable};
use super::eval::Missing;
use super::walk::{Numbered, Walk};
use crate::diagnostics::Error;
use crate::limits::Cost;
use crate::program::{IfChanged, Link, Regroup};
use crate::value::{Cx, Value, equal, items};
use std::ptr;

/// Of which `{% ifchanged %}` it is the state: its template and slot, and the loop that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Seen {
    template: *const Link,
    slot: u32,
    /// Where the loop's state lives; nothing outside of loops.
    run: Option<usize>,
}

/// The names of what `regroup` gives.
const GROUPER: &str = "grouper";
const LIST: &str = "list";

impl<'a> Walk<'a, '_, '_> {
    #[inline(never)]
    pub(super) fn regroup(&mut self, tag: &'a Regroup) -> Result<(), Error> {
        let groups = match self.value(&tag.items, Missing::None)? {
            Value::None => Vec::new(),
            value => self.groups(tag, value)?,
        };
        let groups = self.cx.arena.list(&groups)?;
        self.scope.set(&tag.into, Value::List(groups));
        Ok(())
    }

    /// Each run of items with equal keys, as a map of the key and the items.
    fn groups(&mut self, tag: &'a Regroup, value: Value<'a>) -> Result<Vec<Value<'a>>, Error> {
        let items = items(value, self.cx)?.ok_or_else(|| not_iterable(value))?;
        let mut groups = Vec::new();
        let mut open: Option<(Value<'a>, Vec<Value<'a>>)> = None;
        for index in 0..items.len() {
            self.cx.arena.budget().charge(Cost::Iteration)?;
            let item = items.get(index, self.cx)?;
            self.scope.set(&tag.into, item);
            let key = self.value(&tag.by, Missing::None)?;
            match &mut open {
                Some((last, run)) if equal(*last, key, self.cx)? => run.push(item),
                _ => {
                    groups.extend(open.replace((key, vec![item])).map(|it| group(&it, self.cx)).transpose()?);
                }
            }
        }
        groups.extend(open.map(|it| group(&it, self.cx)).transpose()?);
        Ok(groups)
    }

    #[inline(never)]
    pub(super) fn if_changed(&mut self, tag: &'a IfChanged) -> Result<(), Error> {
        let run = match self.scope.slot(FORLOOP) {
            Some(Value::Loop(state)) => Some(ptr::from_ref(*state) as usize),
            _ => None,
        };
        let key = Seen { template: self.at, slot: tag.slot, run };
        if tag.values.is_empty() {
            return self.if_printed_changed(tag, key);
        }
        let mut values = Vec::with_capacity(tag.values.len());
        for expr in &tag.values {
            values.push(self.value(expr, Missing::None)?);
        }
        if self.is_new(key, &values)? {
            self.state(key).insert(key, values);
            return self.body(&tag.body);
        }
        self.body(&tag.otherwise)
    }

    fn if_printed_changed(&mut self, tag: &'a IfChanged, key: Seen) -> Result<(), Error> {
        let capture = self.out.capture();
        self.body(&tag.body)?;
        let text = self.cx.arena.str(&self.out.captured(&capture))?;
        let value = vec![Value::Str(text)];
        if !self.is_new(key, &value)? {
            return self.body(&tag.otherwise);
        }
        self.state(key).insert(key, value);
        if text.is_empty() {
            // Django renders it once more then, which tags with a memory notice. Nested, that doubles.
            self.cx.arena.budget().charge(Cost::Iteration)?;
            return self.body(&tag.body);
        }
        self.out.text.push_str(text);
        self.out.check(self.cx.arena.budget())
    }

    /// Where it is kept what was seen last: with the loop, or else with the include.
    fn state(&mut self, key: Seen) -> &mut Numbered<Seen, Vec<Value<'a>>> {
        if key.run.is_some() { &mut self.seen } else { &mut self.own().seen }
    }

    fn is_new(&mut self, key: Seen, values: &[Value<'a>]) -> Result<bool, Error> {
        let cx = self.cx;
        let Some(last) = self.state(key).get(&key) else { return Ok(true) };
        for (last, value) in last.iter().zip(values) {
            if !equal(*last, *value, cx)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn group<'a>((key, run): &(Value<'a>, Vec<Value<'a>>), cx: Cx<'a>) -> Result<Value<'a>, Error> {
    let list = Value::List(cx.arena.list(run)?);
    Ok(Value::Map(cx.arena.slice(&[(GROUPER, *key), (LIST, list)])?))
}

/// A group of `regroup` unpacks into its key and its items, unlike other maps.
pub(super) fn as_pair<'a>(item: Value<'a>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    match item {
        Value::Map([(GROUPER, key), (LIST, list)]) => Ok(Value::Tuple(cx.arena.slice(&[*key, *list])?)),
        item => Ok(item),
    }
}
