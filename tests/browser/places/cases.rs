//! What is tried: places with their templates, and the values made for each.

use crate::frameworks::Library;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A place in a page, as `cases/*.toml` has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub name: String,
    /// Names of families in `payloads.toml`; the values of all of them are tried.
    pub payloads: Vec<String>,
    /// A value of the same kind that means no harm: the page has the shape it has with this one.
    #[serde(default = "innocuous")]
    pub innocuous: String,
    /// Why nothing runs here even with escaping off.
    pub inert: Option<String>,
    /// Why data may choose an address on another host here.
    pub requests: Option<String>,
    /// Why the page may have more or other names with some values than with the innocuous one.
    pub shape: Option<String>,
    /// The framework that the pages load, by the name its makers write. Its profile is on, and controls are
    /// escaped as Django does.
    pub framework: Option<String>,
    pub templates: BTreeMap<String, Source>,
    /// The library of that framework, once looked up.
    #[serde(skip)]
    pub library: Option<&'static Library>,
    /// The values, once looked up.
    #[serde(skip)]
    pub values: Vec<String>,
}

/// A template: its text, or its text with what it needs beside `x`.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Source {
    Text(String),
    Full(Full),
}

/// A template that needs more than one text `x`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Full {
    pub source: String,
    /// The variables; `@` in a text or a key stands for the value.
    #[serde(default)]
    pub context: BTreeMap<String, toml::Value>,
    /// What shows that values could run here, if it is not the template with escaping off.
    pub control: Option<String>,
    /// Other templates, by name.
    #[serde(default)]
    pub others: BTreeMap<String, String>,
}

fn innocuous() -> String {
    "x".to_owned()
}

impl Source {
    pub(crate) fn text(&self) -> &str {
        match self {
            Source::Text(text) => text,
            Source::Full(full) => &full.source,
        }
    }

    pub(crate) fn control(&self) -> &str {
        match self {
            Source::Full(Full { control: Some(control), .. }) => control,
            _ => self.text(),
        }
    }

    pub(crate) fn full(&self) -> Option<&Full> {
        if let Source::Full(full) = self { Some(full) } else { None }
    }
}

#[derive(Deserialize)]
struct File {
    place: Vec<Place>,
}

/// All places with one of these words in their name.
pub(crate) fn read(words: &[String]) -> Result<Vec<Place>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/places");
    let families: BTreeMap<String, Vec<String>> = parse(&folder.join("payloads.toml"))?;
    let mut places = Vec::new();
    for path in files(&folder.join("cases"))? {
        places.extend(parse::<File>(&path)?.place);
    }
    places.retain(|it| words.is_empty() || words.iter().any(|word| it.name.contains(word.as_str())));
    for place in &mut places {
        place.values = values(place, &families)?;
        let library = |it: &String| Library::of(it).ok_or_else(|| format!("no framework {it:?}"));
        place.library = place.framework.as_ref().map(library).transpose()?;
    }
    Ok(places)
}

/// The values of a place, each once.
fn values(place: &Place, families: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let mut values: Vec<String> = Vec::new();
    for family in &place.payloads {
        let found = families.get(family).ok_or_else(|| format!("{}: no payloads {family:?}", place.name))?;
        for value in found {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
    Ok(values)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |it: std::io::Error| format!("{}: {it}", folder.display());
    #[expect(clippy::disallowed_methods, reason = "the cases are files of this test")]
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    #[expect(clippy::disallowed_methods, reason = "the cases are files of this test")]
    let text = std::fs::read_to_string(path).map_err(|it| format!("{}: {it}", path.display()))?;
    toml::from_str(&text).map_err(|it| format!("{}: {it}", path.display()))
}
