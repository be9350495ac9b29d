//! Every row of the table of attributes decides something: without it the attribute would be another.

use palisade::Engine;
use palisade::internals::facts_after;

/// Element, attributes up to the value, and what the value is, as the standards say: the kind of its address, or
/// its language.
const ROWS: &[(&str, &str, &str)] = &[
    ("a", "href", "navigation"),
    ("area", "href", "navigation"),
    ("base", "href", "trusted_resource"),
    ("script", "href", "trusted_resource"),
    ("use", "href", "trusted_resource"),
    ("use", "xlink:href", "trusted_resource"),
    ("image", "href", "media"),
    ("feimage", "href", "media"),
    ("link", "rel=stylesheet href", "trusted_resource"),
    ("script", "src", "trusted_resource"),
    ("embed", "src", "trusted_resource"),
    ("iframe", "src", "frame"),
    ("frame", "src", "frame"),
    ("img", "src", "media"),
    ("object", "data", "trusted_resource"),
    ("object", "codebase", "trusted_resource"),
    ("object", "classid", "trusted_resource"),
    ("applet", "code", "trusted_resource"),
    ("applet", "object", "trusted_resource"),
    ("object", "archive", "trusted_resource"),
    ("html", "manifest", "trusted_resource"),
    ("svg", "xml:base", "trusted_resource"),
    ("form", "action", "form"),
    ("button", "formaction", "form"),
    ("video", "poster", "media"),
    ("body", "background", "media"),
    ("img", "dynsrc", "media"),
    ("img", "lowsrc", "media"),
    ("command", "icon", "media"),
    ("mglyph", "altimg", "media"),
    ("img", "longdesc", "navigation"),
    ("a", "ping", "navigation"),
    ("a", "attributionsrc", "navigation"),
    ("q", "cite", "inert"),
    ("img", "usemap", "inert"),
    ("p", "itemid", "inert"),
    ("p", "itemtype", "inert"),
    ("head", "profile", "inert"),
    ("math", "cdgroup", "inert"),
    ("math", "definitionurl", "inert"),
    ("img", "srcset", "srcset"),
    ("link", "imagesrcset", "srcset"),
    ("p", "style", "css.value"),
    ("p", "onclick", "js.expr"),
    ("p", "onanything", "js.expr"),
    ("iframe", "srcdoc", "srcdoc"),
    ("meta", "http-equiv=refresh content", "meta_content"),
    ("meta", "charset", "attr.forbidden"),
    ("meta", "http-equiv", "attr.forbidden"),
    ("iframe", "sandbox", "attr.forbidden"),
    ("iframe", "allow", "attr.forbidden"),
    ("iframe", "csp", "attr.forbidden"),
    ("script", "type", "attr.forbidden"),
    ("script", "language", "attr.forbidden"),
    ("p", "is", "attr.forbidden"),
    ("svg", "xmlns", "attr.forbidden"),
    ("set", "attributename", "attr.forbidden"),
    ("p", "title", "attr.plain"),
];

#[test]
fn every_attribute_is_what_the_standards_say() {
    let mut wrong = Vec::new();
    for (element, attribute, wanted) in ROWS {
        let facts = facts_after(&format!("<{element} {attribute}=\""), &[]).expect("a tag is read");
        let fact = |name: &str| facts.iter().find(|it| it.0 == name).map(|it| &*it.1);
        let got = fact("url_kind").or(fact("context"));
        if got != Some(wanted) {
            wrong.push(format!("{element}[{attribute}] is {got:?}, not {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An animation of an address is one; of anything else it is not.
#[test]
fn animations_are_what_they_animate() {
    for (element, attribute) in
        [("animate", "to"), ("animate", "from"), ("animate", "by"), ("animate", "values"), ("set", "to")]
    {
        let context = |name: &str| {
            let facts = facts_after(&format!("<svg><{element} attributeName={name} {attribute}=\""), &[]);
            facts.expect("a tag is read").into_iter().find(|it| it.0 == "context").map(|it| it.1)
        };
        assert_ne!(context("href"), context("x"), "{element}[{attribute}]");
    }
}

/// Wherever markup stands: in the page, in a template for the client, in a page within an attribute.
#[test]
fn a_value_that_a_framework_would_run_is_warned_of() {
    let engine = Engine::builder().build().expect("an engine");
    for page in [
        "<b @click=\"f({{ x }})\">",
        "<script type=text/x-template><b @click=\"f({{ x }})\"></script>",
        "<iframe srcdoc=\"<b @click='f({{ x }})'>\"></iframe>",
        "<iframe srcdoc=\"<script type=text/x-template><b @click='f({{ x }})'></script>\"></iframe>",
    ] {
        let template = engine.template_from_str("page.html", page).expect("a page");
        let codes: Vec<_> = template.warnings().iter().map(|it| it.code()).collect();
        assert_eq!(codes, ["E090"], "{page}");
    }
}
