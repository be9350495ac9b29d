//! The language's idea of data: [`Value`], the traits by which user data becomes one, and what the
//! language does with it (look up, print, compare, iterate).
//!
//! A [`Value`] is `Copy` and borrows: from the user's data, from the program's literals, or from the
//! render's [`Arena`], where results of filters live. Nothing is cloned to be printed.

mod arena;
mod collections;
mod compare;
mod context;
mod convert;
mod dateformat;
mod digits;
mod duration;
mod filter;
mod forloop;
mod html;
mod iterate;
#[cfg(feature = "serde")]
mod json;
mod lazy;
mod letters;
mod lookup;
#[cfg(feature = "serde")]
mod made;
mod members;
mod moment;
mod number;
mod numberformat;
mod object;
mod print;
#[cfg(feature = "_internals")]
pub(crate) mod probe;
mod safe;
mod scoped;
#[cfg(feature = "serde")]
mod serialize;
mod tag;
mod time;
mod truth;
mod whole;

pub use arena::Arena;
pub(crate) use arena::Growing;
pub(crate) use compare::{compare, contains, equal};
pub use context::{Context, Pairs, Vars};
pub use convert::{IntoValue, ToValue};
pub(crate) use dateformat::{Unfit, format_date, format_time};
pub(crate) use digits::{ascii_digits, digit};
pub(crate) use duration::iso as iso_duration;
pub use filter::{Arg, Filter, IntoFilter, Itself};
pub use forloop::ForLoop;
pub(crate) use forloop::LoopField;
pub use html::{HtmlText, conditional_escape, mark_safe};
#[doc(hidden)]
pub use html::{check_format, write_format};
pub(crate) use iterate::{Items, fields_of, items, length};
#[cfg(feature = "serde")]
pub use json::Json;
pub use lazy::Lazy;
pub(crate) use letters::{is_space, titled};
pub(crate) use lookup::{Found, Step, early, lookup, resolve, within};
pub use moment::Clock;
pub(crate) use number::{is_decimal, whole_digits};
pub(crate) use numberformat::{Grouped, NumberStyle, digits, number_with};
pub use object::{Callable, Fields, NoMethods, Object, Shape};
pub(crate) use print::{LIST_DEPTH, display, plain_text, printed, repr, text, too_deep};
pub use safe::{
    Kind, Origin, SafeAttrs, SafeCss, SafeHtml, SafeIdentifier, SafeJs, SafeJsStr, SafeResourceUrl,
    SafeSrcset, SafeUrl, UrlPart,
};
pub(crate) use scoped::{Localize, Scoped};
pub use tag::{Fills, IntoTag, Keywords, Rest, TagArg, TagFunction, TagInput, Variables};
pub(crate) use tag::{Parameter, Run};
pub(crate) use truth::truth;
pub(crate) use whole::whole;

use crate::diagnostics::Error;
use crate::host::{Host, Message, Plural};
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// A value of the template language, borrowed for `'a`.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Nothing. Prints as `None`, as in Django.
    None,
    /// True or false. Prints as `True` or `False`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A binary floating-point number.
    Float(f64),
    /// An exact number that is neither an `i64` nor an `f64` (`u64`, `i128`, a decimal), as Python's `str()`
    /// has it: `18446744073709551615`, `-0.10`, `1E+3`. Always `-?digits[.digits][E(+|-)digits]`; with a point
    /// or an exponent it is a decimal, otherwise a whole number.
    Number(&'a str),
    /// Text that nobody vouches for.
    Str(&'a str),
    /// Text that somebody vouches for, in one kind of place only.
    Safe(Kind, &'a str),
    /// A list of values.
    List(&'a [Value<'a>]),
    /// A tuple. As a list, but it prints with parentheses.
    Tuple(&'a [Value<'a>]),
    /// A map with text keys, in order.
    Map(&'a [(&'a str, Value<'a>)]),
    /// A date, a time, or both.
    Time(&'a Temporal),
    /// A span of time. Prints as Python's `timedelta`: `1 day, 2:03:04`.
    Duration(jiff::SignedDuration),
    /// An object of the application.
    Object(&'a dyn Object),
    /// A value that is computed when it is first needed.
    Lazy(&'a dyn ToValue),
    /// The `forloop` variable.
    Loop(&'a ForLoop<'a>),
}

const _: () = assert!(size_of::<Value<'_>>() == 24);

/// Values of a longer life are values of a shorter one: literals of a program and data of a context
/// meet in one expression.
const _: for<'a> fn(Value<'static>, &'a ()) -> Value<'a> = |value, _| value;

/// What conversions, lookups and filters may reach for: what holds where they stand
/// ([`Here`]), and whether automatic escaping is on.
///
/// It is handed from call to call for every value of a page, so it is two words and no more.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    here: &'a Here<'a>,
    /// Whether `{% autoescape %}` is on here. Some of Django's filters depend on it.
    pub autoescape: bool,
}

/// What holds in a part of a page. A [`Cx`] leads to it: `cx.arena`, `cx.host`, `cx.language`.
#[derive(Clone, Copy)]
pub struct Here<'a> {
    /// Where results live until the render ends.
    pub arena: &'a Arena,
    /// The application.
    pub host: &'a dyn Host,
    /// The language in force here: that of the innermost `{% language %}`, or of [`Host::language`]. `None` when
    /// nothing is translated.
    pub language: Option<&'a str>,
    /// What URLs of code may begin with, beside the host's static prefix.
    pub(crate) resources: &'a [Box<str>],
    /// What tags say about languages' formats and time zones here.
    pub(crate) scoped: Scoped,
    /// The same where a program reads what is written, which knows no language.
    pub(crate) unlocalized: Option<&'a Here<'a>>,
}

impl<'a> Here<'a> {
    /// What holds when no tag has said anything else.
    pub(crate) fn new(arena: &'a Arena, host: &'a dyn Host) -> Here<'a> {
        Here { arena, host, language: None, resources: &[], scoped: Scoped::PAGE, unlocalized: None }
    }

    /// The same where a program reads what is written.
    pub(crate) fn for_programs(self) -> Here<'a> {
        Here { scoped: Scoped::NEVER, unlocalized: None, ..self }
    }

    /// Whether the same holds in another part of the same page.
    pub(crate) fn is(&self, other: &Here<'_>) -> bool {
        self.language == other.language && self.scoped == other.scoped
    }
}

impl<'a> Deref for Cx<'a> {
    type Target = Here<'a>;

    fn deref(&self) -> &Here<'a> {
        self.here
    }
}

impl<'a> Cx<'a> {
    /// For values that no template prints.
    pub(crate) fn of(arena: &'a Arena, host: &'a dyn Host) -> Cx<'a> {
        let here = Here::new(arena, host);
        let unlocalized = Some(arena.keep(here.for_programs()));
        Cx::new(arena.keep(Here { unlocalized, ..here }))
    }

    /// What holds when a render begins.
    pub(crate) fn new(here: &'a Here<'a>) -> Cx<'a> {
        Cx { here, autoescape: true }
    }

    /// What holds where it stands.
    pub(crate) fn here(self) -> &'a Here<'a> {
        self.here
    }

    /// The same where this holds.
    pub(crate) fn at(self, here: &'a Here<'a>) -> Cx<'a> {
        Cx { here, ..self }
    }

    /// For a part of the page where something else holds.
    pub(crate) fn changed(self, change: impl FnOnce(&mut Here<'a>)) -> Result<Cx<'a>, Error> {
        let mut here = *self.here;
        change(&mut here);
        here.unlocalized = Some(self.arena.put(here.for_programs())?);
        Ok(Cx { here: self.arena.put(here)?, ..self })
    }

    /// The translation of a message into the language in force; `None` when there is none. As everywhere in
    /// Django's templates, `%` is doubled in the message and in its translation.
    pub fn translation(
        self,
        id: &str,
        context: Option<&str>,
        plural: Option<Plural<'_>>,
    ) -> Option<Cow<'a, str>> {
        // The empty message is a catalogue's header.
        let language = self.language.filter(|_| !id.is_empty() || context.is_some())?;
        // Catalogues know one line end; Django does not see to it where texts are counted.
        let unix = Some(id).filter(|it| plural.is_none() && it.contains('\r'));
        let unix = unix.map(|it| it.replace("\r\n", "\n").replace('\r', "\n"));
        let id = unix.as_deref().unwrap_or(id);
        self.host.translate(&Message { language, id, context, plural })
    }
}

/// A date, a time of day, or both.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Temporal {
    /// A calendar date.
    Date(jiff::civil::Date),
    /// A time of day.
    Time(jiff::civil::Time),
    /// A date with a time of day. [`Temporal::naive`] and its kin build one.
    DateTime {
        /// Date and time as the clock shows them.
        civil: jiff::civil::DateTime,
        /// Which clock; `None` for a naive moment.
        clock: Option<Clock>,
    },
}

/// Its type and, for what is neither list nor object, its content.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => f.write_str("None"),
            Value::Bool(it) => it.fmt(f),
            Value::Int(it) => it.fmt(f),
            Value::Float(it) => it.fmt(f),
            Value::Number(digits) => f.write_str(digits),
            Value::Str(text) => text.fmt(f),
            Value::Safe(kind, text) => write!(f, "{}({text:?})", kind.name()),
            Value::Time(moment) => moment.fmt(f),
            Value::Duration(it) => it.fmt(f),
            other => write!(f, "<{}>", other.type_name()),
        }
    }
}

impl<'a> Value<'a> {
    /// The text, if it is text, whoever vouches for it.
    pub fn as_str(self) -> Option<&'a str> {
        match self {
            Value::Str(text) | Value::Safe(_, text) => Some(text),
            Value::Object(object) => object.as_text(),
            _ => None,
        }
    }

    /// The name of its type as messages show it.
    pub fn type_name(self) -> &'static str {
        match self {
            Value::None => "None",
            Value::Bool(_) => "boolean",
            Value::Int(_) | Value::Float(_) | Value::Number(_) => "number",
            Value::Str(_) => "text",
            Value::Safe(kind, _) => kind.name(),
            Value::List(_) => "list",
            Value::Tuple(_) => "tuple",
            Value::Map(_) => "map",
            Value::Time(Temporal::Date(_)) => "date",
            Value::Time(Temporal::Time(_)) => "time",
            Value::Time(Temporal::DateTime { .. }) => "datetime",
            Value::Duration(_) => "duration",
            Value::Object(_) => "object",
            Value::Lazy(_) => "lazy value",
            Value::Loop(_) => "forloop",
        }
    }
}
