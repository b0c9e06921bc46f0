//! Reports what the intermediate representation contains, but no emitter supports yet.

mod operations;
mod parameters;
mod security;
mod servers;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Package};

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for api in &package.apis {
        security::check(api, diags);
        servers::check(api, diags);
        diags.extend(without_webhooks(api));
    }
    let resources = package.apis.iter().flat_map(|api| &api.resources);
    for operation in resources.flat_map(|resource| &resource.operations) {
        operations::check(package, operation, diags);
        parameters::check(operation, diags);
    }
}

fn without_webhooks(api: &Api) -> Option<Diagnostic> {
    let first = api.webhooks.first()?;
    let message = "webhooks have no effect yet: the client does not receive requests";
    let help = "schemas under `components` become types, so refer to those from the webhooks";
    Some(Diagnostic::warning(first.origin, message).help(help))
}
