//! Responses of several kinds, told apart by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    context::{Context, places},
    docs::Doc,
    names::ident,
    request, types,
};
use crate::ir::{Case, Media, ResponseType, StatusRange, TypeDef, TypeRef, Union, UnionCase};

/// Emits an enum of response bodies and how it is read.
///
/// ```text
/// /// What `contacts.create` answers.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum CreateContactResponse {
///     /// 201
///     Created(Contact),
///     /// 202
///     Accepted,
/// }
///
/// impl CreateContactResponse {
///     pub(crate) fn decode(response: &truto_runtime::Response) -> Result<Self, truto_runtime::Error> {
///         match response.status().as_u16() {
///             201 => response.json().map(Self::Created),
///             202 => Ok(Self::Accepted),
///             _ => Err(response.unexpected()),
///         }
///     }
/// }
/// ```
pub(crate) fn emit(context: &Context<'_>, def: &TypeDef, of: &Union) -> TokenStream {
    let name = ident(&def.name);
    let docs = Doc::of(&def.docs, || "What the API answers, by status.".to_owned()).outer();
    let cases = cases(context, def);
    let variants = of
        .cases
        .iter()
        .map(|case| variant(context, def, case, &cases));
    let mut sorted: Vec<&UnionCase> = of.cases.iter().collect();
    sorted.sort_by_key(|case| match case.status {
        StatusRange::Code(_) => 0,
        StatusRange::Class(_) => 1,
        StatusRange::Default => 2,
    });
    let has_default = sorted
        .iter()
        .any(|case| case.status == StatusRange::Default);
    let arms = sorted.iter().map(|case| arm(case, &cases));
    let other = (!has_default).then(|| quote!(_ => Err(response.unexpected()),));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum #name { #(#variants)* }
        impl #name {
            pub(crate) fn decode(response: &truto_runtime::Response) -> Result<Self, truto_runtime::Error> {
                match response.status().as_u16() {
                    #(#arms)*
                    #other
                }
            }
        }
    }
}

/// The cases of the operations that answer with this type: they know the media types.
fn cases<'a>(context: &Context<'a>, def: &TypeDef) -> Vec<&'a Case> {
    places(context.krate)
        .filter(|place| place.operation.response == ResponseType::Value(TypeRef::Named(def.id)))
        .flat_map(|place| &place.operation.cases)
        .collect()
}

fn variant(context: &Context<'_>, def: &TypeDef, case: &UnionCase, cases: &[&Case]) -> TokenStream {
    let status = match case.status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Class(class) => format!("{class}XX"),
        StatusRange::Default => "Any other status".to_owned(),
    };
    let mut doc = Doc::new(format!("{status}."));
    if let Some(text) = found(case, cases).and_then(|case| case.docs.description.as_ref()) {
        doc.foreign(text);
    }
    let (docs, name) = (doc.outer(), ident(&case.name));
    let inner = case.ty.as_ref().map(|ty| {
        let ty = types::tokens(&types::rust(context, def.home, ty));
        quote!((#ty))
    });
    quote!(#docs #name #inner,)
}

fn found<'a>(case: &UnionCase, cases: &[&'a Case]) -> Option<&'a Case> {
    cases
        .iter()
        .find(|known| known.status == case.status)
        .copied()
}

fn arm(case: &UnionCase, cases: &[&Case]) -> TokenStream {
    let name = ident(&case.name);
    let pattern = match case.status {
        StatusRange::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusRange::Class(class) => {
            let class = Literal::u8_unsuffixed(class);
            quote!(status if status / 100 == #class)
        }
        StatusRange::Default => quote!(_),
    };
    let Some(ty) = &case.ty else {
        return quote!(#pattern => Ok(Self::#name),);
    };
    let media: Option<&Media> = found(case, cases).and_then(|case| case.media.as_ref());
    let decoder = ident(request::decoder(ty, media));
    quote!(#pattern => response.#decoder().map(Self::#name),)
}
