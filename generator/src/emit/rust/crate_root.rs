//! The root of the crate: modules and re-exports.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::output::Output;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::example::Example;
use crate::emit::rust::extensions::support;
use crate::emit::rust::file::File;
use crate::emit::rust::reexports::Reexports;
use crate::emit::rust::{api, crate_docs, credentials, gates, resource, servers};
use crate::ir::{Package, TypeKind};
use crate::plan::modules::ModuleId;
use crate::plan::names::ident;
use crate::plan::operation_ref;
use crate::plan::root::Plan;

/// Emits `src/lib.rs`.
///
/// ```text
/// //! The front page.
///
/// #[cfg(feature = "ticketing")]
/// pub mod ticketing;
/// #[cfg(feature = "testing")]
/// pub mod testing;
/// mod client;
/// mod integration;
/// pub mod support;
/// pub use client::{Client, ClientBuilder, IntegratedAccount};
/// pub use integration::Integration;
/// pub use truto_runtime::{Date, Error, …};
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let package = plan.package;
    let mut file = File::new("src/lib.rs", &Doc::default());
    file.tokens(lints(package));
    let shared: Vec<&str> = resource::type_names(plan, ModuleId::Crate).collect();
    let clients = clients(plan);
    let runtime = Reexports::of(plan, &shared, &clients);
    file.text(&crate_docs::page(plan, &runtime));
    file.tokens(modules(plan, !shared.is_empty()));
    file.tokens(guides(plan));
    file.tokens(readme(plan));
    file.tokens(exports(plan, &shared, &clients, &runtime));
    if plan.usage.registry {
        file.tokens(support::support(plan));
    }
    file.finish()
}

/// Emits `src/types.rs`, if several APIs share types.
pub(crate) fn shared_types(plan: &Plan<'_>) -> Option<Output> {
    plan.types_in(ModuleId::Crate).next()?;
    let mut file = File::of_module(
        &Doc::new("Types that several APIs use."),
        plan,
        ModuleId::Crate,
    );
    resource::types(plan, ModuleId::Crate, &mut file);
    Some(file.finish())
}

/// The crate's own code uses deprecated items, so the lint is off.
fn lints(package: &Package) -> TokenStream {
    let types = package.types.iter().any(|def| {
        def.docs.deprecated
            || match &def.kind {
                TypeKind::Struct(of) => of.fields.iter().any(|field| field.docs.deprecated),
                TypeKind::Enum(of) => of.variants.iter().any(|variant| variant.docs.deprecated),
                TypeKind::Union(_) => false,
            }
    });
    let operations = operation_ref::operations(package).any(|place| {
        let operation = place.operation;
        operation.docs.deprecated || operation.params.iter().any(|param| param.docs.deprecated)
    });
    if types || operations {
        quote!(#![allow(deprecated, reason = "deprecated fields and operations are still supported")])
    } else {
        TokenStream::new()
    }
}

fn modules(plan: &Plan<'_>, has_types: bool) -> TokenStream {
    let package = plan.package;
    let apis = package.apis.iter().map(|api| {
        let module = ident(&plan.names.api(api).module);
        match plan.is_flat() {
            false => {
                let gate = gates::attribute(plan.features.api(api));
                quote!(#gate pub mod #module;)
            }
            true => {
                let resources = api::modules(plan, api);
                let types = plan.has_module().then(|| quote!(pub mod #module;));
                quote!(#resources #types)
            }
        }
    });
    let integration = plan.usage.registry.then(|| {
        quote!(
            mod integration;
        )
    });
    let types = has_types.then(|| {
        quote!(
            mod types;
        )
    });
    let testing = quote!(
        #[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
        pub mod testing;
    );
    quote!(#(#apis)* #testing mod client; #integration #types)
}

/// The guides use all APIs, so they require all features.
fn guides(plan: &Plan<'_>) -> TokenStream {
    if plan.options.guides.is_empty() {
        return TokenStream::new();
    }
    let apis = plan.features.names(plan.package);
    quote!(
        #[cfg(all(feature = "tokio", #(feature = #apis),*))]
        pub mod guides;
    )
}

/// The examples of the README, as tests of an item without a name, so that it clashes with no other one.
fn readme(plan: &Plan<'_>) -> TokenStream {
    match plan.options.readme {
        true => {
            let example =
                Example::of(plan).and_then(|example| plan.features.resource(example.resource));
            let example = example.map(|feature| quote!(, feature = #feature));
            quote!(
                #[cfg(all(doctest, feature = "blocking", feature = "testing" #example))]
                #[doc = include_str!("../README.md")]
                const _: () = ();
            )
        }
        false => TokenStream::new(),
    }
}

/// The client, its builder and the handles that it returns.
fn clients<'a>(plan: &Plan<'a>) -> Vec<&'a str> {
    let mut clients = vec!["Client", "ClientBuilder"];
    let apis = plan.package.apis.iter();
    for scope in apis.filter_map(|api| api.scope.as_ref()) {
        let handle = plan.names.scope(scope).handle.as_str();
        if !clients.contains(&handle) {
            clients.push(handle);
        }
    }
    clients.extend(credentials::has_type(plan).then(|| plan.names.credentials()));
    clients.extend(servers::types(plan));
    clients
}

fn exports(plan: &Plan<'_>, shared: &[&str], clients: &[&str], runtime: &Reexports) -> TokenStream {
    let sync = plan.usage.sync.then(|| runtime.sync());
    let runtime = runtime.items();
    let clients = clients.iter().map(|name| ident(name));
    let integration = plan.usage.registry.then(|| {
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
        #sync
        #runtime
        #types
    }
}
