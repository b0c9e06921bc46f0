//! Conversions from a received object to a request body.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use crate::ir::{
    Api, HttpMethod, Location, Operation, Resource, TypeDef, TypeId, TypeKind, TypeRef,
};

/// The number of names that identify the object which a body is created from. One of them is enough to recognize such an object,
/// and each body lists them.
const MOST_RECEIVED: usize = 16;

/// Adds conversions within a resource: if the response to a request body is an object that the resource also reads, the body can
/// be created from that object.
///
/// The placeholders in the path of one object identify it, so only the API sets them.
pub(super) fn derive(types: &mut [TypeDef], apis: &[Api]) {
    for resource in apis.iter().flat_map(|api| &api.resources) {
        for (body, sources) in sources(types, resource) {
            let def = types.get_mut(body.index());
            if let Some(TypeKind::Struct(of)) = def.map(|def| &mut def.kind) {
                let known = of.converts_from.drain(..);
                let all: IndexSet<TypeId> = known.chain(sources.objects).collect();
                of.converts_from = all.into_iter().collect();
                let received = sources.received.into_iter().map(str::to_owned);
                let all: IndexSet<String> = of.received.drain(..).chain(received).collect();
                of.received = all.into_iter().collect();
            }
        }
    }
}

/// The sources of a body.
#[derive(Default)]
struct Sources<'a> {
    /// The objects that it can be created from.
    objects: IndexSet<TypeId>,
    /// The names of their properties that identify them.
    received: IndexSet<&'a str>,
}

/// Returns the sources of the bodies of a resource. Operations with the same types are looked at once, and so are the properties of
/// a type that several operations have.
fn sources<'a>(types: &[TypeDef], resource: &'a Resource) -> IndexMap<TypeId, Sources<'a>> {
    let operations = || resource.operations.iter();
    let reads = operations().filter(|operation| operation.http == HttpMethod::Get);
    let read: HashSet<TypeId> = reads.filter_map(object).collect();
    let is_only_sent = |id: TypeId| {
        let def = types.get(id.index());
        def.is_some_and(|def| !def.in_response && matches!(def.kind, TypeKind::Struct(_)))
    };
    let pairs: IndexSet<(TypeId, TypeId)> = operations()
        .filter_map(|operation| Some((body(operation)?, object(operation)?)))
        .filter(|(body, object)| object != body && read.contains(object) && is_only_sent(*body))
        .collect();
    let ids: HashSet<TypeId> = pairs
        .iter()
        .flat_map(|(body, object)| [*body, *object])
        .collect();
    let identity = identity(resource);
    let identifying = ids
        .into_iter()
        .map(|id| (id, identifying(types, id, &identity)));
    let identifying: HashMap<TypeId, IndexSet<&str>> = identifying.collect();
    let mut found: IndexMap<TypeId, Sources<'a>> = IndexMap::new();
    for (body, object) in pairs {
        let received = &identifying[&object];
        // A body that identifies objects selects them, and does not contain their new state.
        if received.is_disjoint(&identifying[&body]) {
            let sources = found.entry(body).or_default();
            sources.objects.insert(object);
            let open = MOST_RECEIVED.saturating_sub(sources.received.len());
            sources.received.extend(received.iter().take(open));
        }
    }
    found
}

/// Returns the names of the properties of a type that are among the names in `identity`, in the order of the latter.
fn identifying<'a>(
    types: &[TypeDef],
    id: TypeId,
    identity: &IndexSet<&'a str>,
) -> IndexSet<&'a str> {
    let fields = match types.get(id.index()).map(|def| &def.kind) {
        Some(TypeKind::Struct(of)) => of.fields.as_slice(),
        _ => &[],
    };
    let indexes = fields
        .iter()
        .filter_map(|field| identity.get_index_of(field.wire.as_str()));
    let mut indexes: Vec<usize> = indexes.collect();
    indexes.sort_unstable();
    indexes.into_iter().map(|index| identity[index]).collect()
}

/// Returns the parameters that identify one object in the paths of the resource.
fn identity(resource: &Resource) -> IndexSet<&str> {
    let params = resource.operations.iter().flat_map(|of| &of.params);
    params
        .filter(|param| matches!(param.location, Location::Path(_)))
        .map(|param| param.wire.as_str())
        .collect()
}

fn body(operation: &Operation) -> Option<TypeId> {
    let body = operation.body.as_ref()?;
    match &body.ty {
        TypeRef::Named(id) if body.media.is_json() => Some(*id),
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
