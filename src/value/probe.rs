//! What this project's tests may do with values before there is a template. Not public API.

use super::{Arena, Cx, Found, IntoFilter, Step, ToValue, Value, Vars};
use crate::diagnostics::Error;
use crate::host::{Host, NoHost};
use crate::limits::Limits;
use std::cmp::Ordering;

/// A render's memory without a render.
pub struct Probe {
    arena: Arena,
    host: Box<dyn Host>,
}

/// Values by their names.
type Named<'a> = Vec<(&'a str, Value<'a>)>;

#[allow(missing_docs, reason = "not public API")]
impl Probe {
    pub fn new(limits: &Limits) -> Probe {
        Probe::with_host(limits, NoHost)
    }

    pub fn with_host(limits: &Limits, host: impl Host + 'static) -> Probe {
        Probe { arena: Arena::new(limits), host: Box::new(host) }
    }

    pub fn cx(&self) -> Cx<'_> {
        Cx::of(&self.arena, &*self.host)
    }

    pub fn value<'a>(&'a self, data: &'a dyn ToValue) -> Result<Value<'a>, Error> {
        data.to_value(self.cx())
    }

    pub fn vars<'a>(&'a self, vars: &'a dyn Vars) -> Result<Named<'a>, Error> {
        let mut list = Vec::new();
        vars.each(self.cx(), &mut |name, value| list.push((name, value)))?;
        Ok(list)
    }

    pub fn display<'a>(&'a self, value: Value<'a>) -> Result<String, Error> {
        let mut out = String::new();
        super::display(value, self.cx(), &mut out)?;
        Ok(out)
    }

    pub fn plain<'a>(&'a self, value: Value<'a>) -> Result<String, Error> {
        let mut out = String::new();
        super::print::plain(value, self.cx(), &mut out)?;
        Ok(out)
    }

    pub fn repr<'a>(&'a self, value: Value<'a>) -> Result<String, Error> {
        let mut out = String::new();
        super::repr(value, self.cx(), &mut out)?;
        Ok(out)
    }

    /// What a dotted path leads to: what is found, or `missing` or `refused`.
    pub fn lookup<'a>(
        &'a self,
        mut value: Value<'a>,
        path: &str,
    ) -> Result<Result<Value<'a>, &'static str>, Error> {
        for name in path.split('.') {
            value = match super::lookup(&value, &Step::new(name), self.cx())? {
                Found::Value(value) => value,
                Found::Missing => return Ok(Err("missing")),
                Found::Refused => return Ok(Err("refused")),
            };
        }
        Ok(Ok(value))
    }

    pub fn truth<'a>(&'a self, value: Value<'a>) -> Result<bool, Error> {
        super::truth(value, self.cx())
    }

    pub fn equal<'a>(&'a self, a: Value<'a>, b: Value<'a>) -> Result<bool, Error> {
        super::equal(a, b, self.cx())
    }

    pub fn compare<'a>(&'a self, a: Value<'a>, b: Value<'a>) -> Result<Option<Ordering>, Error> {
        super::compare(a, b, self.cx())
    }

    pub fn contains<'a>(&'a self, haystack: Value<'a>, needle: Value<'a>) -> Result<Option<bool>, Error> {
        super::contains(haystack, needle, self.cx())
    }

    /// `None` where the format does not suit the value.
    pub fn date_format<'a>(&'a self, value: Value<'a>, format: &str) -> Result<Option<String>, Error> {
        let moment = if let Value::Time(moment) = value { Some(moment) } else { None };
        Ok(super::format_date(moment, format, self.cx()).ok())
    }

    /// A number with these separators before its decimals and between groups of these sizes.
    pub fn number_format(
        &self,
        value: Value<'_>,
        places: Option<usize>,
        (decimal, thousand): (&str, &str),
        grouping: &[u8],
    ) -> String {
        let mut out = String::new();
        let style = super::NumberStyle { decimal, thousand, grouping };
        match value {
            Value::Str(text) => super::digits(text, places, style, &mut out),
            value if super::number_with(value, places, style, &mut out) => {}
            value => drop(super::print::plain(value, self.cx(), &mut out)),
        }
        out
    }

    pub fn length(&self, value: Value<'_>) -> Option<usize> {
        super::length(value)
    }

    pub fn items<'a>(&'a self, value: Value<'a>) -> Result<Option<Vec<Value<'a>>>, Error> {
        let Some(items) = super::items(value, self.cx())? else { return Ok(None) };
        (0..items.len()).map(|it| items.get(it, self.cx())).collect::<Result<_, _>>().map(Some)
    }

    pub fn filter<'a, M>(
        &'a self,
        filter: impl IntoFilter<M>,
        value: Value<'a>,
        argument: Option<Value<'a>>,
    ) -> Result<Value<'a>, Error> {
        filter.into_filter().apply(value, argument, self.cx())
    }
}
