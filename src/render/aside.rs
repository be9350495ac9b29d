//! What mode `Report` renders beside the page: bodies as mode `Contextual` would have them, of which only differences
//! are told. Nothing of it can change or fail the page.

use super::compare::Would;
use super::walk::Walk;
use crate::diagnostics::Error;
use crate::program::{Filter, Op, Shadow};
use crate::value::{Kind, Origin, Value};
use std::collections::HashMap;

/// What is going on beside the page.
#[derive(Default)]
pub(super) struct Aside<'a> {
    /// Whether holes print what mode `Contextual` would print, for a body that is looked at as a whole.
    pub contextual: bool,
    /// Whether nothing is told of single holes.
    pub silent: bool,
    /// What `as name` stored, beside the value that mode `Contextual` would have stored.
    pub stored: HashMap<&'a str, (&'a str, Value<'a>)>,
}

impl Aside<'_> {
    /// Tells nothing of single holes, if so; gives what held before.
    pub(super) fn silence(&mut self, silent: bool) -> bool {
        let before = self.silent;
        self.silent |= silent;
        before
    }
}

impl<'a> Walk<'a, '_, '_> {
    /// Renders, and forgets all of it but what `render` makes of it.
    fn apart<T>(&mut self, render: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let spent = self.cx.arena.budget().clone();
        let (own, seen, scope) = (self.own.clone(), self.seen.clone(), self.scope.kept());
        let stand = self.stand();
        let made = render(self);
        self.back_to(&stand);
        (self.own, self.seen) = (own, seen);
        self.scope.put_back(scope);
        self.cx.arena.budget().back_to(&spent);
        made
    }

    /// Looks for differences in a body whose text is known already.
    pub(super) fn compare_aside(&mut self, body: &'a [Op]) {
        if self.job.options.on_difference.is_some() && !self.aside.silent && !self.aside.contextual {
            // What fails here would fail the page, were its text not known.
            let _ = self.apart(|walk| walk.body(body));
        }
    }

    /// What `{% filter %}` would print in mode `Contextual`; `None` where it is part of another such question.
    pub(super) fn filtered_aside(
        &mut self,
        tag: &'a Filter,
        (shadow, plain): (Shadow, bool),
    ) -> Option<Would> {
        if self.aside.silent || self.aside.contextual {
            return None;
        }
        self.aside.contextual = true;
        let made = self.apart(|walk| {
            let start = walk.out.text.len();
            walk.body(&tag.body)?;
            let text = walk.cx.arena.str(walk.out.text.get(start..).unwrap_or_default())?;
            let value = if plain { Value::Str(text) } else { Value::Safe(Kind::Html(Origin::Earned), text) };
            let value = walk.through(value, &tag.filters)?;
            let value = if shadow.trusted { walk.vouched(value)? } else { value };
            walk.out.text.truncate(start);
            let rejected = shadow.escaper.write(value, walk.cx, &mut walk.out.text)?;
            let text = walk.out.text.get(start..).unwrap_or_default().to_owned();
            Ok(Would { text, refused: rejected.map(|it| it.reason.to_owned()) })
        });
        self.aside.contextual = false;
        let failed = |error: Error| Would { text: String::new(), refused: Some(error.message().to_owned()) };
        Some(made.unwrap_or_else(failed))
    }
}
