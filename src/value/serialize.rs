//! Any `Serialize` as a [`Value`], built into the arena. Enums are tagged as `serde_json` tags them, and
//! tuples are lists: serde calls arrays by the same name.

use super::made::Made;
use super::{Cx, IntoValue, Value};
use crate::diagnostics::{Error, ErrorKind};
use serde::ser::{self, Serialize};
use std::fmt::Display;

/// How deep the data may nest.
const DEPTH: usize = 128;

/// Data that is built into the render's arena, once per render.
pub(crate) trait Build: Sync {
    /// Its fields.
    ///
    /// # Errors
    /// When it has no fields, nests too deep or takes too much memory.
    fn build<'a>(&self, cx: Cx<'a>) -> Result<&'a [(&'a str, Value<'a>)], Error>;
}

impl<T: Serialize + Sync + ?Sized> Build for &T {
    fn build<'a>(&self, cx: Cx<'a>) -> Result<&'a [(&'a str, Value<'a>)], Error> {
        match serialize(*self, cx)? {
            Value::Map(entries) => Ok(entries),
            other => {
                let found = other.type_name();
                let message = format!("the variables of a template are a struct or a map, not a {found}");
                Err(Error::new(ErrorKind::ValueError, message))
            }
        }
    }
}

/// Builds the value into the arena.
pub(crate) fn serialize<'a, T: Serialize + ?Sized>(data: &T, cx: Cx<'a>) -> Result<Value<'a>, Error> {
    data.serialize(Builder { cx, depth: 0 }).map_err(|it| it.0)
}

/// Our error, as serde wants one.
#[derive(Debug)]
struct Fault(Error);

impl Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: Display>(message: T) -> Fault {
        Fault(Error::new(ErrorKind::Custom, message.to_string()))
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault(error)
    }
}

/// Builds one value at a depth.
#[derive(Clone, Copy)]
struct Builder<'a> {
    cx: Cx<'a>,
    depth: usize,
}

impl<'a> Builder<'a> {
    fn inside(self) -> Result<Builder<'a>, Fault> {
        if self.depth == DEPTH {
            let message = format!("the data nests deeper than {DEPTH} levels");
            return Err(Fault(Error::new(ErrorKind::LimitExceeded, message)));
        }
        Ok(Builder { depth: self.depth + 1, ..self })
    }

    fn list(self, variant: Option<&'static str>, len: Option<usize>) -> Result<ListBuilder<'a>, Fault> {
        let items = Made::new(self.cx.arena, expected(len))?;
        Ok(ListBuilder { builder: self.inside()?, items, variant })
    }

    fn map(self, variant: Option<&'static str>, len: Option<usize>) -> Result<MapBuilder<'a>, Fault> {
        let entries = Made::new(self.cx.arena, expected(len))?;
        Ok(MapBuilder { builder: self.inside()?, entries, key: "", variant })
    }

    /// `{"Variant": value}`, if it is of a variant.
    fn tagged(self, variant: Option<&'static str>, value: Value<'a>) -> Result<Value<'a>, Fault> {
        match variant {
            Some(name) => Ok(Value::Map(self.cx.arena.slice(&[(name, value)])?)),
            None => Ok(value),
        }
    }
}

/// The length is a hint of the data's author, and believed only so far.
fn expected(len: Option<usize>) -> usize {
    len.unwrap_or(0).min(1024)
}

/// Scalars that [`IntoValue`] knows.
macro_rules! scalars {
    ($($method:ident $type:ty),* $(,)?) => { $(
        fn $method(self, it: $type) -> Result<Value<'a>, Fault> {
            Ok(it.into_value(self.cx)?)
        }
    )* };
}

impl<'a> ser::Serializer for Builder<'a> {
    type Ok = Value<'a>;
    type Error = Fault;
    type SerializeSeq = ListBuilder<'a>;
    type SerializeTuple = ListBuilder<'a>;
    type SerializeTupleStruct = ListBuilder<'a>;
    type SerializeTupleVariant = ListBuilder<'a>;
    type SerializeMap = MapBuilder<'a>;
    type SerializeStruct = MapBuilder<'a>;
    type SerializeStructVariant = MapBuilder<'a>;

    scalars! {
        serialize_bool bool, serialize_char char, serialize_f32 f32, serialize_f64 f64,
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
    }

    fn serialize_str(self, text: &str) -> Result<Value<'a>, Fault> {
        Ok(Value::Str(self.cx.arena.str(text)?))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value<'a>, Fault> {
        let items: Vec<Value<'a>> = bytes.iter().map(|it| Value::Int((*it).into())).collect();
        Ok(Value::List(self.cx.arena.slice(&items)?))
    }

    fn serialize_none(self) -> Result<Value<'a>, Fault> {
        Ok(Value::None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value<'a>, Fault> {
        value.serialize(self.inside()?)
    }

    fn serialize_unit(self) -> Result<Value<'a>, Fault> {
        Ok(Value::None)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value<'a>, Fault> {
        Ok(Value::None)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value<'a>, Fault> {
        Ok(Value::Str(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value<'a>, Fault> {
        value.serialize(self.inside()?)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value<'a>, Fault> {
        let value = value.serialize(self.inside()?)?;
        self.tagged(Some(variant), value)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<ListBuilder<'a>, Fault> {
        self.list(None, len)
    }

    fn serialize_tuple(self, len: usize) -> Result<ListBuilder<'a>, Fault> {
        self.list(None, Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<ListBuilder<'a>, Fault> {
        self.list(None, Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<ListBuilder<'a>, Fault> {
        self.list(Some(variant), Some(len))
    }

    fn serialize_map(self, len: Option<usize>) -> Result<MapBuilder<'a>, Fault> {
        self.map(None, len)
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<MapBuilder<'a>, Fault> {
        self.map(None, Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<MapBuilder<'a>, Fault> {
        self.map(Some(variant), Some(len))
    }
}

/// A list or tuple under way.
struct ListBuilder<'a> {
    builder: Builder<'a>,
    items: Made<'a, Value<'a>>,
    variant: Option<&'static str>,
}

impl<'a> ListBuilder<'a> {
    fn push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Fault> {
        Ok(self.items.push(item.serialize(self.builder)?)?)
    }

    fn finish(self) -> Result<Value<'a>, Fault> {
        self.builder.tagged(self.variant, Value::List(self.items.done()))
    }
}

/// A map or struct under way.
struct MapBuilder<'a> {
    builder: Builder<'a>,
    entries: Made<'a, (&'a str, Value<'a>)>,
    key: &'a str,
    variant: Option<&'static str>,
}

impl<'a> MapBuilder<'a> {
    fn push<T: Serialize + ?Sized>(&mut self, key: &'a str, value: &T) -> Result<(), Fault> {
        Ok(self.entries.push((key, value.serialize(self.builder)?))?)
    }

    fn finish(self) -> Result<Value<'a>, Fault> {
        self.builder.tagged(self.variant, Value::Map(self.entries.done()))
    }
}

/// serde's four traits for lists, which differ in the names of their methods.
macro_rules! list_traits {
    ($($name:ident $method:ident),*) => { $(
        impl<'a> ser::$name for ListBuilder<'a> {
            type Ok = Value<'a>;
            type Error = Fault;

            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Fault> {
                self.push(item)
            }

            fn end(self) -> Result<Value<'a>, Fault> {
                self.finish()
            }
        }
    )* };
}

list_traits! {
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field
}

/// serde's two traits for structs.
macro_rules! struct_traits {
    ($($name:ident),*) => { $(
        impl<'a> ser::$name for MapBuilder<'a> {
            type Ok = Value<'a>;
            type Error = Fault;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Fault> {
                self.push(key, value)
            }

            fn end(self) -> Result<Value<'a>, Fault> {
                self.finish()
            }
        }
    )* };
}

struct_traits! { SerializeStruct, SerializeStructVariant }

impl<'a> ser::SerializeMap for MapBuilder<'a> {
    type Ok = Value<'a>;
    type Error = Fault;

    /// Keys are text; of anything else, what it prints.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        let cx = self.builder.cx;
        self.key = match super::plain_text(key.serialize(self.builder)?, cx)? {
            std::borrow::Cow::Borrowed(text) => text,
            std::borrow::Cow::Owned(text) => cx.arena.str(&text)?,
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.push(self.key, value)
    }

    fn end(self) -> Result<Value<'a>, Fault> {
        self.finish()
    }
}
