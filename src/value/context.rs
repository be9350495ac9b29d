//! [`Context`]: the variables of one render, borrowed wherever that is possible.

#[cfg(feature = "serde")]
use super::serialize::Build;
use super::{Cx, Fields, IntoValue, Object, Shape, ToValue, Value};
use crate::diagnostics::Error;
use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

/// Variables for a render: a [`Context`], the [`Pairs`] that [`context!`](crate::context) makes, a map,
/// or anything with `#[derive(Object)]`, whose fields they are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold the variables of a template",
    note = "use `context! {{ name, other => value }}`, a `Context`, a type with `#[derive(palisade::Object)]`, \
            or a map from text to values"
)]
pub trait Vars {
    /// Hands out each variable.
    ///
    /// # Errors
    /// Whatever converting a variable reports.
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error>;
}

/// Variables collected one by one. A name given twice has its last value.
///
/// ```
/// use palisade::Context;
///
/// let posts = vec!["first", "second"];
/// let mut variables = Context::new().with("posts", &posts);
/// if posts.len() > 1 {
///     variables = variables.own("title", format!("{} posts", posts.len()));
/// }
/// # let _ = variables;
/// ```
#[derive(Default)]
pub struct Context<'c> {
    layers: Vec<Var<'c>>,
}

/// One variable, or many.
enum Var<'c> {
    Borrowed(&'c str, &'c dyn ToValue),
    Owned(&'c str, Box<dyn ToValue + 'c>),
    /// The fields of something serializable.
    #[cfg(feature = "serde")]
    Built(Box<dyn Build + Send + 'c>),
}

impl<'c> Context<'c> {
    /// No variables.
    pub fn new() -> Context<'c> {
        Context::default()
    }

    /// Adds a variable by reference.
    pub fn with(mut self, name: &'c str, value: &'c dyn ToValue) -> Context<'c> {
        self.layers.push(Var::Borrowed(name, value));
        self
    }

    /// Adds a variable and keeps it.
    pub fn own(mut self, name: &'c str, value: impl ToValue + 'c) -> Context<'c> {
        self.layers.push(Var::Owned(name, Box::new(value)));
        self
    }
}

impl Vars for Context<'_> {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        for layer in &self.layers {
            match layer {
                Var::Borrowed(name, value) => add(name, value.to_value(cx)?),
                Var::Owned(name, value) => add(name, value.to_value(cx)?),
                #[cfg(feature = "serde")]
                Var::Built(view) => view.build(cx)?.iter().for_each(|it| add(it.0, it.1)),
            }
        }
        Ok(())
    }
}

/// What an [inclusion tag](crate::Library::inclusion_tag) returns.
impl Object for Context<'static> {
    fn shape(&self) -> Shape {
        Shape::Map(self.layers.len())
    }

    fn fields<'a>(&'a self, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
        let mut fault = Ok(());
        self.each(cx, &mut |name, value| {
            if fault.is_ok() {
                fault = add(name, value);
            }
        })?;
        fault
    }
}

impl<'a> IntoValue<'a> for Context<'static> {
    fn into_value(self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        cx.arena.own(self).map(Value::Object)
    }
}

#[cfg(feature = "serde")]
impl<'c> Context<'c> {
    /// The fields of anything serializable, built into the render's memory when a render begins.
    /// Only a reference is kept.
    ///
    /// Rendering fails when `view` is neither a struct nor a map.
    ///
    /// ```
    /// use palisade::Context;
    /// use serde::Serialize;
    ///
    /// #[derive(Serialize)]
    /// struct Thread<'a> { title: &'a str, replies: u32 }
    ///
    /// let thread = Thread { title: "Hello", replies: 2 };
    /// let variables = Context::from_serialize(&thread).own("page", 1);
    /// # let _ = variables;
    /// ```
    pub fn from_serialize<T: serde::Serialize + Sync + ?Sized>(view: &'c T) -> Context<'c> {
        Context { layers: vec![Var::Built(Box::new(view))] }
    }
}

/// What [`context!`](crate::context) expands to: names with borrowed values.
pub struct Pairs<'c, const N: usize> {
    #[doc(hidden)]
    pub pairs: [(&'c str, &'c dyn ToValue); N],
}

impl<const N: usize> Vars for Pairs<'_, N> {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        self.pairs.iter().try_for_each(|(name, value)| {
            add(name, value.to_value(cx)?);
            Ok(())
        })
    }
}

impl<V: Vars + ?Sized> Vars for &V {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        (**self).each(cx, add)
    }
}

impl<K: Borrow<str>, V: ToValue, S: BuildHasher> Vars for HashMap<K, V, S> {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        self.iter().try_for_each(|(name, value)| {
            add(name.borrow(), value.to_value(cx)?);
            Ok(())
        })
    }
}

impl<K: Borrow<str>, V: ToValue> Vars for BTreeMap<K, V> {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        self.iter().try_for_each(|(name, value)| {
            add(name.borrow(), value.to_value(cx)?);
            Ok(())
        })
    }
}

/// The variables of a render, by reference: `name` for a variable of that name, `name => expression`
/// or `"any name" => expression` for anything else.
///
/// ```
/// use palisade::context;
///
/// let thread = "Hello";
/// let variables = context! { thread, page => 1 + 2, "csrf-token" => String::from("x") };
/// # let _ = (variables, context! {});
/// ```
///
/// It expands to a struct literal, so that the value of an expression lives as long as the variable
/// the literal is bound to.
#[macro_export]
macro_rules! context {
    ($($name:tt $(=> $value:expr)?),* $(,)?) => {
        $crate::value::Pairs { pairs: [
            $(($crate::__context!(name $name), &$crate::__context!(value $name $($value)?) as &dyn $crate::value::ToValue)),*
        ] }
    };
}

/// The parts of [`context!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __context {
    (name $name:ident) => {
        ::core::stringify!($name)
    };
    (name $name:literal) => {
        $name
    };
    (value $name:ident) => {
        $name
    };
    (value $name:tt $value:expr) => {
        $value
    };
}
