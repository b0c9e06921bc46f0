//! Which request bodies can be made from an object that was received.

use std::collections::BTreeSet;

use crate::ir::{
    Api, HttpMethod, Location, Media, Operation, Resource, TypeDef, TypeId, TypeKind, TypeRef,
};

/// Adds the conversions that follow from the operations of a resource: whatever it reads, it writes. A request body that is
/// answered with an object that the resource also reads can be made from that object.
///
/// What a path names to get at one object identifies it, and only the API sets that.
pub(super) fn derive(types: &mut [TypeDef], apis: &[Api]) {
    for resource in apis.iter().flat_map(|api| &api.resources) {
        let read: BTreeSet<TypeId> = resource
            .operations
            .iter()
            .filter(|operation| operation.http == HttpMethod::Get)
            .filter_map(object)
            .collect();
        for operation in &resource.operations {
            let (Some(body), Some(object)) = (body(operation), object(operation)) else {
                continue;
            };
            if read.contains(&object) && object != body {
                add(types, body, object, &identity(resource));
            }
        }
    }
}

fn add(types: &mut [TypeDef], body: TypeId, object: TypeId, identity: &[String]) {
    let has = |id: TypeId, name: &str| match types.get(id.index()).map(|def| &def.kind) {
        Some(TypeKind::Struct(of)) => of.field(name).is_some(),
        _ => false,
    };
    let received: Vec<&String> = identity.iter().filter(|name| has(object, name)).collect();
    // Such a body says which objects are meant, and not what they are to be.
    if received.iter().any(|name| has(body, name)) {
        return;
    }
    let received: Vec<String> = received.into_iter().cloned().collect();
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
        if !of.received.contains(&name) {
            of.received.push(name);
        }
    }
}

/// The parameters by which the paths of the resource name one of its objects.
fn identity(resource: &Resource) -> Vec<String> {
    let params = resource.operations.iter().flat_map(|of| &of.params);
    params
        .filter(|param| param.location == Location::Path)
        .map(|param| param.wire.clone())
        .collect()
}

fn body(operation: &Operation) -> Option<TypeId> {
    let body = operation.body.as_ref()?;
    match (&body.ty, &body.media) {
        (TypeRef::Named(id), Media::Json(_)) => Some(*id),
        _ => None,
    }
}

/// The object that an operation responds with, alone or in a page.
fn object(operation: &Operation) -> Option<TypeId> {
    match operation.response.data() {
        Some(TypeRef::Named(id)) => Some(*id),
        _ => None,
    }
}
