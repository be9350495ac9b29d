//! Data as templates see it: conversion, lookup, printing, comparison.

use palisade::internals::Probe;
use palisade::{Limits, ToValue};

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
