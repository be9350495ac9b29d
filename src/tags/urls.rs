//! Tags that print URLs.

use super::{Given, Printed};
use crate::diagnostics::{Error, ErrorKind};
use crate::filters::str_of;
use crate::percent::quote_plus;
use crate::value::{Cx, Found, Kind, Shape, Value, fields_of, items, resolve};
use std::borrow::Cow;
use std::collections::HashMap;

/// A URL that somebody vouches for.
fn safe<'a>(kind: Kind, url: &str, cx: Cx<'a>) -> Printed<'a> {
    Ok(Value::Safe(kind, cx.arena.str(url)?))
}

/// The URL of a named view. Without one it is an error, or nothing when it is only stored.
pub(super) fn url<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let cx = given.cx;
    let Some((name, args)) = given.positional.split_first() else { return Ok(Value::Str("")) };
    if !args.is_empty() && !given.keywords.is_empty() {
        let message = "`url` takes either values or `name=value`, not both";
        return Err(Error::new(ErrorKind::ValueError, message));
    }
    let name = str_of(*name, cx)?;
    let args: Vec<&str> = args.iter().map(|it| str_of(*it, cx)).collect::<Result<_, _>>()?;
    let named = given.keywords.iter().map(|it| Ok((it.0, str_of(it.1, cx)?)));
    let kwargs: Vec<(&str, &str)> = named.collect::<Result<_, Error>>()?;
    match cx.host.reverse_in(cx.language, name, &args, &kwargs) {
        Some(url) => safe(Kind::Url, &url, cx),
        None if given.stored => Ok(Value::Str("")),
        None => Err(no_match(name, args.len() + kwargs.len())),
    }
}

#[cold]
fn no_match(name: &str, arguments: usize) -> Error {
    let message = format!("no URL is named `{name}` and takes these arguments ({arguments})");
    Error::new(ErrorKind::ValueError, message).help("`{% url … as name %}` stores nothing instead")
}

/// The URL of a static file. Code may be loaded from it, unless the path leads out of where static files are.
pub(super) fn static_file<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let path = str_of(given.at(0), given.cx)?;
    let url = given.cx.host.static_url(path);
    if stays_inside(path) {
        return safe(Kind::ResourceUrl, &url, given.cx);
    }
    Ok(Value::Str(given.cx.arena.str(&url)?))
}

/// Whether a path below a prefix stays there, whoever reads it.
fn stays_inside(path: &str) -> bool {
    !path.starts_with('/')
        && !path.split(['/', '\\']).any(|it| matches!(it, "." | ".."))
        && !path.contains('\\')
}

/// What the URLs of static files begin with.
pub(super) fn get_static_prefix<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    safe(Kind::ResourceUrl, &given.cx.host.static_prefix(), given.cx)
}

/// What the URLs of uploads begin with: no place to load code from.
pub(super) fn get_media_prefix<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    safe(Kind::Url, &given.cx.host.media_prefix(), given.cx)
}

/// `?` and the request's query, or the mappings given instead, with changes: `None` takes a key out.
pub(super) fn querystring<'a>(given: &Given<'_, 'a>) -> Printed<'a> {
    let mut query = Query { pairs: Vec::new(), places: HashMap::new(), cx: given.cx };
    if given.positional.is_empty() {
        query.request()?;
    }
    for mapping in given.positional {
        query.mapping(*mapping)?;
    }
    for (key, value) in given.keywords {
        query.set(key, *value)?;
    }
    safe(Kind::UrlPart, &query.text(), given.cx)
}

/// A query while it is put together.
struct Query<'a> {
    /// Keys in the order they came, each with its values; none for a key that was taken out.
    pairs: Vec<(Cow<'a, str>, Vec<Cow<'a, str>>)>,
    /// Where in `pairs` a key is.
    places: HashMap<Cow<'a, str>, usize>,
    cx: Cx<'a>,
}

/// A value computed, and called if it can be.
fn resolved<'a>(value: Value<'a>, cx: Cx<'a>) -> Printed<'a> {
    Ok(match resolve(value, cx)? {
        Found::Value(value) => value,
        Found::Missing | Found::Refused => Value::None,
    })
}

impl<'a> Query<'a> {
    fn request(&mut self) -> Result<(), Error> {
        let no_request = || Error::new(ErrorKind::ValueError, "`querystring` needs a request or a mapping");
        for (key, value) in self.cx.host.query().ok_or_else(no_request)? {
            self.change(key, |values| values.push(value));
        }
        Ok(())
    }

    /// Changes the values of a key, which comes last if it is new.
    fn change(&mut self, key: Cow<'a, str>, change: impl FnOnce(&mut Vec<Cow<'a, str>>)) {
        match self.places.get(&key).and_then(|at| self.pairs.get_mut(*at)) {
            Some(pair) => change(&mut pair.1),
            None => {
                let mut values = Vec::new();
                change(&mut values);
                self.places.insert(key.clone(), self.pairs.len());
                self.pairs.push((key, values));
            }
        }
    }

    fn remove(&mut self, key: &str) {
        if let Some(pair) = self.places.remove(key).and_then(|at| self.pairs.get_mut(at)) {
            pair.1.clear();
        }
    }

    /// The entries of a map. One whose keys have several values says so by an attribute `lists` with
    /// pairs of a key and its values, as Django's `QueryDict` has.
    fn mapping(&mut self, mapping: Value<'a>) -> Result<(), Error> {
        let cx = self.cx;
        let mapping = resolved(mapping, cx)?;
        if let Value::Object(object) = mapping
            && let Some(lists) = object.attr("lists", cx)?
        {
            return self.lists(resolved(lists, cx)?);
        }
        let is_map = match mapping {
            Value::Map(_) => true,
            Value::Object(object) => matches!(object.shape(), Shape::Map(_)),
            _ => false,
        };
        if !is_map {
            let message = format!("`querystring` takes mappings, not a {}", mapping.type_name());
            return Err(Error::new(ErrorKind::ValueError, message));
        }
        fields_of(mapping, cx, &mut |key, value| self.set(key, value))
    }

    fn lists(&mut self, lists: Value<'a>) -> Result<(), Error> {
        let Some(pairs) = items(lists, self.cx)? else { return Ok(()) };
        for index in 0..pairs.len() {
            let Some(pair) = items(pairs.get(index, self.cx)?, self.cx)? else { continue };
            let key = str_of(pair.get(0, self.cx)?, self.cx)?;
            self.set(key, pair.get(1, self.cx)?)?;
        }
        Ok(())
    }

    /// Replaces the values of a key; `None`, or a list of nothing else, takes the key out.
    fn set(&mut self, key: &'a str, value: Value<'a>) -> Result<(), Error> {
        let value = resolved(value, self.cx)?;
        let mut values = Vec::new();
        match items(value, self.cx)? {
            Some(list) if value.as_str().is_none() => {
                for index in 0..list.len() {
                    values.push(list.get(index, self.cx)?);
                }
            }
            _ => values.push(value),
        }
        values.retain(|it| !matches!(it, Value::None));
        if values.is_empty() {
            self.remove(key);
            return Ok(());
        }
        let cx = self.cx;
        let texts: Result<Vec<_>, Error> =
            values.into_iter().map(|it| str_of(it, cx).map(Cow::Borrowed)).collect();
        let texts = texts?;
        self.change(Cow::Borrowed(key), |it| *it = texts);
        Ok(())
    }

    /// As forms are sent (WHATWG URL § application/x-www-form-urlencoded).
    fn text(&self) -> String {
        let mut text = String::from("?");
        for (key, values) in &self.pairs {
            for value in values {
                text.push_str(if text.len() > 1 { "&" } else { "" });
                text.push_str(&quote_plus(key));
                text.push('=');
                text.push_str(&quote_plus(value));
            }
        }
        text
    }
}
