//! [`Filter`]: a function on values, by its name after a `|`; and how closures become one.

use super::number::Num;
use super::{Cx, IntoValue, Kind, SafeHtml, Value, conditional_escape, plain_text, truth};
use crate::diagnostics::{Error, ErrorKind};
use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

/// A filter of the application. Closures with typed arguments become filters by [`IntoFilter`];
/// implement this only for more than that.
pub trait Filter: Send + Sync {
    /// The value after the filter. What is returned is untrusted unless it is [`Value::Safe`].
    ///
    /// # Errors
    /// Whatever the filter reports; it ends the render.
    fn apply<'a>(
        &self,
        value: Value<'a>,
        argument: Option<Value<'a>>,
        cx: Cx<'a>,
    ) -> Result<Value<'a>, Error>;

    /// Least and most arguments after the colon: (0, 0), (0, 1) or (1, 1).
    fn arguments(&self) -> (u8, u8) {
        (0, 1)
    }

    /// Looks at an argument that the template writes out, so that a fault is found when the template is loaded.
    ///
    /// # Errors
    /// When [`Filter::apply`] would refuse this argument whatever the value is.
    fn check_argument(&self, _literal: &str) -> Result<(), Error> {
        Ok(())
    }
}

/// What can be registered as a filter: a closure or function of one or two typed arguments, or a
/// [`Filter`].
///
/// Arguments are `bool`, `i64`, `f64`, `&str`, `String`, [`SafeHtml`] (what is no HTML is escaped) or a raw
/// [`Value`]; the second may be an
/// `Option`, which is `None` when the template gives no argument. What is returned is anything with
/// [`IntoValue`]; text is untrusted, so return [`SafeHtml`](crate::SafeHtml) for HTML.
///
/// ```
/// use palisade::{Library, format_html};
///
/// let library = Library::new()
///     .filter("money", |cents: i64| format!("{}.{:02}", cents / 100, cents % 100))
///     .filter("badge", |text: &str, class: Option<&str>| {
///         format_html!("<b class=\"{}\">{}</b>", class.unwrap_or("plain"), text)
///     });
/// # let _ = library;
/// ```
#[diagnostic::on_unimplemented(
    message = "this is no filter",
    note = "a filter is a closure `|value: A| …` or `|value: A, argument: B| …` whose argument types are written \
            out: `bool`, `i64`, `f64`, `&str`, `String`, `Value`, or an `Option` of these; \
            it returns owned data, such as a `String` or `SafeHtml`"
)]
pub trait IntoFilter<M> {
    /// The filter.
    fn into_filter(self) -> Arc<dyn Filter>;
}

/// A type that an argument of a filter may have.
pub trait Arg {
    /// The type, borrowing from the render.
    type Of<'a>;

    /// Whether the template may leave it away.
    const OPTIONAL: bool = false;

    /// Reads the argument; `None` when the template gives none.
    ///
    /// # Errors
    /// When the value is of another type.
    fn from_value<'a>(value: Option<Value<'a>>, cx: Cx<'a>) -> Result<Self::Of<'a>, Error>;
}

/// Marks what implements [`Filter`] itself.
#[doc(hidden)]
pub struct Itself;

impl<F: Filter + 'static> IntoFilter<Itself> for F {
    fn into_filter(self) -> Arc<dyn Filter> {
        Arc::new(self)
    }
}

/// A closure as a filter; `M` is its arguments and result.
struct Closure<F, M>(F, PhantomData<fn() -> M>);

impl<F, A, R> IntoFilter<(A, R)> for F
where
    A: Arg + 'static,
    R: for<'a> IntoValue<'a> + 'static,
    F: Fn(A) -> R + for<'a> Fn(A::Of<'a>) -> R + Send + Sync + 'static,
{
    fn into_filter(self) -> Arc<dyn Filter> {
        Arc::new(Closure::<F, (A, R)>(self, PhantomData))
    }
}

impl<F, A, B, R> IntoFilter<(A, B, R)> for F
where
    A: Arg + 'static,
    B: Arg + 'static,
    R: for<'a> IntoValue<'a> + 'static,
    F: Fn(A, B) -> R + for<'a> Fn(A::Of<'a>, B::Of<'a>) -> R + Send + Sync + 'static,
{
    fn into_filter(self) -> Arc<dyn Filter> {
        Arc::new(Closure::<F, (A, B, R)>(self, PhantomData))
    }
}

impl<F, A: Arg, R> Filter for Closure<F, (A, R)>
where
    R: for<'a> IntoValue<'a>,
    F: for<'a> Fn(A::Of<'a>) -> R + Send + Sync,
{
    fn apply<'a>(&self, value: Value<'a>, _: Option<Value<'a>>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        (self.0)(A::from_value(Some(value), cx)?).into_value(cx)
    }

    fn arguments(&self) -> (u8, u8) {
        (0, 0)
    }
}

impl<F, A: Arg, B: Arg, R> Filter for Closure<F, (A, B, R)>
where
    R: for<'a> IntoValue<'a>,
    F: for<'a> Fn(A::Of<'a>, B::Of<'a>) -> R + Send + Sync,
{
    fn apply<'a>(
        &self,
        value: Value<'a>,
        argument: Option<Value<'a>>,
        cx: Cx<'a>,
    ) -> Result<Value<'a>, Error> {
        (self.0)(A::from_value(Some(value), cx)?, B::from_value(argument, cx)?).into_value(cx)
    }

    fn arguments(&self) -> (u8, u8) {
        (u8::from(!B::OPTIONAL), 1)
    }
}

/// The fault of an argument that is of another type than `expected`.
fn wrong(value: Option<Value<'_>>, expected: &str) -> Error {
    let found = value.map_or("no argument", Value::type_name);
    Error::new(ErrorKind::ValueError, format!("expected {expected}, found {found}"))
}

/// The text of what is text; numbers and the like are printed, as Django's string filters do.
fn text<'a>(value: Option<Value<'a>>, cx: Cx<'a>) -> Result<Cow<'a, str>, Error> {
    match value {
        Some(value) => plain_text(value, cx),
        None => Err(wrong(None, "a text")),
    }
}

/// Argument types by how they are read.
macro_rules! arguments {
    ($($type:ty => $of:ty: |$value:ident, $cx:pat_param| $read:expr;)*) => { $(
        impl Arg for $type {
            type Of<'a> = $of;

            fn from_value<'a>($value: Option<Value<'a>>, $cx: Cx<'a>) -> Result<$of, Error> {
                $read
            }
        }
    )* };
}

arguments! {
    bool => bool: |value, cx| truth(value.unwrap_or(Value::None), cx);
    i64 => i64: |value, _| whole(value).ok_or_else(|| wrong(value, "a whole number"));
    f64 => f64: |value, _| float(value).ok_or_else(|| wrong(value, "a number"));
    String => String: |value, cx| text(value, cx).map(Cow::into_owned);
    &str => &'a str: |value, cx| match text(value, cx)? {
        Cow::Borrowed(text) => Ok(text),
        Cow::Owned(text) => cx.arena.str(&text),
    };
    SafeHtml<'_> => SafeHtml<'a>: |value, cx| match value {
        Some(Value::Safe(Kind::Html(_), html)) => Ok(SafeHtml::earned(html)),
        value => Ok(conditional_escape(&*text(value, cx)?)),
    };
    Value<'_> => Value<'a>: |value, _| value.ok_or_else(|| wrong(None, "a value"));
}

impl<T: Arg> Arg for Option<T> {
    type Of<'a> = Option<T::Of<'a>>;

    const OPTIONAL: bool = true;

    fn from_value<'a>(value: Option<Value<'a>>, cx: Cx<'a>) -> Result<Self::Of<'a>, Error> {
        match value {
            None | Some(Value::None) => Ok(None),
            some => T::from_value(some, cx).map(Some),
        }
    }
}

fn whole(value: Option<Value<'_>>) -> Option<i64> {
    match Num::of(value?)? {
        Num::Int(it) => Some(it),
        Num::Float(_) | Num::Digits(_) => None,
    }
}

#[allow(clippy::cast_precision_loss, reason = "a filter that takes a float gets the nearest one")]
fn float(value: Option<Value<'_>>) -> Option<f64> {
    match Num::of(value?)? {
        Num::Int(it) => Some(it as f64),
        Num::Float(it) => Some(it),
        Num::Digits(digits) => digits.parse().ok(),
    }
}
