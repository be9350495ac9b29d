//! Tagged JSON as values.

use super::json;
use super::object::{Dict, Keyed, MultiDict, PyObject, Stream, TemplateObject};
use crate::host::zone_of_json;
use jiff::SignedDuration;
use palisade::host::Zone;
use palisade::value::{Origin, Temporal, ToValue, Vars};
use palisade::{Cx, Error, ErrorKind, Json, Kind, Object, Value};

/// A value read from a case.
pub(crate) enum Tagged {
    Plain(Json),
    Safe(Kind, String),
    List(Vec<Tagged>),
    Tuple(Vec<Tagged>),
    Time(Temporal),
    Span(SignedDuration),
    Float(f64),
    Number(String),
    Lazy(Box<Tagged>),
    /// A message, and what tells equal ones apart: translated when it is rendered.
    Message(String, Option<String>),
    Object(Box<dyn Object>),
    /// Making the value fails with this message; silently if a template may pass over it.
    Raises(String, bool),
}

/// The variables of a case.
#[derive(Default)]
pub(crate) struct Variables(pub Vec<(String, Tagged)>);

impl Vars for Variables {
    fn each<'a>(&'a self, cx: Cx<'a>, add: &mut dyn FnMut(&'a str, Value<'a>)) -> Result<(), Error> {
        for (name, value) in &self.0 {
            add(name, value.to_value(cx)?);
        }
        Ok(())
    }
}

impl Variables {
    /// From an object of tagged values; the error says what cannot be built.
    pub(crate) fn read(context: &Json) -> Result<Variables, String> {
        let pairs = json::entries(context).iter().map(|(name, it)| Ok((name.to_string(), Tagged::read(it)?)));
        pairs.collect::<Result<_, String>>().map(Variables)
    }
}

impl ToValue for Tagged {
    fn to_value<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(match self {
            Tagged::Plain(json) => return json.to_value(cx),
            Tagged::Safe(kind, text) => Value::Safe(*kind, text),
            Tagged::List(items) => Value::List(listed(items, cx)?),
            Tagged::Tuple(items) => Value::Tuple(listed(items, cx)?),
            Tagged::Time(moment) => Value::Time(moment),
            Tagged::Span(span) => Value::Duration(*span),
            Tagged::Float(it) => Value::Float(*it),
            Tagged::Number(digits) => Value::Number(digits),
            Tagged::Lazy(value) => Value::Lazy(&**value),
            Tagged::Message(id, context) => match cx.translation(id, context.as_deref(), None) {
                Some(translation) => Value::Str(cx.arena.str(&translation)?),
                None => Value::Str(id),
            },
            Tagged::Object(object) => Value::Object(&**object),
            Tagged::Raises(message, silent) => {
                let error = Error::new(ErrorKind::Custom, message);
                return Err(if *silent { error.silent() } else { error });
            }
        })
    }
}

fn listed<'a>(items: &'a [Tagged], cx: Cx<'a>) -> Result<&'a [Value<'a>], Error> {
    let values: Result<Vec<_>, Error> = items.iter().map(|it| it.to_value(cx)).collect();
    cx.arena.list(&values?)
}

impl Tagged {
    /// Reads a tagged value; the error says what cannot be built.
    pub(crate) fn read(json: &Json) -> Result<Tagged, String> {
        match json {
            Json::List(_) => Ok(Tagged::List(read_all(json)?)),
            Json::Map(entries) => match entries.first() {
                Some((tag, value)) if tag.starts_with('$') => read_tag(tag, value, json),
                _ => Dict::read(entries).map(object),
            },
            _ => Ok(Tagged::Plain(json.clone())),
        }
    }
}

pub(super) fn read_all(list: &Json) -> Result<Vec<Tagged>, String> {
    json::items(list).iter().map(Tagged::read).collect()
}

fn object(object: impl Object + 'static) -> Tagged {
    Tagged::Object(Box::new(object))
}

/// Tags of typed safe values.
const SAFE: &[(&str, Kind)] = &[
    ("$safe", Kind::Html(Origin::Trusted)),
    ("$safe_html", Kind::Html(Origin::Trusted)),
    ("$safe_js", Kind::Js),
    ("$safe_js_str", Kind::JsStr),
    ("$safe_css", Kind::Css),
    ("$safe_url", Kind::Url),
    ("$safe_attr", Kind::Attrs),
    ("$safe_srcset", Kind::Srcset),
    ("$safe_resource_url", Kind::ResourceUrl),
    ("$safe_identifier", Kind::Identifier),
];

fn read_tag(tag: &str, value: &Json, whole: &Json) -> Result<Tagged, String> {
    let text = json::as_text(value).unwrap_or_default();
    if let Some((_, kind)) = SAFE.iter().find(|it| it.0 == tag) {
        return Ok(Tagged::Safe(*kind, text.to_owned()));
    }
    Ok(match tag {
        "$tuple" => Tagged::Tuple(read_all(value)?),
        "$range" => Tagged::List(range(value)),
        "$set" => object(Stream::set(read_all(value)?)),
        "$generator" => object(Stream::once(read_all(value)?)),
        "$bytes" => object(PyObject::printing(&format!("b'{text}'"))),
        "$complex" | "$fraction" | "$uuid" => object(PyObject::printing(text)),
        "$tz" => object(zone_of_json(value).ok_or(format!("cannot build {tag}"))?),
        "$template" => object(TemplateObject(template_name(value))),
        "$dict" => object(Keyed::read(value, None)?),
        "$defaultdict" => {
            let items = json::get(value, "items").unwrap_or(&Json::Null);
            object(Keyed::read(items, json::text(value, "factory"))?)
        }
        "$querydict" | "$multivaluedict" => object(MultiDict::read(value)?),
        "$dictview" => view(text, json::get(whole, "of").unwrap_or(&Json::Null))?,
        "$int" => Tagged::Number(text.to_owned()),
        "$decimal" => decimal(text),
        "$float" => Tagged::Float(text.parse().map_err(|_| format!("cannot build {tag} {text}"))?),
        "$datetime" | "$date" | "$time" => Tagged::Time(moment(tag, text, whole)?),
        "$timedelta" => Tagged::Span(span(value)),
        "$lazy" => Tagged::Lazy(Box::new(Tagged::read(value)?)),
        "$lazyobject" => Tagged::read(value)?,
        "$gettext" => {
            let message = Tagged::Message(text.to_owned(), json::text(whole, "ctx").map(str::to_owned));
            Tagged::Lazy(Box::new(message))
        }
        "$concat" | "$repeat" => Tagged::Plain(Json::Str(repeated(value).into())),
        "$callable" => object(PyObject::callable(whole, value)?),
        "$object" if json::text(value, "base") == Some("str") => text_object(value)?,
        "$object" => object(PyObject::read(value)?),
        "$raises" => Tagged::Raises(
            json::text(value, "message").unwrap_or_default().to_owned(),
            json::flag(value, "silent"),
        ),
        // A value that cannot be had as data.
        "$json_error" => Tagged::Raises(text.to_owned(), false),
        _ => return Err(format!("cannot build {tag}")),
    })
}

/// A text of a class of its own, which says by `__html__` how it is written into HTML.
fn text_object(object: &Json) -> Result<Tagged, String> {
    match json::text(object, "html") {
        Some(html) => Ok(Tagged::Safe(Kind::Html(Origin::Trusted), html.to_owned())),
        None => Tagged::read(json::get(object, "str").or(json::get(object, "value")).unwrap_or(&Json::Null)),
    }
}

/// The name under which a template that is a variable can be loaded.
pub(crate) fn template_name(template: &Json) -> String {
    let source = json::text(template, "source").unwrap_or_default();
    let sum = source.bytes().fold(7u32, |sum, it| sum.wrapping_mul(31).wrapping_add(it.into()));
    format!("variable-{sum}.html")
}

fn range(value: &Json) -> Vec<Tagged> {
    let bounds: Vec<i64> = json::items(value)
        .iter()
        .filter_map(|it| if let Json::Int(it) = it { Some(*it) } else { None })
        .collect();
    let [from, to, step] = bounds[..] else { return Vec::new() };
    let numbers = std::iter::successors(Some(from), |it| Some(it + step));
    let numbers = numbers.take_while(|it| if step > 0 { *it < to } else { *it > to });
    numbers.map(|it| Tagged::Plain(Json::Int(it))).collect()
}

/// As Python prints it. What is not finite is not the float of that name: it prints otherwise.
fn decimal(text: &str) -> Tagged {
    if text.ends_with(|it: char| it.is_ascii_digit()) {
        return Tagged::Number(text.to_owned());
    }
    object(PyObject::printing(text))
}

fn moment(tag: &str, text: &str, whole: &Json) -> Result<Temporal, String> {
    let failed = |it: jiff::Error| format!("cannot build {tag} {text}: {it}");
    let offset = match json::get(whole, "utcoffset") {
        Some(Json::Int(seconds)) => i32::try_from(*seconds).ok(),
        Some(Json::Float(seconds)) => Some(*seconds as i32),
        _ => None,
    };
    Ok(match tag {
        "$date" => Temporal::Date(text.parse().map_err(failed)?),
        "$time" => Temporal::Time(text.parse().map_err(failed)?),
        _ => {
            let civil = text.parse().map_err(failed)?;
            match (json::get(whole, "tz").and_then(zone_of_json), offset) {
                (Some(zone), _) => Temporal::in_zone(civil, zone),
                (None, Some(seconds)) => Temporal::in_zone(civil, Zone::fixed(seconds)),
                (None, None) => Temporal::naive(civil),
            }
        }
    })
}

/// From seconds.
fn span(value: &Json) -> SignedDuration {
    match value {
        Json::Int(seconds) => SignedDuration::from_secs(*seconds),
        Json::Float(seconds) => SignedDuration::from_micros((*seconds * 1e6).round() as i64),
        _ => SignedDuration::ZERO,
    }
}

/// `["abc", ["x", 1000]]`, or `["x", 1000]` alone.
pub(crate) fn repeated(value: &Json) -> String {
    match json::items(value) {
        [Json::Str(text), Json::Int(times)] => text.repeat(usize::try_from(*times).unwrap_or(0)),
        pieces => {
            pieces.iter().map(|it| json::as_text(it).map_or_else(|| repeated(it), str::to_owned)).collect()
        }
    }
}

/// `items`, `keys` or `values` of a dictionary.
fn view(which: &str, pairs: &Json) -> Result<Tagged, String> {
    let rows: Result<Vec<Tagged>, String> = json::items(pairs)
        .iter()
        .map(|pair| match (which, json::items(pair)) {
            ("keys", [key, _]) => Tagged::read(key),
            ("values", [_, value]) => Tagged::read(value),
            _ => read_all(pair).map(Tagged::Tuple),
        })
        .collect();
    rows.map(Tagged::List)
}

/// A `context` fence as the JSON it would be.
pub(crate) fn from_toml(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => Json::Str(text.as_str().into()),
        toml::Value::Integer(it) => Json::Int(*it),
        toml::Value::Float(it) => Json::Float(*it),
        toml::Value::Boolean(it) => Json::Bool(*it),
        toml::Value::Datetime(it) => from_toml_datetime(it),
        toml::Value::Array(items) => Json::List(items.iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Json::Map(table.iter().map(|(key, it)| (key.as_str().into(), from_toml(it))).collect())
        }
    }
}

fn from_toml_datetime(moment: &toml::value::Datetime) -> Json {
    let tag = match (moment.date, moment.time) {
        (Some(_), Some(_)) => "$datetime",
        (Some(_), None) => "$date",
        _ => "$time",
    };
    let plain = toml::value::Datetime { offset: None, ..*moment };
    let mut entries = vec![(tag.into(), Json::Str(plain.to_string().into()))];
    if let Some(offset) = moment.offset {
        let minutes = if let toml::value::Offset::Custom { minutes } = offset { minutes } else { 0 };
        entries.push(("utcoffset".into(), Json::Int(i64::from(minutes) * 60)));
    }
    Json::Map(entries)
}
