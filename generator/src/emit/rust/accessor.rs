//! The methods of a client, or of an account, that return the handle of an API.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::prose::fields;
use crate::ir::Api;
use crate::plan::names::{Handle, bare, ident};
use crate::plan::root::Plan;

/// ```text
/// /// Help desks.
/// #[cfg(feature = "ticketing")]
/// pub fn ticketing(&self) -> crate::ticketing::Ticketing { … }
/// ```
pub(crate) fn accessor(
    plan: &Plan<'_>,
    api: &Api,
    handle: &Handle,
    sender: &TokenStream,
) -> TokenStream {
    let module = &plan.names.api(api).module;
    let (feature, module, handle) = (bare(module), ident(module), ident(&handle.name));
    let docs = match fields::short(&api.docs) {
        Some(sentence) => format!(" {sentence}"),
        None => format!(" The API `{feature}`."),
    };
    quote! {
        #[doc = #docs]
        #[cfg(feature = #feature)]
        #[must_use]
        pub fn #module(&self) -> crate::#module::#handle {
            crate::#module::#handle { #sender }
        }
    }
}
