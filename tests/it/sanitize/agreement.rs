//! Agreement with ammonia wherever its own output is stable: cleaning it twice gives the same.

use palisade::{Policy, Sanitizer};
use proptest::prelude::*;

/// Pieces of markup that parsers and cleaners are confused by, when put side by side.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href='/x'>", "<a href=\"https://e.example/?a&b\">", "</a>",
    "<a href=javascript:x()>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<tbody>", "<caption>", "<col>",
    "<ul>", "</ul>", "<li>", "</li>", "<dl>", "<dt>", "<dd>", "<h1>", "</h1>", "<h2>", "<div>", "</div>",
    "<span>", "</span>", "<br>", "<br/>", "</br>", "<hr>", "<img src=x alt=y>", "<img src=data:,x onerror=y>",
    "<pre>", "</pre>", "\n", "\n\n", " ", "text", "&amp;", "&lt;script&gt;", "&nbsp;", "\u{a0}", "&#13;", "<",
    "<!-- c -->", "<!-", "<?php x ?>", "<![CDATA[x]]>", "<script>x</script>", "<style>x</style>", "<select>",
    "<option>", "</select>", "<textarea>", "</textarea>", "<title>", "</title>", "<svg>", "</svg>", "<math>",
    "</math>", "<mi>", "<mtext>", "<foreignObject>", "<desc>", "<template>", "</template>", "<noscript>",
    "</noscript>", "<iframe>", "</iframe>", "<xmp>", "</xmp>", "<plaintext>", "<button>", "</button>", "<form>",
    "</form>", "<object>", "</object>", "<marquee>", "</marquee>", "<ruby>", "<rt>", "<rp>", "</ruby>", "<nobr>",
    "<font color=x>", "<center>", "</center>", "<b title=x>", "<p title='\"<>'>", "<p lang=a lang=b>",
    "<p onclick=x()>", "<blockquote cite=x>", "<details>", "<summary>", "<body class=x>", "<html>", "</body>",
    "é", "\u{202e}", "\0", "\r\n", "<image src=y>", "<td headers=x>", "<x-y>", "</x-y>", "<ol start=3>",
];

/// Markup made of such pieces.
pub(super) fn markup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|it| it.concat())
}

/// Elements as people and editors write them, whether ammonia has them or not.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "a", "abbr", "area", "article", "aside", "audio", "b", "bdo", "blockquote", "br", "button", "caption", "center",
    "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dialog", "div", "dl", "dt", "em", "embed",
    "fieldset", "figure", "font", "footer", "form", "frame", "h1", "h6", "head", "hr", "i", "iframe", "image", "img",
    "input", "ins", "label", "legend", "li", "link", "listing", "main", "map", "marquee", "math", "menu", "meta",
    "mi", "nav", "nobr", "object", "ol", "optgroup", "option", "p", "param", "picture", "pre", "q", "rb", "rp", "rt",
    "rtc", "ruby", "s", "search", "section", "select", "small", "source", "span", "strike", "strong", "sub",
    "summary", "sup", "svg", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var",
    "video", "wbr", "x-y",
];

/// Attributes with values that rules treat differently.
const ATTRIBUTES: &[&str] = &[
    "",
    " align=center",
    " alt='<b>&\"'",
    " cite='javascript:x()'",
    " class=c",
    " colspan=2",
    " datetime=2020",
    " dir=rtl",
    " href=' https://e.example/a b?x=1&amp;y=2#z '",
    " href=//e.example",
    " href=jav&#x09;ascript:x()",
    " href='mailto:a@b.example'",
    " id=x",
    " lang=en lang=de",
    " name=y",
    " onclick=x()",
    " rel=me target=_blank",
    " src='data:image/png;base64,AA=='",
    " src=/i.png width=1 height=1%",
    " style='color:red'",
    " TITLE=\"&quot;&nbsp;&lt;\"",
];

const TEXTS: &[&str] =
    &["", "text", " ", "\n", "&amp;&lt;", "a & b < c", "\u{a0}", "&notit;", "é", "]]>", "--", "{{ x }}"];

/// Elements within elements, some without end tags, some closed in the wrong order.
fn nested() -> impl Strategy<Value = String> {
    let (name, attribute) = (prop::sample::select(NAMES), prop::sample::select(ATTRIBUTES));
    let leaf = prop_oneof![
        prop::sample::select(TEXTS).prop_map(str::to_owned),
        (name.clone(), attribute.clone()).prop_map(|(name, attribute)| format!("<{name}{attribute}>")),
    ];
    leaf.prop_recursive(5, 40, 4, move |inner| {
        let content = prop::collection::vec(inner, 0..4);
        (name.clone(), attribute.clone(), content, 0..8_u8).prop_map(|(name, attribute, content, end)| {
            let end = if end == 0 { String::new() } else { format!("</{name}>") };
            format!("<{name}{attribute}>{}{end}", content.concat())
        })
    })
}

fn agrees(html: &str) -> Result<(), TestCaseError> {
    let theirs = ammonia::clean(html);
    if ammonia::clean(&theirs) == theirs {
        let ours = Sanitizer::new(Policy::ammonia()).unwrap().clean(html).unwrap().into_string();
        prop_assert_eq!(ours, theirs, "{}", html);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn ammonia_and_its_preset_agree_on_elements_in_elements(html in nested()) {
        agrees(&html)?;
    }

    #[test]
    fn ammonia_and_its_preset_agree(html in markup()) {
        agrees(&html)?;
    }
}
