//! Checks of requests against the support matrix before they are sent.

use proc_macro2::TokenStream;
use quote::quote;

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
