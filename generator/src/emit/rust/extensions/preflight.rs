//! Checks of requests against the support matrix before they are sent.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{TypeDef, TypeKind};
use crate::plan::root::Plan;

/// Declares that the client has a support matrix.
pub(crate) fn matrix_marker() -> TokenStream {
    quote! {
        impl truto_runtime::support::HasMatrix for Client {
            type Integration = Integration;
        }
    }
}

/// The methods of an account that set its integration, and what a check leads to.
pub(crate) fn methods() -> TokenStream {
    quote! {
        #[doc = " Sets the integration of the account. Requests are then checked against the support matrix"]
        #[doc = " before they are sent."]
        #[doc = ""]
        #[doc = " By default, a request with issues, such as an unsupported field, is sent anyway, and a"]
        #[doc = " `tracing` event lists the issues; see [`preflight`](Self::preflight)."]
        #[must_use]
        pub fn integration(mut self, integration: Integration) -> Self {
            self.scope = self.scope.with_integration(integration.slug());
            self
        }
        #[doc = " Sets what happens to requests that the integration does not support. With"]
        #[doc = " [`Deny`](truto_runtime::Preflight::Deny), if at least one issue is based on a current page"]
        #[doc = " of the vendor's documentation, the request is not sent and its call fails."]
        #[doc = ""]
        #[doc = " Requires [`integration`](Self::integration); without it, nothing is checked."]
        #[must_use]
        pub fn preflight(mut self, preflight: Preflight) -> Self {
            self.scope = self.scope.with_preflight(preflight);
            self
        }
    }
}

/// What the front page says about the support matrix.
pub(crate) fn about(plan: &Plan<'_>) -> Option<String> {
    if !plan.usage.registry {
        return None;
    }
    let mut text = "- **Support matrix**: which [`Integration`] supports or requires what, as data: see [`support`], \
         [`Integration::supported_operations`], and `check` on builders and bodies."
        .to_owned();
    if let Some(scope) = plan.package.apis.iter().find_map(|api| api.scope.as_ref()) {
        text.push_str(&format!(
            " After [`{0}::integration`], requests are checked against the support matrix before they are sent. By \
             default, a request with issues is sent anyway, and a `tracing` event lists them; with \
             [`Deny`](truto_runtime::Preflight::Deny), if at least one issue is based on a current page of the vendor's \
             documentation, the request is not sent and its call fails.",
            plan.names.scope(scope).handle
        ));
    }
    let mut types = plan.package.types.iter();
    let is_live =
        |def: &TypeDef| matches!(&def.kind, TypeKind::Struct(of) if of.live_support.is_some());
    if types.any(is_live) {
        text.push_str(
            " [`Integration::support`] compares the matrix with the live capabilities of an account.",
        );
    }
    text.push_str(
        " With the cargo feature `forms`, `form` of an operation in [`support`] returns the fields of its request with their types \
         and support, also as JSON and as a JSON Schema.",
    );
    Some(text)
}
