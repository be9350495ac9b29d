//! What a rule says about a value, and why something was taken out.

use std::borrow::Cow;
use std::fmt;

/// What a rule says about one decoded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict<'v> {
    /// The value may be printed as it is, byte for byte. The canonical recogniser builds on that.
    Keep,
    /// The value may be printed in this form. Asked about this form, the rule answers `Keep`.
    Replace(Cow<'v, str>),
    /// Nothing of the value may be printed.
    Refuse(Reason),
}

/// One row a reason: variant, its words in a report, what it means.
macro_rules! reasons {
    ($($name:ident $words:literal $meaning:literal)*) => {
        /// Why the sanitizer took something out or changed it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason {
            $(
                #[doc = $meaning]
                $name,
            )*
        }

        impl Reason {
            /// The reason in a few words, as reports print it.
            pub fn words(self) -> &'static str {
                match self { $(Reason::$name => $words,)* }
            }
        }
    };
}

reasons! {
    Element "element not in the policy" "The policy has no such element in this namespace."
    ElementContent "element whose content goes with it" "The element runs, loads or hides what it holds, so its content went too."
    Attribute "attribute not in the policy" "The policy has no such attribute on this element."
    Dangerous "attribute refused under every policy" "Event handlers, `is`, `form` and the like; no policy can allow them."
    Gadget "attribute that a framework runs" "Client-side frameworks run or obey the value: `x-`, `v-`, `hx-`, `data-action`."
    Value "value not in the policy" "The attribute is allowed, this value of it is not."
    Clobbers "name that shadows a property of the page" "As `id` or `name` the value would shadow a property of `document` or a form."
    MalformedUrl "not a URL" "The URL parser rejects it, or it holds characters that browsers strip."
    Scheme "scheme not in the policy" "The URL's scheme is not among those allowed here."
    Relative "relative URL" "The policy denies relative URLs here."
    Host "host not in the policy" "The URL's host is not among those allowed here."
    Credentials "URL with user name or password" "Such URLs exist to deceive."
    DataType "media type of a data URL" "Only raster images may be held in a `data:` URL."
    Remote "remote resource" "Loading it would tell a third party that the page was read."
    Rewriter "refused by the URL rewriter" "The application's rewriter refused it, or what it gave back fails the rule."
    Css "style declaration not in the policy" "A property, value or function of the style that the policy does not have."
    Depth "nested too deeply" "Elements stood deeper than the policy's limit."
    Structure "element in the wrong place" "Printed there, the element would be read elsewhere or not at all."
    Comment "comment" "Comments, doctypes and processing instructions are never printed."
    Invisible "invisible control character" "Bidirectional controls and tag characters, which hide or reorder text."
    Mustache "opening of a client-side template" "`{{`, `[[` or `${`, which a framework would evaluate."
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}
