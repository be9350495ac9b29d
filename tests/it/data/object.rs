//! Objects as the corpora describe them: dictionaries, streams, and what Python's classes can do.

use super::json;
use super::tagged::{Tagged, read_all};
use palisade::value::{Callable, Fields, Shape, ToValue};
use palisade::{Cx, Error, Json, Object, Value};
use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

/// A dictionary in its own order.
pub(crate) struct Dict(Vec<(String, Tagged)>);

impl Dict {
    pub(crate) fn read(entries: &[(Box<str>, Json)]) -> Result<Dict, String> {
        let pairs = entries.iter().map(|(key, it)| Ok((key.to_string(), Tagged::read(it)?)));
        pairs.collect::<Result<_, String>>().map(Dict)
    }

    /// `[[key, [value, …]], …]`, of which a lookup sees the last value.
    pub(crate) fn of_last(pairs: &Json) -> Result<Dict, String> {
        let pairs = json::items(pairs).iter().map(|pair| match json::items(pair) {
            [Json::Str(key), Json::List(values)] => {
                Ok((key.to_string(), Tagged::read(values.last().unwrap_or(&Json::Null))?))
            }
            _ => Err("cannot build this $querydict".to_owned()),
        });
        pairs.collect::<Result<_, String>>().map(Dict)
    }
}

/// A dictionary with several values a key, as of a request's query.
pub(crate) struct MultiDict {
    last: Dict,
    lists: Tagged,
}

impl MultiDict {
    pub(crate) fn read(pairs: &Json) -> Result<MultiDict, String> {
        let lists: Result<Vec<_>, String> =
            json::items(pairs).iter().map(|pair| read_all(pair).map(Tagged::Tuple)).collect();
        Ok(MultiDict { last: Dict::of_last(pairs)?, lists: Tagged::List(lists?) })
    }
}

impl Object for MultiDict {
    fn attr<'a>(&'a self, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        (name == "lists").then(|| self.lists.to_value(cx)).transpose()
    }

    fn item<'a>(&'a self, key: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        self.last.item(key, cx)
    }

    fn shape(&self) -> Shape {
        self.last.shape()
    }

    fn fields<'a>(&'a self, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
        self.last.fields(cx, add)
    }
}

fn find<'t>(pairs: &'t [(String, Tagged)], key: &str) -> Option<&'t Tagged> {
    pairs.iter().find(|it| it.0 == key).map(|it| &it.1)
}

impl Object for Dict {
    fn item<'a>(&'a self, key: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        find(&self.0, key).map(|it| it.to_value(cx)).transpose()
    }

    fn shape(&self) -> Shape {
        Shape::Map(self.0.len())
    }

    fn fields<'a>(&'a self, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
        self.0.iter().try_for_each(|(key, it)| add(key, it.to_value(cx)?))
    }
}

/// A dictionary of which some keys are numbers, and which may have an answer for every key.
pub(crate) struct Keyed {
    texts: Dict,
    numbers: Vec<(i64, Tagged)>,
    otherwise: Option<Tagged>,
}

impl Keyed {
    /// `[[key, value], …]`, and what a missing key gives.
    pub(crate) fn read(pairs: &Json, factory: Option<&str>) -> Result<Keyed, String> {
        let otherwise = match factory {
            None => None,
            Some("int") => Some(Tagged::Plain(Json::Int(0))),
            Some("list") => Some(Tagged::List(Vec::new())),
            Some("str") => Some(Tagged::Plain(Json::Str("".into()))),
            Some(factory) => return Err(format!("cannot build a $defaultdict of {factory}")),
        };
        let mut dict = Keyed { texts: Dict(Vec::new()), numbers: Vec::new(), otherwise };
        for pair in json::items(pairs) {
            match json::items(pair) {
                [Json::Str(key), value] => dict.texts.0.push((key.to_string(), Tagged::read(value)?)),
                [Json::Int(key), value] => dict.numbers.push((*key, Tagged::read(value)?)),
                _ => return Err("cannot build a $dict of these keys".to_owned()),
            }
        }
        Ok(dict)
    }
}

impl Object for Keyed {
    fn item<'a>(&'a self, key: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        let found = find(&self.texts.0, key).or(self.otherwise.as_ref());
        found.map(|it| it.to_value(cx)).transpose()
    }

    fn attr<'a>(&'a self, name: &str, _: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        Ok((name == "copy").then_some(Value::Object(self)))
    }

    fn at<'a>(&'a self, index: usize, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        let found = self.numbers.iter().find(|it| usize::try_from(it.0) == Ok(index));
        found.map(|it| it.1.to_value(cx)).transpose()
    }

    fn shape(&self) -> Shape {
        Shape::Map(self.texts.0.len() + self.numbers.len())
    }

    fn fields<'a>(&'a self, cx: Cx<'a>, add: &mut Fields<'_, 'a>) -> Result<(), Error> {
        self.texts.fields(cx, add)
    }
}

/// A template that is itself a variable.
pub(crate) struct TemplateObject(pub String);

impl Object for TemplateObject {
    fn template(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.0))
    }
}

/// What can only be run through: a set, or a generator, which gives its items once.
pub(crate) struct Stream {
    items: Vec<Tagged>,
    once: bool,
    spent: AtomicBool,
}

impl Stream {
    pub(crate) fn set(items: Vec<Tagged>) -> Stream {
        Stream { items, once: false, spent: AtomicBool::new(false) }
    }

    pub(crate) fn once(items: Vec<Tagged>) -> Stream {
        Stream { items, once: true, spent: AtomicBool::new(false) }
    }
}

impl Object for Stream {
    fn shape(&self) -> Shape {
        if self.once { Shape::Stream } else { Shape::Set(self.items.len()) }
    }

    fn stream<'a>(&'a self, cx: Cx<'a>) -> Option<Box<dyn Iterator<Item = Result<Value<'a>, Error>> + 'a>> {
        let spent = self.spent.swap(self.once, Ordering::Relaxed);
        let items = if spent { &[][..] } else { &self.items };
        Some(Box::new(items.iter().map(move |it| it.to_value(cx))))
    }

    fn truth(&self) -> bool {
        self.once || !self.items.is_empty()
    }

    fn print<'a>(&'a self, cx: Cx<'a>) -> Result<Cow<'a, str>, Error> {
        let _ = cx;
        Ok(Cow::Borrowed("<generator object items at 0x7f0000000000>"))
    }
}

/// An object of a Python class.
#[derive(Default)]
pub(crate) struct PyObject {
    attributes: Vec<(String, Tagged)>,
    entries: Vec<(String, Tagged)>,
    items: Option<Vec<Tagged>>,
    has_length: bool,
    truth: Option<bool>,
    prints: Option<Tagged>,
    class: String,
    call: Option<Tagged>,
    refuses: bool,
}

impl PyObject {
    /// An object that only prints.
    pub(crate) fn printing(text: &str) -> PyObject {
        PyObject { prints: Some(Tagged::Plain(Json::Str(text.into()))), ..PyObject::default() }
    }

    /// `{"$callable": result, "alters_data": …}`.
    pub(crate) fn callable(whole: &Json, result: &Json) -> Result<PyObject, String> {
        let mut object = PyObject { class: "function".to_owned(), ..PyObject::default() };
        object.calls(whole, Some(result))?;
        Ok(object)
    }

    fn calls(&mut self, flags: &Json, result: Option<&Json>) -> Result<(), String> {
        if !json::flag(flags, "do_not_call") {
            self.refuses = json::flag(flags, "alters_data") || json::flag(flags, "requires_args");
            self.call = result.map(Tagged::read).transpose()?;
        }
        Ok(())
    }

    pub(crate) fn read(value: &Json) -> Result<PyObject, String> {
        let all = |key| json::get(value, key).map(|it| Dict::read(json::entries(it))).transpose();
        let base = json::get(value, "value").filter(|it| matches!(it, Json::List(_)));
        let text = json::get(value, "str").or(json::get(value, "value").filter(|_| base.is_none()));
        let items = json::get(value, "iter").or(base).filter(|it| matches!(it, Json::List(_)));
        let mut object = PyObject {
            attributes: all("attrs")?.map(|it| it.0).unwrap_or_default(),
            entries: all("items")?.map(|it| it.0).unwrap_or_default(),
            items: items.map(read_all).transpose()?,
            has_length: base.is_some() || matches!(json::get(value, "len"), Some(Json::Int(_))),
            truth: json::get(value, "bool").map(|it| *it == Json::Bool(true)),
            prints: text.map(Tagged::read).transpose()?,
            class: json::text(value, "class").unwrap_or("object").to_owned(),
            ..PyObject::default()
        };
        if let Some(call) = json::get(value, "call") {
            object.calls(call, json::get(call, "result"))?;
        }
        Ok(object)
    }
}

impl Object for PyObject {
    fn attr<'a>(&'a self, name: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        find(&self.attributes, name).map(|it| it.to_value(cx)).transpose()
    }

    fn item<'a>(&'a self, key: &str, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        find(&self.entries, key).map(|it| it.to_value(cx)).transpose()
    }

    fn at<'a>(&'a self, index: usize, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        self.items.as_ref().and_then(|it| it.get(index)).map(|it| it.to_value(cx)).transpose()
    }

    fn callable(&self) -> Callable {
        match (self.refuses, &self.call) {
            (true, _) => Callable::Refused,
            (false, Some(_)) => Callable::Yes,
            (false, None) => Callable::No,
        }
    }

    fn call<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        self.call.as_ref().map_or(Ok(Value::None), |it| it.to_value(cx))
    }

    fn shape(&self) -> Shape {
        match &self.items {
            Some(items) if self.has_length => Shape::List(items.len()),
            Some(_) => Shape::Stream,
            None => Shape::Opaque,
        }
    }

    fn stream<'a>(&'a self, cx: Cx<'a>) -> Option<Box<dyn Iterator<Item = Result<Value<'a>, Error>> + 'a>> {
        Some(Box::new(self.items.iter().flatten().map(move |it| it.to_value(cx))))
    }

    fn truth(&self) -> bool {
        self.truth.unwrap_or(self.shape() != Shape::List(0))
    }

    fn prints_as<'a>(&'a self, cx: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        self.prints.as_ref().map(|it| it.to_value(cx)).transpose()
    }

    fn print<'a>(&'a self, cx: Cx<'a>) -> Result<Cow<'a, str>, Error> {
        match &self.prints {
            None => Ok(Cow::Owned(format!("<{} object at 0x7f0000000000>", self.class))),
            Some(text) => Ok(match text.to_value(cx)? {
                Value::Str(text) | Value::Safe(_, text) => Cow::Borrowed(text),
                Value::Int(number) => Cow::Owned(number.to_string()),
                _ => Cow::Borrowed(""),
            }),
        }
    }
}
