//! Attributes that no policy may allow, and values of `id` and `name` that would shadow what scripts rely on.

use crate::html::is_framework_code;

/// Attributes that run, load, submit, open or seize the keyboard, or that make another element of theirs.
/// Sorted. WHATWG HTML, index of attributes; Open UI for the commands.
const DANGEROUS: &[&str] = &[
    "accesskey",
    "action",
    "attributionsrc",
    "autofocus",
    "command",
    "commandfor",
    "contenteditable",
    "csp",
    "enctype",
    "exportparts",
    "form",
    "formaction",
    "formenctype",
    "formmethod",
    "formtarget",
    "http-equiv",
    "is",
    "itemref",
    "manifest",
    "nonce",
    "part",
    "popover",
    "popovertarget",
    "popovertargetaction",
    "shadowrootmode",
    "slot",
    "srcdoc",
    "xml:base",
];

/// Whether no policy may allow this attribute.
pub(super) fn is_dangerous(name: &str) -> bool {
    name.starts_with("on") || name.starts_with("xmlns") || DANGEROUS.binary_search(&name).is_ok()
}

/// What client-side frameworks act on, beside what they run: htmx, Unpoly, Turbo, Stimulus, Knockout, Rails.
const GADGETS: &[&str] = &[
    "data-action",
    "data-bind",
    "data-controller",
    "data-hx-",
    "data-method",
    "data-ng-",
    "data-remote",
    "data-turbo",
    "data-up-",
    "data-v-",
    "data-x-",
    "hx-",
    "ng-",
    "ng:",
    "sse-",
    "up-",
    "v-",
    "ws-",
    "x-",
];

/// Whether a client-side framework would act on this attribute.
pub(super) fn is_gadget(name: &str) -> bool {
    is_framework_code(name) || GADGETS.iter().any(|it| name.starts_with(it))
}

/// Whether any parser reads this attribute's name as it is printed.
pub(super) fn is_plain_name(name: &str) -> bool {
    let fits = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.' | b':');
    name.bytes().all(fits) && name.bytes().next().is_some_and(|it| it.is_ascii_alphabetic())
}

/// Names of properties of `document`, `window`, forms and elements that scripts read without asking whether
/// an element of that `id` or `name` has taken their place (HTML § 3.1.6 and § 7.2.2.3, named access).
/// Sorted by bytes.
const SHADOWED: &[&str] = &[
    "Array",
    "JSON",
    "Map",
    "Math",
    "Object",
    "Promise",
    "Set",
    "String",
    "URL",
    "__proto__",
    "action",
    "addEventListener",
    "alert",
    "appendChild",
    "attributes",
    "baseURI",
    "body",
    "characterSet",
    "charset",
    "childElementCount",
    "childNodes",
    "children",
    "class",
    "classList",
    "className",
    "cloneNode",
    "close",
    "closed",
    "compatMode",
    "console",
    "constructor",
    "contentType",
    "cookie",
    "createElement",
    "currentScript",
    "customElements",
    "defaultView",
    "designMode",
    "dir",
    "doctype",
    "document",
    "documentElement",
    "domain",
    "elements",
    "embeds",
    "enctype",
    "event",
    "external",
    "fetch",
    "firstChild",
    "firstElementChild",
    "focus",
    "forms",
    "frameElement",
    "frames",
    "getAttribute",
    "getElementById",
    "getElementsByClassName",
    "getElementsByName",
    "getElementsByTagName",
    "hasAttribute",
    "hasChildNodes",
    "hasOwnProperty",
    "head",
    "history",
    "id",
    "images",
    "implementation",
    "importNode",
    "innerHTML",
    "innerText",
    "insertBefore",
    "isPrototypeOf",
    "lastChild",
    "lastElementChild",
    "lastModified",
    "length",
    "links",
    "localStorage",
    "location",
    "matches",
    "method",
    "name",
    "namespaceURI",
    "navigator",
    "nextSibling",
    "nodeName",
    "nodeType",
    "nodeValue",
    "open",
    "opener",
    "origin",
    "outerHTML",
    "outerText",
    "ownerDocument",
    "parent",
    "parentElement",
    "parentNode",
    "performance",
    "plugins",
    "postMessage",
    "previousSibling",
    "prototype",
    "querySelector",
    "querySelectorAll",
    "readyState",
    "referrer",
    "remove",
    "removeAttribute",
    "removeChild",
    "replaceChild",
    "reset",
    "screen",
    "scripts",
    "self",
    "sessionStorage",
    "setAttribute",
    "shadowRoot",
    "status",
    "style",
    "styleSheets",
    "submit",
    "tagName",
    "target",
    "textContent",
    "title",
    "toString",
    "top",
    "trustedTypes",
    "valueOf",
    "window",
    "write",
    "writeln",
];

/// Whether an element of this `id` or `name` would stand in for something of the page.
pub(super) fn clobbers(name: &str) -> bool {
    SHADOWED.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{DANGEROUS, SHADOWED};

    #[test]
    fn tables_are_in_order() {
        assert!(DANGEROUS.is_sorted());
        assert!(SHADOWED.is_sorted());
    }
}
