//! Reports what the intermediate representation contains, but no emitter supports yet.

mod operations;
mod parameters;
mod security;
mod servers;
mod tokens;

use crate::diag::Diagnostics;
use crate::ir::Package;

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for api in &package.apis {
        security::check(api, diags);
        servers::check(api, diags);
    }
    for api in &package.apis {
        let resources = api.resources.iter();
        for operation in resources.flat_map(|resource| &resource.operations) {
            operations::check(package, operation, diags);
            parameters::check(api, operation, diags);
        }
    }
}
