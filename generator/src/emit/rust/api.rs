//! One API: its handle and the types that its resources share. The only API of a crate has no handle.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::output::Output;
use crate::emit::rust::accessor;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::{support, verifier};
use crate::emit::rust::file::File;
use crate::emit::rust::sender::Sender;
use crate::emit::rust::{gates, resource, webhooks};
use crate::ir::{Api, Resource};
use crate::plan::modules::ModuleId;
use crate::plan::names::{Handle, bare, ident, path};
use crate::plan::root::Plan;

/// Emits `src/<api>/mod.rs`, or `src/types.rs` for the only API.
///
/// ```text
/// //! Help desks, one shape for all of them.
///
/// pub mod contacts;
/// pub use contacts::{Contact, ContactCreate};
///
/// /// The resources of the API `ticketing`.
/// pub struct Ticketing { … }
/// impl Ticketing { pub fn contacts(&self) -> contacts::Contacts { … } }
///
/// …a second such type, where some resources need a scope and others do not
///
/// pub const OPERATIONS: &[&Operation] = &[&contacts::CREATE];
/// …shared models
/// ```
pub(crate) fn emit(plan: &Plan<'_>, index: usize, api: &Api) -> Output {
    let home = ModuleId::Api(index);
    let docs = match plan.is_flat() {
        true => Doc::new("The types in requests and responses, of all resources."),
        false => docs(plan, api),
    };
    let mut file = File::of_module(&docs, plan, home);
    if !plan.is_flat() {
        file.tokens(modules(plan, api));
    }
    file.tokens(exports(plan, api));
    if has_webhooks(plan, api) {
        webhooks::constants(plan, home, api, &mut file);
    }
    for of in &plan.names.api(api).handles {
        file.tokens(handle(plan, index, api, of));
    }
    if plan.usage.has_matrix(index) {
        file.text(&support::operations_of(plan, index, api));
    }
    resource::types(plan, home, &mut file);
    if let Some(accessors) = verifier::accessors(plan, home, api) {
        file.text(&accessors);
    }
    file.finish()
}

/// `pub mod contacts;`
pub(crate) fn modules(plan: &Plan<'_>, api: &Api) -> TokenStream {
    let inner = plan.inner_modules(api).into_iter();
    let modules = inner.map(|(id, module)| {
        let gate = gates::attribute(plan.features.module(id));
        let module = ident(module);
        quote!(#gate pub mod #module;)
    });
    modules.collect()
}

/// Re-exports the types of every module of the API in the module of the API: `ticketing::ContactEmail`.
fn exports(plan: &Plan<'_>, api: &Api) -> TokenStream {
    let inner = plan.inner_modules(api).into_iter();
    let exports = inner.map(|(id, module)| {
        let mut names: Vec<&str> = resource::type_names(plan, id).collect();
        names.sort_unstable();
        let module = ident(module);
        let root = plan.is_flat().then(|| quote!(crate::));
        let names = names.into_iter().map(ident);
        if names.len() == 0 {
            TokenStream::new()
        } else {
            let gate = gates::attribute(plan.features.module(id));
            quote!(#gate pub use #root #module::{#(#names),*};)
        }
    });
    exports.collect()
}

fn docs(plan: &Plan<'_>, api: &Api) -> Doc {
    let mut doc = Doc::of(&api.docs, || {
        format!("The API `{}`.", bare(&plan.names.api(api).module))
    });
    if !api.resources.is_empty() {
        doc.block("Resources:");
        doc.block_of(api.resources.iter().map(|of| map_entry(plan, of)));
    }
    if has_webhooks(plan, api) {
        webhooks::add_docs(plan, ModuleId::Api(api.index), api, &mut doc);
    }
    doc.source(plan, &api.docs, "API");
    doc
}

/// Whether the webhooks of the API are in its own module, since it has nothing else.
fn has_webhooks(plan: &Plan<'_>, api: &Api) -> bool {
    let webhooks = plan.names.api(api).webhooks.as_ref();
    webhooks.is_some_and(|of| of.module.is_none())
}

/// ``- [`contacts`]: [`create`](contacts::Contacts::create), …``
fn map_entry(plan: &Plan<'_>, resource: &Resource) -> String {
    let names = plan.names.resource(resource);
    let (module, handle) = (bare(&names.module), &names.handle);
    let methods: Vec<String> = resource
        .operations
        .iter()
        .map(|operation| {
            let method = bare(&plan.names.operation(operation).method);
            format!("[`{method}`]({module}::{handle}::{method})")
        })
        .collect();
    format!("- [`{module}`](mod@{module}): {}", methods.join(", "))
}

fn handle(plan: &Plan<'_>, index: usize, api: &Api, of: &Handle) -> TokenStream {
    let sender = Sender::of(plan, ModuleId::Api(index), of.is_scoped);
    let (field, ty) = (ident(sender.field), path(&sender.ty));
    let handle = ident(&of.name);
    let docs = Doc::new(handle_docs(plan, api, of)).outer();
    let sender = quote!(#field: self.#field.clone());
    let resources = api.resources_on(of.is_scoped);
    let resources: Vec<TokenStream> = resources
        .map(|of| accessor::resource(plan, of, &sender))
        .collect();
    let unread = match resources.is_empty() {
        true => quote!(#[allow(dead_code, reason = "the API has no operations")]),
        false => gates::unread(
            api.resources_on(of.is_scoped)
                .map(|of| plan.features.resource(of)),
        ),
    };
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #handle {
            #unread
            pub(crate) #field: #ty,
        }
        impl #handle { #(#resources)* }
    }
}

fn handle_docs(plan: &Plan<'_>, api: &Api, of: &Handle) -> String {
    let names = plan.names.api(api);
    let all = format!("The resources of the API `{}`", bare(&names.module));
    let from = match &api.scope {
        Some(scope) if of.is_scoped => &plan.names.scope(scope).handle,
        _ => "Client",
    };
    if names.handles.len() > 1 {
        format!("{all} that are reached from [`{from}`](crate::{from}).")
    } else {
        format!("{all}.")
    }
}
