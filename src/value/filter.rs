//! [`Filter`]: a function on values, by its name after a `|`.

use super::{Cx, Value};
use crate::diagnostics::Error;

/// A filter of the application. Closures with typed arguments become filters by
/// [`EngineBuilder::filter`](crate::EngineBuilder::filter); implement this only for more than that.
pub trait Filter: Send + Sync {
    /// The value after the filter. What is returned is untrusted unless it is [`Value::Safe`].
    ///
    /// # Errors
    /// Whatever the filter reports; it ends the render.
    fn apply<'a>(&self, value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Result<Value<'a>, Error>;

    /// Least and most arguments after the colon: (0, 0), (0, 1) or (1, 1).
    fn arguments(&self) -> (u8, u8) {
        (0, 1)
    }
}
