//! The fourth phase: what must be true of the whole before anything is printed.

mod listing;
mod live;
mod matrix;
mod pagination;
mod recursion;
mod samples;

use crate::diag::Diagnostics;
use crate::ir::{Crate, Field, TypeRef};

/// Reports what contradicts itself.
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

/// The fields of the objects that `ty` can be, or be a list or map of.
fn fields<'k>(krate: &'k Crate, ty: &TypeRef) -> Vec<&'k Field> {
    krate
        .structs(ty)
        .into_iter()
        .flat_map(|(_, of)| &of.fields)
        .collect()
}
