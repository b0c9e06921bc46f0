//! What signed webhooks add to the fake, which sends them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::extensions::fake_kind::FakeKind;
use crate::plan::root::Plan;

/// The feature with which the fake sends webhooks, if it does.
pub(crate) fn feature<'p>(plan: &'p Plan<'_>, kind: FakeKind) -> Option<&'p str> {
    let mut apis = plan.package.apis.iter();
    let signed = apis.find(|api| api.signed_webhooks.is_some() && kind != FakeKind::Plain)?;
    plan.features.webhooks(signed)
}

/// The types of the fake's webhooks.
pub(crate) fn exports(feature: &str) -> TokenStream {
    quote! {
        #[cfg(feature = #feature)]
        pub use truto_runtime::testing::{Delivery, FakeWebhook};
    }
}

/// The line for the docs of the fake.
pub(crate) fn docs(feature: &str, kind: FakeKind) -> TokenStream {
    let line = format!(
        " - [`add_webhook`](truto_runtime::testing::{}::add_webhook): signed events to a URL of yours",
        kind.name()
    );
    quote!(#[cfg_attr(feature = #feature, doc = #line)])
}
