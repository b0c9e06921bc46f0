//! Conversions from a received object to a request body.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::ir::{
    Api, HttpMethod, Location, Media, Operation, Resource, TypeDef, TypeId, TypeKind, TypeRef,
};

/// Adds conversions within a resource: if the response to a request body is an object that the resource also reads, the body can
/// be created from that object.
///
/// The placeholders in the path of one object identify it, so only the API sets them.
pub(super) fn derive(types: &mut [TypeDef], apis: &[Api]) {
    for resource in apis.iter().flat_map(|api| &api.resources) {
        let read: BTreeSet<TypeId> = resource
            .operations
            .iter()
            .filter(|operation| operation.http == HttpMethod::Get)
            .filter_map(object)
            .collect();
        let identity = identity(resource);
        for operation in &resource.operations {
            let (Some(body), Some(object)) = (body(operation), object(operation)) else {
                continue;
            };
            if read.contains(&object) && object != body {
                add(types, body, object, &identity);
            }
        }
    }
}

fn add(types: &mut [TypeDef], body: TypeId, object: TypeId, identity: &IndexSet<&str>) {
    let has = |id: TypeId, name: &str| match types.get(id.index()).map(|def| &def.kind) {
        Some(TypeKind::Struct(of)) => of.field(name).is_some(),
        _ => false,
    };
    let received = identity.iter().copied();
    let received: Vec<&str> = received.filter(|name| has(object, name)).collect();
    // Such a body selects objects, and does not contain their new state.
    if received.iter().any(|name| has(body, name)) {
        return;
    }
    let Some(def) = types.get_mut(body.index()).filter(|def| !def.in_response) else {
        return;
    };
    let TypeKind::Struct(of) = &mut def.kind else {
        return;
    };
    if !of.converts_from.contains(&object) {
        of.converts_from.push(object);
    }
    for name in received {
        if !of.received.iter().any(|known| known == name) {
            of.received.push(name.to_owned());
        }
    }
}

/// Returns the parameters that identify one object in the paths of the resource.
fn identity(resource: &Resource) -> IndexSet<&str> {
    let params = resource.operations.iter().flat_map(|of| &of.params);
    params
        .filter(|param| param.location == Location::Path)
        .map(|param| param.wire.as_str())
        .collect()
}

fn body(operation: &Operation) -> Option<TypeId> {
    let body = operation.body.as_ref()?;
    match (&body.ty, &body.media) {
        (TypeRef::Named(id), Media::Json(_)) => Some(*id),
        _ => None,
    }
}

/// Returns the object in the response of an operation, alone or in a page.
fn object(operation: &Operation) -> Option<TypeId> {
    match operation.response.data() {
        Some(TypeRef::Named(id)) => Some(*id),
        _ => None,
    }
}
