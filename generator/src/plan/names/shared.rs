//! The types that an API uses.

use std::collections::BTreeSet;

use crate::ir::{Api, Package, TypeId, TypeRef};

/// Returns the types in requests and responses of the API, and their parts.
pub(super) fn reached(package: &Package, api: &Api) -> BTreeSet<TypeId> {
    let operations = api.resources.iter().flat_map(|of| &of.operations);
    let mut open: Vec<TypeId> = operations
        .flat_map(|of| of.sent().chain(of.received()))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let parts = package.ty(id).parts();
            open.extend(parts.into_iter().filter_map(TypeRef::named));
        }
    }
    reached
}
