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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn ammonia_and_its_preset_agree(html in markup()) {
        let theirs = ammonia::clean(&html);
        if ammonia::clean(&theirs) == theirs {
            let ours = Sanitizer::new(Policy::ammonia()).unwrap().clean(&html).unwrap().into_string();
            prop_assert_eq!(ours, theirs, "{}", html);
        }
    }
}
