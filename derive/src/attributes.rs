//! `#[object(…)]`: what may stand in it, on a type, a field, a variant and a method.

use crate::case::Case;
use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, LitStr, Result};

/// What one `#[object(…)]` says, or several together.
#[derive(Default)]
pub(crate) struct Attributes {
    pub rename: Option<LitStr>,
    pub rename_all: Option<Case>,
    pub skip: bool,
    pub flatten: bool,
    pub display: bool,
}

/// What an attribute stands on, and so which words it may hold.
#[derive(Clone, Copy)]
pub(crate) enum On {
    Type,
    Variant,
    Field,
    Method,
}

impl On {
    fn words(self) -> &'static [&'static str] {
        match self {
            On::Type => &["rename_all", "display"],
            On::Variant => &["rename", "rename_all"],
            On::Field => &["rename", "skip", "flatten"],
            On::Method => &["rename", "skip"],
        }
    }

    fn name(self) -> &'static str {
        match self {
            On::Type => "a type",
            On::Variant => "a variant",
            On::Field => "a field",
            On::Method => "a method",
        }
    }
}

impl Attributes {
    /// Reads all `#[object(…)]` among `attributes`.
    pub(crate) fn read(attributes: &[Attribute], on: On) -> Result<Attributes> {
        let mut read = Attributes::default();
        for attribute in attributes.iter().filter(|it| is_ours(it)) {
            attribute.parse_nested_meta(|word| read.word(&word, on))?;
        }
        match &read.rename {
            Some(name) if read.skip || read.flatten => {
                Err(Error::new(name.span(), "what is skipped or flattened has no name: remove `rename`"))
            }
            _ => Ok(read),
        }
    }

    fn word(&mut self, word: &ParseNestedMeta<'_>, on: On) -> Result<()> {
        let name = word.path.get_ident().map(ToString::to_string).unwrap_or_default();
        if !on.words().contains(&name.as_str()) {
            return Err(word.error(unknown(&name, on)));
        }
        match name.as_str() {
            "rename" => self.rename = Some(word.value()?.parse()?),
            "rename_all" => self.rename_all = Some(case(&word.value()?.parse()?)?),
            "skip" => self.skip = true,
            "flatten" => self.flatten = true,
            _ => self.display = true,
        }
        Ok(())
    }

    /// What templates call something that Rust calls `name`.
    pub(crate) fn named(&self, name: &str, all: Option<Case>) -> String {
        match (&self.rename, all) {
            (Some(rename), _) => rename.value(),
            (None, Some(case)) => case.apply(name),
            (None, None) => name.to_owned(),
        }
    }

    /// Where to point when the name is at fault.
    pub(crate) fn name_span(&self, ident: Span) -> Span {
        self.rename.as_ref().map_or(ident, LitStr::span)
    }
}

/// Whether it is `#[object(…)]` or `#[palisade::object(…)]`.
pub(crate) fn is_ours(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|it| it.ident == "object")
}

fn unknown(name: &str, on: On) -> String {
    let known: Vec<String> = on.words().iter().map(|it| format!("`{it}`")).collect();
    format!("`object({name})` means nothing on {}; known are {}", on.name(), known.join(", "))
}

fn case(name: &LitStr) -> Result<Case> {
    let unknown = || Error::new(name.span(), format!("unknown spelling; known are {}", Case::known()));
    Case::parse(&name.value()).ok_or_else(unknown)
}
