//! The types that an API uses.

use std::collections::BTreeSet;

use crate::ir::{Api, Crate, Operation, Role, TypeId, TypeRef};

/// Returns the types in requests and responses of the API, and their parts.
pub(super) fn reached(krate: &Crate, api: &Api) -> BTreeSet<TypeId> {
    let operations = api.resources.iter().flat_map(|of| &of.operations);
    let mut open: Vec<TypeId> = operations.flat_map(used).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let parts = krate.ty(id).parts();
            open.extend(parts.into_iter().filter_map(TypeRef::named));
        }
    }
    reached
}

fn used(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let directions = operation
        .params
        .iter()
        .filter_map(|param| match param.role {
            Role::Sort { direction } => Some(direction),
            _ => None,
        });
    let params = operation.params.iter().map(|param| &param.ty);
    let body = operation.body.iter().map(|body| &body.ty);
    let types = params.chain(body).chain(operation.response.data());
    types.filter_map(TypeRef::named).chain(directions)
}
