//! Checks what documents say with the `x-truto-*` extensions.

mod listing;
mod live;
mod matrix;
mod pagination;
mod samples;

use crate::diag::Diagnostics;
use crate::ir::Crate;

/// Reports contradictions.
pub(super) fn check(krate: &Crate, diags: &mut Diagnostics) {
    for api in &krate.apis {
        for operation in api
            .resources
            .iter()
            .flat_map(|resource| &resource.operations)
        {
            matrix::check(krate, operation, diags);
            if !api.has_matrix {
                matrix::unexpected(operation, diags);
            }
            pagination::check(operation, diags);
        }
    }
    listing::check(krate, diags);
    live::check(krate, diags);
    samples::check(krate, diags);
}
