//! Django's functions that write times and numbers, called with values.

use super::Verdict;
use super::sides;
use crate::data::{Tagged, json};
use crate::host::World;
use palisade::value::ToValue;
use palisade::{Json, Limits, internals, internals::Probe};

/// A function of the case, next to the value it must give.
pub(super) fn run(case: &Json) -> Verdict {
    match json::text(case, "func").unwrap_or_default() {
        "dateformat.format" => {
            by_probe(case, |probe, given| probe.date_format(given.at(0), given.text(1).unwrap_or_default()))
        }
        "timesince.timesince" => by_probe(case, |probe, given| between(probe, given, false)),
        "timesince.timeuntil" => by_probe(case, |probe, given| between(probe, given, true)),
        "numberformat.format" => by_probe(case, number_format),
        name => Err(format!("there is nothing here that answers `{name}`")),
    }
}

/// What a row gives its function.
struct Given<'g> {
    args: Vec<palisade::Value<'g>>,
    case: &'g Json,
}

impl<'g> Given<'g> {
    fn at(&self, index: usize) -> palisade::Value<'g> {
        self.args.get(index).copied().unwrap_or(palisade::Value::None)
    }

    fn raw(&self, index: usize, name: &str) -> Option<&'g Json> {
        let positional = json::get(self.case, "args").map(json::items).unwrap_or_default().get(index);
        positional.or_else(|| json::get(json::get(self.case, "kwargs")?, name))
    }

    fn text(&self, index: usize) -> Option<&'g str> {
        self.args.get(index).and_then(|it| it.as_str())
    }
}

type Answer = Result<Option<String>, palisade::Error>;

fn by_probe(case: &Json, function: impl Fn(&Probe, &Given<'_>) -> Answer) -> Verdict {
    let args = json::get(case, "args").map(json::items).unwrap_or_default();
    let args: Vec<Tagged> = args.iter().map(Tagged::read).collect::<Result<_, _>>()?;
    let probe = Probe::with_host(&Limits::default(), World::of_case(case));
    let values: Result<Vec<_>, _> = args.iter().map(|it| it.to_value(probe.cx())).collect();
    let given = Given { args: values.map_err(|it| it.to_string())?, case };
    let expected = json::get(case, "expect").unwrap_or(&Json::Null);
    let wanted = json::get(expected, "value").map(shown);
    match (wanted, function(&probe, &given)) {
        (Some(wanted), Ok(Some(got))) if wanted == got => Ok(()),
        (Some(wanted), Ok(Some(got))) => Err(sides::difference(&wanted, &got)),
        (None, Ok(None) | Err(_)) => Ok(()),
        (wanted, got) => Err(format!("expected {wanted:?}, got {got:?}")),
    }
}

/// A value as its text.
fn shown(value: &Json) -> String {
    match value {
        Json::Str(text) => text.to_string(),
        Json::Int(number) => number.to_string(),
        Json::Null => "None".to_owned(),
        tagged => json::entries(tagged).first().map_or_else(|| format!("{tagged:?}"), |it| shown(&it.1)),
    }
}

fn between(probe: &Probe, given: &Given<'_>, until: bool) -> Answer {
    let depth = match given.raw(usize::MAX, "depth") {
        Some(Json::Int(depth)) => usize::try_from(*depth).unwrap_or(0),
        _ => 2,
    };
    if depth == 0 {
        return Ok(None);
    }
    internals::time_between(probe, given.at(0), given.at(1), until, depth)
}

/// `format(number, decimal_sep, decimal_pos, grouping, thousand_sep, force_grouping, use_l10n)`.
fn number_format(probe: &Probe, given: &Given<'_>) -> Answer {
    let text = |index, name| given.raw(index, name).and_then(json::as_text).unwrap_or_default();
    let places = match given.raw(2, "decimal_pos") {
        Some(Json::Int(places)) => usize::try_from(*places).ok(),
        _ => None,
    };
    let sizes: Vec<u8> = match given.raw(3, "grouping") {
        Some(Json::Int(size)) => vec![u8::try_from(*size).unwrap_or(0)],
        Some(tagged) => {
            let items = json::get(tagged, "$tuple").unwrap_or(tagged);
            let size = |it: &Json| if let Json::Int(it) = it { u8::try_from(*it).unwrap_or(0) } else { 0 };
            json::items(items).iter().map(size).collect()
        }
        None => Vec::new(),
    };
    let forced = given.raw(5, "force_grouping") == Some(&Json::Bool(true));
    let settings = json::get(given.case, "env").and_then(|it| json::get(it, "settings"));
    let local = given.raw(6, "use_l10n") != Some(&Json::Bool(false));
    let wanted = local && settings.is_some_and(|it| json::flag(it, "USE_THOUSAND_SEPARATOR"));
    let sizes = if forced || wanted { sizes } else { Vec::new() };
    let separators = (text(1, "decimal_sep"), text(4, "thousand_sep"));
    Ok(Some(probe.number_format(given.at(0), places, separators, &sizes)))
}
