//! What the parsers say of a place. They tell no state in the middle of a text: a word is put there, and what could end
//! the text behind it, until the parser shows the word.

use crate::corpus::language::{role_in_script, role_in_style};
use crate::dom;
use palisade::internals::{Facts, facts_after, holes};

/// What a parser holds against us; nothing when it shows the word nowhere.
pub(super) type Verdict = Option<Result<(), String>>;

const WORD: &str = "zqmark";

/// What may end a tag, an attribute or a comment.
const ENDS: &[&str] = &["", ">", "\">", "'>", "-->"];

/// The place at the end of a page's beginning, by html5ever.
pub(super) fn in_page(before: &str, facts: &Facts) -> Verdict {
    // The word is not found twice, and NUL is another character to the parser.
    if before.contains(WORD) || before.contains('\0') {
        return None;
    }
    let (kind, element, attribute) =
        ENDS.iter().find_map(|end| dom::place_of(&format!("{before}{WORD}{end}"), WORD))?;
    let fact = |name: &str| facts.iter().find(|it| it.0 == name).map_or("", |it| &*it.1);
    let context = fact("context");
    // Where scripts run, what is in `noscript` is text; elsewhere it is markup, and that is how it is read here. A
    // `<` in a script of a drawing is held back until it is known what it opens: no value may follow it.
    if before.to_ascii_lowercase().contains("<noscript")
        || (element.starts_with("foreign") && before.ends_with('<'))
    {
        return None;
    }
    let attribute = attribute.to_ascii_lowercase();
    // A longer name is in no table, and is not kept whole.
    let long = |known: &str, seen: &str| known.len() > 60 && seen.starts_with(known);
    let same = |known: &str, seen: &str| known == seen || long(known, seen);
    let same_attribute = local(fact("attr")) == local(&attribute) || long(fact("attr"), &attribute);
    let plain = element.strip_prefix("foreign ").unwrap_or(&element);
    let in_value = !fact("delim").is_empty();
    let in_raw = !in_value
        && (!fact("element").is_empty() && !context.starts_with("html.")
            || context == "html.rcdata"
            || context == "rawtext");
    let right = match kind {
        "value" => {
            (in_value && same_attribute && same(fact("element"), &plain.to_ascii_lowercase()))
                || context == "html.before_attr_value"
        }
        "attribute name" => matches!(context, "html.attr_name" | "html.tag" | "html.after_attr_name"),
        "tag name" => matches!(context, "html.tag_name" | "html.tag_open"),
        "comment" => matches!(context, "html.comment" | "html.bogus_comment" | "html.tag_open"),
        "doctype" => matches!(context, "html.doctype" | "html.bogus_comment"),
        _ if RAW.contains(&&*element) => {
            in_raw && [plain, ""].contains(&fact("element")) || fact("element") == plain
        }
        // In a drawing a script is text that is read as code, up to a tag or comment in it: no value may follow.
        _ => {
            let code = element == "foreign script" || element == "foreign style";
            in_raw == code
                || matches!(context, "html.tag_open" | "html.cdata" | "error")
                || (code && holes("main.html", &format!("{before}{{{{ x }}}}")).is_err())
        }
    };
    let told = || format!("{kind} {element} {attribute} is {context}\n{before:?}\n{facts:?}");
    Some(if right || context == "error" { Ok(()) } else { Err(told()) })
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

const RAW: &[&str] = &[
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
];

/// How a word may stand between two tokens.
const STANDS: &[(&str, &str)] = &[
    ("", ""),
    (" ", " "),
    ("", ","),
    (",", ""),
    ("", ";"),
    (";", ";"),
    ("+", ""),
    ("", "+"),
    ("(", ")"),
    ("", ":1,"),
    ("=", ""),
    (" ", "=1"),
    ("", "()"),
    (".", ""),
];

/// How a regular expression or a divisor may.
const SLASHES: &[(&str, &str, &str)] = &[
    ("regexp", " /", "/"),
    ("regexp", " /", "/+"),
    ("regexp", " /", "/,"),
    ("regexp", " /", "/;"),
    ("regexp", " /", "/\n"),
    ("div", " / ", ""),
    ("div", " / ", ";"),
    ("div", " / ", ","),
    ("div", " / ", "\n"),
    ("div", " / ", "/"),
];

/// The place between the halves of a script, and what a slash would be there, by Boa.
pub(super) fn in_script(before: &str, after: &str) -> Verdict {
    let facts = facts_after(&format!("<script>{before}"), &[]).ok()?;
    let fact = |name: &str| facts.iter().find(|it| it.0 == name).map_or("", |it| &*it.1);
    let context = fact("context");
    let told =
        |it: &str| format!("{it} is {context}, slash {}\n{before:?}\n{after:?}\n{facts:?}", fact("slash"));
    if before.contains(WORD) || after.contains(WORD) {
        return None;
    }
    let shown =
        |open: &str, close: &str| role_in_script(&format!("{before}{open}{WORD}{close}{after}"), false, WORD);
    let role = STANDS.iter().find_map(|it| shown(it.0, it.1))?;
    let same = context.starts_with(role)
        || (role == "js.key" && (context.starts_with("js.string") || context == "js.expr"));
    // Where it is not known what a `/` is, no value may follow it.
    let refused = || holes("main.html", &format!("<script>{before}{{{{ x }}}}\n</script>")).is_err();
    if !same && context != "error" {
        return if refused() { None } else { Some(Err(told(role))) };
    }
    if context == "js.expr" && !before.ends_with(|it: char| it.is_alphanumeric() || "_$/.*+-<\\".contains(it))
    {
        for (slash, open, close) in SLASHES {
            let seen = shown(open, close);
            let wanted = if *slash == "regexp" { "js.regexp" } else { "js.expr" };
            if seen == Some(wanted) && ![*slash, "unknown"].contains(&fact("slash")) {
                return Some(Err(told(slash)));
            }
        }
    }
    Some(Ok(()))
}

/// The place between the halves of a style, by cssparser.
pub(super) fn in_style(before: &str, after: &str) -> Verdict {
    let facts = facts_after(&format!("<style>{before}"), &[]).ok()?;
    let fact = |name: &str| facts.iter().find(|it| it.0 == name).map_or("", |it| &*it.1);
    if before.contains(WORD) || after.contains(WORD) {
        return None;
    }
    let role = role_in_style(&format!("{before}{WORD}{after}"), WORD);
    // A token that is cut in two is another one; a quoted address is a string to the parser.
    if role == "bad" || before.ends_with(['\\', '/', '@', '#', '<', '-', '*']) {
        return None;
    }
    let context = fact("context");
    let quoted_url =
        role == "css.string" && context.starts_with("css.url.") && !context.ends_with("unquoted");
    let right = context.starts_with(role) || quoted_url || context == "error";
    Some(if right { Ok(()) } else { Err(format!("{role} is {context}\n{before:?}\n{after:?}\n{facts:?}")) })
}

/// Whether Boa takes a script.
pub(super) fn parses(script: &str) -> bool {
    role_in_script(script, false, WORD).is_some()
}
