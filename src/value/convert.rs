//! From Rust's types to [`Value`]: borrowed by [`ToValue`], owned by [`IntoValue`].

use super::{Cx, Value};
use crate::diagnostics::Error;

/// Data that can be seen as a [`Value`] without being moved: the values of a context, the fields of an
/// object.
pub trait ToValue: Send + Sync {
    /// The value, borrowed from `self` where that is possible.
    ///
    /// # Errors
    /// When [`Limits::memory`](crate::Limits::memory) is exceeded or an object reports a fault.
    fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error>;
}

/// Data that becomes a [`Value`] by being moved into the render's arena: what filters and methods return.
pub trait IntoValue {
    /// The value.
    ///
    /// # Errors
    /// When [`Limits::memory`](crate::Limits::memory) is exceeded or the data itself is an error.
    fn into_value<'a>(self, cx: Cx<'a>) -> Result<Value<'a>, Error>;
}
