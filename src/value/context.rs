//! [`Context`]: the variables of one render, borrowed wherever that is possible.

use super::{Cx, ToValue, Value};
use crate::diagnostics::Error;

/// Variables for a render: a [`Context`], the [`Pairs`] that [`context!`](crate::context) makes, a map.
pub trait Vars {
    /// Hands out each variable.
    ///
    /// # Errors
    /// Whatever converting a variable reports.
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error>;
}

/// Variables collected one by one.
#[derive(Default)]
pub struct Context<'c> {
    vars: Vec<(&'c str, &'c dyn ToValue)>,
}

/// What [`context!`](crate::context) expands to: names with borrowed values.
pub struct Pairs<'c, const N: usize> {
    #[doc(hidden)]
    pub pairs: [(&'c str, &'c dyn ToValue); N],
}

impl Vars for Context<'_> {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        for (name, value) in &self.vars {
            add(name, value.to_value(cx)?);
        }
        Ok(())
    }
}
