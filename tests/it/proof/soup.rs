//! Markup of pieces on which parsers and cleaners have disagreed, under policies that allow as much as any may: foreign
//! content, forms, `select`, comments, tags as text. Judged as payloads are.

use super::cleaning::{is_text_instead, streamed};
use super::{Offences, for_a_while};
use crate::corpus::sanitizer::oracle::Judge;
use crate::sanitize::contexts::{PLACES, stranger};
use palisade::sanitize::{Disallowed, Invisible};
use palisade::{Policy, Sanitizer};
use serde_json::Value;

/// As much as a policy can allow.
const WIDE: &str = r##"
name = "wide"
drop-content = ["script", "style"]
comments = true

[attributes]
class = "plain"
title = "plain"
id = "id"
"data-*" = "plain"
"aria-*" = "plain"
style = { css = ["color", "width", "font-family", "background"] }

[elements."svg:svg".attributes]
viewBox = "plain"
xmlns = { values = ["http://www.w3.org/2000/svg"] }
[elements."svg:a".attributes]
href = { url = { use = "navigation", schemes = ["https"] } }
"xlink:href" = { url = { use = "navigation", schemes = ["https"] } }
[elements."svg:path".attributes]
fill = "paint"
[elements."svg:text".attributes]
"xml:space" = "plain"
[elements.a.attributes]
href = { url = { use = "navigation", schemes = ["https", "mailto"] } }
name = "id"
[elements.img.attributes]
src = { url = { use = "auto-load", schemes = ["https"] } }
srcset = { url = { use = "auto-load", schemes = ["https"], list = "srcset" } }
usemap = "hash-ref"
[elements.iframe]
required = ["src"]
forced = { sandbox = "" }
attributes = { src = { url = { use = "auto-load", schemes = ["https"], hosts = ["e.test"] } } }
[elements.input.attributes]
type = { values = ["text", "checkbox", "hidden", "image"] }
name = "id"
[elements.form.attributes]
name = "id"
"##;

const ELEMENTS: &str = "abbr address area article aside b bdo big blockquote br button caption center code col colgroup dd \
    details dialog dir div dl dt em fieldset figure font footer h1 h2 h6 header hr i ins kbd label legend li listing main \
    map mark menu nav nobr ol optgroup option p picture pre q rb rp rt rtc ruby s search section select small source span \
    strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr x-y \
    svg:g svg:defs svg:desc svg:title svg:tspan svg:linearGradient svg:stop svg:filter svg:feImage svg:mask svg:marker \
    math:math math:mi math:mo math:mn math:ms math:mtext math:mrow math:semantics math:annotation math:mtable math:merror";

const PIECES: &[&str] = &[
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<mi>",
    "</mi>",
    "<mo>",
    "<mtext>",
    "</mtext>",
    "<ms>",
    "<mrow>",
    "<semantics>",
    "<annotation>",
    "<annotation-xml>",
    "<annotation-xml encoding=text/html>",
    "<annotation-xml encoding='image/svg+xml'>",
    "</annotation-xml>",
    "<mglyph>",
    "<malignmark>",
    "<foreignObject>",
    "</foreignObject>",
    "<desc>",
    "</desc>",
    "<svg><title>",
    "<g>",
    "</g>",
    "<path fill='url(#x)'>",
    "<path fill='url(//e)'/>",
    "<text xml:space=x>",
    "<image href=x>",
    "<svg xmlns=x>",
    "<use href=#x>",
    "<animate attributeName=href to=javascript:x()>",
    "<set>",
    "<svg><style>",
    "<feImage href=x>",
    "<svg><a xlink:href=javascript:x()>",
    "<svg><a href=https://e.test/>",
    "<maction>",
    "<mtable>",
    "<tspan>",
    "<filter>",
    "<select>",
    "</select>",
    "<option>",
    "</option>",
    "<optgroup>",
    "<selectedcontent>",
    "<select multiple>",
    "<keygen>",
    "<form>",
    "</form>",
    "<form name=x>",
    "<button>",
    "</button>",
    "<input name=parentNode>",
    "<input type=hidden>",
    "<input>",
    "<label>",
    "<fieldset>",
    "<legend>",
    "<template>",
    "</template>",
    "<template shadowrootmode=open>",
    "<noscript>",
    "</noscript>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<xmp>",
    "</xmp>",
    "<iframe>",
    "</iframe>",
    "<iframe src=https://e.test/x>",
    "<noembed>",
    "</noembed>",
    "<noframes>",
    "</noframes>",
    "<plaintext>",
    "<object>",
    "</object>",
    "<embed>",
    "<applet>",
    "<marquee>",
    "</marquee>",
    "<frameset>",
    "<body id=x>",
    "<html>",
    "</html>",
    "<head>",
    "</body>",
    "<base href=x>",
    "<link>",
    "<meta>",
    "<image>",
    "<listing>",
    "<pre>",
    "</pre>",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<!--->",
    "<!-- c -->",
    "<!-- <b> -->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "<!x",
    "</ x>",
    "</3",
    "<%",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "<tbody>",
    "<caption>",
    "</caption>",
    "<colgroup>",
    "<col>",
    "<a>",
    "</a>",
    "<a href=https://e.test>",
    "<a href=javascript:x()>",
    "<a href=#x id=x>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<b class=x>",
    "<font color=x>",
    "<font>",
    "</font>",
    "<nobr>",
    "<p>",
    "</p>",
    "<br>",
    "</br>",
    "<hr>",
    "<h1>",
    "</h1>",
    "<h2>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<div>",
    "</div>",
    "<span>",
    "<ruby>",
    "<rt>",
    "<rp>",
    "</ruby>",
    "<details>",
    "<summary>",
    "<dialog>",
    "<search>",
    "<center>",
    "<address>",
    "<x-y>",
    "</x-y>",
    "<zz>",
    "</zz>",
    "<ZZ a=&amp;>",
    "<img src=x onerror=y()>",
    "<img srcset='https://e.test/ 1x, javascript:x() 2x'>",
    "<p style='color:red;width:expression(x)'>",
    "<p title=\"</noscript></select></svg><img src=x onerror=y()>\">",
    "<p id=body>",
    "<p id='\"><img>'>",
    "<p data-hx-get=x data-y=z>",
    "<p title='--><img src=x onerror=y()>'>",
    "<p class='</style></title></textarea><img onerror=y()>'>",
    "<p title=`x`>",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "x",
    "&amp;",
    "&lt;img&gt;",
    "&#13;",
    "&#0;",
    "\0",
    "\u{a0}",
    "\u{feff}",
    "\u{202e}",
    "\u{2069}",
    "{{",
    "{",
    "${",
    "[[",
    "&",
    "&#x",
    "&notit;",
    "\"",
    "'",
    ">",
    "<",
    "</",
    "é",
    "\u{e0041}",
    "=",
    "/",
    "`",
];

fn judges() -> Vec<(Judge, Sanitizer, Value)> {
    let wide: Policy = toml::from_str(WIDE).expect("a policy");
    let wide = ELEMENTS.split(' ').fold(wide, |policy, it| policy.elements([it]));
    let drops =
        wide.clone().named("drops").disallowed(Disallowed::Drop).keep_content(["zz", "html", "noscript"]);
    let escapes = wide
        .clone()
        .named("escapes")
        .disallowed(Disallowed::Escape)
        .drop_content([])
        .invisible(Invisible::Keep);
    let breaks = wide
        .clone()
        .named("breaks")
        .break_mustaches(true)
        .id_prefix("u-")
        .invisible(Invisible::Strip)
        .blanks(["*"]);
    let few = Policy::new("few").elements([
        "p",
        "table",
        "td",
        "tr",
        "select",
        "svg:svg",
        "svg:title",
        "math:math",
        "math:mtext",
        "li",
    ]);
    let few = few.keep_content(["style", "script", "title"]).blanks(["*"]).comments(true);
    let shows = few.clone().disallowed(Disallowed::Escape).keep_content([]).blanks([]);
    let all = [wide, drops, escapes, breaks, few, shows];
    let made = |policy: Policy| {
        let sanitizer = Sanitizer::new(policy.clone()).expect("a policy");
        let described = serde_json::to_value(sanitizer.policy()).expect("data");
        (Judge::new("soup", policy).expect("a judge"), sanitizer, described)
    };
    all.into_iter().map(made).collect()
}

#[test]
fn nothing_disallowed_is_left_of_soup() {
    let judges = judges();
    let (mut offences, mut texts) = (Offences::default(), Vec::new());
    for_a_while("soup", |bytes| {
        for part in bytes.chunks(32) {
            let Some((count, pieces)) = part.split_first() else { continue };
            let picked = pieces.iter().take(1 + usize::from(count % 20));
            let html: String =
                picked.filter_map(|it| PIECES.get(usize::from(*it) % PIECES.len()).copied()).collect();
            for (judge, sanitizer, policy) in &judges {
                judge.judge(&html).unwrap_or_else(|it| offences.add(it));
                let clean = sanitizer.clean(&html).map(|it| it.into_string()).unwrap_or_default();
                let elsewhere =
                    || PLACES.iter().find_map(|place| Some((place, stranger(&clean, place, policy)?)));
                if let Some((place, found)) = elsewhere() {
                    offences.add(format!("{found} in {place}\n{clean:?}\nof {html:?}"));
                }
                if is_text_instead(sanitizer, &html, &clean) {
                    texts.push(html.clone());
                }
                streamed(sanitizer, &html, 5, 0)
                    .unwrap_or_else(|it| offences.add(format!("in pieces\n{html:?}: {it}")));
            }
        }
    });
    texts.sort_by_key(String::len);
    println!(
        "{} became text, for they were another tree each time: {:?}",
        texts.len(),
        texts.get(..texts.len().min(5))
    );
    offences.none();
}
