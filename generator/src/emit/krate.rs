//! The crate's root: what there is and how to get there.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::Context,
    docs::Doc,
    field_docs,
    file::File,
    markdown::escape,
    names::{bare, ident},
    resource,
};
use crate::{
    diag::Diagnostic,
    ir::{Api, Crate, Home, TypeKind},
};

/// What of the runtime the crate gives on at its root.
const REEXPORTS: [&str; 10] = [
    "Date",
    "Error",
    "ErrorKind",
    "Extra",
    "Patch",
    "Preflight",
    "RawJson",
    "Response",
    "Timestamp",
    "transport",
];

/// Emits `src/lib.rs`.
///
/// ```text
/// //! A short map of the crate.
///
/// #[cfg(feature = "ticketing")]
/// pub mod ticketing;
/// mod client;
/// mod integration;
/// pub mod support;
/// pub use client::{Client, ClientBuilder, IntegratedAccount};
/// pub use integration::Integration;
/// pub use truto_runtime::{Date, Error, …};
/// ```
pub(crate) fn emit(context: &Context<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let krate = context.krate;
    let mut file = File::new(&docs(krate));
    file.tokens(api_docs(krate));
    file.tokens(lints(krate));
    let shared: Vec<&str> = resource::type_names(context, Home::Crate).collect();
    file.tokens(modules(krate, !shared.is_empty()));
    file.tokens(exports(krate, &shared));
    if krate.registry.is_some() {
        file.tokens(support());
    }
    file.finish("src/lib.rs")
}

/// Emits `src/types.rs`, if there are types that several APIs use.
pub(crate) fn shared_types(context: &Context<'_>) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
    if context.krate.types_in(Home::Crate).next().is_none() {
        return Ok(None);
    }
    let mut file = File::new(&Doc::new("Types that several APIs use."));
    resource::types(context, Home::Crate, &mut file);
    file.finish("src/types.rs").map(Some)
}

fn docs(krate: &Crate) -> Doc {
    let mut doc = Doc::new("A typed client, generated from OpenAPI definitions.");
    let from_env = krate.connection.token_env.as_ref().map(|name| {
        format!(
            " or [`Client::from_env`], which reads {}",
            escape::code(name)
        )
    });
    let mut way = format!(
        "The way in is a [`Client`]: [`Client::new`]{}.",
        from_env.unwrap_or_default()
    );
    let mut scopes: Vec<&str> = krate
        .apis
        .iter()
        .filter_map(|api| api.scope.as_ref())
        .map(|scope| scope.method.as_str())
        .collect();
    scopes.dedup();
    for method in scopes {
        let method = bare(method);
        way.push_str(&format!(
            " [`Client::{method}`] gives the handle on which the APIs are."
        ));
    }
    way.push_str(" Each operation is a method that returns a builder; `.await` sends it.");
    doc.block(way);
    if krate.registry.is_some() {
        doc.block("Which [`Integration`] supports or requires what is data: see [`support`], and `check` of builders and bodies.");
    }
    doc.block("APIs, each behind the cargo feature of its name:");
    doc.block("");
    doc
}

/// The map of an API is there only if the API is: otherwise its links would lead nowhere.
fn api_docs(krate: &Crate) -> TokenStream {
    krate
        .apis
        .iter()
        .map(|api| {
            let feature = bare(&api.module);
            let mut lines = vec![String::new()];
            lines.extend(api_map(api));
            let lines = lines.into_iter().map(|line| {
                if line.is_empty() {
                    line
                } else {
                    format!(" {line}")
                }
            });
            quote!(#(#![cfg_attr(feature = #feature, doc = #lines)])*)
        })
        .collect()
}

fn api_map(api: &Api) -> Vec<String> {
    let module = bare(&api.module);
    let about = field_docs::short(&api.docs).unwrap_or_default();
    let mut lines = vec![
        format!("- [`{module}`](mod@{module}): {about}")
            .trim_end_matches(": ")
            .to_owned(),
    ];
    for resource in &api.resources {
        let of = format!("{module}::{}", bare(&resource.module));
        let methods: Vec<String> = resource
            .operations
            .iter()
            .map(|operation| {
                let method = bare(&operation.method);
                format!("[`{method}`]({of}::{}::{method})", resource.handle)
            })
            .collect();
        lines.push(format!(
            "  - [`{}`](mod@{of}): {}",
            bare(&resource.module),
            methods.join(", ")
        ));
    }
    lines
}

/// Deprecated items are read, written and sent like all others.
fn lints(krate: &Crate) -> TokenStream {
    let types = krate.types.iter().any(|def| {
        def.docs.deprecated
            || match &def.kind {
                TypeKind::Struct(of) => of.fields.iter().any(|field| field.docs.deprecated),
                TypeKind::Enum(of) => of.variants.iter().any(|variant| variant.docs.deprecated),
                TypeKind::Union(_) => false,
            }
    });
    let operations = super::context::places(krate).any(|place| {
        let operation = place.operation;
        operation.docs.deprecated || operation.params.iter().any(|param| param.docs.deprecated)
    });
    if types || operations {
        quote!(#![allow(deprecated, reason = "deprecated fields and operations are still served")])
    } else {
        TokenStream::new()
    }
}

fn modules(krate: &Crate, has_types: bool) -> TokenStream {
    let apis = krate.apis.iter().map(|api| {
        let (module, feature) = (ident(&api.module), bare(&api.module));
        quote!(#[cfg(feature = #feature)] pub mod #module;)
    });
    let integration = krate.registry.is_some().then(|| {
        quote!(
            mod integration;
        )
    });
    let types = has_types.then(|| {
        quote!(
            mod types;
        )
    });
    quote!(#(#apis)* mod client; #integration #types)
}

fn exports(krate: &Crate, shared: &[&str]) -> TokenStream {
    let mut clients = vec!["Client", "ClientBuilder"];
    for scope in krate.apis.iter().filter_map(|api| api.scope.as_ref()) {
        if !clients.contains(&scope.handle.as_str()) {
            clients.push(&scope.handle);
        }
    }
    let taken = |name: &&str| {
        !shared.contains(name)
            && !clients.contains(name)
            && krate.apis.iter().all(|api| api.module != **name)
    };
    let runtime: Vec<_> = REEXPORTS.into_iter().filter(taken).map(ident).collect();
    let clients = clients.iter().map(|name| ident(name));
    let integration = krate.registry.is_some().then(|| {
        quote!(
            pub use integration::Integration;
        )
    });
    let mut shared = shared.to_vec();
    shared.sort_unstable();
    let types = (!shared.is_empty()).then(|| {
        let names = shared.iter().map(|name| ident(name));
        quote!(pub use types::{#(#names),*};)
    });
    quote! {
        pub use client::{#(#clients),*};
        #integration
        pub use truto_runtime::{#(#runtime),*};
        #types
    }
}

fn support() -> TokenStream {
    quote! {
        #[doc = " The support matrix as data: which integration serves which operation and takes which field."]
        pub mod support {
            pub use truto_runtime::support::{
                Answer, Endpoint, Field, FieldSupport, Issue, IssueKind, Level, Place, Report,
            };
            #[doc = " One operation, and who serves it and takes its fields."]
            pub type Operation = truto_runtime::support::Operation<crate::Integration>;
        }
    }
}
