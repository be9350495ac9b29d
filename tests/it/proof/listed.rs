//! The tables of the library, and pages that tell their rows.

use palisade::Framework;

/// A table, and pages that tell its rows from a name that is in none.
pub(super) struct Table {
    /// A file below `src/`.
    pub file: &'static str,
    pub name: &'static str,
    /// Pages in which `‹›` is the row's text and `‹1›` its first letter, `‹2›` the rest, and `‹b›` its second text; and the
    /// value of `x`, likewise.
    pub pages: &'static [(&'static str, &'static str)],
    /// The name of the template.
    pub page_name: &'static str,
    /// Whether each framework is asked.
    framed: bool,
    /// Whether the first two characters of a name say what it is when no row fits all of it.
    pub of_kinds: bool,
}

impl Table {
    pub(super) fn frameworks(&self) -> Vec<Option<Framework>> {
        if self.framed { Framework::ALL.iter().copied().map(Some).collect() } else { vec![None] }
    }
}

const fn table(
    file: &'static str,
    name: &'static str,
    pages: &'static [(&'static str, &'static str)],
) -> Table {
    Table { file, name, pages, page_name: "main.html", framed: false, of_kinds: false }
}

const fn framed(name: &'static str, pages: &'static [(&'static str, &'static str)]) -> Table {
    Table { framed: true, ..table("html/frameworks.rs", name, pages) }
}

const fn named(name: &'static str, pages: &'static [(&'static str, &'static str)]) -> Table {
    Table { page_name: "main.‹›", ..table("contextual/places.rs", name, pages) }
}

pub(super) const TABLES: &[Table] = &[
    table(
        "html/attributes.rs",
        "ATTRIBUTES",
        &[
            ("<‹› ‹b›='{{ x }}'></‹›>", "javascript:a"),
            ("<‹› ‹b›='{{ x }}'></‹›>", "/a b"),
            ("<‹› ‹b›='{{ x }}'></‹›>", "https://a.test/"),
            ("<‹› ‹b›='{{ x }}'></‹›>", "data:image/png;base64,AAAA"),
            ("<‹› http-equiv=refresh ‹b›='{{ x }}'></‹›>", "a"),
            ("<‹› rel=stylesheet ‹b›='{{ x }}'></‹›>", "/a"),
            ("<svg><‹› attributeName=href ‹b›='{{ x }}'/></svg>", "javascript:a"),
        ],
    ),
    table(
        "html/elements.rs",
        "CONTENT",
        &[("<‹›><q title={{ x }}></q></‹›>", "a"), ("<‹›><textarea><q title={{ x }}></textarea></‹›>", "a")],
    ),
    table("html/elements.rs", "VOID", &[("{{ x|truncatewords_html:1 }}", "<‹›>a b")]),
    table("html/elements.rs", "OPTIONAL_END", &[("<svg><desc><div><‹›></div></desc>{{ x }}</svg>", "a")]),
    table(
        "html/elements.rs",
        "HTML_INTEGRATION",
        &[("<svg><‹›><textarea><q title={{ x }}></textarea></‹›></svg>", "a")],
    ),
    table(
        "html/elements.rs",
        "MATH_TEXT",
        &[
            ("<math><‹› encoding=text/html><textarea><q title={{ x }}></textarea></‹›></math>", "a"),
            ("<math><‹›><textarea><q title={{ x }}></textarea></‹›></math>", "a"),
        ],
    ),
    table(
        "html/elements.rs",
        "HTML_ENCODINGS",
        &[(
            "<math><annotation-xml encoding='‹›'><textarea><q title={{ x }}></textarea></annotation-xml></math>",
            "a",
        )],
    ),
    table("html/elements.rs", "GLYPHS", &[("<math><mi><‹›/></mi>{{ x }}</math>", "a")]),
    table("html/elements.rs", "BREAKOUT", &[("<svg><‹›><textarea><q title={{ x }}></textarea>", "a")]),
    table("html/elements.rs", "JAVASCRIPT", &[("<script type='‹›'>a = {{ x }}</script>", "b")]),
    table("html/elements.rs", "COMPILED", &[("<script type='‹›'>a = {{ x }}</script>", "b")]),
    table("html/elements.rs", "ORDINARY", &[("<{{ x }}>", "‹›")]),
    table("html/elements.rs", "OTHERS", &[("<‹›{{ x }}>", "a")]),
    table(
        "html/schemes.rs",
        "SCHEMES",
        &[
            ("<a href='{{ x }}'>", "‹›:a"),
            ("<a href='‹›:{{ x }}'>", "a b"),
            ("<a href='‹›://{{ x }}/'>", "a@b"),
            ("<img src='{{ x }}'>", "‹›:a"),
            ("<iframe src='{{ x }}'>", "‹›:a"),
        ],
    ),
    table(
        "html/schemes.rs",
        "RASTER",
        &[
            ("<style>a{b:url('{{ x }}')}</style>", "data:‹›;base64,AAAA"),
            ("<img src='{{ x }}'>", "data:‹›;base64,AAAA"),
        ],
    ),
    table("contextual/transition/url.rs", "RASTER", &[("<img src='data:‹›;base64,{{ x }}'>", "AAAA")]),
    table("html/css.rs", "FUNCTIONS", &[("<style>a{b:‹›('{{ x }}')}</style>", "javascript:1")]),
    table("html/css.rs", "COLORS", &[("<p style='color:{{ x }}'>", "‹›(1,2,3)")]),
    table("html/css.rs", "CODE", &[("<p style='‹›:{{ x }}'>", "a"), ("<p style='{{ x }}'>", "‹›:a")]),
    table(
        "html/css.rs",
        "AT_RULES",
        &[("<style>@‹› {{ x }}{}</style>", "a"), ("<style>@‹› '{{ x }}';</style>", "a")],
    ),
    Table {
        of_kinds: true,
        ..framed(
            "ATTRIBUTES",
            &[
                ("<a ‹›=\"{{ x }}\">", "javascript:a"),
                ("<a ‹›=\"a = {{ x }}\">", "b"),
                ("<a ‹›=\"a('{{ x }}')\">", "<b>"),
            ],
        )
    },
    framed("BOUND", &[("<a ‹›href‹b›=\"{{ x }}\">", "javascript:a"), ("<a ‹›onclick‹b›=\"{{ x }}\">", "a")]),
    framed("OF_ELEMENTS", &[("<‹› ‹b›='{{ x }}'></‹›>", "a")]),
    framed("MARKUP", &[("<a :‹›=\"{{ x }}\">", "<b>"), ("<a [‹›]=\"{{ x }}\">", "<b>")]),
    named("TEXT", &[("<p title={{ x }}>", "<")]),
    named("XML", &[("<title/>{{ x }}</title>", "a"), ("<p><![CDATA[{{ x }}]]>", "a")]),
    table("contextual/transition/stamp.rs", "LINKS", &[("<link rel='‹›' href='/a'>", "")]),
    table(
        "contextual/transition/attribute.rs",
        "HARMLESS_PRAGMAS",
        &[("<meta http-equiv='‹›' content='{{ x }}'>", "0; url=a")],
    ),
    table("contextual/transition/attribute.rs", "CODE_LINKS", &[("<link rel='‹›' href='{{ x }}'>", "/a")]),
    table(
        "contextual/transition/attribute.rs",
        "MEDIA_LINKS",
        &[("<link rel='‹›' href='{{ x }}'>", "data:image/png;base64,AAAA")],
    ),
    table("contextual/transition/tag.rs", "DATA", &[("<script type='‹›'>{{ x }}</script>", "a")]),
    table("contextual/transition/tag.rs", "LOADED", &[("<script type='‹›'>{{ x }}</script>", "a")]),
    table(
        "contextual/transition/js/words.rs",
        "KEYWORDS",
        &[
            ("<script>‹› /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>‹› (a) /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>‹› {} /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>a = ‹› {} /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>‹› a\n/'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>‹› a {} /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>for (a ‹› /'/.b) a = {{ x }}; //'</script>", "b"),
            ("<script>a = { ‹›\n/'/ }; a = {{ x }}; //'</script>", "b"),
            ("<script>‹›: {} /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>a = ‹› => {} /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>‹› '{{ x }}'</script>", "b"),
            ("<script>‹›\n{} /'/.b; a = {{ x }}; //'</script>", "b"),
            ("<script>a = ‹›\n{} /'/.b; a = {{ x }}; //'</script>", "b"),
        ],
    ),
    table(
        "contextual/transition/js/words.rs",
        "PUNCTUATORS",
        &[
            ("<script>a ‹› /'/.b; c = {{ x }}; //'</script>", "b"),
            ("<script>a ‹› {} /'/.b; c = {{ x }}; //'</script>", "b"),
            ("<script>a ‹›{{ x }}; //'</script>", "b"),
            ("<script>a ‹1›{{ x }}‹2› a</script>", "b"),
        ],
    ),
    table(
        "contextual/transition/js/words.rs",
        "SINGLE",
        &[
            ("<script>a ‹› /'/.b; c = {{ x }}; //'</script>", "b"),
            ("<script>(a[{b ‹› /'/.b; c = {{ x }}; //'</script>", "b"),
            ("<script>‹›{{ x }}</script>", "b"),
        ],
    ),
    table(
        "contextual/transition/js/words.rs",
        "CALLS",
        &[
            ("<script>‹›({{ x }})</script>", "javascript:1"),
            ("<script>a.‹›({{ x }})</script>", "javascript:1"),
            ("<script>location.‹›({{ x }})</script>", "javascript:1"),
            ("<script>window.‹›({{ x }})</script>", "javascript:1"),
            ("<script>document.‹›('{{ x }}')</script>", "<b>"),
            ("<script>a.‹›('{{ x }}')</script>", "<b>"),
            ("<script>‹›('{{ x }}')</script>", "<b>"),
            ("<script>a.‹›('href', '{{ x }}')</script>", "javascript:1"),
            ("<script>navigation.‹›({{ x }})</script>", "javascript:1"),
            ("<script>a.serviceWorker.‹›({{ x }})</script>", "javascript:1"),
        ],
    ),
    table(
        "contextual/transition/js/words.rs",
        "NAMED",
        &[
            ("<script>a.setAttribute('‹›', '{{ x }}')</script>", "javascript:1"),
            ("<script>a.setAttribute('‹›', '{{ x }}')</script>", "<b>"),
        ],
    ),
    table(
        "escape/js_words.rs",
        "MEMBERS",
        &[("<script>a.{{ x }} = 1</script>", "‹›"), ("<script>a.{{ x }}(1)</script>", "‹›")],
    ),
    table(
        "contextual/transition/js/words.rs",
        "PROPERTIES",
        &[
            ("<script>a.‹› = {{ x }}</script>", "javascript:1"),
            ("<script>‹› = {{ x }}</script>", "javascript:1"),
            ("<script>a.‹› = '{{ x }}'</script>", "<b>"),
        ],
    ),
    table(
        "escape/js_words.rs",
        "RESERVED",
        &[
            ("<script>‹1›{{ x }} = 1</script>", "‹2›"),
            ("<script>a = { ‹1›{{ x }}: 1 }</script>", "‹2›"),
            ("<script>a.‹1›{{ x }} = 1</script>", "‹2›"),
            ("<script>{{ x }} = 1</script>", "‹›"),
            ("<script>‹›{{ x }} = 1</script>", "a"),
        ],
    ),
    table(
        "escape/js_words.rs",
        "RUNS",
        &[
            ("<script>a.‹1›{{ x }} = 1</script>", "‹2›"),
            ("<script>‹1›{{ x }}(1)</script>", "‹2›"),
            ("<script>a.{{ x }}(1)</script>", "‹›"),
        ],
    ),
    table(
        "escape/css/grammar.rs",
        "BANNED",
        &[("<p style='color: {{ x }}'>", "‹›"), ("<p style='{{ x }}'>", "a: ‹›")],
    ),
    table(
        "html/entities.rs",
        "NAMED",
        &[
            ("<a href='a&‹›{{ x }}'>", "b:c"),
            ("<a href='javascript&‹›{{ x }}'>", "b:c"),
            ("<a onclick=\"a&‹›/b/{{ x }}\">", "b:c"),
            ("<a onclick=\"a=`&‹›{b:{{ x }}}`\">", "b:c"),
            ("<a onclick=\"a='&‹›'+{{ x }}//'\">", "b:c"),
            ("<a onclick='a=\"&‹›\"+{{ x }}//\"'>", "b:c"),
            ("<a style=\"a&‹› {{ x }}\">", "b"),
            ("<a style=\"a:b&‹›c{{ x }}\">", "b"),
            ("<a onclick=\"a = b &‹› {{ x }} / c / d\">", "b"),
            ("<a href='a?b&‹›{{ x }}'>", "b=c"),
        ],
    ),
];

/// Tables that are asked about elsewhere, or hold no facts: file, name, where.
pub(super) const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "html/elements.rs",
        "FORMATTING",
        "names that are not of HTML are refused too; tests/spec/contextual/attacks.md",
    ),
    ("html/frameworks.rs", "BEGINS", "pairs of characters; tests/spec/contextual/mustache.md"),
    ("html/frameworks.rs", "ALL", "the frameworks themselves, each asked above"),
    ("contextual/explain.rs", "SAMPLES", "values to try, of each kind"),
    (
        "contextual/translated.rs",
        "IN_ATTRIBUTE",
        "what is written for characters; tests/spec/contextual/translations.md",
    ),
    ("contextual/translated.rs", "IN_RCDATA", "the same"),
    ("contextual/translated.rs", "IN_STRING", "the same"),
    ("contextual/translated.rs", "SCHEMES", "the same"),
    ("contextual/filtered.rs", "GIVE_HTML", "filters; tests/spec"),
];
