//! [`Lazy`]: a value computed when a template first needs it, and at most once.

use super::{Cx, ToValue, Value};
use crate::diagnostics::{Error, ErrorKind};
use once_cell::sync::OnceCell;

/// How many lazy values may stand behind one another.
const LAZY_CHAIN: usize = 16;

/// A value that is computed when a template first needs it, and at most once however often that is.
///
/// `make` may not ask for the value it makes.
///
/// ```
/// use palisade::context;
/// use palisade::value::Lazy;
///
/// let posts = Lazy::new(|| vec!["first", "second"]); // say, a query
/// let variables = context! { posts };
/// # let _ = variables;
/// ```
pub struct Lazy<T, F = fn() -> T>(Deferred<T, F>);

/// What a [`Lazy`] hands to the language: converting it is computing it.
struct Deferred<T, F> {
    cell: OnceCell<T>,
    make: F,
}

impl<T, F: Fn() -> T> Lazy<T, F> {
    /// A value that `make` will compute if a template asks for it.
    pub fn new(make: F) -> Lazy<T, F> {
        Lazy(Deferred { cell: OnceCell::new(), make })
    }
}

impl<T: ToValue, F: Fn() -> T + Send + Sync> ToValue for Lazy<T, F> {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Lazy(&self.0))
    }
}

impl<T: ToValue, F: Fn() -> T + Send + Sync> ToValue for Deferred<T, F> {
    fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        self.cell.get_or_init(&self.make).to_value(cx)
    }
}

/// A lazy value computed; any other value as it is.
pub(crate) fn force<'a>(mut value: Value<'a>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    for _ in 0..LAZY_CHAIN {
        let Value::Lazy(lazy) = value else { return Ok(value) };
        value = lazy.to_value(cx)?;
    }
    if let Value::Lazy(_) = value {
        let message = format!("more than {LAZY_CHAIN} lazy values stand behind one another");
        return Err(Error::new(ErrorKind::LimitExceeded, message));
    }
    Ok(value)
}
