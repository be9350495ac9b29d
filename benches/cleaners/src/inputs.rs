//! What is cleaned: HTML as people store it, made of a few words in a fixed order.

use palisade::{Policy, Sanitizer};

/// One input, and the policy that is fit for it.
pub struct Input {
    pub name: &'static str,
    /// What it shows.
    pub shows: &'static str,
    pub policy: fn() -> Policy,
    pub html: String,
}

/// All inputs. `dirty` is what editors, mails and attackers give, `canonical` the same once it was cleaned.
pub fn inputs() -> Vec<Input> {
    let text = |bytes: usize| words(bytes / 6, 3);
    let dirty_page = page(1 << 20);
    vec![
        dirty("comment", "2 KB of a forum, dirty", comment(2 << 10)),
        canonical("comment-clean", "the same, cleaned before", &comment(2 << 10)),
        dirty("article", "52 KB with tables and images, dirty", article(52 << 10)),
        canonical("article-clean", "the same, cleaned before", &article(52 << 10)),
        dirty("page", "1 MB, a whole page with head and scripts", dirty_page.clone()),
        canonical("page-clean", "the same, cleaned before", &dirty_page),
        dirty("tags", "50 KB of nothing but short tags, dirty", tags(50 << 10)),
        dirty("text", "2 KB without markup", text(2 << 10)),
        dirty("text-long", "64 KB without markup", text(64 << 10)),
        dirty("hostile", "128 KB of attacks", hostile(128 << 10)),
    ]
}

fn dirty(name: &'static str, shows: &'static str, html: String) -> Input {
    Input { name, shows, policy: Policy::ammonia, html }
}

fn canonical(name: &'static str, shows: &'static str, dirty: &str) -> Input {
    let sanitizer = Sanitizer::new(Policy::ammonia()).expect("a preset");
    let html = sanitizer.clean(dirty).expect("cleans").into_string();
    Input { name, shows, policy: Policy::ammonia, html }
}

const WORDS: &[&str] = &[
    "the", "garden", "in", "spring", "is", "full", "of", "light", "and", "nobody", "knows", "why", "tea",
    "grows", "slowly", "under", "café", "windows", "while", "rain", "falls",
];

/// So many words, the first of them given.
fn words(count: usize, first: usize) -> String {
    let picked = (0..count).map(|it| WORDS[(first + it * 7 + it / 5) % WORDS.len()]);
    picked.collect::<Vec<_>>().join(" ")
}

/// `piece`s of one after the other number, until there are so many bytes.
fn repeated(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for at in 0.. {
        if out.len() >= bytes {
            break;
        }
        out.push_str(&piece(at));
    }
    out
}

/// What a comment box takes: unclosed paragraphs, single quotes, a handler here and there.
fn comment(bytes: usize) -> String {
    repeated(bytes, |at| {
        format!(
            "<p>{} <b>{}</b> {} <a href='https://example.org/a?b={at}&c=d' onclick=go()>{}</a> &amp; {}<br>{}\n\
             <blockquote class=quote>{} <i>{}</i></blockquote><ul><li>{}<li><code>a &lt; {at}</code></ul>",
            words(18, at),
            words(2, at),
            words(20, at + 1),
            words(3, at),
            words(9, at + 2),
            words(6, at),
            words(14, at + 4),
            words(2, at),
            words(7, at),
        )
    })
}

/// What a rich-text editor and a paste from an office program give.
fn article(bytes: usize) -> String {
    repeated(bytes, |at| {
        format!(
            "<h2 id=\"s{at}\" style=\"margin:0\">{}</h2>\n<p class=\"MsoNormal\">{} <span style=\"color:red\">{}</span> {} \
             <a href=\"/wiki/{at}\" data-id=\"{at}\" title=\"{}\">{}</a> {}</p>\n<img src=\"/i/{at}.png\" alt=\"{}\" width=640 \
             height=480 onerror=\"x()\">\n<table border=1><tr><td>{}<td><em>{}</em><tr><td colspan=2>{} &copy; {at}</table>\n\
             <p>{}<script>track({at})</script><ol><li>{}<li><strong>{}</strong></ol>\n<!-- {} -->",
            words(5, at),
            words(40, at),
            words(3, at),
            words(12, at + 3),
            words(2, at),
            words(3, at),
            words(25, at + 5),
            words(4, at),
            words(3, at),
            words(2, at),
            words(6, at),
            words(50, at + 8),
            words(9, at),
            words(4, at),
            words(6, at),
        )
    })
}

/// A saved page.
fn page(bytes: usize) -> String {
    let menu = repeated(2 << 10, |at| {
        format!(
            "<li class=\"nav__item nav__item--{at}\"><a class=nav__link href=\"/{at}/\"><svg width=8><path d=\"M0 0h8\"/></svg>{}</a></li>",
            words(2, at)
        )
    });
    let head = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Tea</title><style>p{margin:0}</style></head><body class=home>";
    let script = "<script>window.data = {\"a\": [1, 2, 3]}; if (1 < 2) { go() }</script>";
    let card = |at: usize| {
        format!(
            "<div class=\"card card--wide\" data-key=\"{at}\"><div class=\"card__body\"><span class=\"tag\">{}</span>{}{}</div></div>\n",
            words(1, at),
            article(600),
            if at.is_multiple_of(8) { script } else { "" },
        )
    };
    format!("{head}<nav><ul>{menu}</ul></nav><main>{}</main></body></html>", repeated(bytes, card))
}

fn tags(bytes: usize) -> String {
    repeated(bytes, |at| format!("<b><i class=x>{}</i></b><br/><blink>{at}</blink>", words(1, at)))
}

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "</svg><table><a><b>x</table></a>",
    "<iframe srcdoc=\"&lt;script>alert(1)&lt;/script>\"></iframe>",
    "<form><button formaction=javascript:alert(1)>x</form>",
    "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<p title=\"&quot; onmouseover=alert(1) \">x",
];

fn hostile(bytes: usize) -> String {
    repeated(bytes, |at| ATTACKS[at % ATTACKS.len()].to_owned())
}
