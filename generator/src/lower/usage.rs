//! Derives from the uses of a type: in which directions it travels, and which properties it requires.

use crate::ir::{Api, TypeDef, TypeId, TypeKind};

/// Completes the types that the APIs use.
pub(super) fn finish(types: &mut [TypeDef], apis: &[Api]) {
    let operations = || apis.iter().flat_map(Api::operations);
    let models = || apis.iter().flat_map(|api| &api.models).copied();
    let sent = operations().flat_map(|operation| operation.sent());
    spread(types, sent.chain(models()).collect(), |def| {
        &mut def.in_request
    });
    let received = operations().flat_map(|operation| operation.received());
    let received = received.chain(apis.iter().flat_map(Api::payloads));
    spread(types, received.chain(models()).collect(), |def| {
        &mut def.in_response
    });
    receive_sources(types);
    relax_required(types);
}

/// Sets a flag of the types in `open` and of all their parts. The parts of a type with the flag have it already.
fn spread(types: &mut [TypeDef], mut open: Vec<TypeId>, flag: fn(&mut TypeDef) -> &mut bool) {
    while let Some(id) = open.pop() {
        let Some(def) = types.get_mut(id.index()) else {
            continue;
        };
        if !std::mem::replace(flag(def), true) {
            open.extend(def.parts().iter().filter_map(|part| part.named()));
        }
    }
}

/// A type that a used one can be converted from, and that has no uses itself, is received elsewhere.
fn receive_sources(types: &mut [TypeDef]) {
    for (source, target) in conversions(types) {
        let is_used = |id: TypeId| {
            let def = types.get(id.index());
            def.is_some_and(|def| def.in_request || def.in_response)
        };
        if is_used(target) && !is_used(source) {
            spread(types, vec![source], |def| &mut def.in_response);
        }
    }
}

/// Returns the source and target of all conversions.
fn conversions(types: &[TypeDef]) -> Vec<(TypeId, TypeId)> {
    let structs = types.iter().filter_map(|def| match &def.kind {
        TypeKind::Struct(object) => Some((def.id, object)),
        TypeKind::Enum(_) | TypeKind::Union(_) => None,
    });
    let pairs = structs.flat_map(|(target, object)| {
        let sources = object.converts_from.iter();
        sources.map(move |source| (*source, target))
    });
    pairs.collect()
}

/// A property that only the other side sets is not required in a type that also travels the other way.
fn relax_required(types: &mut [TypeDef]) {
    for def in types {
        if let TypeKind::Struct(object) = &mut def.kind {
            for field in &mut object.fields {
                let is_left_out =
                    (field.read_only && def.in_request) || (field.write_only && def.in_response);
                field.required &= !is_left_out;
            }
        }
    }
}
