//! Data as templates see it: conversion, lookup, printing, comparison.

use palisade::internals::Probe;
use palisade::{Filter, IntoFilter, Limits, SafeHtml, ToValue, Value, context, format_html};

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
