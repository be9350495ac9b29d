//! [`Object`]: user data that the language can look into without converting it.

use super::{Cx, Value};
use crate::diagnostics::Error;
use crate::host::Zone;
use std::borrow::Cow;

/// What an [`Object`] looks like to loops, `length`, truth, printing and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Neither list nor map; it has attributes and prints by itself.
    Opaque,
    /// A list of this many items, read by [`Object::at`].
    List(usize),
    /// A map of this many entries, read by [`Object::fields`].
    Map(usize),
    /// A set of this many items, run through by [`Object::stream`].
    Set(usize),
    /// Something that can only be run through, by [`Object::stream`].
    Stream,
}

/// Whether a value is called when a template names it, as Django does with callables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callable {
    /// It is a plain value (or has Django's `do_not_call_in_templates`).
    No,
    /// It is called, and the result takes its place.
    Yes,
    /// It may not be called: it would alter data, or needs arguments.
    Refused,
}

/// Receives the fields of an object, in order.
pub type Fields<'f, 'a> = dyn FnMut(&'a str, Value<'a>) -> Result<(), Error> + 'f;

/// User data as the template language sees it. `#[derive(Object)]` writes it for structs and enums,
/// and this crate for maps, lists and pointers; all methods have defaults.
///
/// ```
/// use palisade::{Object, context};
///
/// #[derive(Object)]
/// struct Thread {
///     title: String,
///     #[object(rename = "reply_count")]
///     replies: u32,
/// }
///
/// #[palisade::object]
/// impl Thread {
///     fn get_absolute_url(&self) -> String {
///         format!("/threads/{}/", self.title)
///     }
/// }
///
/// let thread = Thread { title: "hello".into(), replies: 3 };
/// let variables = context! { thread }; // {{ thread.title }}, {{ thread.get_absolute_url }}
/// # let _ = variables;
/// ```
pub trait Object: Send + Sync {
    /// The attribute or method result called `name`: `{{ object.name }}`.
    ///
    /// # Errors
    /// Whatever the object reports; it ends the render.
    fn attr<'a>(&'a self, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        let _ = (name, cx);
        Ok(None)
    }

    /// The entry under `key`, which the language tries before [`Object::attr`].
    ///
    /// # Errors
    /// Whatever the object reports; it ends the render.
    fn item<'a>(&'a self, key: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        let _ = (key, cx);
        Ok(None)
    }

    /// The item at `index`, from 0, which the language tries last.
    ///
    /// # Errors
    /// Whatever the object reports; it ends the render.
    fn at<'a>(&'a self, index: usize, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        let _ = (index, cx);
        Ok(None)
    }

    /// What the language finds under a name: the entry, or else the attribute. Nobody has to write it;
    /// one call of an unknown type is cheaper than two.
    ///
    /// # Errors
    /// Whatever the object reports; it ends the render.
    #[doc(hidden)]
    fn named<'a>(&'a self, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        match self.item(name, cx)? {
            None => self.attr(name, cx),
            found => Ok(found),
        }
    }

    /// Puts the item at `index` into a variable, and tells whether there is one. Nobody has to write it;
    /// moving values around costs loops the most.
    ///
    /// # Errors
    /// Whatever the object reports; it ends the render.
    #[doc(hidden)]
    fn at_into<'a>(&'a self, index: usize, cx: Cx<'a>, into: &mut Value<'a>) -> Result<bool, Error> {
        match self.at(index, cx)? {
            Some(item) => *into = item,
            None => return Ok(false),
        }
        Ok(true)
    }

    /// Whether the language calls it after finding it.
    fn callable(&self) -> Callable {
        Callable::No
    }

    /// What stands for the object when it is [`Callable::Yes`].
    ///
    /// # Errors
    /// Whatever the object reports; it ends the render.
    fn call<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        let _ = cx;
        Ok(Value::None)
    }

    /// What it looks like.
    fn shape(&self) -> Shape {
        Shape::Opaque
    }

    /// Runs through the items of a [`Shape::Set`] or [`Shape::Stream`].
    ///
    /// Not called `iter`: whoever imports this trait still wants a list's own `iter`.
    fn stream<'a>(&'a self, cx: Cx<'a>) -> Option<Box<dyn Iterator<Item = Result<Value<'a>, Error>> + 'a>> {
        let _ = cx;
        None
    }

    /// Hands out the fields: the entries of a map, the attributes of a struct.
    ///
    /// # Errors
    /// Whatever `add` or the object reports.
    fn fields<'a>(&'a self, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
        let _ = (cx, add);
        Ok(())
    }

    /// Whether `{% if object %}` holds. By default everything but an empty list, map or set.
    fn truth(&self) -> bool {
        !matches!(self.shape(), Shape::List(0) | Shape::Map(0) | Shape::Set(0))
    }

    /// The text that it is: one of a closed set, as the variant of an enum. It then equals this text,
    /// and filters take it as text. Everything else is not a text but may [`print`](Object::print) one.
    fn as_text(&self) -> Option<&str> {
        None
    }

    /// The name of the template that it stands for, so that `{% include object %}` and `{% extends object %}` take
    /// it.
    fn template(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The time zone it is, for `{% timezone %}` and `|timezone`.
    fn time_zone(&self) -> Option<Zone> {
        None
    }

    /// The text or HTML that it prints as, whatever it looks like: a form's field is a list of widgets and
    /// prints as HTML. Only [`Value::Str`] and [`Value::Safe`] count; with anything else, or `None`, lists and
    /// maps are printed by the language, and the rest by [`Object::print`].
    ///
    /// ```
    /// use palisade::{Cx, Engine, Error, Object, SafeHtml, Value, context};
    /// use palisade::value::{IntoValue, Shape};
    ///
    /// struct Errors(Vec<String>);
    ///
    /// impl Object for Errors {
    ///     fn shape(&self) -> Shape {
    ///         Shape::List(self.0.len())
    ///     }
    ///     fn at<'a>(&'a self, index: usize, _: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    ///         Ok(self.0.get(index).map(|it| Value::Str(it)))
    ///     }
    ///     fn prints_as<'a>(&'a self, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
    ///         SafeHtml::trust(format!("<ul class=errors data-count={}>", self.0.len())).into_value(cx).map(Some)
    ///     }
    /// }
    ///
    /// let errors: Box<dyn Object> = Box::new(Errors(vec!["too short".into()]));
    /// let template = Engine::builder().build()?.template_from_str("a.html", "{{ e }}{{ e.0 }}")?;
    /// let html = template.render(&context! { e => &*errors })?;
    /// assert_eq!(html.as_str(), "<ul class=errors data-count=1>too short");
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Whatever the object reports.
    fn prints_as<'a>(&'a self, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        let _ = cx;
        Ok(None)
    }

    /// Its text, for `Shape::Opaque`. Lists and maps are printed by the language.
    ///
    /// # Errors
    /// Whatever the object reports.
    fn print<'a>(&'a self, cx: Cx<'a>) -> Result<Cow<'a, str>, Error> {
        let _ = cx;
        Ok(Cow::Borrowed("object"))
    }
}

/// What `#[derive(Object)]` falls back to when a type has no `#[palisade::object] impl`: the
/// inherent method of the same name, which that attribute writes, wins over this one.
#[doc(hidden)]
pub trait NoMethods {
    /// No method of this name.
    #[doc(hidden)]
    fn __palisade_method<'a>(&'a self, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        let _ = (name, cx);
        Ok(None)
    }
}

impl<T: ?Sized> NoMethods for T {}
