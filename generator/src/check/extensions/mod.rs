//! Checks what documents say with the `x-truto-*` extensions.

mod listing;
mod live;
mod live_schemas;
mod lookups;
mod matrix;
mod pagination;
mod sample_values;
mod samples;
mod sync;
mod webhooks;

use crate::diag::Diagnostics;
use crate::ir::Package;

/// Reports contradictions.
pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for api in &package.apis {
        sample_values::check(package, api, diags);
        sync::check(package, api, diags);
        webhooks::check(api, diags);
        for operation in api
            .resources
            .iter()
            .flat_map(|resource| &resource.operations)
        {
            matrix::check(package, operation, diags);
            if !api.has_matrix {
                matrix::unexpected(operation, diags);
            }
            pagination::check(operation, diags);
        }
    }
    listing::check(package, diags);
    live::check(package, diags);
    lookups::check(package, diags);
    live_schemas::check(package, diags);
    samples::check(package, diags);
}
