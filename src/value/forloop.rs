//! [`ForLoop`]: what templates see as `forloop`.

use super::Value;
use std::cell::Cell;

/// The state of one `{% for %}`, which templates see as `forloop`.
pub struct ForLoop<'a> {
    /// Iterations done before this one.
    pub(crate) index: Cell<usize>,
    /// Iterations in all.
    pub(crate) length: usize,
    /// The loop around this one.
    pub(crate) parent: Option<&'a ForLoop<'a>>,
}

/// What `forloop` has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoopField {
    ParentLoop,
    Length,
    Counter0,
    Counter,
    RevCounter,
    RevCounter0,
    First,
    Last,
}

/// The names of `forloop`, in the order Django prints them.
pub(super) const LOOP_FIELDS: [(&str, LoopField); 8] = [
    ("parentloop", LoopField::ParentLoop),
    ("length", LoopField::Length),
    ("counter0", LoopField::Counter0),
    ("counter", LoopField::Counter),
    ("revcounter", LoopField::RevCounter),
    ("revcounter0", LoopField::RevCounter0),
    ("first", LoopField::First),
    ("last", LoopField::Last),
];

impl LoopField {
    pub(super) fn named(name: &str) -> Option<LoopField> {
        LOOP_FIELDS.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}

impl<'a> ForLoop<'a> {
    /// What stands there at this turn.
    #[inline]
    pub(crate) fn read(&self, field: LoopField) -> Value<'a> {
        let (index, length) = (self.index.get(), self.length);
        let count = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
        match field {
            LoopField::ParentLoop => self.parent.map_or(Value::Map(&[]), Value::Loop),
            LoopField::Length => count(length),
            LoopField::Counter0 => count(index),
            LoopField::Counter => count(index + 1),
            LoopField::RevCounter => count(length.saturating_sub(index)),
            LoopField::RevCounter0 => count(length.saturating_sub(index + 1)),
            LoopField::First => Value::Bool(self.is_first()),
            LoopField::Last => Value::Bool(self.is_last()),
        }
    }

    #[inline]
    pub(crate) fn is_first(&self) -> bool {
        self.index.get() == 0
    }

    #[inline]
    pub(crate) fn is_last(&self) -> bool {
        self.index.get() + 1 == self.length
    }
}

#[cfg(test)]
mod tests {
    use crate::host::NoHost;
    use crate::limits::Limits;
    use crate::value::{Arena, Cx, ForLoop, Found, Step, Value, display, lookup};
    use std::cell::Cell;

    fn check(state: &ForLoop<'_>, name: &str, want: &str) {
        let arena = Arena::new(&Limits::default());
        let cx = Cx::of(&arena, &NoHost);
        let mut text = String::new();
        match lookup(&Value::Loop(state), &Step::new(name), cx) {
            Ok(Found::Value(value)) => display(value, cx, &mut text).unwrap(),
            _ => text.push_str("(missing)"),
        }
        assert_eq!(text, want, "{name}");
    }

    #[test]
    fn forloop_counts_from_both_ends() {
        let outer = ForLoop { index: Cell::new(0), length: 3, parent: None };
        let inner = ForLoop { index: Cell::new(1), length: 2, parent: Some(&outer) };
        for (name, first, last) in [
            ("counter", "1", "2"),
            ("counter0", "0", "1"),
            ("revcounter", "3", "1"),
            ("revcounter0", "2", "0"),
            ("first", "True", "False"),
            ("last", "False", "True"),
            ("length", "3", "2"),
            ("nosuch", "(missing)", "(missing)"),
        ] {
            check(&outer, name, first);
            check(&inner, name, last);
        }
        check(&outer, "parentloop", "{}");
        check(
            &inner,
            "parentloop",
            "{'parentloop': {}, 'length': 3, 'counter0': 0, 'counter': 1, 'revcounter': 3, \
             'revcounter0': 2, 'first': True, 'last': False}",
        );
    }
}
