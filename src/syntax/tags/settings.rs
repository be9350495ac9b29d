//! Tags of the libraries `l10n` and `tz`, which change how numbers and dates are shown.

use crate::diagnostics::Error;
use crate::syntax::lex::Tag;
use crate::syntax::nest::Form;
use crate::syntax::{Parser, Setting};

pub(super) fn localize<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let on = switch(parser, tag)?;
    parser.open(tag, Form::Setting(Setting::Localize(on)))
}

pub(super) fn local_time<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let on = switch(parser, tag)?;
    parser.open(tag, Form::Setting(Setting::LocalTime(on)))
}

/// `on`, `off`, or nothing for `on`.
fn switch<'p>(parser: &Parser<'p>, tag: Tag<'p>) -> Result<bool, Error> {
    match &*parser.words(tag)? {
        [] => Ok(true),
        [word] if word.text == "on" => Ok(true),
        [word] if word.text == "off" => Ok(false),
        _ => Err(parser.bad_tag(tag, "the tag takes `on` or `off`")),
    }
}

pub(super) fn time_zone<'p>(parser: &mut Parser<'p>, tag: Tag<'p>) -> Result<(), Error> {
    let [zone] = *parser.words(tag)? else {
        return Err(parser.bad_tag(tag, "`timezone` takes a time zone"));
    };
    let zone = parser.expression(zone)?;
    parser.open(tag, Form::Setting(Setting::TimeZone(zone)))
}
