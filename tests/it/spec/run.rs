//! Running a case.

use super::case::{Case, Expectation};
use crate::data::{Variables, from_toml};
use crate::host::World;
use crate::render::{Entry, Failure, Job, framework};
use palisade::fragment::MemoryCache;
use palisade::{Escaping, Policy, Sanitizer};
use std::sync::Arc;

/// What was got, when it is not what the case expects.
pub(super) fn mismatch(case: &Case) -> Option<Expectation> {
    for mode in [Escaping::Contextual, Escaping::Django] {
        // Whatever a case is about, no mode may panic on it.
        let _ = Job { escaping: mode, ..job(case) }.render(&variables(case));
    }
    reports_change_nothing(case);
    if let Expectation::Plan(wanted) = &case.expected {
        let got = plan(case);
        return (got != *wanted).then_some(Expectation::Plan(got));
    }
    if let Expectation::Clean(wanted) = &case.expected {
        let got = clean(case);
        return (got != *wanted).then_some(Expectation::Clean(got));
    }
    let got = job(case).render(&variables(case));
    let same = match (&case.expected, &got) {
        (Expectation::Output(wanted), Ok(output)) => wanted == output.strip_suffix('\n').unwrap_or(output),
        (Expectation::Error(wanted), Err(failure)) => is_as_wanted(wanted, failure),
        _ => false,
    };
    (!same).then(|| observed(got))
}

/// Mode `Report` prints what Django prints, also where it has something to report.
fn reports_change_nothing(case: &Case) {
    let [django, report] = [Escaping::Django, Escaping::Report].map(|mode| {
        let outcome = Job { escaping: mode, ..job(case) }.render(&variables(case));
        outcome.map_err(|it| (it.error.code(), it.error.message().to_owned()))
    });
    assert_eq!(report, django, "{}", case.title);
}

fn observed(got: Result<String, Failure>) -> Expectation {
    match got {
        Ok(output) => Expectation::Output(output),
        Err(Failure { error, .. }) => Expectation::Error(format!("{} {}", error.code(), error.message())),
    }
}

/// `E008 words of the message`; a second line is the place, as `main.html:1:4`.
fn is_as_wanted(wanted: &str, failure: &Failure) -> bool {
    let mut lines = wanted.lines();
    let (code, words) = lines.next().unwrap_or_default().split_once(' ').unwrap_or((wanted, ""));
    let message = failure.error.message();
    let line = failure.error.to_string();
    let placed = lines.next().is_none_or(|place| line.starts_with(place.trim()));
    failure.error.code() == code.trim() && message.contains(words) && placed
}

fn job(case: &Case) -> Job {
    let has = |option: &str| case.options.iter().any(|it| it == option);
    let value_of = |name: &str| case.options.iter().find_map(|it| it.strip_prefix(name)?.strip_prefix('='));
    Job {
        templates: case.templates.clone(),
        entry: Entry::Name(case.templates[0].0.clone()),
        escaping: if has("django") { Escaping::Django } else { Escaping::Contextual },
        strict_places: has("strict_places"),
        string_if_invalid: value_of("string_if_invalid").unwrap_or_default().to_owned(),
        frameworks: case.options.iter().filter_map(|it| framework(it.strip_prefix("framework=")?)).collect(),
        world: World::of_words(&case.options),
        fragments: if has("cache") {
            vec![("default".to_owned(), MemoryCache::new(1 << 20))]
        } else {
            Vec::new()
        },
        rejected: Arc::default(),
    }
}

fn variables(case: &Case) -> Variables {
    let table: toml::Table = case.context.parse().unwrap_or_else(|it| panic!("{}: {it}", case.title));
    let context = from_toml(&toml::Value::Table(table));
    Variables::read(&context).unwrap_or_else(|it| panic!("{}: {it}", case.title))
}

/// The holes of the first template, or why there are none.
fn plan(case: &Case) -> String {
    crate::render::explain(&job(case)).unwrap_or_else(|it| format!("{} {}", it.code(), it.message()))
}

/// What the sanitizer makes of the first `html` fence, under the policy of the case, or the preset that
/// `preset=` names, or `comment`.
fn clean(case: &Case) -> String {
    let preset = case.options.iter().find_map(|it| it.strip_prefix("preset=")).unwrap_or("comment");
    let policy = match &case.policy {
        Some(toml) => toml::from_str(toml).unwrap_or_else(|it| panic!("{}: {it}", case.title)),
        None => Policy::preset(preset).unwrap_or_else(|| panic!("{}: no preset {preset}", case.title)),
    };
    let html = case.templates[0].1.trim_end_matches('\n');
    let cleaned = Sanitizer::new(policy).and_then(|it| Ok(it.clean(html)?.into_string()));
    cleaned.unwrap_or_else(|it| format!("{} {}", it.code(), it.message()))
}
