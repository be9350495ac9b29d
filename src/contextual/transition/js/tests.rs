//! The machine against tables of prefixes, cut everywhere, and against hostile sizes.

use super::{Js, JsFaultKind, Slash};

#[track_caller]
pub(super) fn read(from: Js, text: &str) -> Js {
    match from.advance(text) {
        Ok(js) => js,
        Err(fault) => panic!("{text:?}: {fault:?}"),
    }
}

/// Each row: text, the context after it, what a `/` would mean there (`r`, `d`, `?`, or blank).
#[track_caller]
pub(super) fn check(from: &Js, rows: &[(&str, &str, &str)]) {
    for (text, context, slash) in rows {
        let js = read(from.clone(), text);
        let meaning = match js.slash_meaning() {
            Slash::Regexp => "r",
            Slash::Div => "d",
            Slash::Unknown => "?",
        };
        assert_eq!(
            (js.context(), meaning),
            (*context, if slash.is_empty() { meaning } else { slash }),
            "{text:?}"
        );
    }
}

/// Rows of code, where only the meaning of a `/` matters.
#[track_caller]
pub(super) fn slash(from: &Js, rows: &[(&str, &str)]) {
    let rows: Vec<_> = rows.iter().map(|it| (it.0, "js.expr", it.1)).collect();
    check(from, &rows);
}

#[test]
fn operators_and_operands() {
    slash(
        &Js::script(),
        &[
            ("", "r"),
            ("x", "d"),
            ("x ", "d"),
            ("42", "d"),
            ("0.", "d"),
            (".5", "d"),
            ("1_000n", "d"),
            ("0x1F ", "d"),
            ("1e+5", "d"),
            ("1e", "d"),
            ("=", "r"),
            ("+=", "r"),
            ("!", "r"),
            ("*", "r"),
            ("-", "r"),
            ("(", "r"),
            (")", "d"),
            ("[", "r"),
            ("a]", "d"),
            ("a,", "r"),
            ("a;", "r"),
            ("a ?", "r"),
            ("a ? b :", "r"),
            ("a =>", "r"),
            ("...", "r"),
            ("a ?? ", "r"),
            ("a?.b", "d"),
            ("a?.5:", "r"),
            ("a ? .5", "d"),
            ("\"\"", "d"),
            ("''", "d"),
            ("``", "d"),
            ("x /", "r"),
            ("x /2/", "r"),
            ("/a/", "d"),
            ("/a/gi", "d"),
            ("/[/]/", "d"),
            ("1..toString", "d"),
            ("x = a / b", "d"),
            ("0xe+", "r"),
            ("a\u{A0}", "d"),
            ("a <", "r"),
            ("a <!", "r"),
            ("a <!-", "r"),
            ("\\u0061b", "d"),
            ("x\\u{61}", "d"),
            ("ünï", "d"),
            ("a >>>= ", "r"),
            ("~", "r"),
            ("a.#b", "d"),
            ("#x in a", "d"),
            ("#x in ", "r"),
        ],
    );
}

#[test]
fn keywords_and_what_looks_like_them() {
    slash(
        &Js::script(),
        &[
            ("return", "r"),
            ("return ", "r"),
            ("preturn", "d"),
            ("returned", "d"),
            ("typeof ", "r"),
            ("x instanceof ", "r"),
            ("a in", "r"),
            ("a.in", "d"),
            ("a.in ", "d"),
            ("x.yield", "d"),
            ("x?.yield", "d"),
            ("x.return ", "d"),
            ("IN ", "d"),
            ("min ", "d"),
            ("this ", "d"),
            ("null ", "d"),
            ("super.x", "d"),
            ("new ", "r"),
            ("delete ", "r"),
            ("void ", "r"),
            ("throw ", "r"),
            ("case ", "r"),
            ("do ", "r"),
            ("else ", "r"),
            ("x = {return: 1", "d"),
            ("x = {return", "?"),
            ("x = {typeof: ", "r"),
            ("x.of ", "d"),
            ("of ", "d"),
            ("var of ", "d"),
            ("for (x of ", "r"),
            ("for (const [a] of", "r"),
            ("for (let of of ", "r"),
            ("for (let of", "d"),
            ("let ", "?"),
            ("break", "?"),
            ("break\n", "r"),
            ("continue l\n", "r"),
            ("new.target ", "d"),
            ("import.meta ", "d"),
            ("\\u0069f (x) ", "d"),
        ],
    );
}

#[test]
fn increments() {
    slash(
        &Js::script(),
        &[
            ("x++", "d"),
            ("x--", "d"),
            ("x ++ ", "d"),
            ("x\n++", "r"),
            ("--", "r"),
            ("a = ++", "r"),
            ("a + ++", "r"),
            ("w = w-- / 1 ", "d"),
            ("x++ + ", "r"),
            ("a[0]++", "d"),
            ("f()--", "d"),
        ],
    );
}

#[test]
fn parentheses_and_braces() {
    slash(
        &Js::script(),
        &[
            ("if (a) ", "r"),
            ("while (a)", "r"),
            ("for (;;) ", "r"),
            ("with (a) ", "r"),
            ("do x(); while (y) ", "r"),
            ("f(a) ", "d"),
            ("(a) ", "d"),
            ("a.if(x) ", "d"),
            ("if ((a)) ", "r"),
            ("if (a) (b) ", "d"),
            ("for await (x of y) ", "r"),
            ("{}", "r"),
            ("{a}", "r"),
            ("x = {}", "d"),
            ("({})", "d"),
            ("({}", "d"),
            ("f({}", "d"),
            ("[{}", "d"),
            ("a ? {}", "d"),
            ("a ? b : {}", "d"),
            ("return {}", "d"),
            ("return\n{}", "r"),
            ("a: {}", "r"),
            ("x = {a: {}", "d"),
            ("x = {a: b ? c : {}", "d"),
            ("switch (a) { case 1: {}", "r"),
            ("switch (a) { case b ? c : d: ", "r"),
            ("switch (a) { default: {}", "r"),
            ("switch (a) {} ", "r"),
            ("if (a) {} ", "r"),
            ("if (a) {} else {} ", "r"),
            ("try {} catch (e) {} finally {} ", "r"),
            ("try {} catch {} ", "r"),
            ("x\n{}", "r"),
            ("} ", "r"),
            ("a = [1, {}] ", "d"),
            ("var {a} ", "d"),
            ("const {a, b: {c}} = ", "r"),
            ("let {a} ", "d"),
            ("a = {b} ", "d"),
            ("x = {...{}", "d"),
            ("typeof {} ", "d"),
            ("{ ; {} ", "r"),
            ("label: for (;;) {} ", "r"),
        ],
    );
}

#[test]
fn functions_and_classes() {
    slash(
        &Js::script(),
        &[
            ("function f() {} ", "r"),
            ("x = function() {} ", "d"),
            ("(function() {} ", "d"),
            ("!function() {} ", "d"),
            ("async function f() {} ", "r"),
            ("x = async function() {} ", "d"),
            ("function* g() {} ", "r"),
            ("x\nfunction f() {} ", "r"),
            ("function f({a}, [b], c = {}) {} ", "r"),
            ("class A {} ", "r"),
            ("x = class {} ", "d"),
            ("class A extends B {} ", "r"),
            ("class A extends f({}) {} ", "r"),
            ("class A { b() {} } ", "r"),
            ("class A { static {} } ", "r"),
            ("class A { static async *in() {} get [x]() {} 'y'() {} 5() {} #p = 1 } ", "r"),
            ("export default async function() {} ", "r"),
            ("(`${from}`\n", "d"),
            ("yield\nasync function f() {} ", "?"),
            ("return\nfunction f() {} ", "r"),
            ("yield\nclass A {} ", "?"),
            ("class A { a = 1\n b = function() {}\n in = 2 } ", "r"),
            ("class A { a = () => {}\n b() {} } ", "r"),
            ("x = { f() {}, get y() {}, async *z() {}, [w]() {} } ", "d"),
            ("a => {} ", "?"),
            ("x = a => {}\n", "r"),
            ("f(a => {}) ", "d"),
            ("f(a => {}, ", "r"),
            ("a => a ", "d"),
            ("(a, b) => ", "r"),
            ("async (a) => {}\n", "r"),
            ("x = function() { return {} } ", "d"),
            ("function f() { if (a) { return } } ", "r"),
            ("export default {} ", "d"),
            ("export default function() {} ", "r"),
            ("export default class {} ", "r"),
            ("export function f() {} ", "r"),
            ("function of() {} ", "r"),
            ("function await() {} ", "r"),
        ],
    );
}

#[test]
fn words_that_depend_on_the_function() {
    slash(
        &Js::script(),
        &[
            ("async function f() { await ", "r"),
            ("await ", "?"),
            ("function f() { await ", "?"),
            ("async () => { await ", "r"),
            ("async x => { await ", "r"),
            ("x = { async f() { await ", "r"),
            ("class A { async f() { await ", "r"),
            ("class A { async() { await ", "?"),
            ("async function f() { function g() { await ", "?"),
            ("async function f() { if (x) { await ", "r"),
            ("function* g() { yield ", "r"),
            ("yield ", "?"),
            ("function f() { yield ", "?"),
            ("x = { *g() { yield ", "r"),
            ("class A { static async *g() { yield ", "r"),
            ("function* g() { yield\n", "r"),
        ],
    );
    slash(
        &Js::module(),
        &[
            ("await ", "r"),
            ("function f() { await ", "r"),
            ("import a from 'b'\n", "r"),
            ("import {a as b} from 'c';", "r"),
        ],
    );
}

#[test]
fn strings_templates_and_regular_expressions() {
    check(
        &Js::script(),
        &[
            ("'", "js.string.sq", ""),
            ("\"", "js.string.dq", ""),
            ("`", "js.template", ""),
            ("'\\'", "js.string.sq", ""),
            ("'\"", "js.string.sq", ""),
            ("\"\\\"", "js.string.dq", ""),
            ("'a\\\nb", "js.string.sq", ""),
            ("'a\\\r\nb", "js.string.sq", ""),
            ("'\u{2028}", "js.string.sq", ""),
            ("`a\nb", "js.template", ""),
            ("`${", "js.expr", "r"),
            ("`${a", "js.expr", "d"),
            ("`${a}", "js.template", ""),
            ("`${`", "js.template", ""),
            ("`${``", "js.expr", "d"),
            ("`${`}", "js.template", ""),
            ("`${{}", "js.expr", "d"),
            ("`${{}}", "js.template", ""),
            ("`${1}${", "js.expr", "r"),
            ("`${ { `` }", "js.expr", "d"),
            ("`\\${", "js.template", ""),
            ("`$\\{", "js.template", ""),
            ("`$${", "js.expr", "r"),
            ("`${`${`a`}`}`", "js.expr", "d"),
            ("`x` + \"${", "js.string.dq", ""),
            ("`${\"}", "js.string.dq", ""),
            ("f`a`", "js.expr", "d"),
            ("/", "js.regexp", ""),
            ("/x", "js.regexp", ""),
            ("/=", "js.regexp", ""),
            ("/[", "js.regexp.class", ""),
            ("/[/", "js.regexp.class", ""),
            ("/[]/", "js.expr", "d"),
            ("/[\\]", "js.regexp.class", ""),
            ("/[a]", "js.regexp", ""),
            ("/\\/", "js.regexp", ""),
            ("/\\[", "js.regexp", ""),
            ("/x/ /", "js.expr", "r"),
            ("x / ' ", "js.string.sq", ""),
            ("if (x) /'/.test(y); '", "js.string.sq", ""),
            ("{}/2; '", "js.regexp", ""),
            ("x = {}/2; '", "js.string.sq", ""),
            ("`a`/'", "js.string.sq", ""),
        ],
    );
}

#[test]
fn comments() {
    check(
        &Js::script(),
        &[
            ("//", "js.comment.line", ""),
            ("// x'", "js.comment.line", ""),
            ("//\n", "js.expr", "r"),
            ("//\u{2028}", "js.expr", "r"),
            ("x //\n", "js.expr", "d"),
            ("/*", "js.comment.block", ""),
            ("/**", "js.comment.block", ""),
            ("/***/", "js.expr", "r"),
            ("/*/", "js.comment.block", ""),
            ("x /*'*/", "js.expr", "d"),
            ("/*c*/ ", "js.expr", "r"),
            ("a = /* x *//", "js.regexp", ""),
            ("x/* x */ /", "js.expr", "r"),
            ("<!--", "js.comment.html_open", ""),
            ("x <!-- '", "js.comment.html_open", ""),
            ("<!-- '\n", "js.expr", "r"),
            ("-->", "js.comment.html_close", ""),
            ("\n --> '", "js.comment.html_close", ""),
            ("x\n--> '", "js.comment.html_close", ""),
            ("x -->", "js.expr", "r"),
            ("/* */ -->", "js.comment.html_close", ""),
            ("x /*\n*/ --> '", "js.comment.html_close", ""),
            ("x /* */ -->", "js.expr", "r"),
            ("#!", "js.comment.line", ""),
            ("#! '\n", "js.expr", "r"),
            ("x--;\n", "js.expr", "r"),
            ("return /*\n*/ {}", "js.expr", "r"),
        ],
    );
    check(&Js::module(), &[("<!--", "js.expr", "r"), ("-->", "js.expr", "r"), ("#!", "js.comment.line", "")]);
    check(
        &Js::handler(),
        &[("", "js.expr", "r"), ("<!--", "js.comment.html_open", ""), ("return ", "js.expr", "r")],
    );
}

#[test]
fn texts_that_cannot_be_read() {
    let rows = [
        ("'\n", JsFaultKind::Malformed, 1),
        ("\"a\r", JsFaultKind::Malformed, 2),
        ("/x\n", JsFaultKind::Malformed, 2),
        ("(]", JsFaultKind::Malformed, 1),
        ("{)", JsFaultKind::Malformed, 1),
        ("await /x", JsFaultKind::Ambiguous, 7),
        ("a => {} /x/", JsFaultKind::Ambiguous, 9),
        ("let /x/", JsFaultKind::Ambiguous, 5),
        ("a\\b", JsFaultKind::Malformed, 2),
    ];
    for (text, kind, at) in rows {
        let fault = Js::script().advance(text).expect_err(text);
        assert_eq!((fault.kind, fault.at), (kind, at), "{text:?}");
    }
}
