//! What is written, and that nothing in it means more than itself.

use super::{JsEscape, JsGuard, JsRole, JsWrite, Prefix, UrlHole};
use super::{UrlKind, UrlWrite};
use crate::value::{Kind, Origin, Value};
use proptest::prelude::*;

const EXPRESSION: JsWrite = JsWrite::Value { pad: false, role: JsRole::Operand, key: false };
const FIRST: JsWrite = JsWrite::Value { pad: false, role: JsRole::First, key: false };
const STATEMENT: JsWrite = JsWrite::Value { pad: false, role: JsRole::Statement, key: false };

fn write(write: JsWrite, guard: JsGuard, value: Value<'_>) -> (String, bool) {
    let arena = crate::value::Arena::new(&crate::limits::Limits::default());
    let cx = crate::value::Cx::of(&arena, &crate::host::NoHost);
    let mut out = String::new();
    let rejected = JsEscape { write, guard }.write(value, cx, &mut out);
    (out, matches!(rejected, Ok(Some(_))))
}

#[track_caller]
fn check(how: JsWrite, rows: &[(Value<'_>, &str)]) {
    for (value, want) in rows {
        assert_eq!(write(how, JsGuard::None, *value), ((*want).to_owned(), false));
    }
}

#[test]
fn values_are_data() {
    let list = [Value::Int(1), Value::Str("</b>"), Value::None];
    let map = [("a b", Value::Bool(true)), ("__proto__", Value::Int(1))];
    let rows = [
        (Value::None, "null"),
        (Value::Bool(false), "false"),
        (Value::Int(-5), " -5"),
        (Value::Float(f64::NAN), "NaN"),
        (Value::Float(f64::NEG_INFINITY), " -Infinity"),
        (Value::Float(0.5), "0.5"),
        (Value::Float(1e20), "1e+20"),
        (Value::Number("18446744073709551615"), "18446744073709551615"),
        (Value::Number("-0.10"), " -0.10"),
        (Value::Str("a\"b"), "\"a\\u0022b\""),
        (Value::List(&list), "[1,\"\\u003C\\u002Fb\\u003E\",null]"),
        (Value::Map(&map), "{\"a b\":true,[\"__proto__\"]:1}"),
        (Value::Safe(Kind::Html(Origin::Trusted), "null"), "null"),
        (Value::Safe(Kind::Html(Origin::Trusted), "-1"), " -1"),
        (Value::Safe(Kind::Html(Origin::Trusted), "{\"a\": \"<\"}"), "{\"a\":\"\\u003C\"}"),
        (Value::Safe(Kind::Js, "f(x)"), "(f(x))"),
        (Value::Safe(Kind::Js, "x // y"), "(x // y\n)"),
        (Value::Safe(Kind::Js, "f(); "), "(f())"),
        (Value::Safe(Kind::JsStr, "O\\u0027R"), "\"O\\u0027R\""),
        (Value::Safe(Kind::Url, "/a"), "\"\\u002Fa\""),
    ];
    check(EXPRESSION, &rows);
    let first =
        [(Value::Map(&map[..1]), "({\"a b\":true})"), (Value::Str("use strict"), "\"use\\u0020strict\"")];
    check(FIRST, &first);
    check(STATEMENT, &first);
    check(FIRST, &[(Value::Safe(Kind::Js, "f(); g();"), "(f(); g())")]);
    check(
        STATEMENT,
        &[(Value::Safe(Kind::Js, "f(); g();"), "f(); g();"), (Value::Safe(Kind::Js, "f()"), "(f())")],
    );
    check(
        JsWrite::Value { pad: true, role: JsRole::Operand, key: false },
        &[(Value::Int(-1), "  -1"), (Value::Str("a"), " \"a\"")],
    );
    check(
        JsWrite::Value { pad: false, role: JsRole::Operand, key: true },
        &[(Value::Str("__proto__"), "[\"__proto__\"]"), (Value::Str("a"), "\"a\"")],
    );
}

#[test]
fn what_is_refused_is_inert_and_reported() {
    let none = JsGuard::None;
    let cases = [
        (EXPRESSION, none, Value::Safe(Kind::Html(Origin::Trusted), "<b>"), "\"\\u003Cb\\u003E\""),
        (EXPRESSION, none, Value::Safe(Kind::Js, "'</SCRIPT>'"), "null"),
        (JsWrite::Text, none, Value::Safe(Kind::JsStr, "a\\"), "a\\u005C"),
        (JsWrite::Text, JsGuard::Code, Value::Str("/a.js"), "about\\u003Ainvalid\\u0023blocked"),
        (JsWrite::Identifier { prefix: Prefix::default() }, none, Value::Str("a-b"), "rejected"),
        (JsWrite::Identifier { prefix: Prefix::of("f") }, none, Value::Str("or"), "rejected"),
    ];
    for (how, guard, value, want) in cases {
        assert_eq!(write(how, guard, value), (want.to_owned(), true));
    }
}

#[test]
fn insides_of_strings_and_expressions() {
    check(
        JsWrite::Text,
        &[
            (Value::Str("a'\"`${\\\n"), "a\\u0027\\u0022\\u0060\\u0024\\u007B\\u005C\\u000A"),
            (Value::Bool(true), "True"),
            (Value::None, "None"),
            (Value::Safe(Kind::JsStr, "O\\u0027R\\\\"), "O\\u0027R\\u005C"),
            (Value::Safe(Kind::Html(Origin::Trusted), "<b>"), "\\u003Cb\\u003E"),
        ],
    );
    check(JsWrite::Regexp, &[(Value::Str(""), "(?:)"), (Value::Str("/a.b_"), "(?:\\u002Fa\\u002Eb\\u005F)")]);
    check(JsWrite::Class, &[(Value::Str("]-^"), "\\u005D\\u002D\\u005E")]);
    check(
        JsWrite::Identifier { prefix: Prefix::of("f") },
        &[(Value::Int(5), "5"), (Value::Str("oo"), "oo"), (Value::Str(""), "")],
    );
}

#[test]
fn two_readings() {
    let hole = |write, guard| JsEscape { write, guard };
    let both = hole(STATEMENT, JsGuard::None).stronger(hole(EXPRESSION, JsGuard::Html));
    assert_eq!(both, Some(hole(FIRST, JsGuard::Html)));
    assert_eq!(hole(EXPRESSION, JsGuard::None).stronger(hole(JsWrite::Text, JsGuard::None)), None);
    assert_eq!(hole(JsWrite::Text, JsGuard::Code).stronger(hole(JsWrite::Text, JsGuard::Html)), None);
}

#[test]
fn guards() {
    let url = JsGuard::Url(UrlHole { write: UrlWrite::Whole, kind: UrlKind::Navigation });
    let read = |it: &str| serde_json::from_str::<String>(&format!("\"{it}\"")).unwrap_or_default();
    for (guard, value, want) in [
        (url, Value::Str("javascript:alert(1)"), "about:invalid#blocked"),
        (url, Value::Str("/a?b=1&c=2"), "/a?b=1&c=2"),
        (JsGuard::Html, Value::Str("<b>&"), "&lt;b&gt;&amp;"),
        (JsGuard::Html, Value::Safe(Kind::Html(Origin::Earned), "<b>&amp;"), "<b>&amp;"),
        (JsGuard::HtmlUnquoted { whole: true }, Value::Str("a b=`'"), "a&#32;b&#61;&#96;&#x27;"),
        (JsGuard::HtmlUnquoted { whole: true }, Value::Str(""), "\"\""),
        (JsGuard::HtmlUnquoted { whole: false }, Value::Str(""), ""),
        (JsGuard::Code, Value::Safe(Kind::ResourceUrl, "/a.js"), "/a.js"),
    ] {
        assert_eq!(read(&write(JsWrite::Text, guard, value).0), want);
    }
    let list = [Value::Str("javascript:x")];
    assert!(write(EXPRESSION, url, Value::List(&list)).1);
}

proptest! {
    #[test]
    fn text_reads_back(plain in "\\PC*|[ -~\\r\\n\u{2028}]*") {
        let (written, _) = write(JsWrite::Text, JsGuard::None, Value::Str(&plain));
        let structural = |it| "<>&\"'`/\\${}\n\r".contains(it);
        prop_assert!(!written.replace("\\u", "").contains(structural));
        prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{written}\"")).ok(), Some(plain.clone()));
        let (written, _) = write(EXPRESSION, JsGuard::None, Value::Str(&plain));
        prop_assert_eq!(serde_json::from_str::<String>(&written).ok(), Some(plain.clone()));
        let (written, _) = write(JsWrite::Class, JsGuard::None, Value::Str(&plain));
        prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{written}\"")).ok(), Some(plain));
    }
}
