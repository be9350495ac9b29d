//! Attributes that no policy may allow, and values of `id` and `name` that would shadow what scripts rely on.

use crate::html::is_framework_code;

/// Attributes that run, load, submit, open or seize the keyboard, or that make another element of theirs.
/// Sorted. WHATWG HTML, index of attributes; Open UI for the commands.
const DANGEROUS: &[&str] = &[
    "accesskey",
    "attributionsrc",
    "autofocus",
    "command",
    "commandfor",
    "contenteditable",
    "csp",
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
/// All members of `Document` and of `HTMLFormElement`, and some of `Window`. Sorted by bytes.
#[rustfmt::skip]
const SHADOWED: &[&str] = &[
    "Array", "JSON", "Map", "Math", "Object", "Promise", "Set", "String", "URL", "__proto__",
    "acceptCharset", "accessKey", "accessKeyLabel", "action", "activeElement", "activeViewTransition",
    "addEventListener", "adoptNode", "adoptedStyleSheets", "after", "alert", "alinkColor", "all",
    "anchors", "animate", "append", "appendChild", "applets", "assignedSlot", "attachInternals",
    "attachShadow", "attributeStyleMap", "attributes", "autocapitalize", "autocomplete", "autocorrect",
    "autofocus", "baseURI", "before", "bgColor", "blur", "body", "captureEvents",
    "caretPositionFromPoint", "caretRangeFromPoint", "characterSet", "charset", "checkValidity",
    "checkVisibility", "childElementCount", "childNodes", "children", "class", "classList", "className",
    "clear", "click", "clientHeight", "clientLeft", "clientTop", "clientWidth", "cloneNode", "close",
    "closed", "closest", "compareDocumentPosition", "compatMode", "computedStyleMap", "console",
    "constructor", "contains", "contentEditable", "contentType", "cookie", "createAttribute",
    "createAttributeNS", "createCDATASection", "createComment", "createDocumentFragment", "createElement",
    "createElementNS", "createEvent", "createExpression", "createNSResolver", "createNodeIterator",
    "createProcessingInstruction", "createRange", "createTextNode", "createTreeWalker", "currentCSSZoom",
    "currentScript", "customElementRegistry", "customElements", "dataset", "defaultView", "designMode",
    "dir", "dispatchEvent", "doctype", "document", "documentElement", "documentURI", "domain",
    "draggable", "elementFromPoint", "elements", "elementsFromPoint", "embeds", "encoding", "enctype",
    "enterKeyHint", "evaluate", "event", "execCommand", "exitFullscreen", "exitPictureInPicture",
    "exitPointerLock", "external", "fetch", "fgColor", "firstChild", "firstElementChild", "focus",
    "fonts", "forms", "fragmentDirective", "frameElement", "frames", "fullscreen", "fullscreenElement",
    "fullscreenEnabled", "getAnimations", "getAttribute", "getAttributeNS", "getAttributeNames",
    "getAttributeNode", "getAttributeNodeNS", "getBoundingClientRect", "getClientRects", "getElementById",
    "getElementsByClassName", "getElementsByName", "getElementsByTagName", "getElementsByTagNameNS",
    "getHTML", "getRootNode", "getSelection", "hasAttribute", "hasAttributeNS", "hasAttributes",
    "hasChildNodes", "hasFocus", "hasOwnProperty", "hasPointerCapture", "hasStorageAccess", "head",
    "hidden", "hidePopover", "history", "id", "images", "implementation", "importNode", "inert",
    "innerHTML", "innerText", "inputEncoding", "inputMode", "insertAdjacentElement", "insertAdjacentHTML",
    "insertAdjacentText", "insertBefore", "isConnected", "isContentEditable", "isDefaultNamespace",
    "isEqualNode", "isPrototypeOf", "isSameNode", "lang", "lastChild", "lastElementChild", "lastModified",
    "length", "linkColor", "links", "localName", "localStorage", "location", "lookupNamespaceURI",
    "lookupPrefix", "matches", "method", "moveBefore", "name", "namespaceURI", "navigator",
    "nextElementSibling", "nextSibling", "noValidate", "nodeName", "nodeType", "nodeValue", "nonce",
    "normalize", "offsetHeight", "offsetLeft", "offsetParent", "offsetTop", "offsetWidth", "onabort",
    "onanimationcancel", "onanimationend", "onanimationiteration", "onanimationstart", "onauxclick",
    "onbeforeinput", "onbeforematch", "onbeforetoggle", "onblur", "oncancel", "oncanplay",
    "oncanplaythrough", "onchange", "onclick", "onclose", "oncommand", "oncontextlost", "oncontextmenu",
    "oncontextrestored", "oncopy", "oncuechange", "oncut", "ondblclick", "ondrag", "ondragend",
    "ondragenter", "ondragleave", "ondragover", "ondragstart", "ondrop", "ondurationchange", "onemptied",
    "onended", "onerror", "onfocus", "onformdata", "onfullscreenchange", "onfullscreenerror",
    "ongotpointercapture", "oninput", "oninvalid", "onkeydown", "onkeypress", "onkeyup", "onload",
    "onloadeddata", "onloadedmetadata", "onloadstart", "onlostpointercapture", "onmousedown",
    "onmouseenter", "onmouseleave", "onmousemove", "onmouseout", "onmouseover", "onmouseup", "onpaste",
    "onpause", "onplay", "onplaying", "onpointercancel", "onpointerdown", "onpointerenter",
    "onpointerleave", "onpointerlockchange", "onpointerlockerror", "onpointermove", "onpointerout",
    "onpointerover", "onpointerrawupdate", "onpointerup", "onprogress", "onratechange",
    "onreadystatechange", "onreset", "onresize", "onscroll", "onscrollend", "onsecuritypolicyviolation",
    "onseeked", "onseeking", "onselect", "onselectionchange", "onselectstart", "onslotchange",
    "onstalled", "onsubmit", "onsuspend", "ontimeupdate", "ontoggle", "ontouchcancel", "ontouchend",
    "ontouchmove", "ontouchstart", "ontransitioncancel", "ontransitionend", "ontransitionrun",
    "ontransitionstart", "onvisibilitychange", "onvolumechange", "onwaiting", "onwebkitanimationend",
    "onwebkitanimationiteration", "onwebkitanimationstart", "onwebkittransitionend", "onwheel", "open",
    "opener", "origin", "outerHTML", "outerText", "ownerDocument", "parent", "parentElement",
    "parentNode", "part", "performance", "pictureInPictureElement", "pictureInPictureEnabled", "plugins",
    "pointerLockElement", "popover", "postMessage", "prefix", "prepend", "previousElementSibling",
    "previousSibling", "prototype", "queryCommandEnabled", "queryCommandIndeterm", "queryCommandState",
    "queryCommandSupported", "queryCommandValue", "querySelector", "querySelectorAll", "readyState",
    "referrer", "rel", "relList", "releaseEvents", "releasePointerCapture", "remove", "removeAttribute",
    "removeAttributeNS", "removeAttributeNode", "removeChild", "removeEventListener", "replaceChild",
    "replaceChildren", "replaceWith", "reportValidity", "requestFullscreen", "requestPointerLock",
    "requestStorageAccess", "requestSubmit", "reset", "role", "rootElement", "screen", "scripts",
    "scroll", "scrollBy", "scrollHeight", "scrollIntoView", "scrollLeft", "scrollTo", "scrollTop",
    "scrollWidth", "scrollingElement", "self", "sessionStorage", "setAttribute", "setAttributeNS",
    "setAttributeNode", "setAttributeNodeNS", "setHTML", "setHTMLUnsafe", "setPointerCapture",
    "shadowRoot", "showPopover", "slot", "spellcheck", "startViewTransition", "status", "style",
    "styleSheets", "submit", "tabIndex", "tagName", "target", "textContent", "timeline", "title",
    "toString", "toggleAttribute", "togglePopover", "top", "translate", "trustedTypes", "valueOf",
    "visibilityState", "vlinkColor", "webkitMatchesSelector", "window", "write", "writeln",
    "writingSuggestions",
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
