//! The fourth phase: checks the consistency of the whole before anything is emitted.

mod listing;
mod live;
mod matrix;
mod pagination;
mod recursion;
mod samples;
mod unsupported;

use crate::diag::Diagnostics;
use crate::ir::Crate;

/// Reports contradictions.
pub fn check(krate: &Crate, diags: &mut Diagnostics) {
    for api in &krate.apis {
        for operation in api
            .resources
            .iter()
            .flat_map(|resource| &resource.operations)
        {
            matrix::check(krate, operation, diags);
            if !api.has_matrix {
                matrix::absent(operation, diags);
            }
            pagination::check(operation, diags);
        }
    }
    recursion::check(krate, diags);
    listing::check(krate, diags);
    live::check(krate, diags);
    samples::check(krate, diags);
    unsupported::check(krate, diags);
}
