//! `#[derive(Object)]` and `#[palisade::object]` for the [palisade] template engine, which re-exports
//! both. Use them from there.
//!
//! [palisade]: https://docs.rs/palisade
#![forbid(unsafe_code)]

mod attributes;
mod case;
mod methods;
mod object;

use proc_macro::TokenStream;

/// Lets templates look into a struct or enum.
///
/// Of a struct, templates see the fields: `{{ thread.title }}`; of a tuple struct, its items:
/// `{{ pair.0 }}`. An enum without fields is a text, the variant's name; one with fields shows those of
/// the active variant, and the variant's name as `kind`. Nothing is converted: values borrow from the
/// data. What a field holds must implement `ToValue`.
///
/// | attribute | on | effect |
/// |---|---|---|
/// | `#[object(rename = "x")]` | field, variant | templates call it `x` |
/// | `#[object(rename_all = "camelCase")]` | type, variant | renames all fields (of an enum: all variants) |
/// | `#[object(skip)]` | field | templates do not see it |
/// | `#[object(flatten)]` | field | its fields count as fields of this type |
/// | `#[object(display)]` | type | `{{ value }}` prints it by its `Display` |
///
/// A type without borrowed data can also be returned by filters and methods.
#[proc_macro_derive(Object, attributes(object))]
pub fn derive_object(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    object::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Lets templates call the `&self` methods of an `impl` block of a type with `#[derive(Object)]`.
///
/// `{{ thread.get_absolute_url }}` calls `fn get_absolute_url(&self) -> String`. What a method returns
/// must implement `IntoValue`: owned data, or references. `#[object(skip)]` on a method hides it,
/// `#[object(rename = "x")]` renames it. A type may have one such block.
#[proc_macro_attribute]
pub fn object(arguments: TokenStream, item: TokenStream) -> TokenStream {
    methods::expand(&arguments.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
