//! The methods that return handles: of APIs and of resources.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::prose::fields;
use crate::emit::rust::gates;
use crate::ir::{Api, Resource};
use crate::plan::names::{Handle, bare, ident};
use crate::plan::root::Plan;

/// The methods of the client, or of an account, that return the handle of an API or, of the only API, the handles of its resources.
pub(crate) fn accessors(
    plan: &Plan<'_>,
    api: &Api,
    is_scoped: bool,
    sender: &TokenStream,
) -> TokenStream {
    if plan.is_flat() {
        let resources = api.resources_on(is_scoped);
        return resources.map(|of| resource(plan, of, sender)).collect();
    }
    let handles = plan.names.api(api).handles.iter();
    let handles = handles.filter(|handle| handle.is_scoped == is_scoped);
    handles
        .map(|handle| accessor(plan, api, handle, sender))
        .collect()
}

/// ```text
/// /// People known to the help desk.
/// pub fn people(&self) -> people::PeopleResource { … }
/// ```
///
/// `sender` initializes the field of the handle.
pub(crate) fn resource(plan: &Plan<'_>, resource: &Resource, sender: &TokenStream) -> TokenStream {
    let names = plan.names.resource(resource);
    let (module, handle) = (ident(&names.module), ident(&names.handle));
    let from_root = plan.is_flat().then(|| quote!(crate::));
    let docs = match fields::short(&resource.docs) {
        Some(sentence) => format!(" {sentence}"),
        None => {
            let (name, root) = (
                bare(&names.module),
                if plan.is_flat() { "crate::" } else { "" },
            );
            format!(" The operations of [`{name}`](mod@{root}{name}).")
        }
    };
    let gate = gates::attribute(plan.features.resource(resource));
    quote! {
        #[doc = #docs]
        #gate
        #[must_use]
        pub fn #module(&self) -> #from_root #module::#handle {
            #from_root #module::#handle { #sender }
        }
    }
}

/// ```text
/// /// Help desks.
/// #[cfg(feature = "ticketing")]
/// pub fn ticketing(&self) -> crate::ticketing::Ticketing { … }
/// ```
fn accessor(plan: &Plan<'_>, api: &Api, handle: &Handle, sender: &TokenStream) -> TokenStream {
    let module = &plan.names.api(api).module;
    let gate = gates::attribute(plan.features.api(api));
    let docs = match fields::short(&api.docs) {
        Some(sentence) => format!(" {sentence}"),
        None => format!(" The API `{}`.", bare(module)),
    };
    let (module, handle) = (ident(module), ident(&handle.name));
    quote! {
        #[doc = #docs]
        #gate
        #[must_use]
        pub fn #module(&self) -> crate::#module::#handle {
            crate::#module::#handle { #sender }
        }
    }
}
