//! The credentials of the client, and what operations require of them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::prose::{auth, escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::ir::{Credentials, KeyPlace};
use crate::plan::auth::{Constructor, Requirement, Scheme};
use crate::plan::names::{bare, ident};
use crate::plan::root::Plan;

/// Whether the crate has a type for its credentials.
pub(crate) fn has_type(plan: &Plan<'_>) -> bool {
    matches!(
        plan.auth.constructor,
        Constructor::Only | Constructor::Several
    )
}

/// Emits the credentials of the client and its security schemes. For a token alone, the client needs neither.
///
/// ```text
/// /// The credentials of a [`Client`].
/// pub struct Credentials { … }
/// impl Credentials { new, from_env, api_key, login }
///
/// pub(crate) const API_KEY: SecurityScheme = SecurityScheme::header("api_key", "X-API-Key");
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> TokenStream {
    if !has_type(plan) {
        return TokenStream::new();
    }
    let docs = docs(plan).outer();
    let ty = ident(plan.names.credentials());
    let from_env = from_env(plan);
    let setters = plan.auth.schemes.iter().map(setter);
    let schemes = plan.auth.schemes.iter().map(constant);
    quote! {
        #docs
        #[derive(Clone, Debug, Default)]
        #[must_use]
        pub struct #ty {
            inner: truto_runtime::Credentials,
        }
        impl #ty {
            #[doc = " Creates an empty set of credentials."]
            pub fn new() -> Self {
                Self::default()
            }
            #from_env
            #(#setters)*
        }
        impl From<#ty> for truto_runtime::Credentials {
            fn from(credentials: #ty) -> Self {
                credentials.inner
            }
        }
        #(#schemes)*
    }
}

fn docs(plan: &Plan<'_>) -> Doc {
    let mut doc = Doc::new("The credentials of a [`Client`]. They are never shown.");
    if plan.auth.constructor == Constructor::Several {
        let default = auth::in_words(plan, &plan.auth.default);
        let usual = match default.is_empty() {
            true => "most require none".to_owned(),
            false => format!("most require {default}"),
        };
        doc.block(format!(
            "A request sends those that its operation requires: {usual}. If there are alternatives, it sends the first for \
             which all credentials are set. Without any, it fails before it is sent."
        ));
    }
    doc
}

fn from_env(plan: &Plan<'_>) -> TokenStream {
    let mut doc = Doc::new("Reads the credentials from environment variables:");
    doc.block_of(plan.auth.schemes.iter().map(|scheme| {
        let names = scheme.env.iter().map(|name| escape::code(name));
        let setter = bare(scheme.setter);
        format!(
            "- [`{setter}`](Self::{setter}): {}",
            phrases::enumeration(&names.collect::<Vec<_>>())
        )
    }));
    if plan.auth.schemes.len() > 1 {
        doc.block("At least one of them must be set.");
    }
    let docs = doc.outer();
    let entries = plan.auth.schemes.iter().map(|scheme| {
        let constant = ident(&scheme.constant);
        let names = scheme.env.iter();
        quote!((#constant, &[#(#names),*]))
    });
    quote! {
        #docs
        pub fn from_env() -> Self {
            Self { inner: truto_runtime::Credentials::from_env(&[#(#entries),*]) }
        }
    }
}

fn setter(scheme: &Scheme<'_>) -> TokenStream {
    let place = auth::place(&scheme.scheme.credentials);
    let what = match scheme.is_basic() {
        true => "the user name and the password",
        false => match &scheme.scheme.credentials {
            Credentials::Key { .. } => "the key",
            Credentials::Http(_) | Credentials::Certificate => "the credentials",
            _ => "the token",
        },
    };
    let name = escape::code(&scheme.scheme.name);
    let mut doc = Doc::new(format!(
        "Sets {what} of the security scheme {name}, {place}."
    ));
    doc.foreign(
        scheme
            .scheme
            .docs
            .description
            .as_deref()
            .unwrap_or_default(),
    );
    doc.block_of(auth::origin(scheme.scheme));
    let docs = doc.outer();
    let (setter, constant) = (ident(scheme.setter), ident(&scheme.constant));
    let arguments = scheme.arguments().iter().map(|name| ident(name));
    let arguments: Vec<_> = arguments.collect();
    let method = ident(if scheme.is_basic() {
        "with_basic"
    } else {
        "with"
    });
    quote! {
        #docs
        pub fn #setter(self, #(#arguments: impl AsRef<str>),*) -> Self {
            Self { inner: self.inner.#method(#constant, #(#arguments),*) }
        }
    }
}

/// `pub(crate) const API_KEY: SecurityScheme = SecurityScheme::header("api_key", "X-API-Key");`
fn constant(scheme: &Scheme<'_>) -> TokenStream {
    let (constant, name) = (ident(&scheme.constant), bare(scheme.setter));
    let (constructor, wire) = match &scheme.scheme.credentials {
        Credentials::Bearer | Credentials::OAuth2(_) | Credentials::OpenIdConnect { .. } => {
            ("bearer", None)
        }
        Credentials::Basic => ("basic", None),
        Credentials::Http(_) | Credentials::Certificate => ("authorization", None),
        Credentials::Key { place, wire } => {
            let constructor = match place {
                KeyPlace::Query => "query",
                KeyPlace::Header => "header",
                KeyPlace::Cookie => "cookie",
            };
            (constructor, Some(Literal::string(wire)))
        }
    };
    let constructor = ident(constructor);
    let wire = wire.into_iter();
    quote! {
        pub(crate) const #constant: SecurityScheme = SecurityScheme::#constructor(#name #(, #wire)*);
    }
}

/// The requirement as code: `&[&[crate::client::API_KEY], &[crate::client::LOGIN]]`. `module` is the path of the constants.
pub(crate) fn requirement(plan: &Plan<'_>, requirement: &Requirement, module: &str) -> String {
    let scheme = |index: &usize| match plan.auth.constructor {
        Constructor::Token => "truto_runtime::SecurityScheme::TOKEN".to_owned(),
        _ => format!("{module}{}", plan.auth.schemes[*index].constant),
    };
    let alternatives = requirement.iter().map(|all| {
        let schemes = all.iter().map(scheme);
        format!("&[{}]", schemes.collect::<Vec<_>>().join(", "))
    });
    format!("&[{}]", alternatives.collect::<Vec<_>>().join(", "))
}

/// All schemes as code.
pub(crate) fn schemes(plan: &Plan<'_>, module: &str) -> TokenStream {
    let indexes: Vec<usize> = (0..plan.auth.schemes.len()).collect();
    let all = requirement(plan, &vec![indexes], module);
    let all = all.strip_prefix("&[").and_then(|all| all.strip_suffix(']'));
    all.unwrap_or("&[]").parse().unwrap_or_default()
}

/// What the client requires by default, as code; `None` if that is the token, as in the runtime.
pub(crate) fn default(plan: &Plan<'_>, module: &str) -> Option<TokenStream> {
    let auth = &plan.auth;
    if auth.is_of_runtime() {
        return None;
    }
    let code = match auth.constructor {
        // A document without security can be incomplete, so a token that is set is sent.
        Constructor::Nothing => "&[&[truto_runtime::SecurityScheme::TOKEN], &[]]".to_owned(),
        _ => requirement(plan, &auth.default, module),
    };
    Some(code.parse().unwrap_or_default())
}
