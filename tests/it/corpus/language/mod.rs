//! The languages inside a page, each read by a parser that is not ours: what a text in one of them means,
//! whatever its spelling, and which structure it has, whatever its values.

mod css;
mod js;
mod tolerant;
mod url;

pub(crate) use tolerant::no_worse;

use crate::dom::{self, Seen, What};

/// What a text is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Text,
    /// Text of an element without character references: an escape stands for its character all the same.
    Raw,
    Js {
        module: bool,
    },
    Css,
    Url,
    Srcset,
    Refresh,
    Html,
    Json,
}

/// A page with every value decoded by its language, one node a line.
pub(crate) fn meaning(html: &str) -> String {
    read(html, false)
}

/// What a page of another engine means here, where addresses are refused that it lets through.
pub(super) fn meaning_here(html: &str) -> String {
    read(html, true)
}

fn read(html: &str, foreign: bool) -> String {
    let decoded = |language, text: &str| match language {
        Language::Url if foreign && url::scheme_class(text) != "safe" => url::meaning(""),
        language => decoded(language, text),
    };
    let nodes = dom::nodes(html);
    let mut out = String::new();
    for node in &nodes {
        let line = match &node.what {
            What::Text(text) => format!("{:?}", decoded(language_of_text(&nodes, node), text)),
            What::Element(name, attributes) => {
                let mut meant: Vec<(String, String)> = attributes
                    .iter()
                    .map(|it| (it.0.clone(), decoded(language_of(name, &it.0, attributes), &it.1)))
                    .collect();
                meant.sort();
                format!("<{name} {meant:?}>")
            }
        };
        out.push_str(&format!("{} {line}\n", node.depth));
    }
    out
}

fn decoded(language: Language, text: &str) -> String {
    match language {
        Language::Text => text.to_owned(),
        Language::Raw => entities(text),
        Language::Js { .. } => js::meaning(text),
        Language::Css => css::meaning(text),
        Language::Url if url::script(text).is_some() => js::meaning(&url::script(text).unwrap_or_default()),
        Language::Url | Language::Refresh => url::meaning(text),
        Language::Srcset => text.split_ascii_whitespace().map(url::meaning).collect::<Vec<_>>().join(" "),
        Language::Html => meaning(text),
        Language::Json => json(text),
    }
}

/// Character references decoded as in an attribute.
pub(crate) fn entities(text: &str) -> String {
    let page = format!("<b title=\"{}\">", text.replace('"', "&quot;"));
    let title = |it: Seen| match it.what {
        What::Element(name, attributes) if name == "b" => attributes.into_iter().next().map(|it| it.1),
        _ => None,
    };
    dom::nodes(&page).into_iter().find_map(title).unwrap_or_default()
}

fn json(text: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => value.to_string(),
        Err(_) => js::meaning(text),
    }
}

/// Whether two pages have the same structure: elements, attributes, and what is in their languages. Names of
/// what can do no harm may differ.
pub(super) fn same_structure(a: &str, b: &str) -> Result<(), String> {
    let (a, b) = (structure(a), structure(b));
    let pair = a.iter().zip(&b).find(|it| !it.0.is_like(it.1));
    match pair {
        Some((a, b)) => Err(format!("{b:?} stands where {a:?} should")),
        None if a.len() != b.len() => Err(format!("{} nodes instead of {}", b.len(), a.len())),
        None => Ok(()),
    }
}

/// The tree of each script and handler; none of what does not parse.
fn trees(html: &str) -> Vec<Option<String>> {
    let nodes = dom::nodes(html);
    let mut found = Vec::new();
    for node in &nodes {
        let texts: Vec<(Language, &String)> = match &node.what {
            What::Text(text) => vec![(language_of_text(&nodes, node), text)],
            What::Element(name, attributes) => {
                attributes.iter().map(|it| (language_of(name, &it.0, attributes), &it.1)).collect()
            }
        };
        for (language, text) in texts {
            match language {
                Language::Js { module } => found.push(js::tree(text, module)),
                Language::Html => found.extend(trees(text)),
                _ => {}
            }
        }
    }
    found
}

/// What a word in a script is by Boa; none if the script does not parse.
pub(crate) fn role_in_script(script: &str, module: bool, word: &str) -> Option<&'static str> {
    js::role(script, module, word)
}

/// Whether a line ends inside of a string in the script that a page ends in, by Boa.
pub(super) fn ends_line_in_string(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let script = lower.rfind("<script").and_then(|it| html[it..].split_once('>'));
    script.is_some_and(|it| js::ends_line_in_string(it.1))
}

/// What a word in a style is by cssparser.
pub(crate) fn role_in_style(style: &str, word: &str) -> &'static str {
    css::role(style, word)
}

/// The delimiters of every address of a page: of its host, path, query and fragment.
pub(crate) fn delimiters(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for node in dom::nodes(html) {
        let What::Element(name, attributes) = &node.what else { continue };
        let urls = attributes.iter().filter(|it| language_of(name, &it.0, attributes) == Language::Url);
        found.extend(urls.map(|it| format!("{name}[{}] {}", it.0, url::delimiters(&it.1))));
    }
    found
}

/// Where this word is more than data in a page: the name of a tag or attribute, code in a script that parses, a
/// function of CSS; or where an address would run something.
pub(crate) fn acts(html: &str, word: &str) -> Option<String> {
    let code = |shape: &str| match shape.strip_prefix("js: ") {
        Some(script) => {
            !script.ends_with("(does not parse)") && script.split_whitespace().any(|it| it == word)
        }
        None => shape.contains(word) || shape.ends_with("dangerous"),
    };
    let found = structure(html).into_iter().find(|part| {
        part.name == word || part.inside.iter().any(|(name, shape)| name == word || code(shape))
    });
    found.map(|it| format!("{it:?}"))
}

/// A node without its values.
#[derive(Debug)]
struct Part {
    depth: usize,
    name: String,
    /// Sub-structures, by attribute; what an element's text is, has no name.
    inside: Vec<(String, String)>,
}

impl Part {
    fn is_like(&self, other: &Part) -> bool {
        let same_name = self.name == other.name || (is_ordinary(&self.name) && is_ordinary(&other.name));
        let like = |it: (&(String, String), &(String, String))| {
            it.0 == it.1
                || (it.0.0 != it.1.0 && is_harmless(it.0) && is_harmless(it.1))
                || (it.0.0 == "style" && it.0.1 == "css: " && are_declarations(&it.1.1))
        };
        self.depth == other.depth
            && same_name
            && self.inside.len() == other.inside.len()
            && self.inside.iter().zip(&other.inside).all(like)
    }
}

/// Elements that are no more than their content.
fn is_ordinary(name: &str) -> bool {
    const SPECIAL: &[&str] = &[
        "script",
        "style",
        "link",
        "base",
        "meta",
        "iframe",
        "frame",
        "object",
        "embed",
        "template",
        "noscript",
        "textarea",
        "title",
        "xmp",
        "noembed",
        "noframes",
        "plaintext",
        "svg",
        "math",
        "animate",
        "set",
        "use",
        "form",
    ];
    !SPECIAL.contains(&name)
}

/// Whether it is a whole style or none: data may be one, but not a part of another.
fn are_declarations(structure: &str) -> bool {
    structure.trim_start_matches("css:").chars().all(|it| " :;".contains(it))
}

fn is_harmless((_, structure): &(String, String)) -> bool {
    matches!(&**structure, "text" | "js: " | "css: " | "url: safe" | "srcset")
}

fn structure(html: &str) -> Vec<Part> {
    let nodes = dom::nodes(html);
    let mut parts = Vec::new();
    for node in &nodes {
        let (depth, name, inside) = match &node.what {
            // Empty values make text come and go; plain text has no structure.
            What::Text(text) => match language_of_text(&nodes, node) {
                Language::Text | Language::Raw => continue,
                language if shape(language, text).ends_with(": ") => continue,
                language => (node.depth, String::new(), vec![(String::new(), shape(language, text))]),
            },
            What::Element(name, attributes) => {
                let shape = |it: &(String, String)| {
                    (it.0.clone(), shape(language_of(name, &it.0, attributes), &it.1))
                };
                (node.depth, name.clone(), attributes.iter().map(shape).collect())
            }
        };
        parts.push(Part { depth, name, inside });
    }
    parts
}

fn shape(language: Language, text: &str) -> String {
    match language {
        Language::Text | Language::Raw => "text".to_owned(),
        Language::Js { module } => format!("js: {}", js::shape(text, module)),
        Language::Css => format!("css: {}", css::shape(text)),
        // An address that no browser can read leads nowhere.
        Language::Url => format!("url: {}", url::scheme_class(text).replace("broken", "safe")),
        Language::Srcset => "srcset".to_owned(),
        Language::Refresh => format!("refresh: {}", url::refresh_class(text)),
        Language::Html => structure(text).iter().map(|it| format!("{it:?}")).collect::<Vec<_>>().join("\n"),
        Language::Json => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(value) => format!("json: {}", json_shape(&value)),
            Err(_) => format!("json: {}", js::shape(text, false)),
        },
    }
}

fn json_shape(value: &serde_json::Value) -> String {
    use serde_json::Value;
    let joined = |it: Vec<String>| it.join(",");
    match value {
        Value::Array(items) => format!("[{}]", joined(items.iter().map(json_shape).collect())),
        Value::Object(entries) => {
            let mut shapes: Vec<String> = entries.values().map(json_shape).collect();
            shapes.sort();
            format!("{{{}}}", joined(shapes))
        }
        Value::String(_) => "string".to_owned(),
        Value::Number(_) => "number".to_owned(),
        word => word.to_string(),
    }
}

fn language_of_text(nodes: &[Seen], text: &Seen) -> Language {
    let Some(What::Element(name, attributes)) = text.parent.and_then(|it| nodes.get(it)).map(|it| &it.what)
    else {
        return Language::Text;
    };
    let kind = attributes.iter().find(|it| it.0 == "type").map(|it| it.1.trim().to_ascii_lowercase());
    let kind = kind.as_deref().unwrap_or("").split(';').next().unwrap_or("");
    match &**name {
        "style" => Language::Css,
        "xmp" | "noembed" | "noframes" | "iframe" | "noscript" => Language::Raw,
        "script" if kind == "module" => Language::Js { module: true },
        "script" if kind.is_empty() || kind.contains("javascript") || kind.contains("ecmascript") => {
            Language::Js { module: false }
        }
        "script"
            if ["application/json", "text/json"].contains(&kind)
                || kind.ends_with("+json")
                || ["importmap", "speculationrules"].contains(&kind) =>
        {
            Language::Json
        }
        "script"
            if kind == "text/html"
                || (kind.starts_with("text/")
                    && ["template", "handlebars"].iter().any(|it| kind.contains(it))) =>
        {
            Language::Html
        }
        "script" => Language::Raw,
        _ => Language::Text,
    }
}

/// What the value of an attribute is written in, by a table that is not the library's.
fn language_of(element: &str, attribute: &str, attributes: &[(String, String)]) -> Language {
    const URLS: &[&str] = &[
        "href",
        "src",
        "action",
        "formaction",
        "cite",
        "poster",
        "background",
        "ping",
        "longdesc",
        "manifest",
        "icon",
        "codebase",
        "profile",
        "dynsrc",
        "lowsrc",
        "base",
        "classid",
    ];
    let lower = attribute.to_ascii_lowercase();
    let local = lower.rsplit_once(':').map_or(&*lower, |it| it.1);
    let sibling = |name: &str| {
        attributes.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1.to_ascii_lowercase())
    };
    let scripted = ["@", "x-", "v-", ":", "#", "(", "[", "bind-", "hx-on", "data-hx-on", "ng-", "data-ng-"]
        .iter()
        .any(|it| lower.starts_with(it));
    match local {
        _ if lower.starts_with("on") || scripted => Language::Js { module: false },
        "hx-vals" | "hx-headers" | "hx-request" => Language::Json,
        "style" => Language::Css,
        "srcdoc" => Language::Html,
        "srcset" | "imagesrcset" => Language::Srcset,
        "data" if element == "object" => Language::Url,
        "hx-get" | "hx-post" | "hx-put" | "hx-patch" | "hx-delete" => Language::Url,
        "to" | "from" | "values" | "by"
            if sibling("attributename").is_some_and(|it| it.ends_with("href") || it == "src") =>
        {
            Language::Url
        }
        "content" if element == "meta" && sibling("http-equiv").is_some_and(|it| it == "refresh") => {
            Language::Refresh
        }
        _ if URLS.contains(&local) => Language::Url,
        _ => Language::Text,
    }
}

#[test]
fn what_a_value_breaks_is_seen() {
    let differ = |a, b| assert!(same_structure(a, b).is_err(), "{a} is like {b}");
    differ("<p title=x>", "<p title=x onclick=x>");
    differ("<p>x", "<p><b>x</b>");
    differ("<p onclick=\"f('x')\">", "<p onclick=\"f('');g('')\">");
    differ("<script>a = 'x'</script>", "<script>a = '';b()//'</script>");
    differ("<script>a = 'x'</script>", "<script>a = '\\'</script>");
    differ("<script>`x`</script>", "<script>`${x}`</script>");
    differ("<b style='color:red'>", "<b style='color:red;width:9px'>");
    differ("<b style='color:red'>", "<b style='color:url(x)'>");
    differ("<style>a{color:red}</style>", "<style>a{}*{color:red}</style>");
    differ("<a href='x'>", "<a href='javascript:x'>");
    differ("<a href='x'>", "<a href=' java\nscript:x'>");
    differ("<iframe srcdoc='x'></iframe>", "<iframe srcdoc='<b>'></iframe>");
    differ("<script type='application/json'>\"x\"</script>", "<script type='application/json'>[]</script>");
    differ("<meta http-equiv=refresh content='0'>", "<meta http-equiv=refresh content='0;url=data:x'>");
    differ("<p data-rejected=x>", "<p onclick=x>");
    assert!(
        acts("<script>f('alert')</script><b style='color:alert' title=alert>alert</b>", "alert").is_none()
    );
    for page in [
        "<alert>",
        "<b alert>",
        "<b onclick='alert'>",
        "<script>alert(1)</script>",
        "<b style='color:alert(1)'>",
        "<a href='javascript:x'>",
        "<iframe srcdoc='<alert>'></iframe>",
    ] {
        assert!(acts(page, "alert").is_some(), "{page}");
    }
    assert_ne!(delimiters("<a href='/?q=x'>"), delimiters("<a href='/?q=x&y'>"));
    assert_ne!(delimiters("<a href='/?q=x'>"), delimiters("<a href='/?q=#x'>"));
    assert_ne!(delimiters("<a href='/a/x'>"), delimiters("<a href='/a/x?y'>"));
    assert_eq!(delimiters("<a href='/a/x'>"), delimiters("<a href='/a/y%3Fz'>"));
    assert_eq!(same_structure("<p x>a", "<p data-rejected>b"), Ok(()));
    assert_eq!(same_structure("<script>a='x'</script>", "<script>a='\\u0027;'</script>"), Ok(()));
}
