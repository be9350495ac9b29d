//! Data as templates see it: conversion, lookup, printing, comparison.

use palisade::internals::Probe;
use palisade::{Error, ErrorKind, Filter, IntoFilter, Limits, SafeHtml, ToValue, Value, context, format_html};

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
    check_display(&"é中😀", "é中😀");
    check_display(&Vec::<i32>::new(), "[]");
    check_display(&[1e20, 1e-7, 1e16, 1e15], "[1e+20, 1e-07, 1e+16, 1000000000000000.0]");
    check_display(&(1, "a", (), 1.5, true, "it's"), "(1, 'a', None, 1.5, True, \"it's\")");
    check_display(
        &["\"q\"", "\n", "\u{a0}é\u{200b}\u{e000}\u{10ffff}", "'\""],
        r#"['"q"', '\n', '\xa0é\u200b\ue000\U0010ffff', '\'"']"#,
    );
    check_display(&(1,), "(1,)");
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
    assert_eq!(run(money.into_filter(), Value::Str("x"), None).unwrap_err(), "expected a whole number, found text");
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
    let variables = context! { title, tags => &tags, n => 1 + 2, "a-b" => format!("{}!", title), view => [1.5], };
    let mut seen = Vec::new();
    for (name, value) in probe.vars(&variables).unwrap() {
        seen.push(format!("{name}={}", probe.display(value).unwrap()));
    }
    assert_eq!(seen, ["title=Hello", "tags=['a', 'b']", "n=3", "a-b=Hello!", "view=[1.5]"]);
    assert!(probe.vars(&context! {}).unwrap().is_empty());
    drop(title);
}

mod derived {
    use super::*;
    use palisade::Object;
    use std::collections::HashMap;
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
    }
}
