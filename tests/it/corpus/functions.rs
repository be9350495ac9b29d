//! Functions behind Django's filters, called with values: the filter that is built on each, in a template,
//! or the same function here.

use super::Verdict;
use super::django::{compare, rendered, side_by_side};
use super::formats;
use super::sides::{self, Side};
use crate::data::json;
use palisade::{Json, internals};

/// Functions that are nothing but a filter with escaping off.
const FILTERS: &[(&str, &str)] = &[
    ("html.escapejs", "escapejs"),
    ("html.json_script", "json_script"),
    ("html.linebreaks", "linebreaks"),
    ("html.strip_tags", "striptags"),
    ("text.phone2numeric", "phone2numeric"),
    ("text.slugify", "slugify"),
];

pub(super) fn run(case: &Json) -> Verdict {
    let function = json::text(case, "func").unwrap_or_default();
    let keyword = |name| json::get(case, "kwargs").and_then(|it| json::get(it, name));
    match FILTERS.iter().find(|it| it.0 == function) {
        Some(_) if keyword("allow_unicode") == Some(&Json::Bool(true)) => no_counterpart(function),
        Some((_, filter)) => {
            let argument = if arguments(case).len() > 1 { ":argument" } else { "" };
            let escapes = keyword("autoescape") == Some(&Json::Bool(true));
            side_by_side(case, "", &format!("value|{filter}{argument}"), named(case), escapes)
        }
        None => match function {
            "html.urlize" => {
                urlize(case, keyword("trim_url_limit"), keyword("nofollow"), keyword("autoescape"))
            }
            "html.smart_urlquote" => same(case, &internals::quoted_url(text(case))),
            "html.format_html" => format_html(case),
            "html.format_html_join" => format_html_join(case),
            "dateformat.format" | "timesince.timesince" | "timesince.timeuntil" | "numberformat.format" => {
                formats::run(case)
            }
            "text.Truncator.chars" => truncated(case, keyword("truncate"), keyword("html")),
            "text.normalize_newlines" => newlines(case),
            "text.unescape_string_literal" => literal(case),
            "template.Token.split_contents" => words(case),
            _ => no_counterpart(function),
        },
    }
}

fn no_counterpart(function: &str) -> Verdict {
    Err(format!("there is nothing here that answers `{function}`"))
}

fn arguments(case: &Json) -> &[Json] {
    json::get(case, "args").map(json::items).unwrap_or_default()
}

/// The arguments as variables.
fn named(case: &Json) -> Vec<(Box<str>, Json)> {
    let names = ["value", "argument"].map(Into::into);
    names.into_iter().zip(arguments(case).iter().cloned()).collect()
}

/// The first argument, which is a text.
fn text(case: &Json) -> &str {
    arguments(case).first().and_then(json::as_text).unwrap_or_default()
}

fn wanted(case: &Json) -> Option<&str> {
    let value = json::get(case, "expect").and_then(|it| json::get(it, "value"))?;
    json::as_text(value).or(json::text(value, "$safe"))
}

fn same(case: &Json, got: &str) -> Verdict {
    match wanted(case) {
        Some(wanted) if wanted == got => Ok(()),
        wanted => Err(sides::difference(wanted.unwrap_or_default(), got)),
    }
}

/// The filter always says `nofollow`; the function only when told.
fn urlize(case: &Json, limit: Option<&Json>, nofollow: Option<&Json>, escapes: Option<&Json>) -> Verdict {
    let mut context = named(case);
    context.truncate(1);
    let limit = limit.or(arguments(case).get(1)).filter(|it| **it != Json::Null);
    context.extend(limit.map(|it| ("limit".into(), it.clone())));
    let expr = if limit.is_some() { "value|urlizetrunc:limit" } else { "value|urlize" };
    let nofollow = nofollow.or(arguments(case).get(2)) == Some(&Json::Bool(true));
    let autoescape = escapes.or(arguments(case).get(3)) == Some(&Json::Bool(true));
    let got = page(case, &Side { load: "", expr, autoescape }.source(), context)?;
    let got = if nofollow { got } else { got.replace(" rel=\"nofollow\"", "") };
    let wanted = page(case, "{{ wanted|safe }}", vec![("wanted".into(), expected(case))])?;
    if got == wanted { Ok(()) } else { Err(sides::difference(&wanted, &got)) }
}

fn expected(case: &Json) -> Json {
    json::get(case, "expect").and_then(|it| json::get(it, "value")).cloned().unwrap_or(Json::Null)
}

/// What a template prints.
fn page(case: &Json, source: &str, context: Vec<(Box<str>, Json)>) -> Result<String, String> {
    rendered(case, source, &Json::Map(context))?.map_err(|it| format!("fails: {}", it.error))
}

/// A format string as a template: `{}` is the next of `items`, `{name}` a field of `names`.
fn template_of(format: &str, items: &str, names: &str) -> String {
    let mut out = String::new();
    let mut next = 0;
    let mut rest = format;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(it, rest)| Some((it, rest.split_once('}')?)))
    {
        out.push_str(before);
        if name.is_empty() {
            out.push_str(&format!("{{{{ {items}.{next} }}}}"));
            next += 1;
        } else {
            out.push_str(&format!("{{{{ {names}.{name} }}}}"));
        }
        rest = after;
    }
    out + rest
}

fn format_html(case: &Json) -> Verdict {
    let [format, items @ ..] = arguments(case) else { return no_counterpart("html.format_html") };
    let names = json::get(case, "kwargs").cloned().unwrap_or(Json::Null);
    let source = template_of(json::as_text(format).unwrap_or_default(), "items", "names");
    let context = Json::Map(vec![("items".into(), Json::List(items.into())), ("names".into(), names)]);
    match wanted(case) {
        Some(_) => same(case, &page(case, &source, json::entries(&context).to_vec())?),
        None => compare(case, &rendered(case, &source, &context)?),
    }
}

fn format_html_join(case: &Json) -> Verdict {
    let [separator, format, rows] = arguments(case) else { return no_counterpart("html.format_html_join") };
    let row = template_of(json::as_text(format).unwrap_or_default(), "row", "row");
    let source = format!(
        "{{% for row in rows %}}{{% if not forloop.first %}}{{{{ between }}}}{{% endif %}}{row}{{% endfor %}}"
    );
    let context = vec![("between".into(), separator.clone()), ("rows".into(), rows.clone())];
    same(case, &page(case, &source, context)?)
}

fn truncated(case: &Json, mark: Option<&Json>, html: Option<&Json>) -> Verdict {
    let Some(Json::Int(most)) = arguments(case).get(1) else { return no_counterpart("text.Truncator.chars") };
    let most = usize::try_from(*most).map_err(|it| it.to_string())?;
    let mark = mark.and_then(json::as_text).unwrap_or("%(truncated_text)s…");
    same(case, &internals::truncated(text(case), most, mark, html == Some(&Json::Bool(true))))
}

/// Where nothing but a literal may stand.
fn literal(case: &Json) -> Verdict {
    let source = format!("{{% autoescape off %}}{{{{ _({}) }}}}{{% endautoescape %}}", text(case));
    match wanted(case) {
        Some(_) => same(case, &page(case, &source, Vec::new())?),
        None => match rendered(case, &source, &Json::Null)? {
            Ok(got) => Err(format!("no literal, but prints {got:?}")),
            Err(_) => Ok(()),
        },
    }
}

fn words(case: &Json) -> Verdict {
    let wanted = json::texts(Some(&expected(case))).join("\n");
    let got = internals::words(text(case)).unwrap_or_default().join("\n");
    if got == wanted { Ok(()) } else { Err(sides::difference(&wanted, &got)) }
}

/// Seen through a filter that puts `<br>` where lines end.
fn newlines(case: &Json) -> Verdict {
    let source = Side { load: "", expr: "value|linebreaksbr", autoescape: false }.source();
    same(case, &page(case, &source, named(case))?.replace("<br>", "\n"))
}
