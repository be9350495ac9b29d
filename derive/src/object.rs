//! `#[derive(Object)]`.

use crate::attributes::{Attributes, On};
use crate::case::Case;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use std::collections::HashSet;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DataEnum, DeriveInput, Error, Fields, Ident, Index, Result, Type, Variant};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let attributes = Attributes::read(&input.attrs, On::Type)?;
    let members = match &input.data {
        Data::Struct(data) => structure(&data.fields, attributes.rename_all)?,
        Data::Enum(data) => enumeration(data, attributes.rename_all)?,
        Data::Union(data) => {
            let message = "templates cannot look into a union: nobody knows which field is active";
            return Err(Error::new(data.union_token.span, message));
        }
    };
    Ok(implement(input, &members, attributes.display))
}

/// What the implementation of `Object` does.
struct Members {
    /// The body of `attr`.
    attr: TokenStream,
    /// The body of `at`.
    at: TokenStream,
    /// The body of `fields`.
    fields: TokenStream,
    /// The variant's name, for enums.
    variant: Option<TokenStream>,
    /// Whether the variant's name is all there is.
    is_text: bool,
}

/// A field that templates see.
struct Member<'t> {
    /// How an expression reaches it, as a reference.
    reach: TokenStream,
    /// What templates call it; nothing if its fields count as ours.
    name: Option<String>,
    /// Its index, in a tuple.
    index: Option<usize>,
    ty: &'t Type,
}

impl Member<'_> {
    /// `value` as a `Value`, blaming the field's type if it is none.
    fn value(&self) -> TokenStream {
        let reach = &self.reach;
        quote_spanned! {self.ty.span()=> ::palisade::value::ToValue::to_value(#reach, cx) }
    }

    fn attr_arm(&self) -> Option<TokenStream> {
        let (name, value) = (self.name.as_ref()?, self.value());
        Some(quote! { #name => return #value.map(::core::option::Option::Some), })
    }

    fn at_arm(&self) -> Option<TokenStream> {
        let (index, value) = (self.index?, self.value());
        Some(quote! { #index => #value.map(::core::option::Option::Some), })
    }

    /// Looks a name up in a flattened field.
    fn attr_inside(&self) -> Option<TokenStream> {
        if self.name.is_some() {
            return None;
        }
        let reach = &self.reach;
        Some(quote_spanned! {self.ty.span()=>
            if let ::core::option::Option::Some(value) = ::palisade::Object::item(#reach, name, cx)? {
                return ::core::result::Result::Ok(::core::option::Option::Some(value));
            }
            if let ::core::option::Option::Some(value) = ::palisade::Object::attr(#reach, name, cx)? {
                return ::core::result::Result::Ok(::core::option::Option::Some(value));
            }
        })
    }

    fn add(&self) -> TokenStream {
        match &self.name {
            Some(name) => {
                let value = self.value();
                quote! { add(#name, #value?)?; }
            }
            None => {
                let reach = &self.reach;
                quote_spanned! {self.ty.span()=> ::palisade::Object::fields(#reach, cx, add)?; }
            }
        }
    }
}

fn structure(fields: &Fields, all: Option<Case>) -> Result<Members> {
    let reach = |index: usize, ident: Option<&Ident>| match ident {
        Some(ident) => quote! { &self.#ident },
        None => {
            let index = Index::from(index);
            quote! { &self.#index }
        }
    };
    let members = members(fields, all, &[], reach)?;
    let (attr, at, fields) = (attr(&members, None), at(&members), add(&members, None));
    Ok(Members { attr, at, fields, variant: None, is_text: false })
}

/// The fields that templates see. No two may have the same name, nor one of those `taken`.
fn members<'f>(
    fields: &'f Fields,
    all: Option<Case>,
    taken: &[&str],
    reach: impl Fn(usize, Option<&Ident>) -> TokenStream,
) -> Result<Vec<Member<'f>>> {
    let mut names: HashSet<String> = taken.iter().map(|it| (*it).to_owned()).collect();
    let mut members = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let attributes = Attributes::read(&field.attrs, On::Field)?;
        if attributes.skip {
            continue;
        }
        let (rust, all, span) = match &field.ident {
            Some(ident) => (ident.unraw().to_string(), all, ident.span()),
            None => (index.to_string(), None, field.ty.span()),
        };
        let name = (!attributes.flatten).then(|| attributes.named(&rust, all));
        unique(name.as_deref(), &mut names, attributes.name_span(span))?;
        let is_item = field.ident.is_none() && !attributes.flatten && attributes.rename.is_none();
        let reach = reach(index, field.ident.as_ref());
        members.push(Member { reach, name, index: is_item.then_some(index), ty: &field.ty });
    }
    Ok(members)
}

fn unique(name: Option<&str>, names: &mut HashSet<String>, span: Span) -> Result<()> {
    match name {
        Some(name) if !names.insert(name.to_owned()) => {
            let message = format!(
                "templates already call something else `{name}`: rename it with `#[object(rename = \"…\")]`"
            );
            Err(Error::new(span, message))
        }
        _ => Ok(()),
    }
}

fn attr(members: &[Member<'_>], kind: Option<&str>) -> TokenStream {
    let arms = members.iter().filter_map(Member::attr_arm);
    let inside = members.iter().filter_map(Member::attr_inside);
    let kind = kind.map(|it| {
        quote! { "kind" => return ::core::result::Result::Ok(::core::option::Option::Some(::palisade::Value::Str(#it))), }
    });
    quote! {
        match name { #(#arms)* #kind _ => {} }
        #(#inside)*
    }
}

fn at(members: &[Member<'_>]) -> TokenStream {
    let arms = members.iter().filter_map(Member::at_arm);
    quote! { match index { #(#arms)* _ => ::core::result::Result::Ok(::core::option::Option::None) } }
}

fn add(members: &[Member<'_>], kind: Option<&str>) -> TokenStream {
    let kind = kind.map(|it| quote! { add("kind", ::palisade::Value::Str(#it))?; });
    let fields = members.iter().map(Member::add);
    quote! { #kind #(#fields)* }
}

fn enumeration(data: &DataEnum, all: Option<Case>) -> Result<Members> {
    let variants: Vec<ReadVariant<'_>> =
        data.variants.iter().map(|it| ReadVariant::read(it, all)).collect::<Result<_>>()?;
    let is_text = data.variants.iter().all(|it| matches!(it.fields, Fields::Unit));
    let choose = |body: &dyn Fn(&ReadVariant<'_>) -> TokenStream, otherwise: TokenStream| {
        if variants.is_empty() {
            return otherwise;
        }
        let arms = variants.iter().map(|it| {
            let (pattern, body) = (&it.pattern, body(it));
            quote! { #pattern => { #body } }
        });
        quote! { match self { #(#arms)* } }
    };
    let nothing = quote! { ::core::result::Result::Ok(::core::option::Option::None) };
    Ok(Members {
        attr: choose(&|it| attr(&it.members, (!is_text).then_some(it.name.as_str())), quote! {}),
        at: choose(&|it| at(&it.members), nothing),
        fields: choose(&|it| add(&it.members, (!is_text).then_some(it.name.as_str())), quote! {}),
        variant: Some(choose(
            &|it| {
                let name = &it.name;
                quote! { #name }
            },
            quote! { "" },
        )),
        is_text,
    })
}

/// A variant, with its fields bound by its pattern.
struct ReadVariant<'v> {
    name: String,
    pattern: TokenStream,
    members: Vec<Member<'v>>,
}

impl ReadVariant<'_> {
    fn read(variant: &Variant, all: Option<Case>) -> Result<ReadVariant<'_>> {
        let attributes = Attributes::read(&variant.attrs, On::Variant)?;
        let bound = |index: usize| format_ident!("field_{index}");
        let reach = |index: usize, _: Option<&Ident>| {
            let name = bound(index);
            quote! { #name }
        };
        let members = members(&variant.fields, attributes.rename_all, &["kind"], reach)?;
        let ident = &variant.ident;
        let fields = variant.fields.iter().enumerate().map(|(index, field)| {
            let (name, position) = (bound(index), Index::from(index));
            let key = field.ident.as_ref().map_or(quote! { #position }, |it| quote! { #it });
            quote! { #key: #name }
        });
        // Not every method uses every field.
        let pattern = quote! { #[allow(unused_variables)] Self::#ident { #(#fields),* } };
        Ok(ReadVariant { name: attributes.named(&ident.unraw().to_string(), all), pattern, members })
    }
}

/// The text of a value that is no list or map.
fn print(input: &DeriveInput, members: &Members, display: bool) -> TokenStream {
    let name = format!("{} object", input.ident.unraw());
    match &members.variant {
        _ if display => quote! { ::std::borrow::Cow::Owned(::std::string::ToString::to_string(self)) },
        Some(variant) => quote! { ::std::borrow::Cow::Borrowed(#variant) },
        None => quote! { ::std::borrow::Cow::Borrowed(#name) },
    }
}

fn implement(input: &DeriveInput, members: &Members, display: bool) -> TokenStream {
    let this = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::palisade::value::ToValue));
    }
    let (params, arguments, bounds) = generics.split_for_impl();
    let Members { attr, at, fields, .. } = members;
    let print = print(input, members, display);
    let as_text = members.variant.as_ref().filter(|_| members.is_text).map(|variant| {
        quote! {
            fn as_text(&self) -> ::core::option::Option<&str> {
                ::core::option::Option::Some(#variant)
            }
        }
    });
    let owned = owned(input, &generics);
    quote! {
        #[automatically_derived]
        impl #params ::palisade::Object for #this #arguments #bounds {
            fn attr<'palisade>(
                &'palisade self,
                name: &str,
                cx: ::palisade::Cx<'palisade>,
            ) -> ::core::result::Result<::core::option::Option<::palisade::Value<'palisade>>, ::palisade::Error> {
                #[allow(unused_imports)] // unless the type has methods of its own
                use ::palisade::NoMethods as _;
                #attr
                self.__palisade_method(name, cx)
            }

            fn at<'palisade>(
                &'palisade self,
                index: usize,
                cx: ::palisade::Cx<'palisade>,
            ) -> ::core::result::Result<::core::option::Option<::palisade::Value<'palisade>>, ::palisade::Error> {
                let _ = (index, cx);
                #at
            }

            fn fields<'palisade>(
                &'palisade self,
                cx: ::palisade::Cx<'palisade>,
                add: &mut ::palisade::value::Fields<'_, 'palisade>,
            ) -> ::core::result::Result<(), ::palisade::Error> {
                let _ = (cx, &add);
                #fields
                ::core::result::Result::Ok(())
            }

            fn print<'palisade>(
                &'palisade self,
                _: ::palisade::Cx<'palisade>,
            ) -> ::core::result::Result<::std::borrow::Cow<'palisade, str>, ::palisade::Error> {
                ::core::result::Result::Ok(#print)
            }

            #as_text
        }

        #[automatically_derived]
        impl #params ::palisade::value::ToValue for #this #arguments #bounds {
            fn to_value<'palisade>(
                &'palisade self,
                _: ::palisade::Cx<'palisade>,
            ) -> ::core::result::Result<::palisade::Value<'palisade>, ::palisade::Error> {
                ::core::result::Result::Ok(::palisade::Value::Object(self))
            }
        }

        #[automatically_derived]
        impl #params ::palisade::value::Vars for #this #arguments #bounds {
            fn each<'palisade>(
                &'palisade self,
                cx: ::palisade::Cx<'palisade>,
                add: &mut dyn ::core::ops::FnMut(&'palisade str, ::palisade::Value<'palisade>),
            ) -> ::core::result::Result<(), ::palisade::Error> {
                ::palisade::Object::fields(self, cx, &mut |name, value| {
                    add(name, value);
                    ::core::result::Result::Ok(())
                })
            }
        }

        #owned
    }
}

/// Filters and methods may return the type, unless it borrows.
fn owned(input: &DeriveInput, generics: &syn::Generics) -> Option<TokenStream> {
    if generics.lifetimes().next().is_some() {
        return None;
    }
    let this = &input.ident;
    let (_, arguments, _) = generics.split_for_impl();
    let mut with_lifetime = generics.clone();
    for parameter in with_lifetime.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!('static));
    }
    with_lifetime.params.insert(0, syn::parse_quote!('palisade));
    let (params, _, bounds) = with_lifetime.split_for_impl();
    Some(quote! {
        #[automatically_derived]
        impl #params ::palisade::value::IntoValue<'palisade> for #this #arguments #bounds {
            fn into_value(
                self,
                cx: ::palisade::Cx<'palisade>,
            ) -> ::core::result::Result<::palisade::Value<'palisade>, ::palisade::Error> {
                cx.arena.own(self).map(::palisade::Value::Object)
            }
        }
    })
}
