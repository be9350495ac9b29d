//! The parts of addresses, counted by `url`: whatever the values, an address has the host, the parameters and the
//! fragment that its template has.

use super::choices::Choices;
use super::{grammar, judge};
use crate::corpus::language::delimiters;

/// How an address may begin, so that no value decides where it leads.
const STARTS: &[&str] = &[
    "/",
    "/a",
    "/a/",
    "a/",
    "./",
    "../a",
    "//h.test/",
    "https://h.test/",
    "https://h.test:81/a",
    "http://h.test?a=",
    "https://h.test#",
    "?a=",
    "?",
    "/a?b=c&d=",
    "#",
    "#a",
    "/a/b?",
    "/a.",
    "/a;b=",
    "/%41",
    "/a//",
    "/?a=b=",
];

/// What may stand between two values, or behind the last.
const BETWEEN: &[&str] =
    &["/", "a", "/b/", ".html", "&b=", "&", "?c=", "#", "-", "=", ";", ",", "+", "%20", ":", "@", "."];

const HOLES: &[&str] = &[
    "{{ x }}",
    "{{ y }}",
    "{{ x }}{{ y }}",
    "{{ x|urlencode }}",
    "{{ x|default:y }}",
    "{% firstof x y %}",
    "{% if a %}{{ x }}{% endif %}",
    "{% if b %}{% else %}{{ x }}{% endif %}",
    "{% for it in l %}{{ it }}{% endfor %}",
    "{% with z=y %}{{ z }}{% endwith %}",
    "{% include 'v.html' %}",
    "{{ x|upper }}",
    "{{ n }}",
];

const PLACES: &[(&str, &str)] = &[
    ("<a href=\"", "\">b</a>"),
    ("<a href='", "'>b</a>"),
    ("<a href=", " >b</a>"),
    ("<img src=\"", "\">"),
    ("<form action=\"", "\"></form>"),
    ("<iframe srcdoc=\"<a href='", "'>b</a>\"></iframe>"),
    ("<svg><a xlink:href=\"", "\">b</a></svg>"),
    ("<button formaction='", "'>b</button>"),
];

/// What the next value of an address may change, by the literal text before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The path.
    Path,
    /// A name of the query, or more than one parameter.
    Names,
    /// The value of a parameter.
    Value,
    Fragment,
}

fn part_after(literal: &str) -> Part {
    let (rest, fragment) = literal.split_once('#').map_or((literal, None), |it| (it.0, Some(it.1)));
    match rest.split_once('?') {
        _ if fragment.is_some() => Part::Fragment,
        Some((_, query)) if query.rsplit('&').next().is_some_and(|it| it.contains('=')) => Part::Value,
        Some(_) => Part::Names,
        None => Part::Path,
    }
}

/// A page with one address, and whether its path is data.
fn page(choices: &mut Choices<'_>) -> Option<(String, bool)> {
    let (open, close) = *choices.pick(PLACES);
    let (mut literal, mut template) = (String::new(), String::new());
    let mut path = false;
    let add = |text: &str, literal: &mut String, template: &mut String| {
        literal.push_str(text);
        template.push_str(&text.replace('&', "&amp;"));
    };
    add(choices.pick::<&str>(STARTS), &mut literal, &mut template);
    for _ in 0..1 + choices.below(3) {
        let hole = *choices.pick(HOLES);
        let next = match part_after(&literal) {
            // A value may be a ready query where names stand, or where a path could end.
            Part::Names => return None,
            Part::Path if !literal.ends_with('/') || hole.contains("}{{ y") || hole.contains("for") => {
                return None;
            }
            Part::Path => {
                path = true;
                *choices.pick(&["/", "/b/", "/#", "/?a=", "/b?c=", "/;a=/"])
            }
            Part::Value | Part::Fragment => *choices.pick(BETWEEN),
        };
        template.push_str(hole);
        add(next, &mut literal, &mut template);
    }
    Some((format!("{open}{template}{close}"), path))
}

/// What `url` holds against us; nothing when the template is refused or promises nothing.
pub(super) fn judged(bytes: &[u8]) -> Option<Result<(), String>> {
    let mut choices = Choices::new(bytes);
    let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
    let (page, path) = page(&mut choices)?;
    let files = vec![("main.html".to_owned(), page), ("v.html".to_owned(), "{{ x }}".to_owned())];
    let template = judge::compiled(&files, false)?;
    let (calm, got) = (judge::rendered(&template, "x", "y")?, judge::rendered(&template, &x, &y)?);
    let parts = |html: &str| delimiters(html).iter().map(|it| counted(it, path)).collect::<Vec<_>>();
    let told = || format!("parts of {:?}\nx = {x:?}, y = {y:?}\n{calm:?}\n{got:?}", files[0].1);
    Some(if parts(&calm) == parts(&got) { Ok(()) } else { Err(told()) })
}

/// Without the number of segments, if the path is data: a value may hold more of them.
fn counted(delimiters: &str, path: bool) -> String {
    let words: Vec<&str> = delimiters.split(' ').collect();
    let kept = |it: &(usize, &&str)| !path || it.0 + 3 != words.len();
    words.iter().enumerate().filter(kept).map(|it| *it.1).collect::<Vec<_>>().join(" ")
}
