//! Attributes in another order: what one is to another does not depend on which comes first.

use super::choices::Choices;
use super::{Offences, for_a_while, grammar, judge};
use crate::dom;

/// Elements, and attributes that may be told by their siblings.
const TAGS: &[(&str, &[&str])] = &[
    (
        "meta",
        &["http-equiv=refresh", "content=\"0;url=‹h›\"", "name=\"‹h›\"", "charset=utf-8", "property=og:url"],
    ),
    ("meta", &["name=viewport", "content=\"‹h›\"", "itemprop=url", "media='‹h›'"]),
    ("meta", &["http-equiv=\"default-style\"", "content='‹h›'", "title=‹h›"]),
    ("link", &["rel=stylesheet", "href=\"/a/‹h›\"", "media=‹h›", "title='‹h›'"]),
    ("link", &["rel=\"canonical\"", "href='‹h›'", "type=\"‹h›\"", "hreflang=‹h›"]),
    ("link", &["rel=preload", "as=image", "imagesrcset=\"‹h› 1x\"", "href=\"‹h›\"", "imagesizes=\"‹h›\""]),
    ("link", &["rel=\"‹h›\"", "href=\"/b\"", "sizes='‹h›'"]),
    ("script", &["type=module", "src=\"/a?b=‹h›\"", "data-a='‹h›'", "nonce=‹h›", "async"]),
    ("script", &["type=\"application/json\"", "id=\"‹h›\"", "data-a=‹h›"]),
    (
        "a",
        &[
            "href=\"‹h›\"",
            "title='‹h›'",
            "onclick=\"f(‹h›)\"",
            "style=\"color:‹h›\"",
            "ping='‹h›'",
            "target=‹h›",
        ],
    ),
    ("img", &["src='‹h›'", "srcset=\"‹h› 2x\"", "alt=\"‹h›\"", "width=‹h›", "sizes='‹h›'", "loading=lazy"]),
    (
        "iframe",
        &["src=\"‹h›\"", "srcdoc='<b>‹h›</b>'", "sandbox=\"allow-scripts\"", "title=‹h›", "name='‹h›'"],
    ),
    ("input", &["type=image", "src='‹h›'", "value=\"‹h›\"", "formaction=\"‹h›\"", "alt=‹h›", "‹h›=\"‹h›\""]),
    ("object", &["data=\"/‹h›\"", "type=\"text/html\"", "name='‹h›'", "width=‹h›"]),
    ("svg><set", &["attributeName=href", "to=\"‹h›\"", "begin='‹h›'", "id=‹h›"]),
    ("svg><animate", &["attributeName='fill'", "values=\"‹h›\"", "from='‹h›'", "dur=‹h›"]),
    ("svg><animate", &["attributeName=xlink:href", "values=\"‹h›;‹h›\"", "from='‹h›'"]),
    ("form", &["action='‹h›'", "method=post", "onsubmit='return f(\"‹h›\")'", "id=\"‹h›\""]),
    ("param", &["name=movie", "value=\"‹h›\"", "id='‹h›'"]),
    ("button", &["is=a-b", "formaction='/‹h›'", "popovertarget=‹h›", "data-‹h›=\"‹h›\""]),
];

const HOLES: &[&str] = &[
    "{{ x }}",
    "{{ y }}",
    "{% if a %}{{ x }}{% else %}b{% endif %}",
    "{{ x|lower }}",
    "{% firstof x y %}",
    "{{ n }}",
];

/// A tag with these attributes, in the order of `at`.
fn page(name: &str, attributes: &[String], order: &[usize]) -> String {
    let attributes: Vec<&str> = order.iter().map(|it| attributes[*it].as_str()).collect();
    format!("<{name} {} >b", attributes.join(" "))
}

/// An order of so many things.
fn order(count: usize, choices: &mut Choices<'_>) -> Vec<usize> {
    let mut left: Vec<usize> = (0..count).collect();
    (0..count).map(|_| left.remove(choices.below(left.len()))).collect()
}

#[test]
fn attributes_in_another_order_are_escaped_alike() {
    let (mut compared, mut refused, mut offences) = (0_u64, 0_u64, Offences::default());
    for_a_while("orders", |bytes| {
        let mut choices = Choices::new(bytes);
        let (x, y) = (grammar::value(&mut choices), grammar::value(&mut choices));
        let (name, attributes) = choices.pick(TAGS);
        let filled = |it: &&str| {
            let mut out = String::new();
            for (at, part) in it.split("‹h›").enumerate() {
                out.push_str(if at > 0 { choices.pick::<&str>(HOLES) } else { "" });
                out.push_str(part);
            }
            out
        };
        let attributes: Vec<String> = attributes.iter().map(filled).collect();
        let orders = [order(attributes.len(), &mut choices), order(attributes.len(), &mut choices)];
        let pages = orders.map(|it| page(name, &attributes, &it));
        let seen = pages.each_ref().map(|it| {
            let files = vec![("main.html".to_owned(), it.clone())];
            judge::compiled(&files, false)
                .and_then(|it| judge::rendered(&it, &x, &y))
                .map(|it| dom::decoded(&it))
        });
        if seen[0].is_none() && seen[1].is_none() {
            refused += 1;
            return;
        }
        compared += 1;
        if seen[0] != seen[1] {
            offences.add(format!("{name}\n{pages:#?}\n{seen:#?}\nx = {x:?}, y = {y:?}"));
        }
    });
    println!("orders: {compared} pages compared, {refused} refused both ways");
    offences.none();
}
