//! The fourth phase: checks the consistency of the whole before anything is emitted.

mod listing;
mod live;
mod matrix;
mod pagination;
mod recursion;
mod samples;

use crate::diag::Diagnostics;
use crate::ir::{Crate, Field, TypeRef};

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
}

/// Returns the fields of the objects in `ty`, including those in lists and maps.
fn fields<'k>(krate: &'k Crate, ty: &TypeRef) -> Vec<&'k Field> {
    krate
        .structs(ty)
        .into_iter()
        .flat_map(|(_, of)| &of.fields)
        .collect()
}
