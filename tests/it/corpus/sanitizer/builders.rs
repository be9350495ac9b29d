//! Policies that the corpus gives as source text: chains of calls on a builder.

use super::calls::{Call, calls};
use super::described::{default_of, names};
use super::editing::Editing;
use serde_json::{Value, json};

/// jsoup: `Safelist.basic().addTags("h1")`, with the page's URL before it, if any.
pub(super) fn jsoup(source: &str) -> Result<Value, String> {
    let base = source.strip_prefix('"').and_then(|it| it.split_once('"')).map(|it| it.0);
    let mut made = Editing(default_of("jsoup-none"));
    let mut keeps_relative = false;
    for call in calls(source) {
        let given = call.texts.iter().map(String::as_str).collect::<Vec<_>>();
        match (call.method(), given.as_slice()) {
            (name @ ("none" | "simpleText" | "basic" | "basicWithImages" | "relaxed"), _) => {
                made = safelist(name);
            }
            ("Safelist", _) => {}
            ("addTags", tags) => made.add("elements", tags.iter().copied()),
            ("removeTags", tags) => made.remove("elements", tags.iter().copied()),
            ("addAttributes", [tag, names @ ..]) => {
                if *tag != ":all" {
                    made.add("elements", [*tag]);
                }
                made.add_to("attributes", tag, names.iter().copied());
            }
            ("removeAttributes", [":all", names @ ..]) => {
                for row in made.row_names("attributes") {
                    made.remove_from("attributes", &row, names);
                }
            }
            ("removeAttributes", [tag, names @ ..]) => made.remove_from("attributes", tag, names),
            ("addEnforcedAttribute", [tag, name, value]) => made.force(tag, name, value),
            ("removeEnforcedAttribute", [_, _]) => made.set("set_attributes", json!({})),
            ("addProtocols", [tag, name, schemes @ ..]) => {
                made.add_to("url_schemes_by", &format!("{tag}.{name}"), schemes.iter().copied());
                if schemes.contains(&"data") {
                    made.set("data_images", true);
                }
            }
            ("removeProtocols", [tag, name, schemes @ ..]) => {
                made.remove_from("url_schemes_by", &format!("{tag}.{name}"), schemes);
            }
            ("preserveRelativeLinks", _) => keeps_relative = source.contains("preserveRelativeLinks(true)"),
            (other, _) => return Err(format!("`{other}` of jsoup")),
        }
    }
    let relative = match base {
        _ if keeps_relative => "allow",
        Some(url) if url::Url::parse(url).is_ok() => url,
        _ => "deny",
    };
    made.set("url_relative", relative);
    // Links to the page's own host need no `rel`.
    if base.is_some() && made.0["set_attributes"]["a"]["rel"] == "nofollow" {
        made.set("set_attributes", json!({}));
        made.set("link_rel_absolute_only", json!(["nofollow"]));
    }
    Ok(made.0)
}

fn safelist(name: &str) -> Editing {
    let mut made = Editing(default_of(&format!("jsoup-{name}")));
    for (element, forced) in made.0["set_attributes_of"].clone().as_object().into_iter().flatten() {
        if let Some((name, value)) = forced.as_str().and_then(|it| it.split_once('=')) {
            made.force(element, name, value);
        }
    }
    made.set("set_attributes_of", Value::Null);
    made
}

/// OWASP: `new HtmlPolicyBuilder().allowElements("p").allowAttributes("title").globally()`, or a prepared one.
pub(super) fn owasp(source: &str) -> Result<Value, String> {
    if source.contains("->") || source.contains("new ElementPolicy") || source.contains("new AttributePolicy")
    {
        return Err("a function decides".to_owned());
    }
    if source.contains("HtmlSanitizerTest.sanitize()") {
        return Ok(owasp_base(&default_of("owasp-test")).0);
    }
    let mut made = owasp_base(&json!({}));
    for (name, table) in [
        ("FORMATTING", "owasp-inline"),
        ("BLOCKS", "owasp-block"),
        ("STYLES", "owasp-styles"),
        ("LINKS", "owasp-links"),
        ("TABLES", "owasp-tables"),
        ("IMAGES", "owasp-images"),
    ] {
        if source.contains(&format!("Sanitizers.{name}")) {
            made.join(&default_of(table));
        }
    }
    if !source.contains("Sanitizers.") && !source.contains("HtmlPolicyBuilder") {
        return Err(format!("a policy that is only named: {source}"));
    }
    let mut attributes: Vec<String> = Vec::new();
    for call in calls(source) {
        owasp_call(&mut made, &call, &mut attributes)?;
    }
    Ok(made.0)
}

fn owasp_base(more: &Value) -> Editing {
    let mut made = Editing(json!({"elements": [], "attributes": {}, "drop_content": "script style title"}));
    made.set("needs_attributes", "a font img input span");
    made.join(more);
    made
}

fn owasp_call(made: &mut Editing, call: &Call, attributes: &mut Vec<String>) -> Result<(), String> {
    match call.method() {
        "allowElements" => made.add("elements", call.names()),
        "disallowElements" => made.remove("elements", call.names()),
        "allowAttributes" => *attributes = call.texts.clone(),
        "onElements" => {
            for element in call.names() {
                made.add_to("attributes", element, attributes.iter().map(String::as_str));
            }
        }
        "globally" => made.add_to("attributes", "*", attributes.iter().map(String::as_str)),
        "allowWithoutAttributes" => made.remove("needs_attributes", call.names()),
        "disallowWithoutAttributes" => made.add("needs_attributes", call.names()),
        "allowCommonInlineFormattingElements" => made.join(&default_of("owasp-inline")),
        "allowCommonBlockElements" => made.join(&default_of("owasp-block")),
        "allowStyling" => made.join(&default_of("owasp-styles")),
        "allowStandardUrlProtocols" => made.add("url_schemes", ["http", "https", "mailto"]),
        "allowUrlProtocols" => made.add("url_schemes", call.names()),
        "disallowUrlProtocols" => made.remove("url_schemes", call.names()),
        "requireRelNofollowOnLinks" => made.add("link_rel", ["nofollow"]),
        "requireRelsOnLinks" => made.add("link_rel", call.names()),
        // The list of a schema.
        "withProperties" => made.set("css_properties", json!([])),
        "listOf" | "setOf" => made.add("css_properties", call.names()),
        "HtmlPolicyBuilder" | "toFactory" | "j8" | "and" | "union" | "allowTextIn" | "sanitize" => {}
        "matching" | "compile" => made.set("values by pattern", true),
        other => return Err(format!("`{other}` of OWASP's builder")),
    }
    Ok(())
}

/// HtmlSanitizer of .NET: its defaults, changed by statements.
pub(super) fn dotnet(policy: &Value) -> Result<Value, String> {
    let source = policy["source"].as_str().unwrap_or("default");
    if source.contains("options") || source.contains("Formatter") {
        return Err("options in a variable".to_owned());
    }
    let mut made = Editing(default_of("htmlsanitizer-dotnet"));
    for call in calls(source) {
        match call.name.as_str() {
            "AllowedTags.Add" => made.add("elements", call.names()),
            "AllowedTags.Remove" => made.remove("elements", call.names()),
            "AllowedTags.Clear" => made.set("elements", json!([])),
            "AllowedAttributes.Add" => made.add_to("attributes", "*", call.names()),
            "AllowedAttributes.Remove" => {
                made.remove_from("attributes", "*", &call.names().collect::<Vec<_>>());
            }
            "AllowedAttributes.Clear" => made.set("attributes", json!({})),
            "AllowedCssProperties.Add" => made.add("css_properties", call.names()),
            "AllowedCssProperties.Remove" => made.remove("css_properties", call.names()),
            "AllowedCssProperties.Clear" => made.set("css_properties", json!([])),
            "AllowedSchemes.Add" => made.add("url_schemes", call.names()),
            "AllowedSchemes.Remove" => made.remove("url_schemes", call.names()),
            "AllowedSchemes.Clear" => made.set("url_schemes", json!([])),
            "AllowedClasses.Add" => made.add_to("classes", "*", call.names()),
            "HtmlSanitizer" => {}
            other => made.set(other, true),
        }
    }
    if source.contains("KeepChildNodes = true") {
        made.set("disallowed", "unwrap");
    }
    if source.contains("AllowDataAttributes = true") {
        made.set("attribute_prefixes", json!(["data-"]));
    }
    base_of_page(policy, &mut made);
    Ok(made.0)
}

/// The first argument: the URL that relative ones are resolved against.
fn base_of_page(policy: &Value, made: &mut Editing) {
    let arguments = names(&policy["args"]);
    let literal = arguments.first().and_then(|it| it.split('"').nth(1)).filter(|it| !it.is_empty());
    match (literal, arguments.first()) {
        (Some(url), _) if url::Url::parse(url).is_ok() => made.set("url_relative", url),
        (None, Some(name)) if !name.contains('"') => made.set("a base in a variable", true),
        _ => {}
    }
}
