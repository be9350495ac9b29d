//! What a policy may not say: settings that contradict each other, and what nothing could make safe. The
//! message names both settings.

use super::{ElementRule, Policy, ValueRule};
use crate::diagnostics::{Error, ErrorKind};
use crate::html::{AttrKind, UrlKind, attribute_kind};
use crate::sanitize::names::{is_dangerous, is_gadget, is_plain_name};
use crate::sanitize::shape::{Shape, shape};
use std::collections::BTreeMap;

/// Browsers flatten at 512; half of that leaves room for the page around the fragment.
const DEEPEST: usize = 256;
/// Lengths of text are counted in 32 bits by the tokenizer.
const LONGEST: usize = 1 << 30;

/// Foreign elements that run, animate, load or hold other languages; no policy can allow them.
const FOREIGN_NEVER: &[&str] = &[
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "annotation-xml",
    "discard",
    "font",
    "foreignObject",
    "handler",
    "iframe",
    "image",
    "listener",
    "maction",
    "malignmark",
    "mglyph",
    "script",
    "set",
    "style",
    "switch",
    "tref",
    "use",
];

/// The policy with every rule in its canonical form.
///
/// # Errors
/// The first contradiction.
pub(in crate::sanitize) fn checked(policy: Policy, has_rewriter: bool) -> Result<Policy, Error> {
    check(&policy, has_rewriter)?;
    built(with_implied(policy))
}

/// Parts of tables that no author writes and every parser adds, with what they hold: without them, a table that the
/// policy allows could not be printed.
const IMPLIED: &[(&str, &str)] = &[("tr", "tbody"), ("col", "colgroup")];

/// The policy with the parts that its tables have in any case.
fn with_implied(mut policy: Policy) -> Policy {
    for (held, part) in IMPLIED {
        let is_said = policy.drop_content.contains(*part) || policy.keep_content.contains(*part);
        if policy.elements.contains_key("table") && policy.elements.contains_key(*held) && !is_said {
            policy.elements.entry((*part).to_owned()).or_default();
        }
    }
    policy
}

/// Rules on URLs and styles check themselves.
fn built(mut policy: Policy) -> Result<Policy, Error> {
    let elements = std::mem::take(&mut policy.elements);
    for (name, mut rule) in elements {
        for (attribute, value) in &mut rule.attributes {
            *value = built_rule(&policy, &name, attribute, value.clone())?;
        }
        policy.elements.insert(name, rule);
    }
    for (attribute, value) in std::mem::take(&mut policy.attributes) {
        let value = built_rule(&policy, "*", &attribute, value)?;
        policy.attributes.insert(attribute, value);
    }
    Ok(policy)
}

fn built_rule(policy: &Policy, element: &str, attribute: &str, rule: ValueRule) -> Result<ValueRule, Error> {
    let built = match rule {
        ValueRule::Url(url) => url.build().map(ValueRule::Url),
        ValueRule::Css(css) => css.build().map(ValueRule::Css),
        other => Ok(other),
    };
    built.map_err(|it| wrong(policy, format!("elements.{element}.attributes.{attribute}: {it}")))
}

fn check(policy: &Policy, has_rewriter: bool) -> Result<(), Error> {
    limits(policy)?;
    rewriter(policy, has_rewriter)?;
    for name in &policy.drop_content {
        if policy.elements.contains_key(name) {
            return Err(both(policy, &format!("elements.{name}"), &format!("drop-content `{name}`")));
        }
    }
    kept(policy)?;
    for (name, rule) in &policy.attributes {
        attribute(policy, "*", name, rule)?;
    }
    for (name, rule) in &policy.elements {
        element(policy, name, rule)?;
    }
    prefix(policy)
}

/// What keeps its content has no tags, and does not lose its content.
fn kept(policy: &Policy) -> Result<(), Error> {
    for name in &policy.keep_content {
        let setting = format!("keep-content `{name}`");
        if policy.elements.contains_key(name) {
            return Err(both(policy, &format!("elements.{name}"), &setting));
        }
        if policy.drop_content.contains(name) {
            return Err(both(policy, &format!("drop-content `{name}`"), &setting));
        }
    }
    Ok(())
}

/// Rules that hand URLs to a function need one.
fn rewriter(policy: &Policy, has_rewriter: bool) -> Result<(), Error> {
    let asks = |it: &ValueRule| matches!(it, ValueRule::Url(url) if url.needs_rewriter());
    let of = |name: &str, rules: &BTreeMap<String, ValueRule>| {
        rules.iter().find(|it| asks(it.1)).map(|it| format!("elements.{name}.attributes.{}", it.0))
    };
    let found = policy.elements.iter().find_map(|(name, it)| of(name, &it.attributes));
    match found.or_else(|| of("*", &policy.attributes)) {
        Some(setting) if !has_rewriter => {
            Err(both(policy, &setting, "the lack of a rewriter (`Sanitizer::with_rewriter`)"))
        }
        _ => Ok(()),
    }
}

fn limits(policy: &Policy) -> Result<(), Error> {
    let limits = &policy.limits;
    if limits.depth == 0 || limits.depth > DEEPEST {
        return Err(wrong(policy, format!("limits.depth is {}, and must be 1 to {DEEPEST}", limits.depth)));
    }
    if limits.input_bytes > LONGEST {
        let message = format!("limits.input-bytes is {}, and may be {LONGEST} at most", limits.input_bytes);
        return Err(wrong(policy, message));
    }
    Ok(())
}

fn prefix(policy: &Policy) -> Result<(), Error> {
    match &policy.id_prefix {
        Some(prefix) if !is_plain_name(prefix) => {
            Err(wrong(policy, format!("id-prefix `{prefix}` is not made of letters, digits, `-`, `_`, `.`")))
        }
        _ => Ok(()),
    }
}

fn element(policy: &Policy, name: &str, rule: &ElementRule) -> Result<(), Error> {
    if !is_printable(name) {
        return Err(wrong(policy, format!("elements.{name}: no policy can allow this element")));
    }
    for (attribute_name, value) in &rule.attributes {
        attribute(policy, name, attribute_name, value)?;
    }
    for forced in rule.forced.keys() {
        let setting = format!("elements.{name}.forced.{forced}");
        if is_dangerous(forced) || !is_plain_name(forced) {
            return Err(wrong(policy, format!("{setting}: no policy can print this attribute")));
        }
        if rule.attributes.contains_key(forced) {
            return Err(both(policy, &setting, &format!("elements.{name}.attributes.{forced}")));
        }
    }
    for required in &rule.required {
        let has = |it: &BTreeMap<String, ValueRule>| match &**required {
            "*" => !it.is_empty(),
            required => it.contains_key(required),
        };
        if !has(&rule.attributes) && !has(&policy.attributes) {
            let setting = format!("elements.{name}.required");
            return Err(both(
                policy,
                &setting,
                &format!("the lack of elements.{name}.attributes.{required}"),
            ));
        }
    }
    link(policy, name, rule)?;
    if name == "iframe" { iframe(policy, rule) } else { Ok(()) }
}

/// Whether an element of this name can be printed and is read back as itself.
fn is_printable(name: &str) -> bool {
    match name.split_once(':') {
        Some(("svg" | "math", local)) => {
            let is_name = local.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
            is_name && !local.is_empty() && !FOREIGN_NEVER.iter().any(|it| it.eq_ignore_ascii_case(local))
        }
        Some(_) => false,
        None => {
            let is_lower = !name.bytes().any(|it| it.is_ascii_uppercase());
            is_lower && is_plain_name(name) && shape(name) != Shape::Never
        }
    }
}

/// `rel` and `target` are the link rule's, where it sets them.
fn link(policy: &Policy, name: &str, rule: &ElementRule) -> Result<(), Error> {
    let Some(links) = policy.links.as_ref().filter(|_| matches!(name, "a" | "area" | "svg:a")) else {
        return Ok(());
    };
    let sets = |attribute: &str| match attribute {
        "target" => links.target.is_some(),
        "rel" => !links.rel.is_empty(),
        _ => false,
    };
    if let Some(forced) = rule.forced.keys().find(|it| sets(it)) {
        return Err(both(policy, &format!("elements.{name}.forced.{forced}"), &format!("links.{forced}")));
    }
    if links.target.is_some() && rule.attributes.contains_key("target") {
        return Err(both(policy, &format!("elements.{name}.attributes.target"), "links.target"));
    }
    match rule.attributes.get("rel") {
        Some(ValueRule::Words(_)) | None => Ok(()),
        Some(_) if links.rel.is_empty() => Ok(()),
        Some(_) => Err(both(
            policy,
            &format!("elements.{name}.attributes.rel, which is no list of words"),
            "links.rel",
        )),
    }
}

/// A frame shows another site's page: only of hosts that are listed, and in a sandbox.
fn iframe(policy: &Policy, rule: &ElementRule) -> Result<(), Error> {
    let has_hosts = matches!(rule.attributes.get("src"), Some(ValueRule::Url(url)) if url.hosts.is_some());
    if !has_hosts {
        return Err(both(policy, "elements.iframe", "a `src` whose URL rule lists no hosts"));
    }
    if !rule.forced.contains_key("sandbox") {
        return Err(both(policy, "elements.iframe", "the lack of elements.iframe.forced.sandbox"));
    }
    Ok(())
}

fn attribute(policy: &Policy, element: &str, name: &str, rule: &ValueRule) -> Result<(), Error> {
    let setting = format!("elements.{element}.attributes.{name}");
    let stem = name.strip_suffix('*').unwrap_or(name);
    let is_lower = element.contains(':') || !stem.bytes().any(|it| it.is_ascii_uppercase());
    if !is_plain_name(stem) || !is_lower {
        return Err(wrong(policy, format!("{setting}: the name is not one that HTML attributes have")));
    }
    if declares_itself(element, name, rule) {
        return Ok(());
    }
    if is_dangerous(stem) || (stem != name && !stem.ends_with('-')) || is_gadget(stem) {
        return Err(wrong(policy, format!("{setting}: no policy can allow this attribute")));
    }
    if matches!(name, "id" | "name") && !names_safely(rule) {
        let message = format!(
            "{setting}: such names shadow what scripts rely on, so `{}` cannot judge them; `id` can",
            kind_of(rule)
        );
        return Err(wrong(policy, message));
    }
    if PAINTED.contains(&name) && is_on_svg(policy, element) && !paints_safely(rule) {
        let message = format!(
            "{setting}: in SVG its `url(…)` would be loaded, so `{}` cannot judge it; `paint` can",
            kind_of(rule)
        );
        return Err(wrong(policy, message));
    }
    let local = element.split_once(':').map_or(element, |it| it.1);
    if fits(attribute_kind(local, &stem.to_ascii_lowercase()), rule) {
        return Ok(());
    }
    Err(wrong(
        policy,
        format!("{setting}: the value is more than text, so `{}` cannot judge it", kind_of(rule)),
    ))
}

/// What a foreign root may say of namespaces: what parsers of HTML know without it, for those of XML.
const DECLARED: &[(&str, &str, &str)] = &[
    ("math:math", "xmlns", "http://www.w3.org/1998/Math/MathML"),
    ("svg:svg", "xmlns", "http://www.w3.org/2000/svg"),
    ("svg:svg", "xmlns:xlink", "http://www.w3.org/1999/xlink"),
];

/// Whether the attribute says what namespace its element has anyway, and can say nothing else.
fn declares_itself(element: &str, name: &str, rule: &ValueRule) -> bool {
    let said = DECLARED.iter().find(|it| (it.0, it.1) == (element, name));
    matches!((said, rule), (Some(it), ValueRule::Values(values)) if values.iter().eq([it.2]))
}

/// Presentation attributes that may hold `url(…)` (SVG 2 § 6.6).
const PAINTED: &[&str] = &[
    "clip-path",
    "color-profile",
    "cursor",
    "fill",
    "filter",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "stroke",
];

fn is_on_svg(policy: &Policy, element: &str) -> bool {
    element.starts_with("svg:") || (element == "*" && policy.elements.keys().any(|it| it.starts_with("svg:")))
}

/// Whether a rule lets no URL of another place pass.
fn paints_safely(rule: &ValueRule) -> bool {
    matches!(rule, ValueRule::Paint | ValueRule::Values(_) | ValueRule::Number { .. } | ValueRule::Length)
}

/// Whether a rule refuses the names of properties of the page, or the policy's author has read all it lets pass.
fn names_safely(rule: &ValueRule) -> bool {
    matches!(rule, ValueRule::Id | ValueRule::Values(_) | ValueRule::Number { .. })
}

/// Whether a rule of this kind sees what makes such a value dangerous.
fn fits(kind: AttrKind, rule: &ValueRule) -> bool {
    match (kind, rule) {
        (AttrKind::Plain | AttrKind::MetaContent, _) => true,
        (AttrKind::Url(UrlKind::Inert), rule) => !matches!(rule, ValueRule::Css(_)),
        (AttrKind::Url(_) | AttrKind::Srcset, ValueRule::Url(_)) => true,
        (AttrKind::Css, ValueRule::Css(_)) => true,
        // A list of values that the policy's author has read.
        (AttrKind::Url(_) | AttrKind::Css, ValueRule::Values(_)) => true,
        _ => false,
    }
}

fn kind_of(rule: &ValueRule) -> &'static str {
    match rule {
        ValueRule::Plain => "plain",
        ValueRule::Values(_) => "values",
        ValueRule::Number { .. } => "number",
        ValueRule::Length => "length",
        ValueRule::Words(_) => "words",
        ValueRule::Classes(_) => "classes",
        ValueRule::Flag => "flag",
        ValueRule::Id => "id",
        ValueRule::IdRef => "id-ref",
        ValueRule::IdRefs => "id-refs",
        ValueRule::HashRef => "hash-ref",
        ValueRule::Paint => "paint",
        ValueRule::Url(_) => "url",
        ValueRule::Css(_) => "css",
    }
}

fn wrong(policy: &Policy, message: String) -> Error {
    let error = Error::new(ErrorKind::BadPolicy, message);
    if policy.name.is_empty() { error } else { error.help(format!("mend the policy `{}`", policy.name)) }
}

fn both(policy: &Policy, one: &str, other: &str) -> Error {
    wrong(policy, format!("{one} and {other} contradict each other"))
}
