//! Dates and times by a format.

use super::Filtered;
use super::coerce::fault;
use super::safety::{scalar, str_of};
use crate::diagnostics::Error;
use crate::value::{Cx, Temporal, Unfit, Value, format_date, format_time, truth};

/// A date by a format; nothing for what has no date to show.
pub(super) fn date<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    formatted(value, argument, &|it, format| format_date(it, format, cx), "DATE_FORMAT", cx).unwrap_or_else(
        |unfit| match unfit {
            // Django's `date` lets out only this of its two failures.
            Unfit::TypeError => Err(match value {
                Value::Time(Temporal::Date(_)) => fault("date", "a format without time of day", value),
                _ => fault("date", "a date", value),
            }),
            Unfit::AttributeError => Ok(Value::Str("")),
        },
    )
}

/// A time of day by a format; nothing for what is no time, or a format that asks for more.
pub(super) fn time<'a>(value: Value<'a>, argument: Option<Value<'a>>, cx: Cx<'a>) -> Filtered<'a> {
    formatted(value, argument, &|it, format| format_time(it, format, cx), "TIME_FORMAT", cx)
        .unwrap_or(Ok(Value::Str("")))
}

/// One of the formatters of `value`.
type Formatter<'f> = &'f dyn Fn(Option<&Temporal>, &str) -> Result<String, Unfit>;

/// The value by the format that the argument is, or names; in the current time zone.
fn formatted<'a>(
    value: Value<'a>,
    argument: Option<Value<'a>>,
    formatter: Formatter<'_>,
    default: &'static str,
    cx: Cx<'a>,
) -> Result<Filtered<'a>, Unfit> {
    if matches!(value, Value::None) || value.as_str() == Some("") {
        return Ok(Ok(Value::Str("")));
    }
    let format = match format_of(argument, default, cx) {
        Ok(format) => format,
        Err(error) => return Ok(Err(error)),
    };
    let shown = if let Value::Time(moment) = value { Some(moment.shown(cx)) } else { None };
    let text = match (formatter(shown.as_ref(), format), argument) {
        // Django tries the argument itself then, which may ask for nothing.
        (Err(Unfit::AttributeError), Some(argument)) if !matches!(argument, Value::None) => {
            match str_of(argument, cx) {
                Ok(format) => formatter(shown.as_ref(), format)?,
                Err(error) => return Ok(Err(error)),
            }
        }
        (text, _) => text?,
    };
    Ok(cx.arena.str(&text).map(scalar))
}

fn format_of<'a>(argument: Option<Value<'a>>, default: &'static str, cx: Cx<'a>) -> Result<&'a str, Error> {
    let text = match argument {
        Some(argument) if truth(argument, cx)? => str_of(argument, cx)?,
        _ => "",
    };
    let text = if text.is_empty() { default } else { text };
    Ok(cx.language_formats().named(text).unwrap_or(text))
}
