//! Places and escapers of other contextual engines, and how real projects write templates. Mode
//! `Contextual`; outputs are equal when a browser reads the same from them.

use super::Verdict;
use super::language::{delimiters, meaning, same_structure};
use super::legal;
use super::probes;
use super::sides::difference;
use super::spelling::{same_page, shows_rejection};
use crate::data::{Variables, json};
use crate::dom;
use crate::host::World;
use crate::render::{Failure, Job};
use palisade::{Escaping, Json};
use std::path::Path;
use std::time::Instant;

pub(super) fn run(case: &Json, path: &Path) -> Verdict {
    if json::get(case, "must").is_some() {
        return idiom(case);
    }
    let expected = json::get(case, "expect").unwrap_or(&Json::Null);
    if let Some(prefix) = json::text(case, "prefix") {
        return probes::state_after(case, prefix, expected);
    }
    if json::get(case, "input").is_some() {
        return probes::escaper(case, expected);
    }
    template(case, expected, path)?;
    probes::hole_contexts(case, &source(case), expected)
}

fn template(case: &Json, expected: &Json, path: &Path) -> Verdict {
    let started = Instant::now();
    let outcome = render(case, context(case));
    if let Some(seconds) = number(json::get(expected, "max_seconds"))
        && started.elapsed().as_secs_f64() > seconds
    {
        return Err(format!("took {:?}", started.elapsed()));
    }
    let tolerated =
        ["accept_error", "error", "max_seconds"].iter().any(|it| json::get(expected, it).is_some())
            || legal::is_refusable(case)
            || json::text(expected, "output").is_some_and(shows_rejection);
    match outcome? {
        // Any refusal is as good as the one that is asked for, whatever it is called.
        Err(_) if tolerated => Ok(()),
        Err(failure) => Err(format!("fails: {}", failure.error)),
        Ok(output) => accepted(case, expected, &output, path),
    }
}

/// What must hold of a page that was rendered.
fn accepted(case: &Json, expected: &Json, output: &str, path: &Path) -> Verdict {
    let either = json::flag(expected, "accept_ok") || json::get(expected, "or_output_matches").is_some();
    if let Some(error) = json::text(expected, "error").filter(|_| !either) {
        // Where refusing is legal and not owed, it is enough that no value changes the page.
        if legal::is_refusable(case) {
            return structure_preserved(case, path);
        }
        // Text without a value is the author's; what a browser makes of it is what we read, too.
        if !source(case).contains('{') {
            return Ok(());
        }
        return Err(format!("expected the refusal {error}, got {output:?}"));
    }
    for word in json::texts(json::get(expected, "must_not_contain")) {
        if output.contains(word) {
            return Err(format!("holds {word:?}: {output:?}"));
        }
    }
    if legal::is_open(case) {
        return structure_preserved(case, path);
    }
    if let Some(wanted) = json::text(expected, "output").filter(|_| !legal::shows_a_fault(case)) {
        page_is(case, wanted, output).map_err(|it| format!("{it}\nin {output:?}\nfor {wanted:?}"))?;
    }
    match json::text(expected, "property") {
        Some("structure_preserved") => structure_preserved(case, path),
        Some("no_event_handlers") if dom::has_attribute(output, |it| it.starts_with("on")) => {
            Err(format!("has an event handler: {output:?}"))
        }
        _ => Ok(()),
    }
}

/// The page that is expected.
fn page_is(case: &Json, wanted: &str, output: &str) -> Verdict {
    same_page(wanted, output).or_else(|differs| {
        if legal::same_page_in_words(case, wanted, output) { Ok(()) } else { Err(differs) }
    })
}

/// Whatever the values, the page has the shape it has with harmless ones.
fn structure_preserved(case: &Json, path: &Path) -> Verdict {
    let oracle = json::get(case, "oracle").unwrap_or(&Json::Null);
    let harmless = json::get(oracle, "innocuous").cloned().unwrap_or_else(|| with_texts(context(case), "x"));
    let Ok(expected) = render(case, &harmless)? else { return Ok(()) };
    let mut hostile = vec![context(case).clone()];
    if json::text(oracle, "payloads") == Some("@std") {
        hostile.extend(payloads(path).iter().map(|it| with_texts(&harmless, it)));
    }
    for values in hostile {
        // An attribute name that is empty is none, and a name in a script that is another is a name.
        if (holds_names(case) && is_blank(&values)) || (holds_identifiers(case) && are_identifiers(&values)) {
            continue;
        }
        // A value that is refused cannot change the page.
        let Ok(output) = render(case, &values)? else { continue };
        same_structure(&expected, &output)
            .map_err(|it| format!("{values:?} changes the page: {it}\nin {output:?}"))?;
        if within_components(case) {
            let (wanted, got) = (delimiters(&expected), delimiters(&output));
            if wanted != got {
                return Err(format!("{values:?} divides an address: {wanted:?} is {got:?}\nin {output:?}"));
            }
        }
    }
    Ok(())
}

/// Whether all that values are in addresses is one component, which may hold no delimiter. Elsewhere a value may
/// be a whole address, several segments or a whole query.
fn within_components(case: &Json) -> bool {
    let holes = palisade::internals::holes("main.html", &source(case)).unwrap_or_default();
    let alone = json::get(case, "templates").is_none() && holes.iter().any(|it| it.1 == "URL component");
    alone && holes.iter().all(|it| ["URL component", "text", "attribute"].contains(&it.1))
}

/// Whether names of attributes are data.
fn holds_names(case: &Json) -> bool {
    let holes = json::get(case, "expect").and_then(|it| json::get(it, "hole_contexts")).map(json::items);
    holes.unwrap_or_default().iter().any(|it| json::text(it, "context") == Some("html.attr_name"))
}

/// Whether names in scripts are data.
fn holds_identifiers(case: &Json) -> bool {
    let holes = palisade::internals::holes("main.html", &source(case)).unwrap_or_default();
    holes.iter().any(|it| it.1 == "JavaScript name")
}

fn are_identifiers(values: &Json) -> bool {
    let is_name = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'$'));
    json::entries(values).iter().all(|it| json::as_text(&it.1).is_some_and(is_name))
}

fn is_blank(values: &Json) -> bool {
    let text = |it: &Json| json::as_text(it).is_some_and(|it| it.trim().is_empty());
    json::entries(values).iter().any(|it| text(&it.1))
}

fn payloads(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path.with_file_name("payloads.json")).unwrap_or_default();
    let payloads: Option<Json> = serde_json::from_str(&text).ok();
    let payloads = payloads.as_ref().and_then(|it| json::get(it, "payloads"));
    json::texts(payloads).into_iter().map(str::to_owned).collect()
}

/// The same values with every text replaced.
fn with_texts(values: &Json, text: &str) -> Json {
    match values {
        Json::Str(_) => Json::Str(text.into()),
        Json::List(items) => Json::List(items.iter().map(|it| with_texts(it, text)).collect()),
        Json::Map(entries) if entries.iter().all(|it| !it.0.starts_with('$')) => {
            Json::Map(entries.iter().map(|(key, it)| (key.clone(), with_texts(it, text))).collect())
        }
        other => other.clone(),
    }
}

fn context(case: &Json) -> &Json {
    json::get(case, "context").unwrap_or(&Json::Null)
}

fn number(json: Option<&Json>) -> Option<f64> {
    match json? {
        Json::Int(it) => Some(*it as f64),
        Json::Float(it) => Some(*it),
        _ => None,
    }
}

fn render(case: &Json, values: &Json) -> Result<Result<String, Failure>, String> {
    Ok(job(case).render(&Variables::read(values)?))
}

fn source(case: &Json) -> String {
    let repeated = json::get(case, "expect").and_then(|it| json::get(it, "template_repeat")).map(json::items);
    match repeated {
        Some([Json::Str(piece), Json::Int(times)]) => piece.repeat(usize::try_from(*times).unwrap_or(0)),
        _ => json::text(case, "template").unwrap_or_default().to_owned(),
    }
}

fn job(case: &Json) -> Job {
    let frameworks = probes::frameworks(json::get(case, "expect").unwrap_or(&Json::Null));
    let mut job = Job { frameworks, ..Job::of(&source(case), Escaping::Contextual) };
    let others = json::get(case, "templates").map(json::entries).unwrap_or_default();
    let others =
        others.iter().filter_map(|(name, it)| Some((name.to_string(), json::as_text(it)?.to_owned())));
    job.templates.extend(others);
    job
}

/// What idioms name without its source: what a widget's attributes look like, a row, a URL.
const NAMED: &[(&str, &str)] = &[
    (
        "inc_attrs.html",
        "{% for name, value in attrs.items %}{% if value is not False %} {{ name }}\
         {% if value is not True %}=\"{{ value|stringformat:'s' }}\"{% endif %}{% endif %}{% endfor %}",
    ),
    ("row.html", "<tr><td>{{ name }}</td></tr>"),
];

/// How a real project writes it. `same`: what Django gives, and nothing rejected.
fn idiom(case: &Json) -> Verdict {
    let mut strict =
        Job { strict_places: true, world: World::of_words(&["url=x:/x/".to_owned()]), ..job(case) };
    strict.templates.extend(NAMED.iter().map(|it| (it.0.to_owned(), it.1.to_owned())));
    let outcome = strict.render(&Variables::read(context(case))?);
    let must = json::text(case, "must").unwrap_or_default();
    let django = json::text(case, "django").unwrap_or_default();
    match (must, outcome) {
        ("same", Ok(output)) => {
            let (wanted, got) = (meaning(django), meaning(&output));
            if wanted == got { Ok(()) } else { Err(difference(&wanted, &got)) }
        }
        ("same", Err(failure)) => Err(format!("fails: {}", failure.error)),
        // All others allow a refusal, and most allow nothing else.
        (_, Err(_)) => Ok(()),
        (must, Ok(output)) if must.contains("or") => {
            same_structure(django, &output).map_err(|it| format!("{it} in {output:?}"))
        }
        (must, Ok(output)) => Err(format!("must be {must}, got {output:?}")),
    }
}
