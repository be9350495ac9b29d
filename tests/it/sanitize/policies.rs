//! Policies as data: presets are sound, contradictions are named, fingerprints tell apart.

use palisade::sanitize::{ElementRule, UrlRule, ValueRule};
use palisade::{ErrorKind, Policy, Sanitizer};
use std::collections::HashSet;

#[test]
fn presets_are_sound_and_different() {
    let presets: Vec<Policy> = Policy::PRESETS.iter().map(|it| Policy::preset(it).unwrap()).collect();
    assert!(presets.iter().all(|it| Sanitizer::new(it.clone()).is_ok()));
    let fingerprints: HashSet<u64> = presets.iter().map(Policy::fingerprint).collect();
    assert_eq!(fingerprints.len(), presets.len());
    assert!(Policy::preset("lenient").is_none());
}

#[test]
fn policies_survive_being_written_and_read() {
    for policy in Policy::PRESETS.iter().filter_map(|it| Policy::preset(it)) {
        let json = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
        let toml = toml::to_string(&policy).unwrap();
        assert_eq!(toml::from_str::<Policy>(&toml).unwrap(), policy, "{toml}");
    }
    assert!(toml::from_str::<Policy>("elemnts = {}").is_err());
}

#[track_caller]
fn check_refused(policy: Policy, words: &str) {
    let error = Sanitizer::new(policy).expect_err(words);
    assert_eq!(error.kind(), ErrorKind::BadPolicy);
    assert!(error.message().contains(words), "{error}");
}

#[test]
fn contradictions_are_named() {
    let policy = || Policy::comment();
    check_refused(policy().elements(["script"]), "elements.script");
    check_refused(policy().elements(["noscript"]), "elements.noscript");
    check_refused(policy().elements(["svg:foreignObject"]), "elements.svg:foreignObject");
    check_refused(policy().drop_content(["p"]), "drop-content `p`");
    check_refused(policy().attribute("onclick", ValueRule::Plain), "onclick");
    check_refused(policy().attribute("x-data", ValueRule::Plain), "x-data");
    check_refused(policy().attribute("data*", ValueRule::Plain), "data*");
    check_refused(policy().attribute_of("svg:svg", "xmlns", ValueRule::Plain), "xmlns");
    check_refused(
        policy().attribute_of("svg:g", "xmlns", ValueRule::values(["http://www.w3.org/2000/svg"])),
        "xmlns",
    );
    check_refused(policy().attribute_of("a", "href", ValueRule::Plain), "`plain` cannot judge it");
    check_refused(policy().attribute("style", ValueRule::Plain), "`plain` cannot judge it");
    check_refused(policy().attribute_of("a", "name", ValueRule::Plain), "shadow what scripts rely on");
    check_refused(policy().attribute("id", ValueRule::words(["a"])), "`id` can");
    check_refused(policy().element("a", ElementRule::new().force("rel", "x")), "links.rel");
    check_refused(policy().element("p", ElementRule::new().require("id")), "elements.p.required");
    let frame = ElementRule::new().attribute("src", ValueRule::Url(UrlRule::auto_load()));
    check_refused(
        policy().without(["iframe"]).drop_content(["x"]).element("iframe", frame),
        "lists no hosts",
    );
    let frame =
        ElementRule::new().attribute("src", ValueRule::Url(UrlRule::auto_load().hosts(["video.example"])));
    check_refused(policy().drop_content(["x"]).element("iframe", frame), "forced.sandbox");
}

#[test]
fn differences_are_listed() {
    let changes =
        Policy::comment().diff(&Policy::comment().attribute_of("p", "id", ValueRule::Id).id_prefix("u-"));
    let shown: Vec<String> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["+ attribute p[id]: Id", "~ id prefix: None → Some(\"u-\")"]);
    assert!(Policy::comment().named("other").versioned(7).diff(&Policy::comment()).is_empty());
    assert_eq!(Policy::comment().named("other").fingerprint(), Policy::comment().fingerprint());
}
