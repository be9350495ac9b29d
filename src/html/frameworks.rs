//! Client-side frameworks: which attributes they run, and what they take for a template of their own.

use super::attributes::{AttrKind, Handed, UrlKind, attribute_kind};
use Framework::{Alpine, Angular, AngularJs, Htmx, Stimulus, Vue};
use std::borrow::Cow;

/// A client-side framework whose attributes a page may hold; see
/// [`EngineBuilder::framework`](crate::EngineBuilder::framework).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Framework {
    /// Alpine.js: `x-data`, `x-on:click`, `@click`, `:class`.
    Alpine,
    /// Angular, in templates that a server renders: `(click)`, `[title]`, `*ngIf`.
    Angular,
    /// AngularJS 1: `ng-click`, `data-ng-if`.
    AngularJs,
    /// htmx: `hx-on:click`, `hx-vals`, `hx-get`.
    Htmx,
    /// Stimulus: `data-controller`, `data-action`.
    Stimulus,
    /// Vue: `v-if`, `v-on:click`, `@click`, `:title`, `#item`.
    Vue,
}

impl Framework {
    /// All of them.
    pub const ALL: &'static [Framework] = &[Alpine, Angular, AngularJs, Htmx, Stimulus, Vue];

    /// Its name as its makers write it.
    pub fn name(self) -> &'static str {
        match self {
            Alpine => "Alpine.js",
            Angular => "Angular",
            AngularJs => "AngularJS",
            Htmx => "htmx",
            Stimulus => "Stimulus",
            Vue => "Vue",
        }
    }
}

/// A set of frameworks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Frameworks(u8);

impl Frameworks {
    pub(crate) fn with(self, one: Framework) -> Frameworks {
        Frameworks(self.0 | 1 << one as u8)
    }

    pub(crate) fn has(self, one: Framework) -> bool {
        self.0 & 1 << one as u8 != 0
    }

    /// Whether one of them looks for templates in the text of the page, between braces or brackets.
    pub(crate) fn read_text(self) -> bool {
        [Angular, AngularJs, Vue].into_iter().any(|it| self.has(it))
    }

    /// Whether one of them takes `@if (…) { }` and `{a, select, …}` in text for its own.
    pub(crate) fn read_blocks(self) -> bool {
        self.has(Angular)
    }

    /// Whether one of them runs what stands behind a colon in this attribute, as in `class="ng-init: …"`.
    pub(crate) fn read_words(self, attribute: &str) -> bool {
        self.has(AngularJs) && attribute == "class"
    }
}

/// What a framework makes of an attribute's value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    /// No code.
    Text,
    /// Statements.
    Script,
    Expression,
    Json,
    /// An address that it fetches.
    Address,
    /// A language of its own that can hold code, and for which there is no escaper.
    Own,
    /// Words, with code in brackets.
    Filtered,
    /// Words that choose among the page's own scripts.
    Choice,
    /// An expression whose value becomes markup.
    Markup,
    /// An expression whose value is where code or a template is loaded from.
    Module,
}

use Means::{Address, Choice, Expression, Filtered, Json, Markup, Module, Own, Script, Text};

/// (framework, attribute, what its value is); a `*` at the end stands for any further letters. The first row of
/// a framework that fits wins. From the reference of each: Alpine 3, Angular 17, AngularJS 1.8, htmx 2,
/// Stimulus 3, Vue 3.
const ATTRIBUTES: &[(Framework, &str, Means)] = &[
    (Alpine, "x-transition*", Text),
    (Alpine, "x-ref", Text),
    (Alpine, "x-teleport", Text),
    (Alpine, "x-cloak", Text),
    (Alpine, "x-ignore", Text),
    (Alpine, "x-mask", Text),
    (Alpine, "x-init", Script),
    (Alpine, "x-effect", Script),
    (Alpine, "x-on:*", Script),
    (Alpine, "x-html", Markup),
    (Alpine, "x-bind", Own),
    (Alpine, "x-*", Expression),
    (Alpine, "@*", Script),
    (Alpine, ":*", Expression),
    (Angular, "(*", Script),
    (Angular, "[*", Expression),
    (Angular, "bind-*", Expression),
    (Angular, "bindon-*", Expression),
    (Angular, "**", Own),
    (AngularJs, "ng-href", Address),
    (AngularJs, "ng-src", Address),
    (AngularJs, "ng-bind-template", Own),
    (AngularJs, "ng-bind-html", Markup),
    (AngularJs, "ng-include", Module),
    (AngularJs, "ng-*", Expression),
    (Htmx, "hx-on*", Script),
    (Htmx, "hx-vals", Json),
    (Htmx, "hx-headers", Json),
    (Htmx, "hx-request", Json),
    (Htmx, "hx-vars", Own),
    (Htmx, "hx-trigger", Filtered),
    (Htmx, "hx-get", Address),
    (Htmx, "hx-post", Address),
    (Htmx, "hx-put", Address),
    (Htmx, "hx-patch", Address),
    (Htmx, "hx-delete", Address),
    (Htmx, "hx-push-url", Address),
    (Htmx, "hx-replace-url", Address),
    (Htmx, "sse-connect", Address),
    (Htmx, "ws-connect", Address),
    (Stimulus, "data-controller", Choice),
    (Stimulus, "data-action", Choice),
    (Vue, "slot-scope", Own),
    (Vue, "v-pre", Text),
    (Vue, "v-cloak", Text),
    (Vue, "v-once", Text),
    (Vue, "v-on:*", Script),
    (Vue, "v-html", Markup),
    (Vue, "v-bind", Own),
    (Vue, "v-bind:is", Own),
    (Vue, ":is", Own),
    (Vue, "v-*", Expression),
    (Vue, "@*", Script),
    (Vue, ":*", Expression),
    (Vue, "#*", Expression),
];

/// Attributes of certain elements: (framework, element, attribute, what its value is). AngularJS 1.8; Vue 2.
const OF_ELEMENTS: &[(Framework, &str, &str, Means)] = &[
    (AngularJs, "form", "name", Own),
    (AngularJs, "ng-form", "name", Own),
    (AngularJs, "ng-pluralize", "count", Expression),
    (AngularJs, "ng-pluralize", "when", Expression),
    (Vue, "template", "scope", Own),
];

fn fits(pattern: &str, attribute: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => attribute.starts_with(start),
        None => attribute == pattern,
    }
}

/// What one framework makes of an attribute, by its lower-case name. htmx takes its names with `data-` too.
fn meaning(framework: Framework, attribute: &str) -> Option<Means> {
    let name = match framework {
        Htmx => Cow::Borrowed(attribute.strip_prefix("data-").unwrap_or(attribute)),
        AngularJs => normalised(attribute),
        _ => Cow::Borrowed(attribute),
    };
    ATTRIBUTES.iter().find(|it| it.0 == framework && fits(it.1, &name)).map(|it| it.2)
}

/// The same for an attribute of this element.
fn meaning_on(framework: Framework, element: &str, attribute: &str) -> Option<Means> {
    let fits = |name: &str, of: &str| name == of || framework == AngularJs && normalised(name) == of;
    let row = OF_ELEMENTS.iter().find(|it| it.0 == framework && fits(element, it.1) && fits(attribute, it.2));
    row.map(|it| it.3).or_else(|| meaning(framework, attribute))
}

/// The name that AngularJS reads a name as, in its usual spelling: it takes `x-` and `data-` off, and `:`, `_` and `-`
/// are one to it.
fn normalised(name: &str) -> Cow<'_, str> {
    const MARKS: [char; 3] = ['-', ':', '_'];
    if !name.contains(MARKS) {
        return Cow::Borrowed(name);
    }
    let prefixed = name.strip_prefix("data").or_else(|| name.strip_prefix('x'));
    let rest = prefixed.and_then(|it| it.strip_prefix(MARKS)).unwrap_or(name);
    let words: Vec<&str> = rest.split(MARKS).filter(|it| !it.is_empty()).collect();
    Cow::Owned(words.join("-"))
}

/// What stands around the name of an attribute that is bound to an expression, before and after it.
const BOUND: &[(&str, &str)] = &[
    (":", ""),
    ("v-bind:", ""),
    ("x-bind:", ""),
    ("[attr.", "]"),
    ("[(", ")]"),
    ("[", "]"),
    ("bind-", ""),
    ("bindon-", ""),
    ("ng-attr-", ""),
    ("ng-prop-", ""),
];

/// The attribute or property that a framework sets to the value of an expression, without its modifiers.
fn bound(attribute: &str) -> Option<&str> {
    let inner = |(start, end): &(&str, &str)| attribute.strip_prefix(start)?.strip_suffix(end);
    BOUND.iter().find_map(inner).map(|it| it.split('.').next().unwrap_or(it))
}

/// Properties that are set as markup.
const MARKUP: &[&str] = &["innerhtml", "inner-html", "inner_html", "outerhtml", "outer-html", "outer_html"];

/// What becomes of an expression's value.
fn handed(element: &str, attribute: &str) -> Handed {
    let respelled = normalised(attribute);
    let Some(name) = bound(attribute).or_else(|| bound(&respelled)) else { return Handed::Kept };
    if MARKUP.contains(&name) {
        return Handed::Markup;
    }
    match attribute_kind(element, name) {
        AttrKind::Url(UrlKind::Code) => Handed::Module,
        AttrKind::Url(_) => Handed::Address,
        AttrKind::Html => Handed::Markup,
        AttrKind::Plain | AttrKind::Css | AttrKind::Srcset => Handed::Kept,
        // `rel` and its kin are expressions perhaps, and read by nobody here.
        AttrKind::LinkHref => Handed::Module,
        _ => Handed::Code,
    }
}

/// The kind of an attribute for the first of these frameworks that knows it.
pub(crate) fn framework_kind(element: &str, attribute: &str, frameworks: Frameworks) -> Option<AttrKind> {
    let on = Framework::ALL.iter().filter(|it| frameworks.has(**it));
    Some(match on.filter_map(|it| meaning_on(*it, element, attribute)).find(|it| *it != Text)? {
        Text => AttrKind::Plain,
        Script => AttrKind::Js,
        Expression => AttrKind::Expression(handed(element, attribute)),
        Markup => AttrKind::Expression(Handed::Markup),
        Module => AttrKind::Expression(Handed::Module),
        Json => AttrKind::Json,
        // What is fetched becomes part of the page.
        Address => AttrKind::Url(UrlKind::Frame),
        Own | Filtered | Choice => AttrKind::Forbidden,
    })
}

/// The framework that would run the value of this attribute, or fetch it, were it part of the page.
pub(crate) fn framework_of(attribute: &str) -> Option<Framework> {
    let acts = |it: &&Framework| meaning(**it, attribute).is_some_and(|it| !matches!(it, Text | Choice));
    Framework::ALL.iter().find(acts).copied()
}

/// Whether a framework could run code by any value of this attribute: as code, or by choosing it.
pub(crate) fn is_framework_code(attribute: &str) -> bool {
    let runs = |it: &Framework| {
        meaning(*it, attribute)
            .is_some_and(|it| matches!(it, Script | Expression | Json | Own | Markup | Module | Choice))
    };
    Framework::ALL.iter().any(runs)
}

/// Whether a name, with more text behind it, could be one of which [`is_framework_code`] holds.
pub(crate) fn may_become_framework_code(head: &str) -> bool {
    let begins = |(framework, pattern, _): &(Framework, &str, Means)| {
        let own = matches!(framework, Htmx | AngularJs);
        let head = head.strip_prefix("data-").filter(|_| own).unwrap_or(head);
        let start = pattern.strip_suffix('*').unwrap_or(pattern);
        start.starts_with(head) || head.starts_with(start)
    };
    ATTRIBUTES.iter().any(begins)
}

/// Whether a framework could run this value of this attribute as code.
pub(crate) fn is_framework_code_in(attribute: &str, value: &str) -> bool {
    let filtered = Framework::ALL.iter().any(|it| meaning(*it, attribute) == Some(Filtered));
    is_framework_code(attribute) || (filtered && value.contains('['))
}

/// Pairs of characters that begin a template in the text of a page: the braces that Vue and Angular look for,
/// and those that pages of Django set instead.
const BEGINS: &[(char, char)] = &[('{', '{'), ('[', '['), ('$', '{')];

/// Whether these two characters beside each other begin a template of a framework.
pub(crate) fn begins_template(first: char, second: char) -> bool {
    BEGINS.contains(&(first, second))
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, AttrKind, Framework, Frameworks, Handed, framework_kind, framework_of};

    #[test]
    fn attributes_belong_to_their_frameworks() {
        let kind = |it: Framework, name: &str| framework_kind("a", name, Frameworks::default().with(it));
        assert_eq!(kind(Framework::Alpine, "@click.prevent"), Some(AttrKind::Js));
        assert_eq!(kind(Framework::Alpine, "x-bind:class"), Some(AttrKind::Expression(Handed::Kept)));
        assert_eq!(kind(Framework::Alpine, ":href"), Some(AttrKind::Expression(Handed::Address)));
        assert_eq!(kind(Framework::Angular, "[innerhtml]"), Some(AttrKind::Expression(Handed::Markup)));
        assert_eq!(kind(Framework::Alpine, ":onclick"), Some(AttrKind::Expression(Handed::Code)));
        assert_eq!(kind(Framework::Alpine, "x-ref"), None);
        assert_eq!(kind(Framework::Alpine, "v-if"), None);
        assert_eq!(kind(Framework::Angular, "*ngif"), Some(AttrKind::Forbidden));
        assert_eq!(kind(Framework::Angular, "[(ngmodel)]"), Some(AttrKind::Expression(Handed::Kept)));
        for name in ["ng_init", "data-ng:init", "x:ng:init", "data_ng_init", "ng--init"] {
            assert_eq!(kind(Framework::AngularJs, name), Some(AttrKind::Expression(Handed::Kept)), "{name}");
        }
        assert_eq!(kind(Framework::AngularJs, "data:ng-include"), Some(AttrKind::Expression(Handed::Module)));
        assert_eq!(kind(Framework::AngularJs, "data-name"), None);
        assert_eq!(kind(Framework::Htmx, "data-hx-on:click"), Some(AttrKind::Js));
        assert_eq!(kind(Framework::Htmx, "hx-vals"), Some(AttrKind::Json));
        assert_eq!(kind(Framework::Stimulus, "data-action"), Some(AttrKind::Forbidden));
        assert_eq!(framework_of("data-action"), None);
        assert_eq!(framework_of("hx-target"), None);
        assert_eq!(framework_of("ng-if"), Some(Framework::AngularJs));
    }

    #[test]
    fn every_framework_has_rows() {
        for framework in Framework::ALL {
            assert!(ATTRIBUTES.iter().any(|it| it.0 == *framework), "{framework:?}");
        }
    }
}
