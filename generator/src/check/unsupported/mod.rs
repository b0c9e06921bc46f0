//! Reports what the intermediate representation contains, but no emitter supports yet.

mod connection;
mod operations;
mod parameters;
mod types;

use crate::diag::Diagnostics;
use crate::ir::Crate;

pub(super) fn check(krate: &Crate, diags: &mut Diagnostics) {
    for def in &krate.types {
        types::check(def, diags);
    }
    for api in &krate.apis {
        connection::check(api, diags);
    }
    let resources = krate.apis.iter().flat_map(|api| &api.resources);
    for operation in resources.flat_map(|resource| &resource.operations) {
        operations::check(operation, diags);
        parameters::check(krate, operation, diags);
    }
}
