//! What HTML is: elements, attributes, schemes, entities. Facts, no decisions.

mod text;

pub(crate) use text::escape_html;
