use super::CssRule;
use crate::sanitize::verdict::{Reason, Verdict};
use proptest::prelude::*;

/// What is printed for a style; empty when nothing is.
fn printed(rule: &CssRule, style: &str) -> String {
    match rule.check(style) {
        Verdict::Keep => style.to_owned(),
        Verdict::Replace(other) => other.into_owned(),
        Verdict::Refuse(reason) => {
            assert_eq!(reason, Reason::Css);
            String::new()
        }
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (style, want) in cases {
        let got = printed(&CssRule::all(), style);
        assert_eq!(got, *want, "{style:?}");
        assert_eq!(CssRule::all().check(style) == Verdict::Keep, style == want, "{style:?}");
    }
}

#[test]
fn canonical_styles_stay_byte_for_byte() {
    for style in [
        "color: red;",
        "color: red",
        "color: #fff; font-size: 12px;",
        "margin: 0 auto 1.5em 10%",
        "font-family: \"Times New Roman\", Times, serif;",
        "background-color: rgb(1, 2, 3);",
        "color: rgba(0, 0, 0, 0.5);",
        "color: oklch(0.5 0.1 120deg / 50%);",
        "border: 1px solid currentcolor;",
        "font: italic bold 12px / 1.5 Arial, sans-serif;",
        "color: inherit;",
        "font-family: 微软雅黑, Straße;",
        "text-decoration: underline dotted red 1px;",
        "font-weight: 700;",
        "width: 33.333%;",
        "margin: 0px;",
        "color: color(display-p3 1 0.5 0);",
    ] {
        check(&[(style, style)]);
    }
}

#[test]
fn what_is_spelled_otherwise_is_printed_anew() {
    check(&[
        ("COLOR:RED", "color: red;"),
        ("color:#FFF;;", "color: #fff;"),
        (" color : red ; margin:0 ", "color: red; margin: 0;"),
        ("c\\6flor: r\\65 d", "color: red;"),
        ("co/**/lor: red", ""),
        ("color:/**/red/**/", "color: red;"),
        ("color: red !important", "color: red;"),
        ("color: red ! IMPORTANT ; margin: 0", "color: red; margin: 0;"),
        ("font-family:'Arial',\"b c\"", "font-family: \"Arial\", \"b c\";"),
        ("margin:.5EM -0px +1px", "margin: 0.5em 0px 1px;"),
        ("color:RGB(1 2 3/.5)", "color: rgb(1 2 3 / 0.5);"),
        ("color: red; position: fixed; margin: 0", "color: red; margin: 0;"),
        ("width:1e3px", "width: 1000px;"),
        ("width:33.33333%", "width: 33.333%;"),
    ]);
}

/// ammonia 4.2.1 to 4.2.4, lxml CVE-2026-28348: what a textual filter reads otherwise than a browser.
#[test]
fn nothing_loads_moves_covers_or_runs() {
    for style in [
        "",
        ";",
        "color",
        "color:",
        "color: red red",
        "color: url(x)",
        "background: url(https://a.test/)",
        "background: u\\72l(x)",
        "background:URL('x')",
        "background-image: image-set('a' 1x)",
        "background: src(x)",
        "color: var(--x)",
        "color: attr(x)",
        "color: env(x)",
        "color: if(x)",
        "width: calc(1px)",
        "width: expression(alert(1))",
        "width: exp/**/ression(alert(1))",
        "behavior: url(x)",
        "-moz-binding: url(x)",
        "--x: url(x)",
        "position: fixed",
        "margin: -1px",
        "margin: 10001px",
        "margin: 1e9px",
        "margin: 1e99px",
        "width: 100vw",
        "width: 10px)",
        "color: red}",
        "color: {red}",
        "color: red{",
        "color: rgb(1,2,3",
        "color: rgb(var(--x))",
        "color: rgb(url(x))",
        "color: #ggg",
        "color: #12345",
        "color: rgb(1,,2)",
        "color: rgb(1,2,)",
        "font-family: a,",
        "font-family: ,a",
        "font-family: 'a\\22 b'",
        "font-family: 'a\nb'",
        "font-family: \"a</style>\"",
        "font-family: a\\3c",
        "font-family: 'a\u{202E}b'",
        "display: none",
        "@import 'x'",
        "{}",
        "<!--",
        "color: red !unimportant",
        "content: 'x'",
        "text-indent: -999px",
        "list-style: url(x)",
        "color:red/**/red",
        "color: re/**/d",
        "inherit: inherit",
        "color: inherit red",
        "x:expression(1)",
        "filter: progid:x(1)",
        "co\\\nlor: red",
        "color\\0: red",
    ] {
        let got = printed(&CssRule::all(), style);
        // The end of the text closes what is open (CSS Syntax § 5.4.8).
        let want = if style == "color: rgb(1,2,3" { "color: rgb(1, 2, 3);" } else { "" };
        assert_eq!(got, want, "{style:?}");
    }
}

#[test]
fn only_listed_properties() {
    let rule = CssRule::new(["Color"]).build().unwrap();
    assert_eq!(printed(&rule, "margin: 0; color: red"), "color: red;");
    assert_eq!(printed(&CssRule::new(["margin"]), "color: red"), "");
    for name in
        ["position", "z-index", "-moz-binding", "behavior", "--x", "animation-name", "no-such-property", ""]
    {
        let fault = CssRule::new([name]).build().unwrap_err();
        assert!(fault.contains("under `css`"), "{fault}");
    }
    assert_eq!(CssRule::all().build(), Ok(CssRule::all()));
}

#[test]
fn hostile_sizes() {
    for piece in [
        "a:",
        "a:b;",
        "(",
        "{",
        "[(",
        "color:red;",
        "color:rgb(",
        "/*",
        "\\",
        "'",
        "font-family:a,",
        "a,",
        "!",
        "url(",
        "color:red!",
    ] {
        let style = piece.repeat(100_000);
        let _ = printed(&CssRule::all(), &style);
        let _ = printed(&CssRule::all(), &format!("font-family:{style}"));
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_kept_and_holds_nothing_else(
        style in "(color|font-family|margin|width|:|;|,|/| |red|rgb\\(|url\\(|\\)|'|\"|\\\\|[0-9.%]{1,6}|px|1e[0-9]|!important|/\\*|\\*/|<|\\PC){0,12}",
        value in "(red|12px|rgb\\(1 2 3\\)|[0-9]{1,5}\\.[0-9]{1,7}(%|px|em)?|, |'a b'|/|-| ){1,4}",
        name in "(color|margin|width|font|font-family|line-height|flex)",
    ) {
        for style in [&style, &format!("{name}:{value}")] {
            let once = printed(&CssRule::all(), style);
            prop_assert_eq!(&printed(&CssRule::all(), &once), &once);
            prop_assert!(!once.contains(['<', '>', '&', '\\', '\'', '{', '}', '@', '!', '*']), "{}", once);
            prop_assert!(!once.contains("url"));
        }
    }
}
