//! The pages to visit: each template with each value, escaped and, for control, not.

use crate::cases::{Place, Source};
use crate::frameworks::Library;
use crate::report::VALUES;
use palisade::value::{ToValue, Vars};
use palisade::{Cx, Engine, Error, Escaping, Json, MemoryLoader, SafeHtml, Value};
use std::collections::{BTreeMap, HashMap};

/// A page to visit. Its number is its index; values carry it, so that what runs says whose it is.
pub(crate) struct Page {
    pub html: String,
    /// The value as it was put in.
    pub value: String,
    /// Whether a framework runs in it.
    pub framework: bool,
}

/// What became of a template.
pub(crate) struct Trial {
    /// Index of its place.
    pub place: usize,
    pub name: String,
    /// Why the template does not compile.
    pub refused: Option<String>,
    /// The page with the innocuous value.
    pub innocuous: usize,
    pub escaped: Vec<usize>,
    /// Values whose render was an error: no page, no harm.
    pub errors: usize,
    pub control: Vec<usize>,
    /// Once a value of this group ran, no more of its controls are visited; 0 has none.
    pub group: usize,
}

#[derive(Default)]
pub(crate) struct Pages {
    pub pages: Vec<Page>,
    pub trials: Vec<Trial>,
}

/// Put before each page: what dialogs do, and how a page is told apart.
const PRELUDE: &str = "<!DOCTYPE html><script>top.prelude(window)</script>";

/// With `all`, every template is there; else a few of each place. With `every`, each meets every value of its place;
/// else a fixed part of them, another for each template, so that a place of several templates still sees them all.
pub(crate) fn render(places: &[Place], all: bool, every: bool) -> Result<Pages, String> {
    let mut pages = Pages::default();
    for (index, place) in places.iter().enumerate() {
        for (nth, (name, source)) in place.templates.iter().enumerate() {
            if !all && nth % step(place) != 0 {
                continue;
            }
            let values = if every { place.values.clone() } else { part(&place.values, nth) };
            let trial = pages.trial(index, place, (name, source), &values, all)?;
            pages.trials.push(trial);
        }
    }
    Ok(pages)
}

/// Without `--all`, about this many templates of each place are taken, spread over all it has, and controls end
/// with the first value of the place that runs: what one waits for in CI.
const SAMPLE: usize = 6;

/// With `--all` every template has a control, which tries this many values.
const TRIES: usize = 12;

/// Places of no more templates than this try every value for each: together they would not come to all of them.
const FEW: usize = 6;

/// How many templates of a place one of the sample stands for.
fn step(place: &Place) -> usize {
    place.templates.len().div_ceil(SAMPLE).max(1)
}

/// As many values as were promised, beginning where those of the template before end.
fn part(values: &[String], nth: usize) -> Vec<String> {
    let wanted = VALUES.min(values.len());
    values.iter().cycle().skip(nth * wanted % values.len().max(1)).take(wanted).cloned().collect()
}

impl Pages {
    fn trial(
        &mut self,
        index: usize,
        place: &Place,
        (name, source): (&str, &Source),
        values: &[String],
        all: bool,
    ) -> Result<Trial, String> {
        let mut trial = Trial {
            place: index,
            name: name.to_owned(),
            refused: None,
            innocuous: 0,
            escaped: Vec::new(),
            errors: 0,
            control: Vec::new(),
            group: if all { self.trials.len() } else { index } + 1,
        };
        match job(source.text(), source, Escaping::Contextual, place.library) {
            Ok(job) => self.escaped(&job, place, source, values, &mut trial)?,
            Err(error) => trial.refused = Some(error),
        }
        let few = !all || place.templates.len() <= FEW;
        let tries = if few { place.values.len() } else { TRIES.min(place.values.len()) };
        let off = match job(source.control(), source, Escaping::Django, place.library) {
            Ok(off) => off,
            // A tag that this release does not know.
            Err(_) if trial.refused.is_some() => return Ok(trial),
            Err(error) => return Err(format!("{}, {name}: the control: {error}", place.name)),
        };
        // Any one that runs will do; the next template begins where this one ends.
        let start = self.trials.len() * TRIES;
        for value in place.values.iter().cycle().skip(start % place.values.len().max(1)).take(tries) {
            let number = self.pages.len();
            let value = arm(value, number);
            let given = if place.library.is_some() { plain(source, &value) } else { raw(source, &value) };
            let html = off.render(&given).map_err(|it| format!("{name}: the control: {it}"))?;
            self.pages.push(Page { html, value, framework: place.library.is_some() });
            trial.control.push(number);
        }
        Ok(trial)
    }

    fn escaped(
        &mut self,
        job: &Job,
        place: &Place,
        source: &Source,
        values: &[String],
        trial: &mut Trial,
    ) -> Result<(), String> {
        let html =
            job.render(&plain(source, &place.innocuous)).map_err(|it| format!("{}: {it}", trial.name))?;
        trial.innocuous = self.pages.len();
        let mut known = HashMap::from([(html.clone(), trial.innocuous)]);
        self.pages.push(Page { html, value: place.innocuous.clone(), framework: place.library.is_some() });
        for value in values {
            let number = self.pages.len();
            let value = arm(value, number);
            let Ok(html) = job.render(&plain(source, &value)) else {
                trial.errors += 1;
                continue;
            };
            // What was rejected leaves the same page behind each time.
            if let Some(same) = known.get(&html) {
                trial.escaped.push(*same);
                continue;
            }
            known.insert(html.clone(), number);
            self.pages.push(Page { html, value, framework: place.library.is_some() });
            trial.escaped.push(number);
        }
        Ok(())
    }
}

/// A template ready to render.
struct Job {
    engine: Engine,
    library: Option<&'static Library>,
}

impl Job {
    fn render(&self, vars: &dyn Vars) -> Result<String, String> {
        let template = self.engine.get_template("main.html").map_err(|it| it.to_string())?;
        let html = template.render_text(vars).map_err(|it| it.to_string())?;
        let (before, after) = self.library.map_or(("", ""), |it| (it.before, it.after));
        Ok(format!("{PRELUDE}{before}{html}{after}"))
    }
}

fn job(
    text: &str,
    source: &Source,
    escaping: Escaping,
    library: Option<&'static Library>,
) -> Result<Job, String> {
    let others = source.full().map(|it| &it.others).into_iter().flatten();
    let others = others.map(|(name, text)| (name.as_str(), text.as_str()));
    let loader = MemoryLoader::new(others.chain([("main.html", text)])).map_err(|it| it.to_string())?;
    let mut builder = Engine::builder().loader(loader).escaping(escaping);
    if let Some(library) = library {
        builder = builder.framework(library.framework);
    }
    let engine = builder.build().map_err(|it| it.to_string())?;
    engine.get_template("main.html").map_err(|it| it.to_string())?;
    Ok(Job { engine, library })
}

/// A payload with its code filled in: `§` leaves a mark that says which page it was, `№` is the number.
fn arm(payload: &str, number: usize) -> String {
    payload.replace('§', "top.pwned(№)").replace('№', &number.to_string())
}

/// The variables of a template; the value alone is `x`.
fn variables(source: &Source) -> BTreeMap<String, toml::Value> {
    match source.full() {
        Some(full) if !full.context.is_empty() => full.context.clone(),
        _ => BTreeMap::from([("x".to_owned(), toml::Value::String("@".to_owned()))]),
    }
}

/// The variables of one render.
struct Variables(Vec<(String, Box<dyn ToValue>)>);

impl Vars for Variables {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        for (name, value) in &self.0 {
            add(name, value.to_value(cx)?);
        }
        Ok(())
    }
}

/// The value as untrusted data.
fn plain(source: &Source, value: &str) -> Variables {
    let variables = variables(source).into_iter();
    Variables(variables.map(|(name, shape)| (name, boxed(filled(&shape, value)))).collect())
}

/// The value as nobody should pass it: trusted wherever it stands.
fn raw(source: &Source, value: &str) -> Variables {
    let trusted = |shape: &toml::Value| match holds_value(shape) {
        true => boxed(SafeHtml::trust(value.to_owned())),
        false => boxed(filled(shape, value)),
    };
    Variables(variables(source).into_iter().map(|(name, shape)| (name, trusted(&shape))).collect())
}

fn boxed(value: impl ToValue + 'static) -> Box<dyn ToValue> {
    Box::new(value)
}

fn holds_value(shape: &toml::Value) -> bool {
    match shape {
        toml::Value::String(text) => text.contains('@'),
        toml::Value::Array(items) => items.iter().any(holds_value),
        toml::Value::Table(table) => table.iter().any(|(key, it)| key.contains('@') || holds_value(it)),
        _ => false,
    }
}

fn filled(shape: &toml::Value, value: &str) -> Json {
    match shape {
        toml::Value::String(text) => Json::Str(text.replace('@', value).into()),
        toml::Value::Integer(it) => Json::Int(*it),
        toml::Value::Float(it) => Json::Float(*it),
        toml::Value::Boolean(it) => Json::Bool(*it),
        toml::Value::Array(items) => Json::List(items.iter().map(|it| filled(it, value)).collect()),
        toml::Value::Table(table) => Json::Map(
            table.iter().map(|(key, it)| (key.replace('@', value).into(), filled(it, value))).collect(),
        ),
        toml::Value::Datetime(it) => Json::Str(it.to_string().into()),
    }
}
