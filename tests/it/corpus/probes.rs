//! What is asked of the analysis, not of a page: the place after a text, the places of holes, one escaper.

use super::Verdict;
use super::language::ends_line_in_string;
use super::spelling::same_page;
use crate::data::{Variables, json};
use crate::render::{Job, framework};
use palisade::internals::{Facts, facts_after, hole_facts};
use palisade::{Escaping, Framework, Json};

/// The place after static text.
pub(super) fn state_after(case: &Json, prefix: &str, expected: &Json) -> Verdict {
    match (json::get(expected, "state"), facts_after(prefix, &frameworks(expected))) {
        // "raw newline in a string: compile error", says the note of other rows.
        (Some(_), Ok(facts)) if is_lost(&facts) && ends_line_in_string(prefix) => Ok(()),
        // Where independent parsers and the engine disagree, the parsers are right.
        (Some(state), Ok(facts)) => compare(state, &facts).or_else(|differs| {
            let Some(oracle) = json::get(case, "oracle") else { return Err(differs) };
            compare(oracle, &facts).map_err(|_| differs)
        }),
        (Some(_), Err(message)) => Err(format!("cannot be read: {message}")),
        // A prefix that is an error elsewhere: any refusal will do.
        (None, Err(_)) => Ok(()),
        (None, Ok(facts)) if is_lost(&facts) => Ok(()),
        (None, Ok(facts)) => Err(format!("is read as {facts:?}")),
    }
}

/// The profiles of the frameworks that a case names at its holes or state.
pub(super) fn frameworks(expected: &Json) -> Vec<Framework> {
    let holes = json::get(expected, "hole_contexts").map(json::items).unwrap_or_default();
    let states = holes.iter().chain(json::get(expected, "state"));
    states.filter_map(|it| framework(json::text(it, "framework")?)).collect()
}

/// Whether no value may stand there: the refusal comes with the first one.
fn is_lost(facts: &Facts) -> bool {
    facts.iter().any(|it| it.0 == "context" && it.1 == "error")
}

/// Tests whose rows name the places of escapers that their author wrote into the template by hand, and that got lost.
const BY_HAND: &[&str] = &["ContextualAutoescaperTest.java:testAlreadyEscaped"];

/// The place of each hole, in order.
pub(super) fn hole_contexts(case: &Json, source: &str, expected: &Json) -> Verdict {
    let test = json::text(case, "source").unwrap_or_default();
    if BY_HAND.iter().any(|it| test.ends_with(it)) {
        return Ok(());
    }
    let Some(wanted) = json::get(expected, "hole_contexts").map(json::items) else { return Ok(()) };
    // Where a refusal is owed or accepted, contexts are informative.
    if ["error", "accept_error"].iter().any(|it| json::get(expected, it).is_some()) {
        return Ok(());
    }
    let Ok(found) = hole_facts("main.html", source, &frameworks(expected)) else { return Ok(()) };
    // What stands in other templates, or is written as one with its neighbour, has no entry of its own.
    if found.len() != wanted.len() {
        return Ok(());
    }
    for (n, (wanted, found)) in wanted.iter().zip(&found).enumerate() {
        compare(wanted, found).map_err(|it| format!("hole {n}: {it}"))?;
    }
    Ok(())
}

/// Each fact that the case names and this library has.
fn compare(state: &Json, facts: &Facts) -> Verdict {
    let Json::Map(rows) = state else { return Err("no state".to_owned()) };
    for (name, want) in rows {
        let name: &str = if &**name == "url_part_fine" { "url_part" } else { name };
        let Some((_, got)) = facts.iter().find(|it| it.0 == name) else { continue };
        let want = spelled(want);
        // Attributes of data are text, whatever they are called.
        let of_data = facts.iter().any(|it| it.0 == "attr" && it.1.starts_with("data-"));
        if name == "context" && of_data && got == "attr.plain" {
            continue;
        }
        if !same(name, &want, got) {
            return Err(format!("{name}: expected {want}, got {got}"));
        }
    }
    Ok(())
}

fn spelled(value: &Json) -> String {
    match value {
        Json::Str(text) => text.to_string(),
        Json::Int(number) => number.to_string(),
        Json::Bool(flag) => flag.to_string(),
        Json::List(items) => format!("[{}]", items.iter().map(spelled).collect::<Vec<_>>().join(", ")),
        _ => String::new(),
    }
}

/// Coarse words of one suite stand for several of another's.
fn same(name: &str, want: &str, got: &str) -> bool {
    match (name, want) {
        _ if want == got => true,
        ("url_part", "path") => matches!(got, "maybe_scheme" | "authority" | "unknown"),
        // Others wait for the `:` of a scheme even after a character that no scheme has.
        ("url_part", "maybe_scheme") => matches!(got, "path" | "unknown"),
        ("url_part", "trusted_end") => got == "path",
        ("url_part", "query_or_fragment") => matches!(got, "query" | "fragment" | "unknown"),
        ("url_part", "maybe_variable_scheme" | "unknown") => true,
        ("url_kind", "trusted_resource") => got == "frame",
        ("delim", "quoted") => matches!(got, "dq" | "sq"),
        // Engines that do not tell classes apart.
        ("context", "js.regexp") => got == "js.regexp.class",
        // Engines that do not tell data from scripts.
        ("context", "js.expr") => got == "json.value",
        ("context", "js.string") => {
            ["js.string", "js.comment", "json.string"].iter().any(|it| got.starts_with(it))
        }
        ("context", "css.string") => got.starts_with("css.string"),
        ("context", "html.tag") => got == "html.tag_name",
        ("context", "html.attr_name") => matches!(got, "html.tag" | "html.after_attr_name" | "html.tag_name"),
        // The mark of one engine for a brace that it does not count.
        ("js_brace_depth", "[-1]") => true,
        ("srcset_part", "url") => got == "start",
        // What is dropped needs no escaper, and what is checked needs no other.
        ("context", "attr.plain") => got == "url",
        ("context", "url") => got.starts_with("css.url"),
        // Not a refresh, so it is text.
        ("context", "meta_content.url") => got == "attr.plain",
        ("context", _) if want.starts_with('?') => true,
        ("context", "meta_content.number") => got == "meta_content",
        // Scripts that hold templates are read as HTML, as far as HTML goes.
        ("context", "rawtext.script") => matches!(got, "html.text" | "attr.plain" | "url"),
        _ => false,
    }
}

/// Where a value stands that another engine writes by one function: before and after it.
const STANDS: &[(&str, &str, &str)] = &[
    ("html_text", "<p>", "</p>"),
    ("attr_quoted", "<b title=\"", "\">"),
    ("attr_quotes_only", "<b title=\"", "\">"),
    ("attr_unquoted", "<b title=", " id=i>"),
    ("css_string", "<style>a{content:\"", "\"}</style>"),
    ("css_ident", "<style>a{content:\"", "\"}</style>"),
    ("css_value", "<style>a{color:", "}</style>"),
    ("js_value", "<script>a=[", "]</script>"),
    ("js_string", "<script>a='", "'</script>"),
    ("js_template", "<script>a=`", "`</script>"),
    ("js_regexp", "<script>a=/", "/g</script>"),
    ("srcset", "<img srcset=\"", "\">"),
    ("url_component", "<a href=\"/?q=", "\">"),
    ("url_normalize", "<a href=\"/#", "\">"),
    ("script_template_html", "<script type=\"text/html\"><p>", "</p></script>"),
];

/// One call of one escaper: a value where it stands, beside what the other engine writes for it.
pub(super) fn escaper(case: &Json, expected: &Json) -> Verdict {
    let name = json::text(case, "escaper").unwrap_or("find_end_tag");
    let (_, before, after) =
        STANDS.iter().find(|it| it.0 == name).ok_or(format!("there is no counterpart of `{name}`"))?;
    let template = format!("{before}{{{{ value }}}}{after}");
    let written = |value: &Json| {
        let context = Json::Map(vec![("value".into(), value.clone())]);
        let job = Job::of(&template, Escaping::Contextual);
        job.render(&Variables::read(&context)?).map_err(|it| format!("fails: {}", it.error))
    };
    if let Some(output) = json::text(expected, "output") {
        let input = json::get(case, "input").unwrap_or(&Json::Null);
        return same_page(&format!("{before}{output}{after}"), &written(input)?);
    }
    for (input, output) in json::get(expected, "table").map(json::entries).unwrap_or_default() {
        let output = json::as_text(output).unwrap_or_default();
        same_page(&format!("{before}{output}{after}"), &written(&Json::Str(input.clone()))?)
            .map_err(|it| format!("{input:?}: {it}"))?;
    }
    Ok(())
}
