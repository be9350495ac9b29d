//! How closures with typed arguments become tags. What a tag takes is data, read off the types of its closure
//! and the names it is registered with, so that each use is checked when its template is compiled.

use super::{Arg, Cx, IntoValue, Value};
use crate::diagnostics::{Error, ErrorKind};
use std::marker::PhantomData;
use std::sync::Arc;

/// How a parameter of a tag is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fills {
    /// One value, by its position or as `name=value`.
    One {
        /// Whether the template may leave it away.
        optional: bool,
    },
    /// All further values, as Python's `*args`.
    Rest,
    /// All further `name=value`, as Python's `**kwargs`.
    Keywords,
    /// Nothing that the template writes: the variables in force.
    Variables,
}

/// A parameter of a tag.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub name: Box<str>,
    pub fills: Fills,
}

/// What one use of a tag gives it.
pub struct TagInput<'a> {
    pub(crate) parameters: &'a [Parameter],
    pub(crate) positional: &'a [Value<'a>],
    pub(crate) keywords: &'a [(&'a str, Value<'a>)],
    pub(crate) variables: Variables<'a>,
    pub(crate) cx: Cx<'a>,
    /// The parameters taken so far.
    pub(crate) taken: usize,
}

impl<'a> TagInput<'a> {
    /// The value of the next parameter that takes one, and that parameter's name.
    fn next(&mut self) -> (&'a str, Option<Value<'a>>) {
        let Some(parameter) = self.parameters.get(self.taken) else { return ("", None) };
        let before = self.parameters.get(..self.taken).unwrap_or_default();
        let position = before.iter().filter(|it| it.is_one()).count();
        self.taken += 1;
        let keyword = || self.keywords.iter().find(|it| *it.0 == *parameter.name).map(|it| it.1);
        (&parameter.name, self.positional.get(position).copied().or_else(keyword))
    }
}

impl Parameter {
    pub(crate) fn is_one(&self) -> bool {
        matches!(self.fills, Fills::One { .. })
    }
}

/// The further values of a tag: Python's `*args`.
#[derive(Clone, Copy)]
pub struct Rest<'a>(&'a [Value<'a>], Cx<'a>);

impl<'a> Rest<'a> {
    /// The values as one type.
    ///
    /// # Errors
    /// When one of them is of another type.
    pub fn read<T: Arg>(self) -> Result<Vec<T::Of<'a>>, Error> {
        self.0.iter().map(|it| T::from_value(Some(*it), self.1)).collect()
    }
}

/// The further `name=value` of a tag: Python's `**kwargs`.
#[derive(Clone, Copy)]
pub struct Keywords<'a>(&'a [(&'a str, Value<'a>)], &'a [Parameter], Cx<'a>);

impl<'a> Keywords<'a> {
    /// Names and values, in the order of the template, as one type.
    ///
    /// # Errors
    /// When one of them is of another type.
    pub fn read<T: Arg>(self) -> Result<Vec<(&'a str, T::Of<'a>)>, Error> {
        let own = |name: &str| self.1.iter().any(|it| it.is_one() && *it.name == *name);
        let others = self.0.iter().filter(|it| !own(it.0));
        others.map(|(name, value)| Ok((*name, T::from_value(Some(*value), self.2)?))).collect()
    }
}

/// The variables in force where a tag stands: Django's `takes_context`. They can be read, not set.
#[derive(Clone, Copy)]
pub struct Variables<'a> {
    pub(crate) find: &'a dyn Fn(&str) -> Option<Value<'a>>,
    pub(crate) cx: Cx<'a>,
}

impl<'a> Variables<'a> {
    /// The variable of this name; of type `Option<…>` when it may be missing.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn get<T: Arg>(self, name: &str) -> Result<T::Of<'a>, Error> {
        T::from_value((self.find)(name), self.cx).map_err(|it| in_parameter(&it, name))
    }
}

/// A type that a parameter of a tag may have: whatever an argument of a filter may be ([`Arg`]), and [`Rest`],
/// [`Keywords`] and [`Variables`].
pub trait TagArg {
    /// The type, borrowing from the render.
    type Of<'a>;

    /// How it is filled.
    const FILLS: Fills;

    /// Takes it out of what a use gives.
    ///
    /// # Errors
    /// When the value is of another type.
    fn take<'a>(input: &mut TagInput<'a>) -> Result<Self::Of<'a>, Error>;
}

impl<T: Arg> TagArg for T {
    type Of<'a> = <T as Arg>::Of<'a>;

    const FILLS: Fills = Fills::One { optional: T::OPTIONAL };

    fn take<'a>(input: &mut TagInput<'a>) -> Result<Self::Of<'a>, Error> {
        let (name, value) = input.next();
        T::from_value(value, input.cx).map_err(|it| in_parameter(&it, name))
    }
}

/// Parameter types that are not filled by one value: for each what fills it, and an expression that reads it.
macro_rules! whole {
    ($($type:ident $fills:ident: |$input:ident, $ones:ident| $read:expr;)*) => { $(
        impl TagArg for $type<'_> {
            type Of<'a> = $type<'a>;

            const FILLS: Fills = Fills::$fills;

            fn take<'a>($input: &mut TagInput<'a>) -> Result<$type<'a>, Error> {
                $input.taken += 1;
                let $ones = $input.parameters.iter().filter(|it| it.is_one()).count();
                Ok($read)
            }
        }
    )* };
}

whole! {
    Rest Rest: |input, ones| Rest(input.positional.get(ones..).unwrap_or_default(), input.cx);
    Keywords Keywords: |input, _ones| Keywords(input.keywords, input.parameters, input.cx);
    Variables Variables: |input, _ones| input.variables;
}

#[cold]
fn in_parameter(error: &Error, name: &str) -> Error {
    Error::new(ErrorKind::ValueError, format!("`{name}`: {}", error.message()))
}

/// A tag's closure, its types forgotten.
pub(crate) trait Run: Send + Sync {
    fn run<'a>(&self, input: &mut TagInput<'_>, cx: Cx<'a>) -> Result<Value<'a>, Error>;
}

/// A tag that is ready to be registered.
pub struct TagFunction {
    pub(crate) parameters: Box<[Parameter]>,
    pub(crate) run: Arc<dyn Run>,
}

impl TagFunction {
    /// A tag that takes nothing and gives nothing.
    pub(crate) fn nothing() -> TagFunction {
        IntoTag::into_tag(|| "", [])
    }
}

/// What can be registered as a tag: a closure or function of up to six typed arguments, with a name for each.
///
/// Arguments are what a filter takes ([`Arg`]), and [`Rest`] for all further values, [`Keywords`] for all further
/// `name=value`, [`Variables`] for the variables in force. One of type `Option<…>` may be left away. What is
/// returned is anything with [`IntoValue`]; text is untrusted and escaped for the place the tag stands in, so
/// return [`SafeHtml`](crate::SafeHtml), [`SafeUrl`](crate::SafeUrl), [`SafeAttrs`](crate::SafeAttrs) … for more.
#[diagnostic::on_unimplemented(
    message = "this is no tag",
    note = "a tag is a closure `|a: A, b: B| …` whose argument types are written out, and as many names: \
            `[\"a\", \"b\"]`; it returns owned data, such as a `String` or `SafeHtml`"
)]
pub trait IntoTag<M, const N: usize> {
    /// The tag, with these names for its arguments.
    fn into_tag(self, names: [&str; N]) -> TagFunction;
}

/// A closure as a tag; `M` is its arguments and result.
struct Closure<F, M>(F, PhantomData<fn() -> M>);

/// Closures of so many arguments.
macro_rules! closures {
    ($($count:literal ($($name:ident),*);)*) => { $(
        impl<Func, Out, $($name),*> IntoTag<(Out, $($name,)*), $count> for Func
        where
            Out: for<'a> IntoValue<'a> + 'static,
            $($name: TagArg + 'static,)*
            Func: Fn($($name),*) -> Out + for<'a> Fn($($name::Of<'a>),*) -> Out + Send + Sync + 'static,
        {
            fn into_tag(self, names: [&str; $count]) -> TagFunction {
                let fills: [Fills; $count] = [$($name::FILLS),*];
                let parameter = |(name, fills): (&str, Fills)| Parameter { name: name.into(), fills };
                TagFunction {
                    parameters: names.into_iter().zip(fills).map(parameter).collect(),
                    run: Arc::new(Closure::<Func, (Out, $($name,)*)>(self, PhantomData)),
                }
            }
        }

        impl<Func, Out, $($name: TagArg),*> Run for Closure<Func, (Out, $($name,)*)>
        where
            Out: for<'a> IntoValue<'a>,
            Func: for<'a> Fn($($name::Of<'a>),*) -> Out + Send + Sync,
        {
            fn run<'a>(&self, input: &mut TagInput<'_>, cx: Cx<'a>) -> Result<Value<'a>, Error> {
                // A tag without arguments takes nothing.
                let _ = &input;
                (self.0)($($name::take(input)?),*).into_value(cx)
            }
        }
    )* };
}

closures! {
    0 ();
    1 (A);
    2 (A, B);
    3 (A, B, C);
    4 (A, B, C, D);
    5 (A, B, C, D, E);
    6 (A, B, C, D, E, F);
}
