//! Elements that change how what follows them is read.

/// How the tokenizer reads the content of an HTML element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Content {
    /// Markup and character references.
    Markup,
    /// Text with character references, up to the end tag (§ RCDATA state).
    RcData,
    /// Text, up to the end tag (§ RAWTEXT state).
    RawText,
    /// Text with the script data states, up to the end tag (§ script data state).
    Script,
    /// A style sheet: RAWTEXT whose content is another language.
    Style,
    /// Text, up to the end of the page (§ PLAINTEXT state).
    Plaintext,
    /// An `svg` element: its content is foreign (§ adjusted current node).
    Svg,
    /// A `math` element: its content is foreign.
    Math,
}

/// HTML elements whose content is not plain markup. WHATWG HTML § 13.2.6.4, "in body", "in head" and
/// § 13.2.6.2 (generic raw text and RCDATA parsing). `noscript` is markup here: with scripting on it is
/// raw text, and every escaper is safe in both.
const CONTENT: &[(&str, Content)] = &[
    ("iframe", Content::RawText),
    ("math", Content::Math),
    ("noembed", Content::RawText),
    ("noframes", Content::RawText),
    ("plaintext", Content::Plaintext),
    ("script", Content::Script),
    ("style", Content::Style),
    ("svg", Content::Svg),
    ("textarea", Content::RcData),
    ("title", Content::RcData),
    ("xmp", Content::RawText),
];

/// How the content of an HTML element of this lower-case name is read.
pub(crate) fn content(element: &str) -> Content {
    CONTENT.iter().find(|it| it.0 == element).map_or(Content::Markup, |it| it.1)
}

/// Elements without content or end tag (§ void elements).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Whether an HTML element of this lower-case name has no content.
pub(crate) fn is_void(element: &str) -> bool {
    VOID.contains(&element)
}

/// Elements that another tag may end (§ optional tags), and those without content that are no longer in use.
const OPTIONAL_END: &[&str] = &[
    "basefont", "bgsound", "body", "caption", "colgroup", "dd", "dt", "frame", "head", "html", "image",
    "keygen", "li", "optgroup", "option", "p", "param", "rp", "rt", "tbody", "td", "tfoot", "th", "thead",
    "tr",
];

/// Formatting elements (§ 13.2.4.3, the list of active formatting elements).
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Whether an element of this lower-case name is begun again behind the end of one around it.
pub(crate) fn is_formatting(element: &str) -> bool {
    FORMATTING.contains(&element)
}

/// The elements that another tag may end.
pub(crate) fn optional_end() -> impl Iterator<Item = &'static str> {
    OPTIONAL_END.iter().copied()
}

/// Whether an element of this lower-case name ends with its end tag only.
pub(crate) fn needs_end(element: &str) -> bool {
    !OPTIONAL_END.contains(&element)
}

/// SVG elements whose content is HTML again, in lower case (§ HTML integration point).
const HTML_INTEGRATION: &[&str] = &["desc", "foreignobject", "title"];

/// MathML elements whose content is HTML again (§ MathML text integration point; `annotation-xml` is one
/// when its encoding says so).
const MATH_TEXT: &[&str] = &["annotation-xml", "mi", "mn", "mo", "ms", "mtext"];

/// Start tags that end foreign content (§ 13.2.6.5, the rules for parsing tokens in foreign content).
const BREAKOUT: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

/// Whether the content of this SVG element is HTML again.
pub(crate) fn is_html_integration(element: &str) -> bool {
    HTML_INTEGRATION.contains(&element)
}

/// Whether the content of this MathML element is HTML again.
pub(crate) fn is_math_text(element: &str) -> bool {
    MATH_TEXT.contains(&element)
}

/// The number of an element among those of SVG and MathML that may hold HTML.
pub(crate) fn integration_point(element: &str) -> Option<u8> {
    let at = HTML_INTEGRATION.iter().chain(MATH_TEXT).position(|it| *it == element)?;
    u8::try_from(at).ok()
}

/// Encodings that make the content of `annotation-xml` HTML (§ HTML integration point).
const HTML_ENCODINGS: &[&str] = &["application/xhtml+xml", "text/html"];

/// Whether an annotation of this lower-case encoding holds HTML.
pub(crate) fn is_html_encoding(encoding: &str) -> bool {
    HTML_ENCODINGS.contains(&encoding)
}

/// MathML elements that are no HTML in text of MathML either (§ 13.2.6, tree construction dispatcher).
const GLYPHS: &[&str] = &["malignmark", "mglyph"];

/// Whether this is one of the elements that stay MathML where others are HTML.
pub(crate) fn is_math_glyph(element: &str) -> bool {
    GLYPHS.contains(&element)
}

/// Whether an element of this lower-case name can only be one of HTML, or one that a page defines.
pub(crate) fn is_of_html(element: &str) -> bool {
    is_ordinary(element)
        || OTHERS.contains(&element)
        || breaks_out_of_foreign(element)
        || element.contains('-')
        || content(element) != Content::Markup
}

/// Whether a start tag of this name ends foreign content.
pub(crate) fn breaks_out_of_foreign(element: &str) -> bool {
    BREAKOUT.contains(&element)
}

/// JavaScript MIME type essences, and the empty type (WHATWG MIME Sniffing § 4.6; HTML § 4.12.1.1, prepare the
/// script element).
const JAVASCRIPT: &[&str] = &[
    "",
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
];

/// Whether a script of this lower-case type is a classic script.
pub(crate) fn is_javascript(script_type: &str) -> bool {
    JAVASCRIPT.contains(&script_type)
}

/// Types of scripts in which a library looks for code to compile and run in the page: Babel, TypeScript, CoffeeScript,
/// hyperscript, Brython, PyScript, Opal, Fengari.
const COMPILED: &[&str] = &[
    "application/coffeescript",
    "application/jsx",
    "application/lua",
    "application/typescript",
    "mpy",
    "py",
    "text/babel",
    "text/coffeescript",
    "text/hyperscript",
    "text/jsx",
    "text/lua",
    "text/python",
    "text/python3",
    "text/ruby",
    "text/tsx",
    "text/typescript",
    "text/vbscript",
    "text/x-python",
];

/// Whether a library compiles and runs scripts of this lower-case type.
pub(crate) fn is_compiled(script_type: &str) -> bool {
    COMPILED.contains(&script_type)
}

/// Whether scripts of this lower-case type hold markup that client-side template engines put into the page.
pub(crate) fn is_html_template(script_type: &str) -> bool {
    matches!(script_type, "text/html" | "text/x-jsrender" | "form-template")
        || script_type.starts_with("text/x-handlebars")
        || (script_type.starts_with("text/") && script_type.contains("template"))
        || (script_type.starts_with("text/") && script_type.contains("tmpl"))
}

/// HTML elements that neither load nor run anything by being there and whose content is plain markup: the
/// names that data may choose.
const ORDINARY: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "mark",
    "menu",
    "meter",
    "nav",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "search",
    "section",
    "select",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements beside the ordinary ones, for telling whether a tag's literal name is complete.
const OTHERS: &[&str] = &[
    "area", "audio", "base", "body", "canvas", "embed", "head", "html", "iframe", "img", "input", "link",
    "map", "math", "meta", "noscript", "object", "param", "picture", "script", "slot", "source", "style",
    "svg", "template", "textarea", "title", "track", "video",
];

/// Whether data may choose this element, by its lower-case name.
pub(crate) fn is_ordinary(element: &str) -> bool {
    ORDINARY.binary_search(&element).is_ok()
}

/// Whether a lower-case name of more than one letter is that of an HTML element: `<input` is complete, `<h` is
/// not.
pub(crate) fn is_complete_name(element: &str) -> bool {
    element.len() > 1 && (is_ordinary(element) || OTHERS.contains(&element))
}

#[cfg(test)]
mod tests {
    use super::{BREAKOUT, ORDINARY};

    #[test]
    fn tables_are_sorted() {
        assert!(ORDINARY.is_sorted());
        assert!(BREAKOUT.is_sorted());
    }
}
