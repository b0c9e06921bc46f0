//! Derives from the uses of a type: its module, its directions, and which fields it requires.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Shared;
use crate::ir::{Home, TypeDef, TypeId, TypeKind};

/// Completes the types.
pub(super) fn finish(shared: &mut Shared) {
    spread_uses(shared);
    relax_required(shared);
}

/// Applies the uses of a type to all its parts. A type that another one can be converted from, and that has no other uses, goes
/// into the module of the other one.
fn spread_uses(shared: &mut Shared) {
    let mut users: BTreeMap<TypeId, BTreeSet<(usize, Option<usize>)>> = BTreeMap::new();
    let mut used: BTreeMap<_, Vec<TypeId>> = BTreeMap::new();
    for one in std::mem::take(&mut shared.uses) {
        used.entry((one.api, one.resource, one.request, one.response))
            .or_default()
            .push(one.ty);
    }
    for ((api, resource, request, response), open) in used {
        for id in all_held(&shared.types, open) {
            let Some(def) = shared.types.get_mut(id.index()) else {
                continue;
            };
            def.in_request |= request;
            def.in_response |= response;
            users.entry(id).or_default().insert((api, resource));
        }
    }
    for (source, target) in conversions(&shared.types) {
        let Some(at) = users
            .get(&target)
            .cloned()
            .filter(|_| !users.contains_key(&source))
        else {
            continue;
        };
        for id in all_held(&shared.types, vec![source]) {
            if let Some(def) = shared.types.get_mut(id.index()) {
                def.in_response = true;
                users.entry(id).or_default().extend(&at);
            }
        }
    }
    for def in &mut shared.types {
        let Some(users) = users.get(&def.id) else {
            continue;
        };
        let within: BTreeSet<usize> = users.iter().map(|(api, _)| *api).collect();
        def.home = match (users.iter().next(), users.len(), within.len()) {
            (Some((api, Some(resource))), 1, _) => Home::Resource(*api, *resource),
            (Some((api, _)), _, 1) => Home::Api(*api),
            _ => Home::Crate,
        };
    }
}

/// Returns the types in `open` and all their parts.
fn all_held(types: &[TypeDef], mut open: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if let Some(def) = types.get(id.index()).filter(|_| seen.insert(id)) {
            open.extend(def.parts().iter().filter_map(|part| part.named()));
        }
    }
    seen
}

/// Returns the source and target of all conversions.
fn conversions(types: &[TypeDef]) -> Vec<(TypeId, TypeId)> {
    let of = |def: &TypeDef| match &def.kind {
        TypeKind::Struct(object) => object
            .converts_from
            .iter()
            .map(|source| (*source, def.id))
            .collect(),
        _ => Vec::new(),
    };
    types.iter().flat_map(of).collect()
}

/// A property that only the other side sets is not required in a type that also travels the other way.
fn relax_required(shared: &mut Shared) {
    for def in &mut shared.types {
        if let TypeKind::Struct(object) = &mut def.kind {
            for field in &mut object.fields {
                let is_left_out =
                    (field.read_only && def.in_request) || (field.write_only && def.in_response);
                field.required &= !is_left_out;
            }
        }
    }
}
