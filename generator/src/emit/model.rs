//! Objects: the struct, how it is read and written, `new` and setters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    context::{Context, is_argument},
    convert,
    docs::{self, Doc},
    field_docs,
    names::{bare, free, ident},
    types::{self, Argument},
};
use crate::ir::{Additional, Field, Presence, Struct, TypeDef};

/// Emits a struct with all that belongs to it.
///
/// ```text
/// /// An address.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub struct ContactEmail {
///     /// The address.
///     pub email: String,
///     /// Fields that this version of the crate does not know.
///     pub extra: truto_runtime::Extra,
/// }
///
/// impl ContactEmail { pub fn new(email: impl Into<String>) -> Self { … } … }
/// impl truto_runtime::Model for ContactEmail { … }
/// impl serde::Serialize for ContactEmail { … }
/// impl<'de> serde::Deserialize<'de> for ContactEmail { … }
/// ```
pub(crate) fn emit(context: &Context<'_>, def: &TypeDef, of: &Struct) -> TokenStream {
    let definition = definition(context, def, of);
    let inherent = inherent(context, def, of);
    let model = model(def, of);
    let impls = serde(def);
    let conversions = of
        .converts_from
        .iter()
        .map(|from| convert::emit(context, def, of, *from));
    quote!(#definition #inherent #model #impls #(#conversions)*)
}

fn definition(context: &Context<'_>, def: &TypeDef, of: &Struct) -> TokenStream {
    let docs = Doc::of(&def.docs, || format!("The object `{}`.", def.name));
    let docs = with_source(docs, def);
    let deprecated = docs::deprecated(&def.docs);
    let default =
        types::struct_has_default(context, def.in_request, of, 0).then(|| quote!(Default,));
    let name = ident(&def.name);
    let fields = of.fields.iter().enumerate().map(|(index, field)| {
        let docs = field_docs::field(context, def, index, field).outer();
        let deprecated = docs::deprecated(&field.docs);
        let (name, ty) = (ident(&field.name), types::field(context, def.home, field));
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let extra = extra_type(context, def, of);
    let extra_docs = match of.additional {
        Additional::Raw => Doc::new("Fields that this version of the crate does not know."),
        Additional::Typed(_) => Doc::new("Further fields, by name."),
    }
    .outer();
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        #deprecated
        pub struct #name {
            #(#fields)*
            #extra_docs
            pub extra: #extra,
        }
    }
}

fn with_source(mut docs: Doc, def: &TypeDef) -> TokenStream {
    docs.source(&def.docs);
    docs.outer()
}

fn extra_type(context: &Context<'_>, def: &TypeDef, of: &Struct) -> TokenStream {
    match &of.additional {
        Additional::Raw => quote!(truto_runtime::Extra),
        Additional::Typed(ty) => {
            let ty = types::rust(context, def.home, ty);
            quote!(truto_runtime::Extra<#ty>)
        }
    }
}

/// `new`, the setters and `check`; nothing for what is only received.
fn inherent(context: &Context<'_>, def: &TypeDef, of: &Struct) -> TokenStream {
    if !def.in_request {
        return TokenStream::new();
    }
    let name = ident(&def.name);
    let new = new(context, def, of);
    let setters = of
        .fields
        .iter()
        .filter(|field| !is_argument(field) && !field.read_only);
    let setters = setters.map(|field| setter(context, def, field));
    let check = super::matrix::body_check(context, def);
    quote! {
        impl #name {
            #new
            #(#setters)*
            #check
        }
    }
}

/// ```text
/// /// Makes one with what it must have.
/// pub fn new(email: impl Into<String>, r#type: impl Into<EmailType>) -> Self { … }
/// ```
fn new(context: &Context<'_>, def: &TypeDef, of: &Struct) -> TokenStream {
    let arguments: Vec<_> = of
        .fields
        .iter()
        .filter(|field| is_argument(field))
        .collect();
    if arguments.is_empty() {
        let default = if types::struct_has_default(context, def.in_request, of, 0) {
            quote!(Self::default())
        } else {
            rest_of(of, &TokenStream::new())
        };
        return quote! {
            #[doc = " Makes one without any field set."]
            #[must_use]
            pub fn new() -> Self { #default }
        };
    }
    let (parameters, values): (Vec<_>, Vec<_>) = arguments
        .iter()
        .map(|field| {
            let Argument { ty, value } = types::field_argument(context, def.home, field);
            let name = ident(&field.name);
            (quote!(#name: #ty), types::init(&name, &value))
        })
        .unzip();
    let value = rest_of(of, &quote!(#(#values)*));
    let many = too_many(arguments.len());
    quote! {
        #[doc = " Makes one with the fields that it must have."]
        #[must_use]
        #many
        pub fn new(#(#parameters),*) -> Self { #value }
    }
}

/// `Self { email: …, phone: None, extra: Extra::new() }`
fn rest_of(of: &Struct, given: &TokenStream) -> TokenStream {
    let rest = of
        .fields
        .iter()
        .filter(|field| !is_argument(field))
        .map(types::unset);
    quote!(Self { #given #(#rest)* extra: truto_runtime::Extra::new() })
}

/// clippy counts arguments from eight on; a request that needs them has them.
pub(crate) fn too_many(arguments: usize) -> TokenStream {
    if arguments > 7 {
        quote!(#[allow(clippy::too_many_arguments)])
    } else {
        TokenStream::new()
    }
}

/// ```text
/// /// Sets [`details`](field@Self::details).
/// pub fn details(mut self, details: impl Into<String>) -> Self { … }
/// ```
fn setter(context: &Context<'_>, def: &TypeDef, field: &Field) -> TokenStream {
    let Argument { ty, value } = types::field_argument(context, def.home, field);
    let (name, plain) = (ident(&field.name), bare(&field.name));
    let docs = format!(" Sets [`{plain}`](field@Self::{plain}).");
    let deprecated = docs::deprecated(&field.docs);
    quote! {
        #[doc = #docs]
        #[must_use]
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// How the struct is read and written.
fn model(def: &TypeDef, of: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let text = Literal::string(&def.name);
    let names = of.fields.iter().map(|field| Literal::string(&field.wire));
    let read = read(of);
    let write = of.fields.iter().map(write);
    quote! {
        impl truto_runtime::Model for #name {
            const NAME: &'static str = #text;
            const FIELDS: &'static [&'static str] = &[#(#names),*];
            #read
            fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                #(#write)*
                truto_runtime::model::extra(map, Self::FIELDS, &self.extra)
            }
        }
    }
}

/// ```text
/// fn read<'de, A: serde::de::MapAccess<'de>>(fields: &mut truto_runtime::model::Fields<'de, A>) -> Result<Self, A::Error> {
///     let mut id = None;
///     let mut name = None;
///     let mut extra = truto_runtime::Extra::new();
///     while let Some(index) = fields.next_field()? {
///         match index {
///             0 => id = Some(fields.value()?),
///             1 => name = fields.value()?,
///             _ => fields.extra(&mut extra)?,
///         }
///     }
///     Ok(Self { id: fields.require(id, 0)?, name, extra })
/// }
/// ```
fn read(of: &Struct) -> TokenStream {
    let taken: Vec<&str> = of.fields.iter().map(|field| field.name.as_str()).collect();
    let free = |name: &str| ident(&free(name, &taken));
    let (fields, index, extra) = (free("fields"), free("index"), ident("extra"));
    let number = |at: usize| Literal::usize_unsuffixed(at);
    let names: Vec<_> = of.fields.iter().map(|field| ident(&field.name)).collect();
    let starts = of.fields.iter().map(|field| match field.presence {
        Presence::Patch => quote!(truto_runtime::Patch::Absent),
        Presence::Plain | Presence::Optional => quote!(None),
    });
    let arms = of
        .fields
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(at, (field, name))| {
            let at = number(at);
            match field.presence {
                Presence::Plain => quote!(#at => #name = Some(#fields.value()?),),
                Presence::Optional | Presence::Patch => quote!(#at => #name = #fields.value()?,),
            }
        });
    let results = of
        .fields
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(at, (field, name))| {
            let at = number(at);
            match field.presence {
                Presence::Plain => quote!(#name: #fields.require(#name, #at)?),
                Presence::Optional | Presence::Patch => quote!(#name),
            }
        });
    let body = if of.fields.is_empty() {
        quote!(while #fields.next_field()?.is_some() { #fields.extra(&mut #extra)?; })
    } else {
        quote!(while let Some(#index) = #fields.next_field()? {
            match #index {
                #(#arms)*
                _ => #fields.extra(&mut #extra)?,
            }
        })
    };
    quote! {
        fn read<'de, A: serde::de::MapAccess<'de>>(
            #fields: &mut truto_runtime::model::Fields<'de, A>,
        ) -> Result<Self, A::Error> {
            #(let mut #names = #starts;)*
            let mut #extra = truto_runtime::Extra::new();
            #body
            Ok(Self { #(#results,)* #extra })
        }
    }
}

fn write(field: &Field) -> TokenStream {
    let (name, wire) = (ident(&field.name), Literal::string(&field.wire));
    match field.presence {
        // A field that must be there is null without a value; what only the server sets is not sent at all.
        Presence::Optional if !field.required || field.read_only => {
            quote!(truto_runtime::model::optional(map, #wire, &self.#name)?;)
        }
        Presence::Patch => quote!(truto_runtime::model::patch(map, #wire, &self.#name)?;),
        Presence::Plain | Presence::Optional => quote!(map.serialize_entry(#wire, &self.#name)?;),
    }
}

fn serde(def: &TypeDef) -> TokenStream {
    let name = ident(&def.name);
    quote! {
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                truto_runtime::model::serialize(self, serializer)
            }
        }
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                truto_runtime::model::deserialize(deserializer)
            }
        }
    }
}
