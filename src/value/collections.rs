//! Rust's lists, maps and tuples as values. They are read where they are: nothing is converted.

use super::{Cx, Fields, IntoValue, Object, Shape, ToValue, Value};
use crate::diagnostics::Error;
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

/// Lists: each with how to read one item.
macro_rules! lists {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<T: ToValue $($generics)*> Object for $type {
            fn at<'a>(&'a self, index: usize, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
                self.get(index).map(|it| it.to_value(cx)).transpose()
            }

            fn at_into<'a>(&'a self, index: usize, cx: Cx<'a>, into: &mut Value<'a>) -> Result<bool, Error> {
                let Some(item) = self.get(index) else { return Ok(false) };
                *into = item.to_value(cx)?;
                Ok(true)
            }

            fn shape(&self) -> Shape {
                Shape::List(self.len())
            }
        }
    )* };
}

/// Types that are objects as they are.
macro_rules! objects {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> ToValue for $type {
            fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
                Ok(Value::Object(self))
            }
        }
    )* };
}

lists! {
    [] Vec<T>;
    [] VecDeque<T>;
    [, const N: usize] [T; N];
    [] Slice<'_, T>;
}

objects! {
    [T: ToValue] Vec<T>;
    [T: ToValue] VecDeque<T>;
    [T: ToValue, const N: usize] [T; N];
    [K: Borrow<str> + Eq + Hash + Send + Sync, V: ToValue, S: BuildHasher + Send + Sync] HashMap<K, V, S>;
    [K: Borrow<str> + Ord + Send + Sync, V: ToValue] BTreeMap<K, V>;
}

/// A slice behind a thin pointer, which an object needs.
struct Slice<'s, T>(&'s [T]);

impl<T> Slice<'_, T> {
    fn get(&self, index: usize) -> Option<&T> {
        self.0.get(index)
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T: ToValue> ToValue for [T] {
    fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Object(cx.arena.put(Slice(self))?))
    }
}

/// Maps with text keys.
macro_rules! maps {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> Object for $type {
            fn item<'a>(&'a self, key: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
                self.get(key).map(|it| it.to_value(cx)).transpose()
            }

            fn shape(&self) -> Shape {
                Shape::Map(self.len())
            }

            fn fields<'a>(&'a self, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
                self.iter().try_for_each(|(key, value)| add(key.borrow(), value.to_value(cx)?))
            }
        }
    )* };
}

maps! {
    [K: Borrow<str> + Eq + Hash + Send + Sync, V: ToValue, S: BuildHasher + Send + Sync] HashMap<K, V, S>;
    [K: Borrow<str> + Ord + Send + Sync, V: ToValue] BTreeMap<K, V>;
}

/// Sets have no index, so their items are listed; they look like lists, in the order of the set.
macro_rules! sets {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> ToValue for $type {
            fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                let _ = cx;
                Ok(Value::Object(self))
            }
        }

        impl<$($generics)*> Object for $type {
            fn shape(&self) -> Shape {
                Shape::Set(self.len())
            }

            fn stream<'a>(
                &'a self,
                cx: Cx<'a>,
            ) -> Option<Box<dyn Iterator<Item = Result<Value<'a>, Error>> + 'a>> {
                Some(Box::new(self.iter().map(move |it| it.to_value(cx))))
            }
        }
    )* };
}

sets! {
    [T: ToValue, S: BuildHasher + Send + Sync] HashSet<T, S>;
    [T: ToValue] BTreeSet<T>;
}

/// Types that move into the arena as they are.
macro_rules! moved {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<'a, $($generics)*> IntoValue<'a> for $type {
            fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                cx.arena.own(self).map(Value::Object)
            }
        }
    )* };
}

moved! {
    [K: Borrow<str> + Eq + Hash + Send + Sync + 'static, V: ToValue + 'static, S: BuildHasher + Send + Sync + 'static]
        HashMap<K, V, S>;
    [K: Borrow<str> + Ord + Send + Sync + 'static, V: ToValue + 'static] BTreeMap<K, V>;
}

/// Tuples: their items are converted, not copied.
macro_rules! tuples {
    ($(($($name:ident),*))*) => { $(
        impl<$($name: ToValue),*> ToValue for ($($name,)*) {
            fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                #[allow(non_snake_case, reason = "one name serves a type and its value")]
                let ($($name,)*) = self;
                Ok(Value::Tuple(cx.arena.slice(&[$($name.to_value(cx)?),*])?))
            }
        }

        impl<'a, $($name: IntoValue<'a>),*> IntoValue<'a> for ($($name,)*) {
            fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                #[allow(non_snake_case, reason = "one name serves a type and its value")]
                let ($($name,)*) = self;
                Ok(Value::Tuple(cx.arena.slice(&[$($name.into_value(cx)?),*])?))
            }
        }
    )* };
}

tuples! { (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) }
