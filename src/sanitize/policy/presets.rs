//! The policies that come with the library.

use super::{ElementRule, Invisible, LinkRule, Links, Policy, ValueRule};
use crate::sanitize::css::CssRule;
use crate::sanitize::url::{Relative, UrlRule};

/// Elements that hold what no reader shall see: they go with their content.
const UNSEEN: &[&str] = &[
    "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea", "title",
];

const COMMENT: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
    "u",
    "ul",
];

const ARTICLE: &[&str] = &[
    "bdi",
    "bdo",
    "caption",
    "cite",
    "dd",
    "details",
    "dfn",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "mark",
    "rp",
    "rt",
    "ruby",
    "samp",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "var",
    "wbr",
];

/// Elements of an article that may be linked to.
const LINKED: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "li", "sup"];

const RASTER: &[&str] = &["image/gif", "image/jpeg", "image/png", "image/webp"];

impl Policy {
    /// The names of all presets.
    pub const PRESETS: &'static [&'static str] = &["strict", "comment", "article", "email", "ugc", "ammonia"];

    /// The preset of this name.
    pub fn preset(name: &str) -> Option<Policy> {
        Some(match name {
            "strict" => Policy::strict(),
            "comment" => Policy::comment(),
            "article" => Policy::article(),
            "email" => Policy::email(),
            "ugc" => Policy::ugc(),
            "ammonia" => Policy::ammonia(),
            _ => return None,
        })
    }

    /// Text only.
    pub fn strict() -> Policy {
        Policy::new("strict").drop_content(UNSEEN.iter().copied())
    }

    /// What people write below an article: links, emphasis, lists, quotes and code; no images.
    pub fn comment() -> Policy {
        let code = ElementRule::new().attribute("class", ValueRule::classes(["language-*"]));
        let list = ElementRule::new()
            .attribute("start", ValueRule::number(i64::from(i32::MIN), i64::from(i32::MAX)))
            .attribute("reversed", ValueRule::Flag);
        Policy::strict()
            .named("comment")
            .elements(COMMENT.iter().copied())
            .element("a", ElementRule::new().attribute("href", ValueRule::Url(UrlRule::navigation())))
            .element("code", code)
            .element("ol", list)
            .attribute("dir", ValueRule::values(["ltr", "rtl", "auto"]))
            .attribute("lang", ValueRule::Plain)
            .attribute("title", ValueRule::Plain)
            .links(links(&["nofollow", "ugc", "noopener", "noreferrer"], None))
    }

    /// What an author writes: comments with headings, images, tables, figures and definitions. Ids begin with
    /// `user-content-`.
    pub fn article() -> Policy {
        let span = ValueRule::number(1, 1000);
        let image = ElementRule::new()
            .attribute("src", ValueRule::Url(UrlRule::auto_load()))
            .attribute("alt", ValueRule::Plain)
            .attribute("width", ValueRule::Length)
            .attribute("height", ValueRule::Length);
        let cell = ElementRule::new().attribute("colspan", span.clone()).attribute("rowspan", span);
        let scope = ValueRule::values(["row", "col", "rowgroup", "colgroup"]);
        let policy = Policy::comment()
            .named("article")
            .elements(ARTICLE.iter().copied())
            .element("img", image)
            .element("td", cell.clone())
            .element("th", cell.attribute("scope", scope))
            .attribute_of("details", "open", ValueRule::Flag)
            .attribute_of("time", "datetime", ValueRule::Plain)
            .id_prefix("user-content-");
        LINKED.iter().fold(policy, |policy, it| policy.attribute_of(it, "id", ValueRule::Id))
    }

    /// Articles of people nobody knows: images only with a `data:` URL of a raster type until
    /// [`attribute_of`](Policy::attribute_of) gives `img[src]` a rule with hosts or a proxy, their `alt`
    /// otherwise; checkboxes that cannot be clicked.
    pub fn ugc() -> Policy {
        let hosts: [&str; 0] = [];
        let source = UrlRule::auto_load().hosts(hosts).relative(Relative::Deny).data(RASTER.iter().copied());
        let checkbox = ElementRule::new()
            .attribute("type", ValueRule::values(["checkbox"]))
            .attribute("checked", ValueRule::Flag)
            .require("type")
            .force("disabled", "");
        let mut policy = Policy::article().named("ugc").element("input", checkbox);
        let image = policy.elements.entry("img".to_owned()).or_default();
        *image = image.clone().attribute("src", ValueRule::Url(source)).require("src").instead("alt");
        policy
    }

    /// A mail shown in a page: articles with the markup of old and styles by grammar. Images come with the
    /// mail (`cid:`, raster `data:`); remote ones would tell the sender that it was read.
    pub fn email() -> Policy {
        let hosts: [&str; 0] = [];
        let source =
            UrlRule::auto_load().hosts(hosts).relative(Relative::Deny).cid().data(RASTER.iter().copied());
        let font = ElementRule::new()
            .attribute("color", ValueRule::Plain)
            .attribute("face", ValueRule::Plain)
            .attribute("size", ValueRule::Plain);
        let mut policy = Policy::article()
            .named("email")
            .element("font", font)
            .elements(["center", "col", "colgroup", "div", "span", "big", "strike", "tt"])
            .attribute("style", ValueRule::Css(CssRule::all()))
            .links(links(&["nofollow", "ugc", "noopener", "noreferrer"], Some("_blank")));
        let image = policy.elements.entry("img".to_owned()).or_default();
        *image = image.clone().attribute("src", ValueRule::Url(source)).require("src").instead("alt");
        MAIL.iter().fold(policy, |policy, (element, attribute, rule)| {
            policy.attribute_of(element, *attribute, rule())
        })
    }

    /// What `ammonia::clean` does by default, for people who come from it.
    pub fn ammonia() -> Policy {
        let link =
            || ValueRule::Url(UrlRule::navigation().schemes(AMMONIA_SCHEMES.iter().copied()).as_written());
        let policy = Policy::new("ammonia")
            .elements(AMMONIA_ELEMENTS.iter().copied())
            .drop_content(AMMONIA_FOREIGN.iter().copied().chain(["script", "style", "template"]))
            .invisible(Invisible::Keep)
            .attribute("lang", ValueRule::Plain)
            .attribute("title", ValueRule::Plain)
            .attribute_of("a", "href", link())
            .attribute_of("img", "src", link())
            .links(LinkRule {
                rel: vec!["noopener".to_owned(), "noreferrer".to_owned()],
                target: None,
                on: Links::All,
            });
        AMMONIA_ATTRIBUTES.iter().fold(policy, |policy, (element, names)| {
            names.split(' ').fold(policy, |policy, it| policy.attribute_of(element, it, ValueRule::Plain))
        })
    }
}

fn links(rel: &[&str], target: Option<&str>) -> LinkRule {
    LinkRule {
        rel: rel.iter().map(|it| (*it).to_owned()).collect(),
        target: target.map(str::to_owned),
        on: Links::WithHref,
    }
}

fn across() -> ValueRule {
    ValueRule::values(["left", "center", "right", "justify"])
}

fn down() -> ValueRule {
    ValueRule::values(["top", "middle", "bottom", "baseline"])
}

fn few() -> ValueRule {
    ValueRule::number(0, 100)
}

fn length() -> ValueRule {
    ValueRule::Length
}

fn color() -> ValueRule {
    ValueRule::Plain
}

/// Element, attribute, what it may hold.
type Row = (&'static str, &'static str, fn() -> ValueRule);

/// The attributes that mails are laid out with.
const MAIL: &[Row] = &[
    ("col", "width", length),
    ("div", "align", across),
    ("h1", "align", across),
    ("h2", "align", across),
    ("h3", "align", across),
    ("hr", "width", length),
    ("img", "align", across),
    ("img", "border", few),
    ("p", "align", across),
    ("table", "align", across),
    ("table", "bgcolor", color),
    ("table", "border", few),
    ("table", "cellpadding", few),
    ("table", "cellspacing", few),
    ("table", "height", length),
    ("table", "width", length),
    ("tbody", "align", across),
    ("tbody", "valign", down),
    ("td", "align", across),
    ("td", "bgcolor", color),
    ("td", "height", length),
    ("td", "valign", down),
    ("td", "width", length),
    ("th", "align", across),
    ("th", "bgcolor", color),
    ("th", "height", length),
    ("th", "valign", down),
    ("th", "width", length),
    ("tr", "align", across),
    ("tr", "bgcolor", color),
    ("tr", "valign", down),
];

#[rustfmt::skip]
const AMMONIA_ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "area", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img",
    "ins", "kbd", "li", "map", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "rtc", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "time",
    "tr", "tt", "u", "ul", "var", "wbr",
];

/// Names of foreign elements: it takes an HTML element of such a name out with its content. The tokenizer
/// has written them in lower case by then, so that those with capitals are foreign wherever they stand.
#[rustfmt::skip]
const AMMONIA_FOREIGN: &[&str] = &[
    "abs", "and", "animate", "animateColor", "animateMotion", "animateTransform", "annotation",
    "annotation-xml", "apply", "approx", "arccos", "arccosh", "arccot", "arccoth", "arccsc", "arccsch",
    "arcsec", "arcsech", "arcsin", "arcsinh", "arctan", "arctanh", "arg", "bind", "bvar", "card",
    "cartesianproduct", "cbytes", "ceiling", "cerror", "ci", "circle", "clipPath", "cn", "codomain",
    "complexes", "compose", "condition", "conjugate", "cos", "cosh", "cot", "coth", "cs", "csc", "csch",
    "csymbol", "curl", "declare", "defs", "degree", "desc", "determinant", "diff", "discard", "divergence",
    "divide", "domain", "domainofapplication", "ellipse", "emptyset", "eq", "equivalent", "eulergamma",
    "exists", "exp", "exponentiale", "factorial", "factorof", "false", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap",
    "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
    "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
    "feSpotLight", "feTile", "feTurbulence", "filter", "floor", "fn", "forall", "foreignObject", "g", "gcd",
    "geq", "grad", "gt", "ident", "image", "imaginary", "imaginaryi", "implies", "in", "infinity", "int",
    "integers", "intersect", "interval", "inverse", "lambda", "laplacian", "lcm", "leq", "limit", "line",
    "linearGradient", "list", "ln", "log", "logbase", "lowlimit", "lt", "maction", "maligngroup", "malignmark",
    "marker", "mask", "matrix", "matrixrow", "max", "mean", "median", "menclose", "merror", "metadata",
    "mfenced", "mfrac", "mglyph", "mi", "min", "minus", "mlabeledtr", "mlongdiv", "mmultiscripts", "mn", "mo",
    "mode", "moment", "momentabout", "mover", "mpadded", "mpath", "mphantom", "mprescripts", "mroot", "mrow",
    "ms", "mscarries", "mscarry", "msgroup", "msline", "mspace", "msqrt", "msrow", "mstack", "mstyle", "msub",
    "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "naturalnumbers", "neq", "none",
    "not", "notanumber", "notin", "notprsubset", "notsubset", "or", "otherwise", "outerproduct", "partialdiff",
    "path", "pattern", "pi", "piece", "piecewise", "plus", "polygon", "polyline", "power", "primes", "product",
    "prsubset", "quotient", "radialGradient", "rationals", "real", "reals", "rect", "reln", "rem", "root",
    "scalarproduct", "sdev", "sec", "sech", "selector", "semantics", "sep", "set", "setdiff", "share", "sin",
    "sinh", "stop", "subset", "sum", "switch", "symbol", "tan", "tanh", "tendsto", "text", "textPath", "times",
    "transpose", "true", "tspan", "union", "uplimit", "use", "variance", "vector", "vectorproduct", "view",
    "xor",
];

/// Its attributes that are no URLs to it.
const AMMONIA_ATTRIBUTES: &[(&str, &str)] = &[
    ("a", "hreflang"),
    ("bdo", "dir"),
    ("blockquote", "cite"),
    ("col", "align char charoff span"),
    ("colgroup", "align char charoff span"),
    ("del", "cite datetime"),
    ("hr", "align size width"),
    ("img", "align alt height width"),
    ("ins", "cite datetime"),
    ("ol", "start"),
    ("q", "cite"),
    ("table", "align char charoff summary"),
    ("tbody", "align char charoff"),
    ("td", "align char charoff colspan headers rowspan"),
    ("th", "align char charoff colspan headers rowspan scope"),
    ("thead", "align char charoff"),
    ("tr", "align char charoff"),
];

#[rustfmt::skip]
const AMMONIA_SCHEMES: &[&str] = &[
    "bitcoin", "ftp", "ftps", "geo", "http", "https", "im", "irc", "ircs", "magnet", "mailto", "mms", "mx",
    "news", "nntp", "openpgp4fpr", "sip", "sms", "smsto", "ssh", "tel", "url", "webcal", "wtai", "xmpp",
];
