//! [`Json`]: JSON in our own ordered tree.

use super::number::is_decimal;
use super::{Cx, Fields, IntoValue, Object, Shape, ToValue, Value, Vars};
use crate::diagnostics::Error;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// How deep a document may nest.
const DEPTH: usize = 128;

/// A JSON document; maps keep their order. Templates read it where it is.
///
/// ```
/// use palisade::{Context, Json};
///
/// let page: Json = serde_json::from_str(r#"{"title": "Hello", "replies": [1, 2]}"#)?;
/// let variables = Context::new().with("page", &page); // {{ page.replies.0 }}
/// # let _ = variables;
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number beyond `i64`, in digits.
    Number(Box<str>),
    /// Any other number.
    Float(f64),
    /// A text.
    Str(Box<str>),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order of its source.
    Map(Vec<(Box<str>, Json)>),
}

impl Json {
    /// The entry of a map.
    fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Map(entries) => entries.iter().find(|it| *it.0 == *key).map(|it| &it.1),
            _ => None,
        }
    }
}

impl ToValue for Json {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(match self {
            Json::Null => Value::None,
            Json::Bool(it) => Value::Bool(*it),
            Json::Int(it) => Value::Int(*it),
            Json::Number(digits) => number(digits),
            Json::Float(it) => Value::Float(*it),
            Json::Str(text) => Value::Str(text),
            Json::List(_) | Json::Map(_) => Value::Object(self),
        })
    }
}

impl<'a> IntoValue<'a> for Json {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        match self {
            Json::List(_) | Json::Map(_) => cx.arena.own(self).map(Value::Object),
            Json::Str(text) => String::from(text).into_value(cx),
            Json::Number(digits) => Ok(number(cx.arena.str(&digits)?)),
            Json::Null => Ok(Value::None),
            Json::Bool(it) => Ok(Value::Bool(it)),
            Json::Int(it) => Ok(Value::Int(it)),
            Json::Float(it) => Ok(Value::Float(it)),
        }
    }
}

impl Object for Json {
    fn item<'a>(&'a self, key: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        self.get(key).map(|it| it.to_value(cx)).transpose()
    }

    fn at<'a>(&'a self, index: usize, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        match self {
            Json::List(items) => items.get(index).map(|it| it.to_value(cx)).transpose(),
            _ => Ok(None),
        }
    }

    fn shape(&self) -> Shape {
        match self {
            Json::List(items) => Shape::List(items.len()),
            Json::Map(entries) => Shape::Map(entries.len()),
            _ => Shape::Opaque,
        }
    }

    fn fields<'a>(&'a self, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
        match self {
            Json::Map(entries) => entries.iter().try_for_each(|it| add(&it.0, it.1.to_value(cx)?)),
            _ => Ok(()),
        }
    }
}

/// Anybody can make a [`Json::Number`] of any text, but what prints as a number need not be escaped.
fn number(digits: &str) -> Value<'_> {
    if is_decimal(digits) { Value::Number(digits) } else { Value::Str(digits) }
}

/// The entries of a map are variables; anything else has none.
impl Vars for Json {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        self.fields(cx, &mut |name, value| {
            add(name, value);
            Ok(())
        })
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        Nested(DEPTH).deserialize(deserializer)
    }
}

/// Reads a value that may nest this deep: a document must not overflow the stack, neither when it is
/// read nor when it is dropped.
#[derive(Clone, Copy)]
struct Nested(usize);

impl Nested {
    fn inside<E: de::Error>(self) -> Result<Nested, E> {
        let deeper = self.0.checked_sub(1).map(Nested);
        deeper.ok_or_else(|| E::custom(format_args!("JSON nests deeper than {DEPTH} levels")))
    }
}

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Scalars by an expression that makes them.
macro_rules! scalars {
    ($($method:ident $type:ty: |$it:ident| $json:expr;)*) => { $(
        fn $method<E: de::Error>(self, $it: $type) -> Result<Json, E> {
            Ok($json)
        }
    )* };
}

impl<'de> Visitor<'de> for Nested {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    scalars! {
        visit_bool bool: |it| Json::Bool(it);
        visit_i64 i64: |it| Json::Int(it);
        visit_u64 u64: |it| i64::try_from(it).map_or_else(|_| Json::Number(it.to_string().into()), Json::Int);
        visit_i128 i128: |it| i64::try_from(it).map_or_else(|_| Json::Number(it.to_string().into()), Json::Int);
        visit_u128 u128: |it| i64::try_from(it).map_or_else(|_| Json::Number(it.to_string().into()), Json::Int);
        visit_f64 f64: |it| Json::Float(it);
        visit_str &str: |it| Json::Str(it.into());
        visit_string String: |it| Json::Str(it.into());
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.inside::<D::Error>()?.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.inside::<D::Error>()?.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let item = self.inside::<A::Error>()?;
        let mut items = Vec::new();
        while let Some(value) = access.next_element_seed(item)? {
            items.push(value);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let value = self.inside::<A::Error>()?;
        let mut entries: Vec<(Box<str>, Json)> = Vec::new();
        while let Some(key) = access.next_key()? {
            entries.push((key, access.next_value_seed(value)?));
        }
        Ok(Json::Map(last_of_each(entries)))
    }
}

/// Of entries with the same key the last one stays, as in Python and JavaScript.
fn last_of_each(entries: Vec<(Box<str>, Json)>) -> Vec<(Box<str>, Json)> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|it| entries.get(*it).map(|entry| &entry.0));
    let mut stays = vec![true; entries.len()];
    for (earlier, later) in order.iter().zip(order.iter().skip(1)) {
        let same = entries.get(*earlier).map(|it| &it.0) == entries.get(*later).map(|it| &it.0);
        if let Some(stay) = stays.get_mut(*earlier) {
            *stay = !same;
        }
    }
    let mut stays = stays.into_iter();
    entries.into_iter().filter(|_| stays.next().unwrap_or(true)).collect()
}
