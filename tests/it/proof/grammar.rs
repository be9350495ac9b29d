//! Templates by a grammar: pages with scripts, styles, addresses and JSON in them, and holes, branches, loops,
//! includes and blocks anywhere.

use super::choices::Choices;

/// A template with all that it includes or extends. The first is the entry.
pub(crate) type Files = Vec<(String, String)>;

/// What a name in `‹…›` may stand for; the first of each row ends the growth. `‹-…›` stands in a double-quoted
/// attribute: its literal text is written with character references.
const RULES: &[(&str, &[&str])] = &[
    (
        "page",
        &[
            "‹flow›",
            "<!doctype html><html><head>‹head›</head><body>‹flow›</body></html>",
            "‹flow›‹flow›‹flow›",
            "<p ‹attrs›>‹flow›</p>",
            "<script>‹stmt›\n‹stmt›</script>‹flow›",
            "<style>‹sheet›</style>‹flow›",
        ],
    ),
    (
        "head",
        &[
            "",
            "<title>‹text›</title>",
            "<script type=\"text/x-mine\"><p title=\"‹-text›\">‹-text›</p></script>",
            "<script type=\"importmap\">{\"imports\": {\"a7\": \"‹hole›\"}}</script>",
            "<script type=\"speculationrules\">{\"prefetch\": [{\"urls\": [\"‹hole›\"]}]}</script>",
            "<style>‹sheet›</style>",
            "<script>‹stmt›</script>",
            "<meta http-equiv=refresh content=\"‹-refresh›\">",
            "<meta name=\"‹-hole›\" content=\"‹-hole›\">",
            "<link rel=\"canonical\" href=\"‹-url›\">",
            "‹head›‹head›",
            "<meta content=\"0;url=‹-url›\" http-equiv=refresh>",
            "<meta property=og:x content='a'>",
        ],
    ),
    (
        "flow",
        &[
            "x",
            "<p>‹text›</p>",
            "<a href=\"‹-url›\" ‹attrs›>‹text›</a>",
            "<div ‹attrs›>‹flow›</div>",
            "‹flow›‹flow›",
            "<script>‹stmt›</script>",
            "<script>‹stmt›\n‹stmt›</script>",
            "<script type=module>‹stmt›</script>",
            "<script type=\"application/json\">‹json›</script>",
            "<script type=\"application/ld+json\">‹json›</script>",
            "<script type=\"text/template\"><p title=\"‹-text›\">‹text›</p></script>",
            "<style>‹sheet›</style>",
            "<textarea>‹text›</textarea>",
            "<svg><foreignObject>‹flow›</foreignObject></svg>",
            "<svg><desc>‹flow›</desc>‹flow›</svg>",
            "<math><mi>‹flow›</mi>‹flow›</math>",
            "<math><annotation-xml encoding='text/html'>‹flow›</annotation-xml></math>",
            "<math><annotation-xml>‹flow›</annotation-xml></math>",
            "<svg><font color=red>‹flow›</font>",
            "</mi>",
            "</desc>",
            "</svg>",
            "<mglyph>",
            "<textarea><q title=‹hole›></textarea>",
            "<title>‹text›</title>",
            "<svg ‹attrs›><text>‹text›</text></svg>",
            "<svg><style>‹sheet›</style></svg>",
            "<svg><script>‹stmt›</script></svg>",
            "<svg><title>‹flow›</title></svg>",
            "<svg><a xlink:href=\"‹-url›\">‹text›</a></svg>",
            "<svg><set attributeName=href to=\"‹-url›\" /></svg>",
            "<math><mi>‹text›</mi></math>",
            "<noscript>‹text›</noscript>",
            "<xmp>‹text›</xmp>",
            "<iframe>‹text›</iframe>",
            "<iframe srcdoc=\"‹-flow›\"></iframe>",
            "<!-- ‹text› -->",
            "<!--‹text›-->",
            "<img srcset=\"‹-srcset›\" alt='‹text›'>",
            "<img src=\"‹-url›\" ‹attrs›>",
            "<select><option ‹attrs›>‹text›</option></select>",
            "<form action=\"‹-url›\">‹flow›</form>",
            "<b ‹attrs›>‹text›</b ‹attrs›>",
            "<h‹hole›>‹text›</h‹hole›>",
            "<template>‹flow›</template>",
            "<br/>",
            "<input value=‹hole› ‹attrs›>",
            "<script>‹stmt›<!-- <script> ‹stmt› </script> ‹stmt› --></script>",
            "<table><tr><td ‹attrs›>‹text›</td></tr></table>",
            "<object data=\"/a\"></object>",
            "<p>&‹hole›;</p>",
            "<p>a & b &lt; &amp‹hole›</p>",
            "<![CDATA[ x ]]>",
            "<svg><![CDATA[ x ]]></svg>",
            "<details ontoggle='‹word›'>‹flow›</details>",
        ],
    ),
    (
        "attrs",
        &[
            "",
            "title=\"‹-text›\"",
            "title='‹word›'",
            "title=‹hole›",
            "class=a‹hole›b",
            "onclick=\"‹-stmt›\"",
            "onclick='‹stmt'›'",
            "style=\"‹-decl›\"",
            "style=‹value›",
            "style='‹decl'›'",
            "href=\"‹-url›\"",
            "href=/‹hole›",
            "href='‹url›'",
            "data-a='‹hole›'",
            "data-x=\"‹-json›\"",
            "id=\"a-‹hole›\"",
            "‹hole›",
            "‹hole›=\"‹-hole›\"",
            "data-‹hole›=1",
            "‹attrs› ‹attrs›",
            "disabled",
            "checked=\"\"",
            "style=\"‹hole›\"",
            "style=\"color:‹hole›;‹hole›\"",
            "width=‹hole›",
            "srcset=\"‹-srcset›\"",
            "title = \"‹-text›\"",
            "title=\"‹-text›\"/",
            "tabindex=\"‹hole›\"",
            "target=\"‹hole›\"",
            "title=a&amp;‹hole›",
            "title=\"&‹hole›\"",
            "onclick=\"f(‹hole›)\"",
            "onclick=\"f('‹hole›')\"",
            "onclick=f(‹hole›)",
            "onclick='f(`‹hole›`)'",
            "onclick=\"f(&quot;‹hole›&quot;)\"",
            "onclick=\"f(&#39;‹hole›&apos;)\"",
        ],
    ),
    (
        "text",
        &[
            "a",
            "‹hole›",
            "a ‹hole› b",
            "‹hole›‹hole›",
            "‹text›‹text›",
            "&lt;",
            "&",
            "é",
            "\n",
            "=",
            "a > b",
            "'",
            "&#",
            "1 < 2",
        ],
    ),
    ("word", &["a", "‹hole›", "a b", "‹word›‹word›", "&amp;", "-"]),
    (
        "url",
        &[
            "‹hole›",
            "/a/‹hole›",
            "/a?b=‹hole›&c=‹hole›",
            "?‹hole›",
            "?‹hole›=‹hole›",
            "#‹hole›",
            "//‹hole›/a",
            "http://‹hole›/a",
            "https://a.test/‹hole›?‹hole›",
            "‹hole›‹hole›",
            "‹hole›/‹hole›",
            "a‹hole›",
            "/‹hole›",
            "mailto:‹hole›",
            "mailto:a@b.test?subject=‹hole›",
            "tel:‹hole›",
            " ‹hole›",
            "‹hole›?a=‹hole›",
            "‹hole›#‹hole›",
            "a.html",
            "./‹hole›",
            "../‹hole›",
            "a;‹hole›",
            "http://a.test:‹hole›/",
            "http://‹hole›.a.test/",
            "http://a‹hole›",
            "//a‹hole›",
            "data:image/png;base64,‹hole›",
            "https:‹hole›",
            "/a/‹hole›.html",
            "a/b:c/‹hole›",
            "a%‹hole›",
            "/a?b=%‹hole›",
            "ht‹hole›",
            "http:/‹hole›",
            "/a?‹hole›&b",
            "/a#b=‹hole›&c",
            "\\‹hole›",
            "/\\‹hole›",
            "&#106;‹hole›",
            "\t‹hole›",
            "a&amp;‹hole›",
            "?a&#61;‹hole›",
            "?a&#38;‹hole›",
            "&#x2f;‹hole›",
            "&sol;‹hole›",
            "http&colon;//‹hole›/",
        ],
    ),
    (
        "srcset",
        &[
            "‹hole›",
            "/a.png 1x",
            "‹hole› 1x, ‹hole› 2x",
            "/a/‹hole› 100w",
            "‹srcset›, ‹srcset›",
            "/a ‹hole›x",
            "/a.png ‹hole›",
            "‹hole›, /b 2x",
        ],
    ),
    (
        "refresh",
        &[
            "‹hole›",
            "5",
            "‹hole›;url=/a",
            "0;url=‹url›",
            "0; URL='‹url›'",
            "0,‹hole›",
            "0 url = ‹url›",
            "0;‹url›",
            "0;url",
        ],
    ),
    (
        "sheet",
        &[
            "a{‹decl›}",
            "‹sheet›\n‹sheet›",
            "@media screen{‹sheet›}",
            "/* ‹hole› */a{}",
            ".a-‹hole›{‹decl›}",
            "#b‹hole›{‹decl›}",
            "a[b=\"‹csstext›\"]{‹decl›}",
            "@font-face{src:url(‹hole›)}",
            ":root{--a:‹value›}",
            "@import 'a.css';",
            "a:hover,b>c{‹decl›}",
            "a{‹decl›;b{‹decl›}}",
            "<!-- a{‹decl›} -->",
            "@layer a{‹sheet›}",
            "@media (min-width:‹hole›px){‹sheet›}",
            "‹hole›{‹decl›}",
            "a:not(.‹hole›){}",
            "@supports (a:‹hole›){}",
            "@container a (width>1px){‹sheet›}",
            "@keyframes ‹hole›{from{‹decl›}}",
            "a::after{‹decl›}",
        ],
    ),
    (
        "decl",
        &[
            "a:b",
            "color:‹value›",
            "‹decl›;‹decl›",
            "background:url(‹url›)",
            "background:url('‹url›')",
            "content:'‹csstext›'",
            "width:‹hole›px",
            "width:calc(1px + ‹hole›)",
            "color:#‹hole›",
            "--v:‹value›",
            "margin:‹hole› ‹hole›",
            "‹hole›:red",
            "a:b!important",
            "font:a,‹hole›",
            "background:image-set('‹url›' 1x)",
            "color:rgb(‹hole›,0,0)",
            "a-‹hole›:b",
            "{‹decl›}",
            "--v:{‹decl›}",
            "--v:'‹csstext›'",
            "width:-‹hole›",
            "width:1‹hole›",
            "a:b\\‹hole›",
            "a:url( ‹hole› )",
            "a:url(/b‹hole›)",
            "a:u\\72l(‹hole›)",
            "a:b/*‹hole›*/c",
            "a:attr(‹hole›)",
            "a:var(--‹hole›)",
            "‹hole›",
            "grid-area:‹hole›/1",
            "a:[‹hole›]",
            "content:counter(‹hole›)",
            "filter:‹hole›(1)",
        ],
    ),
    ("decl'", &["a:b", "color:‹value›", "background:url(/‹hole›)", "width:‹hole›px", "‹decl'›;‹decl'›"]),
    (
        "value",
        &["red", "‹hole›", "1px", "‹hole›px", "#‹hole›", "a‹hole›", "-‹hole›", "‹hole›%", "rgb(‹hole›)"],
    ),
    (
        "csstext",
        &[
            "a",
            "‹hole›",
            "a‹hole›b",
            "\\61",
            "\\61 ‹hole›",
            "\\6‹hole›",
            "/*",
            "\\\n",
            "\\",
            "url(",
            "<",
            "\\'",
            "\\\\",
        ],
    ),
    (
        "stmt",
        &[
            "f(‹expr›);",
            "var a = ‹expr›;",
            "if (‹expr›) { ‹stmt› }",
            "if (a) ‹expr›;",
            "if (a) ‹regexp›.test(b);",
            "for (var i of ‹expr›) { ‹stmt› }",
            "while (a) ‹expr›\n",
            "function g() { return ‹expr› }",
            "‹expr›;",
            "b: ‹stmt›",
            "// ‹hole›\n",
            "/* ‹hole› */",
            "<!-- ‹jstext›\n",
            "a = x => { ‹stmt› };",
            "class A { m() { ‹stmt› } static p = ‹expr› }",
            "switch (a) { case ‹expr›: ‹stmt› }",
            "try { ‹stmt› } catch { ‹stmt› }",
            "do ‹stmt› while (‹expr›)\n",
            "a = b\n‹regexp›.test(c);",
            "a = ({ a: ‹expr›, b });",
            "async function h() { await ‹expr› }",
            "function* k() { yield ‹expr› }",
            "{ ‹stmt› } ‹regexp›.test(a);",
            "a = {} / ‹expr›;",
            "‹stmt›\n‹stmt›",
            "{ a: ‹expr› }",
            "a++\n‹regexp›.b",
            "a = b ? ‹expr› : ‹expr›;",
            "for (;;) ‹regexp›.test(a)\n",
            "--> ‹hole›\n",
            "let x = { f() { ‹stmt› } } / 2;",
            "a = function() { ‹stmt› } / ‹expr›;",
            "return ‹expr›",
            "import(‹expr›);",
            "var { a = ‹expr› } = b;",
            "throw ‹expr›",
            "a = async x => ‹expr›;",
            "with (a) ‹regexp›.test(b);",
            "a = class { static { ‹stmt› } } / 1;",
            "label: { ‹stmt› }",
            "yield\n‹regexp›.a",
            "a.if (b) / ‹expr›;",
            "await ‹regexp›.a;",
            "var of = 1; of / ‹expr›;",
            "for await (a of ‹regexp›) ;",
            "else ‹regexp›.b",
            "async () => { for await (a of b) ‹stmt› }",
            "export default ‹expr›;",
            "let\nasync\n‹expr›;",
        ],
    ),
    (
        "stmt'",
        &["f(1)", "f(‹hole›)", "f(\"‹jstext›\")", "return ‹hole›", "if (a) f(‹hole›)", "f(`‹jschunk›`)"],
    ),
    (
        "expr",
        &[
            "1",
            "‹hole›",
            "'‹jstext›'",
            "\"‹jstext›\"",
            "`‹jschunk›`",
            "‹regexp›",
            "‹expr› + ‹expr›",
            "(‹expr›)",
            "[‹expr›, ‹expr›]",
            "a / ‹expr›",
            "f(‹expr›) / 2",
            "a ? ‹expr› : ‹expr›",
            "typeof ‹expr›",
            "x++ / ‹expr›",
            "a[‹expr›]",
            "function() { ‹stmt› }",
            "(() => ‹expr›)",
            "(() => { ‹stmt› })",
            "a.in / ‹expr›",
            "!‹expr›",
            "‹expr› in b",
            "new A(‹expr›)",
            "a?.b / ‹expr›",
            "`a` / ‹expr›",
            "a.b‹hole›",
            "a‹hole›",
            "-‹hole›",
            "‹hole› / ‹hole›",
            "'‹hole›' / ‹hole› / 2",
            "{ a: ‹expr› }",
            "‹expr›.b",
            "a\n/ ‹expr›",
            "a /* b */ / ‹expr›",
            "this / ‹expr›",
            "super / ‹expr›",
            "a?.[‹expr›] / 1",
            "a ?? ‹expr›",
            "a => ‹expr›",
            "[...‹expr›]",
            "void ‹expr›",
            "a\u{2028}/ ‹expr›",
            "tag`‹jschunk›`",
            "1 / ‹expr›",
            "0x1f / ‹expr›",
            "1. / ‹expr›",
            "1n / ‹expr›",
            "({ [‹expr›]: 1 })",
            "({ '‹jstext›': 1 })",
            "({ get a() { ‹stmt› } })",
            "a = ‹expr›",
            "a /= ‹expr›",
            "a => {} / ‹expr›",
            "#a in ‹expr›",
            "\\u0061 / ‹expr›",
            "yield / ‹expr›",
            "a.#b / ‹expr›",
            "new.target / ‹expr›",
            "import.meta / ‹expr›",
            "{} / ‹expr›",
            "a-- / ‹expr›",
            "a--> ‹expr›",
            "a <!-- ‹expr›",
            "‹expr›/* */",
            "‹expr›// ‹hole›\n",
        ],
    ),
    (
        "jstext",
        &[
            "a",
            "‹hole›",
            "a‹hole›b",
            "\\n",
            "\\\\",
            "<",
            "</",
            "-->",
            "<!--",
            "//",
            "\\\n",
            "\\u0061",
            "/*",
            "${",
            "`",
            "\\‹hole›",
            "\\x4‹hole›",
            "\\u{6‹hole›}",
            "<script",
            "&",
            "‹jstext›‹jstext›",
            "<b title=\"‹hole›",
            "javascript:",
        ],
    ),
    (
        "jschunk",
        &[
            "a",
            "‹hole›",
            "a‹hole›b",
            "${‹expr›}",
            "$‹hole›",
            "\\`",
            "$",
            "{",
            "}",
            "\\$",
            "\n",
            "'",
            "‹jschunk›‹jschunk›",
            "${ {a: ‹expr›}.a }",
            "${`‹jschunk›`}",
            "$${‹expr›}",
            "\\${",
            "<b>‹hole›</b>",
            "\\‹hole›",
            "${ function() { ‹stmt› } }",
            "${a}${‹regexp›}",
        ],
    ),
    (
        "regexp",
        &[
            "/a/",
            "/‹hole›/g",
            "/[‹hole›]/",
            "/a‹hole›*[/]b/",
            "/\\//",
            "/(‹hole›)|b/i",
            "/[^\\]‹hole›]/",
            "/\\‹hole›/",
            "/a{‹hole›}/",
            "/[a-‹hole›]/",
            "/[/‹hole›]/",
            "/^‹hole›$/u",
            "/(?<a>‹hole›)/",
            "/\\[‹hole›/",
            "/[[]‹hole›/",
            "/a\\u{‹hole›/",
            "/(?‹hole›)/",
        ],
    ),
    (
        "json",
        &[
            "1",
            "‹hole›",
            "\"‹jsontext›\"",
            "{\"a\": ‹json›}",
            "[‹json›, ‹json›]",
            "{\"‹jsontext›\": ‹json›, \"b7\": \"‹jsontext›\"}",
            "null",
            "-1.5e3",
        ],
    ),
    (
        "jsontext",
        &[
            "a",
            "‹hole›",
            "a‹hole›b",
            "\\n",
            "\\\"",
            "\\u0061",
            "\\\\",
            "</",
            "\\/",
            "\\u00‹hole›",
            "<!--",
            "'",
            "//",
        ],
    ),
    (
        "hole",
        &[
            "{{ x }}",
            "{{ y }}",
            "{{ x|lower }}",
            "{{ y|upper }}",
            "{{ x|default:'a' }}",
            "{{ l.0 }}",
            "{{ x }}{{ y }}",
            "{% firstof x y %}",
            "{% with z=x %}{{ z }}{% endwith %}",
            "{{ x|urlencode }}",
            "{{ x|escapejs }}",
            "{{ x|escape }}",
            "{{ x|force_escape }}",
            "{{ x|truncatechars:9 }}",
            "{{ x|add:y }}",
            "{{ l|join:', ' }}",
            "{% include 'v.html' %}",
            "{% include 'v.html' with x=y only %}",
            "{% filter lower %}{{ x }}{% endfilter %}",
            "{{ x|addslashes }}",
            "{{ x|title }}",
            "{{ x|iriencode }}",
            "{{ x|slice:':3' }}",
            "{{ x|stringformat:'s' }}",
            "{% cycle x y %}",
            "{% for it in l %}{{ it }}{% endfor %}",
            "{% for it in l %}{{ it }}{% if not forloop.last %},{% endif %}{% endfor %}",
            "{% if a %}{{ x }}{% endif %}",
            "{% if a %}{{ x }}{% else %}{{ y }}{% endif %}",
            "{% if a %}{{ x }}{% elif b %}b{% endif %}",
            "{{ x|slugify }}",
            "{{ x|ljust:5 }}",
            "{{ x|cut:' ' }}",
            "{{ x|wordwrap:5 }}",
            "{{ x|striptags }}",
            "{{ d }}",
            "{{ l }}",
            "{{ n }}",
            "{{ a }}",
            "{{ a|yesno }}",
            "{{ x|linebreaksbr|striptags }}",
            "{{ x|capfirst }}",
            "{{ x|center:9 }}",
            "{{ l|last }}",
            "{{ d|pprint }}",
            "{% autoescape on %}{{ x }}{% endautoescape %}",
            "{% translate 'a' %}",
            "{% blocktranslate %}a {{ x }}{% endblocktranslate %}",
            "{% filter force_escape %}{{ x }}{% endfilter %}",
            "{% filter urlencode %}{{ x }}{% endfilter %}",
            "{{ missing }}",
            "{{ x|default_if_none:'' }}",
            "{% spaceless %}{{ x }}{% endspaceless %}",
            "{% templatetag openblock %}",
            "{# c #}",
            "{% comment %}{{ x }}{% endcomment %}",
            "{% verbatim %}{{ x }}{% endverbatim %}",
            "{% ifchanged x %}{{ x }}{% endifchanged %}",
            "{{ l|unordered_list }}",
            "{{ x|json_script:'i' }}",
            "{% regroup l by a as g %}{{ g }}",
            "{% widthratio n 10 3 %}",
            "{% querystring q=x %}",
            "{{ x|make_list|join:'' }}",
            "{{ x|phone2numeric }}",
        ],
    ),
];

/// What may stand around any of the rules: control flow that a template has in any language.
const WRAPS: &[&str] = &[
    "{% if a %}‹›{% endif %}",
    "{% if a %}‹›{% else %}‹›{% endif %}",
    "{% if b %}‹›{% elif a %}‹›{% else %}‹›{% endif %}",
    "{% for it in l %}‹›{% endfor %}",
    "{% for it in none %}‹›{% empty %}‹›{% endfor %}",
    "{% with z=y %}‹›{% endwith %}",
    "{% include '+' %}",
    "{% block + %}‹›{% endblock %}",
    "{% autoescape on %}‹›{% endautoescape %}",
    "{% spaceless %}‹›{% endspaceless %}",
    "‹›",
    "{% filter lower %}‹›{% endfilter %}",
    "{% ifchanged %}‹›{% endifchanged %}",
];

/// Pieces that a mutation puts somewhere, wanted or not.
const SPLICES: &[&str] = &[
    "<",
    ">",
    "\"",
    "'",
    "`",
    "/",
    "</script>",
    "<script>",
    "<style>",
    "<!--",
    "-->",
    "=",
    " ",
    "\n",
    "{{ x }}",
    "{{ y }}",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ";",
    ":",
    "\\",
    "//",
    "/*",
    "*/",
    "${",
    "&",
    "#",
    "?",
    "<p ",
    "<svg>",
    "</svg>",
    "<title>",
    "{% if a %}",
    "{% else %}",
    "{% endif %}",
    "</",
    "/>",
    "<a href=",
    "<p title=",
    "<textarea>",
    "</textarea>",
    "<math>",
    "<select>",
    "<noscript>",
    "%",
    "@",
    ",",
    "-",
    "return ",
    "of ",
    "++",
    "=>",
];

struct Grower<'c, 'b> {
    choices: &'c mut Choices<'b>,
    files: Files,
    /// Blocks of the entry that a child overrides.
    overrides: String,
    /// How much more may grow.
    fuel: usize,
}

/// A page without a hole that these choices make, and often a little damaged.
pub(crate) fn page(choices: &mut Choices<'_>) -> String {
    without_tags(&files(choices)[0].1)
}

/// What a rule makes, without a hole.
pub(crate) fn static_text(rule: &str, choices: &mut Choices<'_>) -> String {
    let fuel = 2 + choices.below(16);
    let mut grower = Grower { choices, files: Vec::new(), overrides: String::new(), fuel };
    let text = grower.grow(rule, false, 0);
    without_tags(&text)
}

fn without_tags(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((literal, tail)) = rest.split_once('{') {
        out.push_str(literal);
        rest = match tail.chars().next() {
            Some('{') => tail.split_once("}}").map_or("", |it| it.1),
            Some('%') => tail.split_once("%}").map_or("", |it| it.1),
            Some('#') => tail.split_once("#}").map_or("", |it| it.1),
            _ => {
                out.push('{');
                tail
            }
        };
    }
    out + rest
}

/// A template that these choices make.
pub(crate) fn files(choices: &mut Choices<'_>) -> Files {
    let fuel = 4 + choices.below(40);
    let splices = if choices.once_in(3) { 1 + choices.below(3) } else { 0 };
    let mut grower = Grower { choices, files: Vec::new(), overrides: String::new(), fuel };
    let body = grower.grow("page", false, 0);
    let overrides = std::mem::take(&mut grower.overrides);
    let mut files = grower.files;
    let body = (0..splices).fold(format!("<body>{body}"), |it, _| mutated(&it, choices));
    if overrides.is_empty() {
        files.insert(0, ("main.html".to_owned(), body));
    } else {
        files.insert(0, ("main.html".to_owned(), format!("{{% extends 'base.html' %}}{overrides}")));
        files.push(("base.html".to_owned(), body));
    }
    files.push(("v.html".to_owned(), "{{ x }}".to_owned()));
    files
}

impl Grower<'_, '_> {
    fn grow(&mut self, rule: &str, quoted: bool, depth: usize) -> String {
        let rows = RULES.iter().find(|it| it.0 == rule).map_or(&[][..], |it| it.1);
        if self.fuel > 0 && depth < 24 && self.choices.once_in(12) {
            self.fuel -= 1;
            let wrap = *self.choices.pick(WRAPS);
            return self.wrapped(wrap, rule, quoted, depth + 1);
        }
        let first = self.fuel == 0 || depth >= 24;
        self.fuel = self.fuel.saturating_sub(1);
        let row = if first { rows[0] } else { *self.choices.pick(rows) };
        self.expanded(row, rule == "hole", quoted, depth)
    }

    /// The text of a row with all names in it grown.
    fn expanded(&mut self, row: &str, is_hole: bool, quoted: bool, depth: usize) -> String {
        let mut out = String::new();
        let mut rest = row;
        while let Some((literal, tail)) = rest.split_once('‹') {
            let (name, tail) = tail.split_once('›').expect("every name in the grammar ends");
            out.push_str(&written(literal, quoted));
            let inner = name.strip_prefix('-');
            out.push_str(&self.grow(inner.unwrap_or(name), quoted || inner.is_some(), depth + 1));
            rest = tail;
        }
        out.push_str(&if is_hole { rest.to_owned() } else { written(rest, quoted) });
        out
    }

    fn wrapped(&mut self, wrap: &str, rule: &str, quoted: bool, depth: usize) -> String {
        let number = self.files.len() + self.overrides.len();
        if wrap.contains("include") {
            let body = self.grow(rule, quoted, depth);
            let name = format!("i{}.html", self.files.len());
            self.files.push((name.clone(), body));
            return wrap.replace('+', &name);
        }
        if wrap.contains("block") && self.choices.once_in(2) {
            let body = self.grow(rule, quoted, depth);
            self.overrides.push_str(&format!("{{% block b{number} %}}{body}{{% endblock %}}"));
        }
        let name = format!("b{number}{}", self.fuel);
        let mut out = String::new();
        let mut parts = wrap.split("‹›").peekable();
        while let Some(part) = parts.next() {
            out.push_str(&part.replace('+', &name));
            if parts.peek().is_some() {
                out.push_str(&self.grow(rule, quoted, depth));
            }
        }
        out
    }
}

/// Literal text as it is written in a double-quoted attribute.
fn written(literal: &str, quoted: bool) -> String {
    if quoted { literal.replace('&', "&amp;").replace('"', "&quot;") } else { literal.to_owned() }
}

/// A text with something put in, taken out or said twice.
pub(crate) fn mutated(text: &str, choices: &mut Choices<'_>) -> String {
    let at = boundary(text, choices.below(text.len() + 1));
    let end = boundary(text, (at + 1 + choices.below(12)).min(text.len()));
    let (before, middle, after) = (&text[..at], &text[at..end.max(at)], &text[end.max(at)..]);
    match choices.below(4) {
        0 | 1 => format!("{before}{}{middle}{after}", choices.pick(SPLICES)),
        2 => format!("{before}{after}"),
        _ => format!("{before}{middle}{middle}{after}"),
    }
}

pub(crate) fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Structural bytes of every language in the page, and the attacks that are made of them.
pub(crate) const PIECES: &[&str] = &[
    "x",
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "`",
    "=",
    "&",
    "&#",
    "&lt",
    ";",
    "<!--",
    "-->",
    "--",
    "</title>",
    "</textarea>",
    "</script>",
    "</style>",
    "<script>",
    "<img src=x onerror=alert(1)>",
    " onclick=alert(1) ",
    "javascript:",
    "data:text/html,",
    "\\",
    "\0",
    "\n",
    "\r",
    "\t",
    "\u{2028}",
    "\u{feff}",
    "😀",
    " ",
    "//",
    "?",
    "#",
    "%22",
    "%",
    "alert(1)",
    ";alert(1);",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "$",
    "${",
    "*",
    "/",
    "*/",
    "/*",
    ",",
    ":",
    "!",
    "@",
    "+",
    "-",
    ".",
    "|",
    "^",
    "~",
    "_",
    "0",
    "1",
    "9e9",
    "a",
    "f",
    "é",
    "\u{b}",
    "\u{c}",
    "\u{a0}",
    "\u{fffd}",
    "url(",
    "expression(",
    "important",
    "--x",
    "u0041",
    "n",
    "on",
    "onclick",
    "style",
    "href",
    "src",
    "srcdoc",
    "script",
    "svg",
    "true",
    "null",
    "__proto__",
    "constructor",
    "]]>",
    "<svg>",
    "<?",
    "<!",
    "{{",
    "}}",
    "{%",
    "&quot;",
    "&#39;",
    "&colon;",
    "&Tab;",
    "1x",
    "100w",
    "0;url=",
    "http:",
    "https://evil.test/",
    "//evil.test",
    "..",
    "/",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{2029}",
    "\u{10ffff}",
    "İ",
    "ß",
    "K",
    "ſ",
];

/// A hostile value.
pub(crate) fn value(choices: &mut Choices<'_>) -> String {
    (0..choices.below(6)).map(|_| *choices.pick(PIECES)).collect()
}
