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

/// The names of `forloop`, in the order Django prints them.
pub(super) const LOOP_FIELDS: [&str; 8] =
    ["parentloop", "length", "counter0", "counter", "revcounter", "revcounter0", "first", "last"];

/// What stands under a name of `forloop`.
pub(super) fn in_loop<'a>(state: &'a ForLoop<'a>, name: &str) -> Option<Value<'a>> {
    let (index, length) = (state.index.get(), state.length);
    let count = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    Some(match name {
        "parentloop" => state.parent.map_or(Value::Map(&[]), Value::Loop),
        "length" => count(length),
        "counter0" => count(index),
        "counter" => count(index + 1),
        "revcounter" => count(length.saturating_sub(index)),
        "revcounter0" => count(length.saturating_sub(index + 1)),
        "first" => Value::Bool(index == 0),
        "last" => Value::Bool(index + 1 == length),
        _ => return None,
    })
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
        match lookup(Value::Loop(state), &Step::new(name), cx) {
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
