//! Laws: the output is its own clean form, and what the recogniser accepts is what the engine prints.

use super::agreement::markup;
use palisade::internals::cleaned_by_reading;
use palisade::{Policy, Sanitizer};
use proptest::prelude::*;
use std::sync::LazyLock;

static PRESETS: LazyLock<Vec<Sanitizer>> = LazyLock::new(|| {
    let presets = Policy::PRESETS.iter().filter_map(|it| Policy::preset(it));
    presets.map(|it| Sanitizer::new(it).unwrap()).collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_clean_stays(html in markup()) {
        for sanitizer in PRESETS.iter() {
            let once = sanitizer.clean(&html).unwrap().into_string();
            let twice = sanitizer.clean(&once).unwrap();
            prop_assert!(twice.is_unchanged(), "{sanitizer:?} {html:?}\n{once:?}\n{twice:?}");
        }
    }
}

/// Start tags as they are printed, each with its end tag; those of `ammonia`'s policy, without links.
#[rustfmt::skip]
const PAIRS: &[(&str, &str)] = &[
    ("<p>", "</p>"), ("<div>", "</div>"), ("<b>", "</b>"), ("<i>", "</i>"), ("<code>", "</code>"),
    ("<a rel=\"noopener noreferrer\">", "</a>"), ("<ul>", "</ul>"), ("<ol>", "</ol>"), ("<li>", "</li>"),
    ("<dl>", "</dl>"), ("<dt>", "</dt>"), ("<dd>", "</dd>"), ("<h1>", "</h1>"), ("<h2>", "</h2>"),
    ("<table>", "</table>"), ("<tbody>", "</tbody>"), ("<thead>", "</thead>"), ("<tr>", "</tr>"),
    ("<td>", "</td>"), ("<th>", "</th>"), ("<caption>", "</caption>"), ("<colgroup>", "</colgroup>"),
    ("<col>", ""), ("<br>", ""), ("<hr>", ""), ("<img src=\"/x\">", ""), ("<wbr>", ""), ("<area>", ""),
    ("<ruby>", "</ruby>"), ("<rt>", "</rt>"), ("<rp>", "</rp>"), ("<rtc>", "</rtc>"), ("<pre>", "</pre>"),
    ("<blockquote>", "</blockquote>"), ("<details>", "</details>"), ("<summary>", "</summary>"),
    ("<span title=\"a&amp;b&quot;\">", "</span>"), ("<center>", "</center>"), ("<figure>", "</figure>"),
    ("<map>", "</map>"), ("<tt>", "</tt>"), ("<nav>", "</nav>"), ("<strike>", "</strike>"),
];

/// Strictly nested markup, most of it in its right place.
fn nested() -> impl Strategy<Value = String> {
    const TEXTS: &[&str] =
        &["x", " ", "\n", "&amp;", "&nbsp;", "é", "\u{a0}", "", "&quot;", ">", "\u{2019}", "\t\n"];
    let leaf = prop::sample::select(TEXTS).prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 4, |inner| {
        let children = prop::collection::vec(inner, 0..4).prop_map(|it| it.concat());
        (prop::sample::select(PAIRS), children).prop_map(|((start, end), inside)| match end {
            "" => format!("{start}{inside}"),
            _ => format!("{start}{inside}{end}"),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn what_the_recogniser_accepts_is_what_the_engine_prints(html in nested()) {
        let sanitizer = &PRESETS[5];
        if sanitizer.is_clean(&html) {
            prop_assert_eq!(cleaned_by_reading(sanitizer, &html), Some(html));
        }
    }
}

#[test]
fn most_of_what_is_printed_is_recognised() {
    let article = &PRESETS[2];
    let html = "<h2 id=a>T</h2><p>x <a href=/y>z</a> &nbsp; \"q\" <li>loose<ul><li>a<ul><li>b</ul></ul>\
        <table><tr><td>1<td colspan=2>2</table><dl><dt>a<dd>b</dl><pre>c\n</pre><img src=/i.png alt='<'>";
    let clean = article.clean(html).unwrap().into_string();
    assert!(article.clean(&clean).unwrap().is_unchanged(), "{clean}");
}
