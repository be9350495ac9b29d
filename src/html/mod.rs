//! What HTML is: elements, attributes, schemes, character references. Facts, no decisions.
//! One fact, one table: the analysis, the sanitizer and `check` all ask here.

mod attributes;
mod css;
mod elements;
mod entities;
mod frameworks;
mod references;
mod schemes;
mod text;

pub(crate) use attributes::{AttrKind, Handed, Listed, UrlKind, attribute_kind};
pub(crate) use css::{
    AtRule, CssFunction, at_rule, css_function, is_code_property, is_color_function, may_become_code_property,
};
pub(crate) use elements::{
    Content, breaks_out_of_foreign, content, integration_point, is_compiled, is_complete_name, is_formatting,
    is_html_encoding, is_html_integration, is_html_template, is_javascript, is_math_glyph, is_math_text,
    is_of_html, is_ordinary, is_void, needs_end, optional_end,
};
pub(crate) use entities::decode;
pub use frameworks::Framework;
pub(crate) use frameworks::{
    Frameworks, begins_template, framework_kind, framework_of, is_framework_code, is_framework_code_in,
    may_become_framework_code,
};
pub(crate) use references::unescape;
pub(crate) use schemes::{Scheme, is_raster, scheme};
pub(crate) use text::{escape_html, escape_html_and_nul};

/// ASCII whitespace as the tokenizer has it: tab, LF, FF, CR, space (Infra § ASCII whitespace).
pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}
