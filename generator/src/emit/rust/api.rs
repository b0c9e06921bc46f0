//! One API: its handle and the types that its resources share.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::output::Output;
use crate::emit::prose::fields;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::file::File;
use crate::emit::rust::resource;
use crate::emit::rust::sender::Sender;
use crate::emit::text;
use crate::ir::{Api, Resource};
use crate::plan::modules::ModuleId;
use crate::plan::names::{Handle, bare, ident, path};
use crate::plan::root::Plan;

/// Emits `src/<api>/mod.rs`.
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
    let mut file = File::of_module(&docs(plan, api), plan, ModuleId::Api(index));
    let names = plan.names;
    let modules = api
        .resources
        .iter()
        .map(|of| ident(&names.resource(of).module));
    file.tokens(quote!(#(pub mod #modules;)*));
    file.tokens(exports(plan, index, api));
    for of in &plan.names.api(api).handles {
        file.tokens(handle(plan, index, api, of));
    }
    if plan.usage.has_matrix(index) {
        file.text(&operations(plan, index, api));
    }
    resource::types(plan, ModuleId::Api(index), &mut file);
    file.finish()
}

/// Re-exports the types of every resource in the module of the API: `ticketing::ContactEmail`.
fn exports(plan: &Plan<'_>, index: usize, api: &Api) -> TokenStream {
    api.resources
        .iter()
        .enumerate()
        .map(|(at, resource)| {
            let mut names: Vec<&str> =
                resource::type_names(plan, ModuleId::Resource(index, at)).collect();
            names.sort_unstable();
            let module = ident(&plan.names.resource(resource).module);
            let names = names.into_iter().map(ident);
            if names.len() == 0 {
                TokenStream::new()
            } else {
                quote!(pub use #module::{#(#names),*};)
            }
        })
        .collect()
}

fn docs(plan: &Plan<'_>, api: &Api) -> Doc {
    let mut doc = Doc::of(&api.docs, || {
        format!("The API `{}`.", bare(&plan.names.api(api).module))
    });
    doc.block("Resources:");
    doc.block_of(api.resources.iter().map(|of| map_entry(plan, of)));
    doc.source(plan, &api.docs, "API");
    doc
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
    let resources = api.resources_on(of.is_scoped).map(|resource| {
        let names = plan.names.resource(resource);
        let (module, handle) = (ident(&names.module), ident(&names.handle));
        let docs = match fields::short(&resource.docs) {
            Some(sentence) => format!(" {sentence}"),
            None => format!(" The operations of [`{0}`](mod@{0}).", bare(&names.module)),
        };
        quote! {
            #[doc = #docs]
            #[must_use]
            pub fn #module(&self) -> #module::#handle {
                #module::#handle { #field: self.#field.clone() }
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #handle {
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

/// ```text
/// /// All operations of the API, each with its support matrix, in the order of the documentation.
/// pub const OPERATIONS: &[&Operation] = &[
///     &contacts::CREATE, &contacts::UPDATE,
/// ];
/// ```
fn operations(plan: &Plan<'_>, index: usize, api: &Api) -> String {
    let constants = api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(|operation| {
            format!(
                "&{}::{}",
                plan.names.resource(resource).module,
                plan.names.operation(operation).constant
            )
        })
    });
    let mut out = String::from(
        "/// All operations of the API, each with its support matrix, in the order of the documentation.\n",
    );
    let operation = plan.name(ModuleId::Api(index), "Operation");
    let start = format!("pub const OPERATIONS: &[&{operation}] = &[");
    text::fill(&mut out, 0, &start, &constants.collect::<Vec<_>>(), "];");
    out
}
