//! The fourth phase: what must be true of the whole before anything is printed.

mod matrix;
mod pagination;

use crate::diag::Diagnostics;
use crate::ir::{Crate, Field, TypeKind, TypeRef};

/// Reports what contradicts itself.
pub fn check(krate: &Crate, diags: &mut Diagnostics) {
    for api in &krate.apis {
        for operation in api
            .resources
            .iter()
            .flat_map(|resource| &resource.operations)
        {
            matrix::check(krate, operation, diags);
            pagination::check(krate, operation, diags);
        }
    }
}

/// The fields of the object that `ty` is, or is a list or map of.
fn fields<'k>(krate: &'k Crate, ty: &TypeRef) -> &'k [Field] {
    match ty.named().map(|id| &krate.ty(id).kind) {
        Some(TypeKind::Struct(object)) => &object.fields,
        _ => &[],
    }
}
