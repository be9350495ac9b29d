//! The variables of a render, from a JSON or TOML document and from `-D`.

use crate::args::Define;
use crate::fault::Fault;
use crate::files;
use palisade::Json;
use std::path::Path;

/// Names with their values, in order.
pub(crate) type Variables = Vec<(Box<str>, Json)>;

/// What `--data` names, with the `-D`s put over it.
pub(crate) fn variables(path: Option<&Path>, defines: &[Define]) -> Result<Variables, Fault> {
    let mut variables = path.map_or(Ok(Variables::new()), document)?;
    for define in defines {
        variables.retain(|(name, _)| **name != *define.name);
        variables.push((define.name.as_str().into(), define.value.clone()));
    }
    Ok(variables)
}

fn document(path: &Path) -> Result<Variables, Fault> {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    let parsed = if path == Path::new("-") {
        json(&files::read_stdin()?)
    } else if extension == "json" {
        json(&files::read(path)?)
    } else if extension == "toml" {
        toml(&files::read(path)?)
    } else {
        return Err(Fault::usage(
            format!("cannot tell the format of `{}` from its name", path.display()),
            "give the file the ending `.json` or `.toml`, or send JSON to `--data -`",
        ));
    };
    let value = parsed.map_err(|(format, cause)| {
        let message = format!("`{}` is not {format}: {}", path.display(), cause.trim_end());
        Fault::usage(message, "mend the file at that line and column")
    })?;
    match value {
        Json::Map(variables) => Ok(variables),
        _ => Err(Fault::usage(
            format!("`{}` holds no names: variables need an object at the top", path.display()),
            "write `{\"name\": …}`",
        )),
    }
}

/// Which format it should have been, and what is wrong.
type Unparsed = (&'static str, String);

fn json(text: &str) -> Result<Json, Unparsed> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text); // editors of Windows write one
    serde_json::from_str(text).map_err(|it| ("JSON", it.to_string()))
}

fn toml(text: &str) -> Result<Json, Unparsed> {
    let table: toml::Table = toml::from_str(text).map_err(|it| ("TOML", it.to_string()))?;
    Ok(from_toml(toml::Value::Table(table)))
}

/// Depth is bounded by toml's own parser. Dates become text, as they are in JSON.
fn from_toml(value: toml::Value) -> Json {
    match value {
        toml::Value::String(it) => Json::Str(it.into()),
        toml::Value::Integer(it) => Json::Int(it),
        toml::Value::Float(it) => Json::Float(it),
        toml::Value::Boolean(it) => Json::Bool(it),
        toml::Value::Datetime(it) => Json::Str(it.to_string().into()),
        toml::Value::Array(it) => Json::List(it.into_iter().map(from_toml).collect()),
        toml::Value::Table(it) => {
            Json::Map(it.into_iter().map(|(name, it)| (name.into(), from_toml(it))).collect())
        }
    }
}
