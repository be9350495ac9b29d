//! Django's own template tests, recorded. Mode `Django`; output byte for byte, errors by kind and stage.

use super::Verdict;
use super::functions;
use super::sides::{self, Side};
use crate::data::{Variables, json, repeated, template_name};
use crate::host::World;
use crate::render::{Entry, Failure, Job, Stage};
use palisade::fragment::MemoryCache;
use palisade::source::{Source, Span};
use palisade::{ErrorKind, Escaping, Json, internals};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(case: &Json, _: &Path) -> Verdict {
    match json::text(case, "kind") {
        Some("render") => render(case),
        Some("call") => call(case),
        Some("expr") => expression(case),
        Some("func") => functions::run(case),
        Some("lex") => tokens(case),
        Some("ifexpr") => condition(case),
        kind => Err(format!("there is nothing here that answers a `{}`", kind.unwrap_or_default())),
    }
}

/// The options that a case sets.
struct Options {
    string_if_invalid: String,
    autoescape: bool,
}

impl Options {
    /// Those of the case, changed by one of its `also`.
    fn of(case: &Json, also: &Json) -> Options {
        let both = || [Some(also), json::get(case, "options")].into_iter().flatten();
        let text = both().find_map(|it| json::text(it, "string_if_invalid"));
        let autoescape = both().find_map(|it| json::get(it, "autoescape"));
        Options {
            string_if_invalid: text.unwrap_or_default().to_owned(),
            autoescape: autoescape != Some(&Json::Bool(false)),
        }
    }
}

fn render(case: &Json) -> Verdict {
    let also = json::get(case, "also").map(json::items).unwrap_or_default();
    for also in [&Json::Null].into_iter().chain(also) {
        let (outcome, _) = outcome(case, also, Escaping::Django)?;
        compare(case, &outcome)
            .map_err(|it| if *also == Json::Null { it } else { format!("with {also:?}: {it}") })?;
    }
    Ok(())
}

/// What a case renders to in a mode, and why values were rejected; after the renders that go before it.
pub(super) fn outcome(
    case: &Json,
    also: &Json,
    escaping: Escaping,
) -> Result<(Result<String, Failure>, Vec<&'static str>), String> {
    let variables = Variables::read(json::get(case, "context").unwrap_or(&Json::Null))?;
    let options = Options::of(case, also);
    let mut job = Job { escaping, ..job(case, &options)? };
    job.fragments = fragment_caches(case);
    for earlier in json::get(case, "prelude").map(json::items).unwrap_or_default() {
        let fragments = job.fragments.clone();
        let earlier_job = Job { fragments, escaping, ..self::job(earlier, &options)? };
        let context = Variables::read(json::get(earlier, "context").unwrap_or(&Json::Null))?;
        earlier_job.render(&context).map_err(|it| format!("fails before: {}", it.error))?;
    }
    let outcome = job.render(&variables);
    let rejected = job.rejected.lock().map(|it| it.clone()).unwrap_or_default();
    Ok((outcome, rejected))
}

/// Whether the whole render of a case is unescaped.
pub(super) fn is_unescaped(case: &Json) -> bool {
    !Options::of(case, &Json::Null).autoescape
}

fn job(case: &Json, options: &Options) -> Result<Job, String> {
    let mut templates = Vec::new();
    for (name, source) in json::get(case, "templates").map(json::entries).unwrap_or_default() {
        match source {
            Json::Str(source) => templates.push((name.to_string(), source.to_string())),
            sources => templates
                .extend(json::texts(Some(sources)).iter().map(|it| (name.to_string(), it.to_string()))),
        }
    }
    for template in templates_in(json::get(case, "context").unwrap_or(&Json::Null)) {
        let source = json::text(template, "source").unwrap_or_default();
        templates.push((template_name(template), source.to_owned()));
    }
    let entry = match (json::get(case, "entry"), json::text(case, "source")) {
        (Some(Json::Str(name)), _) => Entry::Name(name.to_string()),
        (Some(Json::List(_)), _) => {
            Entry::FirstOf(json::texts(json::get(case, "entry")).into_iter().map(str::to_owned).collect())
        }
        (_, Some(source)) => Entry::Source(source.to_owned()),
        _ => return Err("neither `entry` nor `source`".to_owned()),
    };
    Ok(Job {
        templates,
        entry: if options.autoescape { entry } else { unescaped(entry) },
        escaping: Escaping::Django,
        strict_places: false,
        string_if_invalid: options.string_if_invalid.clone(),
        frameworks: Vec::new(),
        world: World::of_case(case),
        fragments: Vec::new(),
        rejected: Arc::default(),
    })
}

/// The templates that are variables.
fn templates_in(value: &Json) -> Vec<&Json> {
    match value {
        Json::Map(entries) => entries
            .iter()
            .flat_map(|(key, it)| if &**key == "$template" { vec![it] } else { templates_in(it) })
            .collect(),
        Json::List(items) => items.iter().flat_map(templates_in).collect(),
        _ => Vec::new(),
    }
}

/// Empty caches of the names that the case has.
fn fragment_caches(case: &Json) -> Vec<(String, MemoryCache)> {
    let settings = json::get(case, "env").and_then(|it| json::get(it, "settings"));
    let named = settings.and_then(|it| json::get(it, "CACHES")).map(json::entries).unwrap_or_default();
    let names = named.iter().map(|it| &*it.0).chain(named.is_empty().then_some("default"));
    names.map(|it| (it.to_owned(), MemoryCache::new(1 << 20))).collect()
}

/// Escaping can be turned off only by a tag.
fn unescaped(entry: Entry) -> Entry {
    match entry {
        Entry::Name(name) => {
            Entry::Source(format!("{{% autoescape off %}}{{% include '{name}' %}}{{% endautoescape %}}"))
        }
        Entry::Source(source) => {
            Entry::Source(format!("{{% autoescape off %}}{source}{{% endautoescape %}}"))
        }
        names @ Entry::FirstOf(_) => names,
    }
}

pub(super) fn compare(case: &Json, outcome: &Result<String, Failure>) -> Verdict {
    let expected = json::get(case, "expect").unwrap_or(&Json::Null);
    let output = json::get(expected, "output").map(|it| match json::get(it, "$concat") {
        Some(pieces) => repeated(pieces),
        None => json::as_text(it).unwrap_or_default().to_owned(),
    });
    match (output, json::get(expected, "error"), outcome) {
        (Some(wanted), _, Ok(got)) if *got == wanted => Ok(()),
        (Some(wanted), _, Ok(got)) => Err(sides::difference(&wanted, got)),
        (None, Some(error), Err(failure)) => same_error(case, error, failure),
        (None, Some(error), Ok(got)) => {
            Err(format!("expected {}, got {got:?}", json::text(error, "class").unwrap_or_default()))
        }
        (None, None, Ok(_)) if json::flag(expected, "compiles") => Ok(()),
        (None, None, Err(Failure { stage: Stage::Render, .. })) if json::flag(expected, "compiles") => Ok(()),
        (_, _, Err(failure)) => Err(format!("fails: {}", failure.error)),
        _ => Err("nothing is expected that can be compared".to_owned()),
    }
}

fn same_error(case: &Json, wanted: &Json, failure: &Failure) -> Verdict {
    let class = json::text(wanted, "class").unwrap_or_default();
    let stage_differs = match json::text(case, "stage") {
        Some("compile") => failure.stage != Stage::Compile,
        // An engine that checks more before it renders is no difference.
        _ => false,
    };
    let message = json::text(wanted, "message").unwrap_or_default();
    if is_of_class(failure.error.kind(), class) && !stage_differs && !is_a_gap(failure.error.kind(), message)
    {
        return Ok(());
    }
    Err(format!("expected {class}, got {} at {:?}", failure.error, failure.stage))
}

/// Whether we fail only because we lack a tag, filter or library that Django has.
fn is_a_gap(kind: ErrorKind, message: &str) -> bool {
    match kind {
        ErrorKind::UnknownTag => !message.contains("Invalid block tag"),
        ErrorKind::UnknownFilter => !message.contains("Invalid filter"),
        ErrorKind::UnknownLibrary => {
            !message.contains("not a registered tag library")
                && !message.contains("not a valid tag or filter")
        }
        _ => false,
    }
}

/// Django's exception classes by our kinds.
fn is_of_class(kind: ErrorKind, class: &str) -> bool {
    use ErrorKind::{
        BadTemplateName, Custom, LimitExceeded, TemplateNotFound, UndefinedVariable, ValueError,
    };
    match class {
        "TemplateSyntaxError" => !matches!(kind, TemplateNotFound | Custom | LimitExceeded),
        "TemplateDoesNotExist" => matches!(kind, TemplateNotFound | BadTemplateName),
        "VariableDoesNotExist" => kind == UndefinedVariable,
        _ => matches!(kind, ValueError | Custom),
    }
}

/// A filter called with values: the same filter in a template, next to the value it must give.
fn call(case: &Json) -> Verdict {
    let filter = json::text(case, "filter").unwrap_or_default();
    let load = json::text(case, "library").map(|it| format!("{{% load {it} %}}")).unwrap_or_default();
    let argument =
        if json::get(case, "args").map(json::items).unwrap_or_default().len() > 1 { ":argument" } else { "" };
    let mut context = vec![];
    for (name, value) in
        ["value", "argument"].iter().zip(json::get(case, "args").map(json::items).unwrap_or_default())
    {
        context.push(((*name).into(), value.clone()));
    }
    let autoescape = !matches!(
        json::get(case, "kwargs").and_then(|it| json::get(it, "autoescape")),
        Some(Json::Bool(false))
    );
    side_by_side(case, &load, &format!("value|{filter}{argument}"), context, autoescape)
}

/// A filter expression, next to the value it must give.
fn expression(case: &Json) -> Verdict {
    let context = json::get(case, "context").map(json::entries).unwrap_or_default().to_vec();
    if json::get(case, "flags").is_some_and(|it| json::flag(it, "ignore_failures")) {
        return tested(case, context);
    }
    side_by_side(case, "", json::text(case, "expr").unwrap_or_default(), context, true)
}

/// An expression where a missing variable is `None`: in an `if`, which compares it with the value it must have.
fn tested(case: &Json, mut context: Vec<(Box<str>, Json)>) -> Verdict {
    let expected = json::get(case, "expect").unwrap_or(&Json::Null);
    let expr = json::text(case, "expr").unwrap_or_default();
    let source = format!("{{% if {expr} == palisade_wanted %}}equal{{% endif %}}");
    let Some(wanted) = json::get(expected, "value") else {
        return compare(case, &rendered(case, &source, &Json::Map(context))?);
    };
    context.push(("palisade_wanted".into(), wanted.clone()));
    match rendered(case, &source, &Json::Map(context))? {
        Ok(got) if got == "equal" => Ok(()),
        Ok(_) => Err(format!("{expr} is not {wanted:?}")),
        Err(failure) => Err(format!("fails: {}", failure.error)),
    }
}

/// The condition of an `{% if %}`, its words given as values.
fn condition(case: &Json) -> Verdict {
    const OPERATORS: &[&str] = &["and", "or", "not", "in", "is", "==", "!=", "<", ">", "<=", ">="];
    let (mut words, mut context) = (Vec::new(), Vec::new());
    for token in json::get(case, "tokens").map(json::items).unwrap_or_default() {
        match json::as_text(token).filter(|it| OPERATORS.contains(it)) {
            Some(operator) => words.push(operator.to_owned()),
            None => {
                let name = format!("value{}", context.len());
                context.push((name.clone().into(), token.clone()));
                words.push(name);
            }
        }
    }
    let source = format!("{{% if {} %}}True{{% else %}}False{{% endif %}}", words.join(" "));
    let got = rendered(case, &source, &Json::Map(context))?;
    let expected = json::get(case, "expect").unwrap_or(&Json::Null);
    let Some(Json::Bool(wanted)) = json::get(expected, "value") else { return compare(case, &got) };
    match got {
        Ok(got) if got == (if *wanted { "True" } else { "False" }) => Ok(()),
        Ok(got) => Err(format!("{source} gives {got}")),
        Err(failure) => Err(format!("fails: {}", failure.error)),
    }
}

/// What the lexer makes of a text, in the one respect in which ours may differ: it has no token for a
/// comment, and text that a `verbatim` makes of tags is one with the text around it.
fn tokens(case: &Json) -> Verdict {
    let text = json::text(case, "source").unwrap_or_default();
    let source = Source::new("source.html", text);
    let chars = |at: u32| text.get(..at as usize).map_or(0, |it| it.chars().count());
    let token = |(kind, span, contents): (&'static str, Span, &str)| Lexed {
        kind: kind.to_owned(),
        contents: contents.to_owned(),
        line: source.locate(span.start).line,
        range: json::flag(case, "debug").then(|| (chars(span.start), chars(span.end))),
    };
    let got: Vec<Lexed> = internals::tokens(text).into_iter().map(token).collect();
    let expected = json::get(case, "expect").and_then(|it| json::get(it, "tokens")).map(json::items);
    let mut wanted: Vec<Lexed> = Vec::new();
    for next in expected.unwrap_or_default().iter().filter_map(Lexed::read).filter(|it| it.kind != "COMMENT")
    {
        match wanted.last_mut() {
            Some(last) if last.goes_on_with(&next) => last.extend(&next),
            _ => wanted.push(next),
        }
    }
    if got == wanted { Ok(()) } else { Err(format!("expected {wanted:?}\ngot      {got:?}")) }
}

/// One token.
#[derive(Debug, PartialEq)]
struct Lexed {
    kind: String,
    contents: String,
    line: usize,
    /// In characters, when Django knows it.
    range: Option<(usize, usize)>,
}

impl Lexed {
    /// Reads `["TEXT", "contents", line, [start, end]]`.
    fn read(token: &Json) -> Option<Lexed> {
        let [kind, contents, Json::Int(line), range] = json::items(token) else { return None };
        let number = |it: &Json| if let Json::Int(it) = it { usize::try_from(*it).ok() } else { None };
        let range = match json::items(range) {
            [start, end] => Some((number(start)?, number(end)?)),
            _ => None,
        };
        let (kind, contents) = (json::as_text(kind)?.to_owned(), json::as_text(contents)?.to_owned());
        Some(Lexed { kind, contents, line: usize::try_from(*line).ok()?, range })
    }

    fn goes_on_with(&self, next: &Lexed) -> bool {
        let touching = self.range.zip(next.range).is_none_or(|(it, next)| it.1 == next.0);
        self.kind == "TEXT" && next.kind == "TEXT" && touching
    }

    fn extend(&mut self, next: &Lexed) {
        self.contents.push_str(&next.contents);
        self.range = self.range.zip(next.range).map(|(it, next)| (it.0, next.1));
    }
}

pub(super) fn side_by_side(
    case: &Json,
    load: &str,
    expr: &str,
    mut context: Vec<(Box<str>, Json)>,
    autoescape: bool,
) -> Verdict {
    let expected = json::get(case, "expect").unwrap_or(&Json::Null);
    let source = |expr: &str| Side { load, expr, autoescape }.source();
    let wanted = json::get(expected, "value").cloned();
    let got = rendered(case, &source(expr), &Json::Map(context.clone()))?;
    let Some(wanted) = wanted else { return compare(case, &got) };
    context.push(("palisade_wanted".into(), wanted));
    match (rendered(case, &source("palisade_wanted"), &Json::Map(context))?, got) {
        (Ok(wanted), Ok(got)) if wanted == got => Ok(()),
        (Ok(wanted), Ok(got)) => Err(sides::difference(&wanted, &got)),
        (_, Err(failure)) | (Err(failure), _) => Err(format!("fails: {}", failure.error)),
    }
}

pub(super) fn rendered(case: &Json, source: &str, context: &Json) -> Result<Result<String, Failure>, String> {
    let job = Job { world: World::of_case(case), ..Job::of(source, Escaping::Django) };
    Ok(job.render(&Variables::read(context)?))
}
