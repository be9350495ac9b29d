//! From Rust's types to [`Value`]: borrowed by [`ToValue`], owned by [`IntoValue`].
//!
//! Lists and maps are in `collections`, the safe types in `safe`.

use super::{Cx, Object, Temporal, Value};
use crate::diagnostics::{Error, ErrorKind};
use crate::host::Zone;
use std::borrow::Cow;
use std::sync::Arc;

/// Data that can be seen as a [`Value`] without being moved: the values of a context, the fields of an
/// object.
///
/// `#[derive(Object)]` implements it for structs and enums.
#[diagnostic::on_unimplemented(
    message = "templates cannot look into `{Self}`",
    note = "add `#[derive(palisade::Object)]` to it, or hand over a type that implements `ToValue`"
)]
pub trait ToValue: Send + Sync {
    /// The value, borrowed from `self` where that is possible.
    ///
    /// # Errors
    /// When [`Limits::memory`](crate::Limits::memory) is exceeded or an object reports a fault.
    fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error>;
}

/// Data that becomes a [`Value`] by being moved into the render's arena: what filters and methods return.
///
/// References become values by [`ToValue`]. What is text is untrusted, except the safe types
/// ([`SafeHtml`](crate::SafeHtml) and its kin).
#[diagnostic::on_unimplemented(
    message = "a filter or method that templates call may not return `{Self}`",
    note = "return text, a number, a safe type such as `SafeHtml`, a list, an `Option` or `Result` of these, \
            or a type with `#[derive(palisade::Object)]`"
)]
pub trait IntoValue<'a> {
    /// The value.
    ///
    /// # Errors
    /// When [`Limits::memory`](crate::Limits::memory) is exceeded or the data itself is an error.
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error>;
}

/// Types that are copied into a value: for each an expression that makes it.
macro_rules! copied {
    ($($type:ty: |$it:ident, $cx:pat_param| $value:expr;)*) => { $(
        impl ToValue for $type {
            fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                (*self).into_value(cx)
            }
        }
        impl<'a> IntoValue<'a> for $type {
            fn into_value(self, $cx: Cx<'a>) -> Result<Value<'a>, Error> {
                let $it = self;
                Ok($value)
            }
        }
    )* };
}

copied! {
    (): |_it, _| Value::None;
    bool: |it, _| Value::Bool(it);
    i8: |it, _| Value::Int(it.into());
    i16: |it, _| Value::Int(it.into());
    i32: |it, _| Value::Int(it.into());
    i64: |it, _| Value::Int(it);
    u8: |it, _| Value::Int(it.into());
    u16: |it, _| Value::Int(it.into());
    u32: |it, _| Value::Int(it.into());
    isize: |it, cx| big(it as i128, cx)?;
    usize: |it, cx| big(it as i128, cx)?;
    u64: |it, cx| big(it.into(), cx)?;
    i128: |it, cx| big(it, cx)?;
    u128: |it, cx| match i128::try_from(it) {
        Ok(small) => big(small, cx)?,
        Err(_) => digits(it, cx)?,
    };
    f32: |it, cx| short_float(it, cx)?;
    f64: |it, _| Value::Float(it);
    char: |it, cx| Value::Str(cx.arena.str(it.encode_utf8(&mut [0; 4]))?);
    jiff::civil::Date: |it, cx| Value::Time(cx.arena.put(Temporal::Date(it))?);
    jiff::civil::Time: |it, cx| Value::Time(cx.arena.put(Temporal::Time(it))?);
    jiff::civil::DateTime: |it, cx| Value::Time(cx.arena.put(Temporal::naive(it))?);
    jiff::SignedDuration: |it, _| Value::Duration(it);
    std::time::Duration: |it, _| {
        Value::Duration(it.try_into().unwrap_or(jiff::SignedDuration::MAX))
    };
    jiff::Timestamp: |it, cx| {
        Value::Time(cx.arena.put(Temporal::at(it, Zone::UTC))?)
    };
}

/// A whole number; as digits when it does not fit.
fn big(number: i128, cx: Cx<'_>) -> Result<Value<'_>, Error> {
    match i64::try_from(number) {
        Ok(small) => Ok(Value::Int(small)),
        Err(_) => digits(number, cx),
    }
}

fn digits<'a>(number: impl itoa::Integer, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    Ok(Value::Number(cx.arena.str(itoa::Buffer::new().format(number))?))
}

/// The `f64` that prints as the `f32` does: 0.1 stays 0.1.
fn short_float(number: f32, _: Cx<'_>) -> Result<Value<'_>, Error> {
    Ok(Value::Float(number.to_string().parse().unwrap_or(f64::from(number))))
}

impl ToValue for jiff::Zoned {
    fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Time(cx.arena.put(Temporal::of_zoned(self))?))
    }
}

impl ToValue for str {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Str(self))
    }
}

impl ToValue for String {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Str(self))
    }
}

impl ToValue for Cow<'_, str> {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Str(self))
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        self.as_ref().map_or(Ok(Value::None), |it| it.to_value(cx))
    }
}

impl ToValue for dyn Object + '_ {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Object(self))
    }
}

/// Pointers are looked through.
macro_rules! pointers {
    ($($type:ty),*) => { $(
        impl<T: ToValue + ?Sized> ToValue for $type {
            fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                (**self).to_value(cx)
            }
        }
    )* };
}

pointers!(&T, Box<T>, Arc<T>);

impl<'a, 'b: 'a, T: ToValue + ?Sized> IntoValue<'a> for &'b T {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        self.to_value(cx)
    }
}

impl<'a, 'b: 'a> IntoValue<'a> for Value<'b> {
    fn into_value(self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(self)
    }
}

impl<'a> IntoValue<'a> for String {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Str(cx.arena.str(&self)?))
    }
}

impl<'a, 'b: 'a> IntoValue<'a> for Cow<'b, str> {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        match self {
            Cow::Borrowed(text) => Ok(Value::Str(text)),
            Cow::Owned(text) => text.into_value(cx),
        }
    }
}

impl<'a> IntoValue<'a> for jiff::Zoned {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Time(cx.arena.put(Temporal::of_zoned(&self))?))
    }
}

impl<'a, T: IntoValue<'a>> IntoValue<'a> for Option<T> {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        self.map_or(Ok(Value::None), |it| it.into_value(cx))
    }
}

impl<'a, T: IntoValue<'a>> IntoValue<'a> for Vec<T> {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        let items: Result<Vec<Value<'a>>, Error> = self.into_iter().map(|it| it.into_value(cx)).collect();
        Ok(Value::List(cx.arena.slice(&items?)?))
    }
}

/// Any error ends the render, as one of this crate's.
impl<'a, T, E> IntoValue<'a> for Result<T, E>
where
    T: IntoValue<'a>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        match self {
            Ok(value) => value.into_value(cx),
            Err(fault) => Err(adopt(fault.into())),
        }
    }
}

/// One of our own errors as it is; any other as the cause of one.
fn adopt(fault: Box<dyn std::error::Error + Send + Sync>) -> Error {
    match fault.downcast::<Error>() {
        Ok(error) => *error,
        Err(other) => Error::new(ErrorKind::Custom, other.to_string()).caused_by(other),
    }
}
