//! `#[palisade::object] impl`: methods that templates may call.

use crate::attributes::{Attributes, On, is_ours};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, FnArg, ImplItem, ImplItemFn, ItemImpl, ReceiverKind, Result, ReturnType, Signature,
};

pub(crate) fn expand(arguments: &TokenStream, item: TokenStream) -> Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(Error::new(arguments.span(), "`#[palisade::object]` on an `impl` takes no arguments"));
    }
    let mut block: ItemImpl = syn::parse2(item)?;
    if let Some((path, _)) = &block.trait_ {
        let message = "`#[palisade::object]` exposes inherent methods: put it on an `impl` without a trait";
        return Err(Error::new(path.span(), message));
    }
    let mut arms = Vec::new();
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            arms.extend(arm(method)?);
            method.attrs.retain(|it| !is_ours(it));
        }
    }
    let dispatch = dispatch(&block, &arms);
    Ok(quote! { #block #dispatch })
}

/// The method that `#[derive(Object)]` asks for names it does not know.
fn dispatch(block: &ItemImpl, arms: &[TokenStream]) -> TokenStream {
    let (generics, _, bounds) = block.generics.split_for_impl();
    let this = &block.self_ty;
    quote! {
        impl #generics #this #bounds {
            #[doc(hidden)]
            pub(crate) fn __palisade_method<'palisade>(
                &'palisade self,
                name: &str,
                cx: ::palisade::Cx<'palisade>,
            ) -> ::core::result::Result<::core::option::Option<::palisade::Value<'palisade>>, ::palisade::Error> {
                let _ = cx;
                match name {
                    #(#arms)*
                    _ => ::core::result::Result::Ok(::core::option::Option::None),
                }
            }
        }
    }
}

/// `"name" => call it`, unless the method is hidden.
fn arm(method: &ImplItemFn) -> Result<Option<TokenStream>> {
    let attributes = Attributes::read(&method.attrs, On::Method)?;
    if attributes.skip {
        return Ok(None);
    }
    callable(&method.sig)?;
    let ident = &method.sig.ident;
    let name = attributes.named(&ident.unraw().to_string(), None);
    let conditions = method.attrs.iter().filter(|it: &&Attribute| it.path().is_ident("cfg"));
    // The span makes the compiler point at the type when it is no value.
    let call = quote_spanned! {method.sig.output.span()=>
        ::palisade::value::IntoValue::into_value(Self::#ident(self), cx)
    };
    Ok(Some(quote! { #(#conditions)* #name => #call.map(::core::option::Option::Some), }))
}

/// Says why templates cannot call a method, if so.
fn callable(method: &Signature) -> Result<()> {
    let refuse = |span, why: &str| {
        let remedy = "move it to an `impl` without `#[palisade::object]`, or hide it with `#[object(skip)]`";
        Err(Error::new(span, format!("templates cannot call this: {why}; {remedy}")))
    };
    let by_reference = |it: &FnArg| match it {
        FnArg::Receiver(it) => matches!(it.kind, ReceiverKind::Reference(_, _, None)),
        FnArg::Typed(_) => false,
    };
    if !method.inputs.first().is_some_and(by_reference) {
        return refuse(method.ident.span(), "it does not take `&self`");
    }
    if let Some(argument) = method.inputs.iter().nth(1) {
        return refuse(argument.span(), "it takes an argument");
    }
    if let Some(word) = &method.asyncness {
        return refuse(word.span, "it is `async`");
    }
    if method.generics.type_params().next().is_some() {
        return refuse(method.generics.span(), "it is generic");
    }
    match &method.output {
        ReturnType::Default => refuse(method.ident.span(), "it returns nothing"),
        ReturnType::Type(..) => Ok(()),
    }
}
