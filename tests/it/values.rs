//! Data as templates see it: conversion, lookup, printing, comparison.

use palisade::internals::Probe;
use palisade::value::{Callable, Filter, IntoFilter, Lazy, Shape, ToValue};
use palisade::{
    Context, Cx, Error, ErrorKind, Json, Limits, Object, SafeHtml, Value, conditional_escape, context,
    format_html, mark_safe,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};

#[track_caller]
fn check_display(data: &dyn ToValue, want: &str) {
    let probe = Probe::new(&Limits::default());
    assert_eq!(probe.display(probe.value(data).unwrap()).unwrap(), want);
}

#[test]
fn values_print_as_django_prints_them() {
    check_display(&(), "None");
    check_display(&true, "True");
    check_display(&-1, "-1");
    check_display(&123_456_789_012_345_678_901_234_567_890_u128, "123456789012345678901234567890");
    check_display(&1.0, "1.0");
    check_display(&-0.0, "-0.0");
    check_display(&1.5e300, "1.5e+300");
    check_display(&1e20, "100000000000000000000");
    check_display(&1e-7, "0.0000001");
    check_display(&f64::INFINITY, "inf");
    check_display(&f64::NAN, "nan");
    check_display(&0.1_f32, "0.1");
    // Two shortest decimals are equally near; Python takes the even one.
    check_display(&-2_196_209_719_987_274.2, "-2196209719987274.2");
    check_display(&1_234_567_890_123_456.0, "1234567890123456.0");
    check_display(&-1.5e-10, "-0.00000000015");
    check_display(&"é中😀", "é中😀");
    check_display(&Vec::<i32>::new(), "[]");
    check_display(&[1e20, 1e-7, 1e16, 1e15], "[1e+20, 1e-07, 1e+16, 1000000000000000.0]");
    check_display(&(1, "a", (), 1.5, true, "it's"), "(1, 'a', None, 1.5, True, \"it's\")");
    check_display(
        &["\"q\"", "\n", "\u{a0}é\u{200b}\u{e000}\u{10ffff}", "'\""],
        r#"['"q"', '\n', '\xa0é\u200b\ue000\U0010ffff', '\'"']"#,
    );
    check_display(&(1,), "(1,)");
    check_display(&BTreeSet::from(["b", "a"]), "{'a', 'b'}");
    check_display(&HashSet::from([5]), "{5}");
}

#[test]
fn closures_become_filters() {
    let probe = Probe::new(&Limits::default());
    let run = |filter: std::sync::Arc<dyn Filter>, value, argument| {
        let value = filter.apply(value, argument, probe.cx());
        value.and_then(|it| probe.display(it)).map_err(|it| it.message().to_owned())
    };
    let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    assert_eq!(run(money.into_filter(), Value::Int(1999), None).unwrap(), "19.99");
    assert_eq!(
        run(money.into_filter(), Value::Str("x"), None).unwrap_err(),
        "expected a whole number, found text"
    );
    let times = |text: &str, n: i64| text.repeat(n as usize);
    assert_eq!(run(times.into_filter(), Value::Str("ab"), Some(Value::Int(2))).unwrap(), "abab");
    let join = |text: String, with: Option<&str>| format!("{text}{}", with.unwrap_or("-"));
    assert_eq!(join.into_filter().arguments(), (0, 1));
    assert_eq!(run(join.into_filter(), Value::Int(7), None).unwrap(), "7-");
    let kind = |value: Value<'_>| value.type_name();
    assert_eq!(run(kind.into_filter(), Value::List(&[]), None).unwrap(), "list");
    let failing = |n: f64| if n > 0.0 { Ok(n) } else { Err("not positive") };
    assert_eq!(run(failing.into_filter(), Value::Int(-1), None).unwrap_err(), "not positive");
    let half = |n: f64| Some(n / 2.0);
    assert_eq!(run(half.into_filter(), Value::Int(3), None).unwrap(), "1.5");
    fn named(on: bool) -> SafeHtml<'static> {
        format_html!("<b>{}</b>", on)
    }
    assert_eq!(run(named.into_filter(), Value::Int(1), None).unwrap(), "<b>True</b>");
}

#[test]
fn a_context_borrows_its_values() {
    let probe = Probe::new(&Limits::default());
    let title = String::from("Hello");
    let tags = vec!["a", "b"];
    let variables =
        context! { title, tags => &tags, n => 1 + 2, "a-b" => format!("{}!", title), view => [1.5], };
    let mut seen = Vec::new();
    for (name, value) in probe.vars(&variables).unwrap() {
        seen.push(format!("{name}={}", probe.display(value).unwrap()));
    }
    assert_eq!(seen, ["title=Hello", "tags=['a', 'b']", "n=3", "a-b=Hello!", "view=[1.5]"]);
    assert!(probe.vars(&context! {}).unwrap().is_empty());
    drop(title);
}

#[test]
fn dates_print_in_django_formats() {
    use jiff::civil::{date, time};
    let probe = Probe::new(&Limits::default());
    let check = |data: &dyn ToValue, display: &str, plain: &str, repr: &str| {
        let value = probe.value(data).unwrap();
        assert_eq!(probe.display(value).unwrap(), display);
        assert_eq!(probe.plain(value).unwrap(), plain);
        assert_eq!(probe.repr(value).unwrap(), repr);
    };
    check(&date(2025, 1, 2), "Jan. 2, 2025", "2025-01-02", "datetime.date(2025, 1, 2)");
    check(&date(2025, 6, 18), "June 18, 2025", "2025-06-18", "datetime.date(2025, 6, 18)");
    check(&time(0, 0, 0, 0), "midnight", "00:00:00", "datetime.time(0, 0)");
    check(&time(12, 0, 59, 0), "noon", "12:00:59", "datetime.time(12, 0, 59)");
    check(&time(15, 0, 0, 0), "3 p.m.", "15:00:00", "datetime.time(15, 0)");
    check(&time(0, 5, 0, 0), "12:05 a.m.", "00:05:00", "datetime.time(0, 5)");
    check(
        &date(2025, 6, 18).at(15, 30, 45, 123_000),
        "June 18, 2025, 3:30 p.m.",
        "2025-06-18 15:30:45.000123",
        "datetime.datetime(2025, 6, 18, 15, 30, 45, 123)",
    );
    let west = jiff::tz::TimeZone::fixed(jiff::tz::offset(-5));
    check(
        &date(2025, 9, 1).at(0, 0, 0, 0).to_zoned(west).unwrap(),
        "Sept. 1, 2025, midnight",
        "2025-09-01 00:00:00-05:00",
        "datetime.datetime(2025, 9, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400)))",
    );
    check(
        &jiff::Timestamp::UNIX_EPOCH,
        "Jan. 1, 1970, midnight",
        "1970-01-01 00:00:00+00:00",
        "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)",
    );
}

#[test]
fn a_step_tries_entry_attribute_and_index_in_this_order() {
    let probe = Probe::new(&Limits::default());
    let check = |data: &dyn ToValue, path: &str, want: &str| {
        let found = probe.lookup(probe.value(data).unwrap(), path).unwrap();
        assert_eq!(
            found.map_or_else(|why| format!("({why})"), |it| probe.display(it).unwrap()),
            want,
            "{path}"
        );
    };
    let map = BTreeMap::from([("0", "zero"), ("items", "an entry"), ("x", "é中")]);
    check(&map, "0", "zero");
    check(&map, "items", "an entry");
    check(&map, "x.1", "中");
    check(&map, "x.2", "(missing)");
    check(&map, "keys", "['0', 'items', 'x']");
    check(&map, "nosuch", "(missing)");
    check(&BTreeMap::from([("a", 1)]), "items", "[('a', 1)]");
    check(&BTreeMap::from([("a", 1)]), "items.0.1", "1");
    check(&BTreeMap::from([("a", 1)]), "values", "[1]");
    check(&vec![1, 2, 3], "01", "2");
    check(&[1, 2, 3], "2", "3");
    check(&[1, 2, 3], "3", "(missing)");
    check(&[1, 2, 3], "-1", "(missing)");
    check(&VecDeque::from([1]), "0", "1");
    check(&(1, "b"), "1", "b");
    check(&[1, 2][..].to_vec().into_boxed_slice(), "1", "2");
    check(&"ab cd", "0", "a");
    check(&SafeHtml::trust("<b>"), "0", "<");
    check(&5, "real", "(missing)");
    check(&(), "x", "(missing)");
    check(&std::sync::Arc::new(Some("x")), "0", "x");
}

#[test]
fn a_lazy_value_is_computed_once_and_only_when_needed() {
    let probe = Probe::new(&Limits::default());
    let calls = AtomicUsize::new(0);
    let posts = Lazy::new(|| {
        calls.fetch_add(1, Ordering::Relaxed);
        vec!["first", "second"]
    });
    let variables = context! { posts };
    let (_, value) = probe.vars(&variables).unwrap()[0];
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    assert_eq!(probe.display(probe.lookup(value, "1").unwrap().unwrap()).unwrap(), "second");
    assert_eq!(probe.display(value).unwrap(), "['first', 'second']");
    assert!(probe.truth(value).unwrap());
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

/// A lazy value behind itself.
struct Endless;

impl ToValue for Endless {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Lazy(self))
    }
}

/// A list in which each level holds the next `width` times.
struct Nested {
    depth: usize,
    width: usize,
    inside: Option<Box<Nested>>,
}

impl Nested {
    fn new(depth: usize, width: usize) -> Nested {
        let inside = (depth > 1).then(|| Box::new(Nested::new(depth - 1, width)));
        Nested { depth, width, inside }
    }
}

impl Object for Nested {
    fn at<'a>(&'a self, _: usize, _: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        Ok(self.inside.as_deref().map(|it| Value::Object(it)))
    }

    fn shape(&self) -> Shape {
        Shape::List(if self.depth > 1 { self.width } else { 0 })
    }
}

/// All numbers.
struct Numbers;

impl Object for Numbers {
    fn shape(&self) -> Shape {
        Shape::Stream
    }

    fn stream<'a>(&'a self, _: Cx<'a>) -> Option<Box<dyn Iterator<Item = Result<Value<'a>, Error>> + 'a>> {
        Some(Box::new((0..).map(|it| Ok(Value::Int(it)))))
    }
}

#[test]
fn what_never_ends_is_a_typed_error() {
    let mut limits = Limits::default();
    limits.iterations = 1000;
    limits.output_bytes = 1000;
    let probe = Probe::new(&limits);
    let kind = |result: Result<(), Error>| result.unwrap_err().kind();
    let lazy = probe.value(&Endless).unwrap();
    assert_eq!(kind(probe.truth(lazy).map(drop)), ErrorKind::LimitExceeded);
    assert_eq!(kind(probe.lookup(lazy, "x").map(drop)), ErrorKind::LimitExceeded);
    let (deep, wide) = (Nested::new(65, 1), Nested::new(40, 2));
    let other = (Nested::new(65, 1), Nested::new(40, 2));
    let (deep, wide) = (Value::Object(&deep), Value::Object(&wide));
    assert_eq!(kind(probe.display(deep).map(drop)), ErrorKind::LimitExceeded);
    assert_eq!(kind(probe.equal(deep, Value::Object(&other.0)).map(drop)), ErrorKind::LimitExceeded);
    assert_eq!(kind(probe.display(wide).map(drop)), ErrorKind::LimitExceeded);
    assert_eq!(kind(probe.equal(wide, Value::Object(&other.1)).map(drop)), ErrorKind::LimitExceeded);
    assert_eq!(kind(probe.items(Value::Object(&Numbers)).map(drop)), ErrorKind::LimitExceeded);
    let shallow = Nested::new(64, 1);
    assert_eq!(
        probe.display(Value::Object(&shallow)).unwrap(),
        format!("{}{}", "[".repeat(64), "]".repeat(64))
    );
}

/// Fails whenever it is asked, and wants no fuss about it.
struct Quiet;

impl ToValue for Quiet {
    fn to_value<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Err(Error::new(ErrorKind::Custom, "no such row").silent())
    }
}

impl Object for Quiet {
    fn callable(&self) -> Callable {
        Callable::Yes
    }

    fn call<'a>(&'a self, cx: Cx<'a>) -> Result<Value<'a>, Error> {
        self.to_value(cx)
    }
}

/// Would alter data.
struct Delete;

impl Object for Delete {
    fn callable(&self) -> Callable {
        Callable::Refused
    }
}

/// A function, which a template calls when it names it.
struct Call(&'static dyn Object);

impl Object for Call {
    fn attr<'a>(&'a self, name: &str, _: Cx<'a>) -> Result<Option<Value<'a>>, Error> {
        Ok((name == "f").then_some(Value::Object(self.0)))
    }

    fn callable(&self) -> Callable {
        Callable::Yes
    }

    fn call<'a>(&'a self, _: Cx<'a>) -> Result<Value<'a>, Error> {
        Ok(Value::Object(self.0))
    }
}

#[test]
fn what_may_not_be_used_is_refused() {
    let probe = Probe::new(&Limits::default());
    let list =
        [Value::Object(&Quiet), Value::Object(&Delete), Value::Object(&Call(&Delete)), Value::Lazy(&Quiet)];
    let found = |path| probe.lookup(Value::List(&list), path).unwrap().map(|it| format!("{it:?}"));
    assert_eq!(found("0"), Err("refused"));
    assert_eq!(found("1"), Err("refused"));
    assert_eq!(found("2"), Ok("<object>".to_owned()), "what a callable returns is not called again");
    assert_eq!(found("3"), Err("refused"));
    assert_eq!(probe.lookup(Value::Lazy(&Quiet), "x").unwrap().map(drop), Err("refused"));
    assert_eq!(probe.lookup(Value::Object(&Call(&Call(&Delete))), "f").unwrap().map(drop), Ok(()));
}

#[test]
fn looking_into_a_huge_map_is_charged() {
    let mut limits = Limits::default();
    limits.iterations = 3;
    let probe = Probe::new(&limits);
    let entries: Vec<(String, i32)> = (0..1024).map(|it| (it.to_string(), it)).collect();
    let map: Vec<(&str, Value<'_>)> =
        entries.iter().map(|it| (it.0.as_str(), Value::Int(it.1.into()))).collect();
    assert!(probe.lookup(Value::Map(&map), "255").is_ok());
    assert!(probe.lookup(Value::Map(&map), "1023").is_ok());
    assert!(probe.lookup(Value::Map(&map), "256").is_err());
}

#[test]
fn values_compare_as_python_compares_them() {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let probe = Probe::new(&Limits::default());
    let order = |a: &dyn ToValue, b: &dyn ToValue| {
        let (a, b) = (probe.value(a).unwrap(), probe.value(b).unwrap());
        let order = probe.compare(a, b).unwrap();
        assert_eq!(probe.compare(b, a).unwrap(), order.map(std::cmp::Ordering::reverse));
        assert_eq!(probe.equal(a, b).unwrap(), probe.equal(b, a).unwrap());
        (order, probe.equal(a, b).unwrap())
    };
    assert_eq!(order(&true, &1), (Some(Equal), true));
    assert_eq!(order(&1, &1.0), (Some(Equal), true));
    assert_eq!(order(&9_007_199_254_740_993_i64, &9_007_199_254_740_992.0), (Some(Greater), false));
    assert_eq!(order(&i64::MAX, &9_223_372_036_854_775_808.0), (Some(Less), false));
    assert_eq!(order(&i64::MIN, &-9_223_372_036_854_775_808.0), (Some(Equal), true));
    assert_eq!(order(&-1, &-1.5), (Some(Greater), false));
    assert_eq!(order(&u64::MAX, &18_446_744_073_709_551_615.0), (Some(Less), false));
    assert_eq!(order(&u128::MAX, &f64::INFINITY), (Some(Less), false));
    assert_eq!(order(&i128::MIN, &u128::MAX), (Some(Less), false));
    assert_eq!(order(&u64::MAX, &u64::MAX), (Some(Equal), true));
    assert_eq!(order(&f64::NAN, &1), (None, false));
    assert_eq!(order(&f64::NAN, &u64::MAX), (None, false));
    assert_eq!(order(&"a", &"b"), (Some(Less), false));
    assert_eq!(order(&"<b>", &SafeHtml::trust("<b>")), (Some(Equal), true));
    assert_eq!(order(&"1", &1), (None, false));
    assert_eq!(order(&(), &()), (None, true));
    assert_eq!(order(&(), &false), (None, false));
    assert_eq!(order(&[1, 2], &vec![1.0, 2.0, 3.0]), (Some(Less), false));
    assert_eq!(order(&vec![2], &[1, 5]), (Some(Greater), false));
    assert_eq!(order(&[1, 2], &(1, 2)), (None, false));
    assert_eq!(order(&(1, "a"), &(1, "a")), (Some(Equal), true));
    assert_eq!(order(&(1, "a"), &(1, 2)), (None, false));
    let sorted = BTreeMap::from([("a", 1), ("b", 2)]);
    let hashed = HashMap::from([("b".to_owned(), 2.0), ("a".to_owned(), 1.0)]);
    assert_eq!(order(&sorted, &hashed), (None, true));
    let (civil, utc) = (jiff::civil::date(1970, 1, 1), jiff::Timestamp::UNIX_EPOCH);
    let east = utc.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3)));
    assert_eq!(order(&utc, &east), (Some(Equal), true));
    assert_eq!(order(&civil.at(0, 0, 0, 0), &utc), (None, false));
    assert_eq!(order(&civil, &civil.at(0, 0, 0, 0)), (None, false));
    assert_eq!(order(&civil, &jiff::civil::date(1970, 1, 2)), (Some(Less), false));
}

#[test]
fn membership_length_and_items() {
    let probe = Probe::new(&Limits::default());
    let v = |data| probe.value(data).unwrap();
    assert_eq!(probe.contains(v(&"template"), v(&"plate")).unwrap(), Some(true));
    assert_eq!(probe.contains(v(&"template"), v(&1)).unwrap(), None);
    assert_eq!(probe.contains(v(&[1, 2]), v(&2.0)).unwrap(), Some(true));
    let map = BTreeMap::from([("a", 1)]);
    assert_eq!(probe.contains(v(&map), v(&"a")).unwrap(), Some(true));
    assert_eq!(probe.contains(v(&map), v(&1)).unwrap(), Some(false));
    assert_eq!(probe.contains(v(&5), v(&5)).unwrap(), None);
    assert_eq!(probe.length(v(&"é中😀")), Some(3));
    assert_eq!(probe.length(v(&map)), Some(1));
    assert_eq!(probe.length(v(&5)), None);
    let texts = |data| {
        let items = probe.items(v(data)).unwrap()?;
        Some(items.into_iter().map(|it| probe.display(it).unwrap()).collect::<Vec<_>>().join(","))
    };
    assert_eq!(texts(&"é中"), Some("é,中".to_owned()));
    assert_eq!(texts(&""), Some(String::new()));
    assert_eq!(texts(&map), Some("a".to_owned()));
    assert_eq!(texts(&[1, 2]), Some("1,2".to_owned()));
    assert_eq!(texts(&5), None);
    for (data, truth) in
        [(&-0.0 as &dyn ToValue, false), (&"", false), (&map, true), (&f64::NAN, true), (&(), false)]
    {
        assert_eq!(probe.truth(v(data)).unwrap(), truth);
    }
}

#[test]
fn html_is_formatted_with_escaped_arguments() {
    let html = format_html!("<a href=\"/{}\">{}{}</a>{{}}", 5, "Tom's <&>", mark_safe("<br>"));
    assert_eq!(html, "<a href=\"/5\">Tom&#x27;s &lt;&amp;&gt;<br></a>{}");
    assert_eq!(conditional_escape(&html), html);
    assert_eq!(format_html!("{}", format_args!("{:?}", "<")), "&quot;&lt;&quot;");
    assert_eq!(format_html!("plain"), "plain");
}

#[test]
fn anything_serializable_is_a_context() {
    #[derive(serde::Serialize)]
    enum Shape {
        Dot,
        Circle(f32),
        Line(i8, i8),
        Box { width: u64 },
    }
    #[derive(serde::Serialize)]
    struct View<'v> {
        title: &'v str,
        none: Option<i32>,
        shapes: [Shape; 4],
        by_id: BTreeMap<u8, char>,
        huge: i128,
    }
    let title = String::from("Hello");
    let view = View {
        title: &title,
        none: None,
        shapes: [Shape::Dot, Shape::Circle(0.1), Shape::Line(1, -1), Shape::Box { width: u64::MAX }],
        by_id: BTreeMap::from([(7, 'x')]),
        huge: i128::MIN,
    };
    let probe = Probe::new(&Limits::default());
    let context = Context::from_serialize(&view).own("page", 3);
    let named = probe.vars(&context).unwrap();
    let seen: Vec<String> =
        named.iter().map(|(name, value)| format!("{name}={}", probe.display(*value).unwrap())).collect();
    assert_eq!(
        seen,
        [
            "title=Hello",
            "none=None",
            "shapes=['Dot', {'Circle': 0.1}, {'Line': [1, -1]}, {'Box': {'width': 18446744073709551615}}]",
            "by_id={'7': 'x'}",
            "huge=-170141183460469231731687303715884105728",
            "page=3",
        ]
    );
    let scalar = Context::from_serialize(&5);
    assert_eq!(probe.vars(&scalar).map(drop).unwrap_err().kind(), ErrorKind::ValueError);
}

/// Data that serializes as deep as one likes.
struct Deep(usize);

impl serde::Serialize for Deep {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(usize::MAX))?;
        if self.0 > 1 {
            map.serialize_entry("in", &Deep(self.0 - 1))?;
        }
        map.end()
    }
}

#[test]
fn serialized_data_may_not_nest_without_end() {
    let probe = Probe::new(&Limits::default());
    assert!(probe.vars(&Context::from_serialize(&Deep(128))).is_ok());
    let context = Context::from_serialize(&Deep(129));
    assert_eq!(probe.vars(&context).map(drop).unwrap_err().kind(), ErrorKind::LimitExceeded);
}

#[test]
fn json_is_read_where_it_is() {
    let text =
        r#"{"b": [1, -2.5, null, true], "a": {"x": 18446744073709551615}, "b2": "é", "a": {"x": "last"}}"#;
    let json: Json = serde_json::from_str(text).unwrap();
    let probe = Probe::new(&Limits::default());
    let value = probe.value(&json).unwrap();
    assert_eq!(probe.display(value).unwrap(), "{'b': [1, -2.5, None, True], 'b2': 'é', 'a': {'x': 'last'}}");
    assert_eq!(probe.display(probe.lookup(value, "b.1").unwrap().unwrap()).unwrap(), "-2.5");
    assert_eq!(probe.vars(&json).unwrap().len(), 3);
    let big: Json = serde_json::from_str("18446744073709551615").unwrap();
    assert_eq!(big, Json::Number("18446744073709551615".into()));
    let forged = Json::Number("1<script>".into());
    assert_eq!(probe.value(&forged).unwrap().type_name(), "text");
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(serde_json::from_str::<Json>(&deep(127)).is_ok());
    assert!(serde_json::from_str::<Json>(&deep(100_000)).is_err());
}

mod derived {
    use super::*;
    use std::fmt;

    #[derive(Object)]
    struct Thread<'t> {
        title: &'t str,
        author: User,
        replies: Vec<Reply>,
        status: Status,
        r#type: Option<i32>,
        #[object(skip)]
        #[allow(dead_code, reason = "templates must not see it")]
        secret: std::sync::Mutex<String>,
    }

    #[palisade::object]
    impl Thread<'_> {
        fn get_absolute_url(&self) -> String {
            format!("/t/{}", self.title)
        }

        fn first(&self) -> Option<&Reply> {
            self.replies.first()
        }

        #[object(rename = "shout")]
        fn loud(&self) -> Result<SafeHtml<'_>, std::num::ParseIntError> {
            Ok(SafeHtml::trust(self.title))
        }

        #[object(skip)]
        #[allow(dead_code, reason = "shows that it may be there")]
        fn rename(&mut self, title: &'static str) {
            self.title = title;
        }

        fn broken(&self) -> Result<i32, std::num::ParseIntError> {
            "x".parse()
        }

        fn gone(&self) -> Result<i32, Error> {
            Err(Error::new(ErrorKind::Custom, "no such row").silent())
        }
    }

    #[derive(Object, Clone)]
    #[object(display, rename_all = "camelCase")]
    struct User {
        first_name: String,
        #[object(rename = "family")]
        last_name: String,
        #[object(flatten)]
        extra: HashMap<String, i32>,
    }

    impl fmt::Display for User {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} {}", self.first_name, self.last_name)
        }
    }

    #[derive(Object)]
    struct Reply(u64, String);

    #[derive(Object, Clone, Copy)]
    #[object(rename_all = "kebab-case")]
    enum Status {
        Open,
        InReview,
    }

    #[palisade::object]
    impl Status {
        fn label(&self) -> &'static str {
            match self {
                Status::Open => "Open",
                Status::InReview => "In review",
            }
        }
    }

    #[derive(Object)]
    enum Attachment<T> {
        Image { url: String, size: T },
        Link(String),
        Nothing,
    }

    #[derive(Object)]
    struct Page<T>
    where
        T: Clone,
    {
        items: Vec<T>,
    }

    fn thread() -> Thread<'static> {
        Thread {
            title: "Hello",
            author: User {
                first_name: "Ada".into(),
                last_name: "L.".into(),
                extra: HashMap::from([("karma".to_owned(), 7)]),
            },
            replies: vec![Reply(1, "first".into()), Reply(u64::MAX, "second".into())],
            status: Status::InReview,
            r#type: None,
            secret: std::sync::Mutex::default(),
        }
    }

    #[track_caller]
    fn check(data: &dyn ToValue, path: &str, want: &str) {
        let probe = Probe::new(&Limits::default());
        let found = probe.lookup(probe.value(data).unwrap(), path);
        let text = match found {
            Ok(Ok(value)) => probe.display(value).unwrap(),
            Ok(Err(why)) => format!("({why})"),
            Err(error) => format!("({})", error.message()),
        };
        assert_eq!(text, want, "{path}");
    }

    #[test]
    fn fields_and_methods_are_found() {
        let thread = thread();
        check(&thread, "title", "Hello");
        check(&thread, "author", "Ada L.");
        check(&thread, "author.firstName", "Ada");
        check(&thread, "author.first_name", "(missing)");
        check(&thread, "author.family", "L.");
        check(&thread, "author.karma", "7");
        check(&thread, "replies.1.0", "18446744073709551615");
        check(&thread, "replies.1.1", "second");
        check(&thread, "replies.0", "Reply object");
        check(&thread, "type", "None");
        check(&thread, "secret", "(missing)");
        check(&thread, "get_absolute_url", "/t/Hello");
        check(&thread, "first.1", "first");
        check(&thread, "shout", "Hello");
        check(&thread, "loud", "(missing)");
        check(&thread, "rename", "(missing)");
        check(&thread, "broken", "(invalid digit found in string)");
        check(&thread, "gone", "(refused)");
    }

    #[test]
    fn an_enum_is_its_variant() {
        let probe = Probe::new(&Limits::default());
        let status = Status::InReview;
        let value = probe.value(&status).unwrap();
        assert_eq!(probe.display(value).unwrap(), "in-review");
        assert!(probe.equal(value, Value::Str("in-review")).unwrap());
        assert!(!probe.equal(Value::Str("InReview"), value).unwrap());
        assert_eq!(probe.contains(Value::List(&[Value::Str("in-review")]), value).unwrap(), Some(true));
        check(&status, "label", "In review");
        check(&Status::Open, "label", "Open");
        check(&status, "kind", "(missing)");
        let image = Attachment::Image { url: "/a.png".into(), size: 3 };
        check(&image, "kind", "Image");
        check(&image, "url", "/a.png");
        check(&image, "size", "3");
        check(&Attachment::<i32>::Link("/b".into()), "0", "/b");
        check(&Attachment::<i32>::Link("/b".into()), "url", "(missing)");
        check(&[Attachment::<i32>::Nothing], "0", "Nothing");
        check(&Page { items: vec![status] }, "items.0.label", "In review");
    }

    #[test]
    fn filters_return_derived_types() {
        let probe = Probe::new(&Limits::default());
        let user = thread().author;
        let make = move |_: Value<'_>| vec![Some(user.clone()), None];
        let value = probe.filter(make, Value::None, None).unwrap();
        let found = probe.lookup(value, "0.karma").unwrap().unwrap();
        assert_eq!(probe.display(found).unwrap(), "7");
        assert_eq!(probe.display(value).unwrap(), "[Ada L., None]");
    }

    #[test]
    fn fields_are_listed_in_order() {
        let probe = Probe::new(&Limits::default());
        let (user, image) = (thread().author, Attachment::Image { url: "/a".into(), size: 3 });
        let names = |object: &dyn Object| {
            let mut names = Vec::new();
            let mut add = |name: &str, _: Value<'_>| {
                names.push(name.to_owned());
                Ok(())
            };
            object.fields(probe.cx(), &mut add).map(|()| names)
        };
        assert_eq!(names(&user).unwrap(), ["firstName", "family", "karma"]);
        assert_eq!(names(&image).unwrap(), ["kind", "url", "size"]);
        let variables = probe.vars(&image).unwrap();
        assert_eq!(variables.iter().map(|it| it.0).collect::<Vec<_>>(), ["kind", "url", "size"]);
    }
}

/// The derive needs no name of the prelude, and none of its own in scope.
mod without_prelude {
    #![no_implicit_prelude]

    use ::palisade::{Object, object};

    #[derive(Object)]
    #[object(rename_all = "camelCase")]
    pub(super) struct Pair<'p, T, const N: usize> {
        pub(super) the_first: &'p T,
        pub(super) rest: [T; N],
    }

    #[object]
    impl<'p, T: ::palisade::value::ToValue, const N: usize> Pair<'p, T, N> {
        fn again(&self) -> &'p T {
            self.the_first
        }
    }

    #[derive(Object)]
    #[allow(dead_code, reason = "only its expansion matters")]
    pub(super) enum Never {}

    #[derive(Object)]
    pub(super) struct Unit;
}

#[test]
fn derived_code_stands_on_its_own_feet() {
    let probe = Probe::new(&Limits::default());
    let pair = without_prelude::Pair { the_first: &1, rest: [2, 3] };
    let value = probe.value(&pair).unwrap();
    for (path, want) in [("theFirst", "1"), ("rest.1", "3"), ("again", "1")] {
        assert_eq!(probe.display(probe.lookup(value, path).unwrap().unwrap()).unwrap(), want);
    }
    assert_eq!(probe.display(probe.value(&without_prelude::Unit).unwrap()).unwrap(), "Unit object");
}

#[test]
fn filters_return_owned_collections() {
    let probe = Probe::new(&Limits::default());
    let show = |value: Result<Value<'_>, Error>| probe.display(value.unwrap()).unwrap();
    let map = |text: String| HashMap::from([(text, vec![(1, "a".to_owned())])]);
    assert_eq!(show(probe.filter(map, Value::Str("k"), None)), "{'k': [(1, 'a')]}");
    let json = |text: &str| Json::List(vec![Json::Str(text.into()), Json::Null]);
    assert_eq!(show(probe.filter(json, Value::Str("k"), None)), "['k', None]");
}
