//! What follows from who uses a type: its home, the presence of its fields, and where a cycle needs a box.

use std::collections::{BTreeMap, BTreeSet};

use super::Shared;
use crate::ir::{Additional, Home, Presence, TypeDef, TypeId, TypeKind, TypeRef};

/// Completes the types.
pub(super) fn finish(shared: &mut Shared) {
    spread_uses(shared);
    set_presence(shared);
    break_cycles(&mut shared.types);
}

/// The uses of types in a definition.
pub(super) fn parts(def: &TypeDef) -> Vec<&TypeRef> {
    match &def.kind {
        TypeKind::Struct(object) => {
            let additional = match &object.additional {
                Additional::Typed(ty) => Some(ty),
                Additional::Raw => None,
            };
            object
                .fields
                .iter()
                .map(|field| &field.ty)
                .chain(additional)
                .collect()
        }
        TypeKind::Union(union) => union
            .cases
            .iter()
            .filter_map(|case| case.ty.as_ref())
            .collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// Who uses a type uses all that it holds.
fn spread_uses(shared: &mut Shared) {
    let mut users: BTreeMap<TypeId, BTreeSet<(usize, Option<usize>)>> = BTreeMap::new();
    for used in std::mem::take(&mut shared.uses) {
        let mut open = vec![used.ty];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(def) = shared.types.get_mut(id.index()) else {
                continue;
            };
            if !seen.insert(id) {
                continue;
            }
            def.in_request |= used.request;
            def.in_response |= used.response;
            users
                .entry(id)
                .or_default()
                .insert((used.api, used.resource));
            open.extend(parts(def).iter().filter_map(|part| part.named()));
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

fn set_presence(shared: &mut Shared) {
    for def in &mut shared.types {
        let TypeKind::Struct(object) = &mut def.kind else {
            continue;
        };
        let facts = shared
            .facts
            .get(&def.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let patch = shared.patches.contains(&def.id);
        for (field, facts) in object.fields.iter_mut().zip(facts) {
            let one_way =
                (field.read_only && def.in_request) || (facts.write_only && def.in_response);
            let always = field.required && !facts.nullable && !one_way;
            let three_ways = patch || (def.in_request && facts.nullable);
            // What the other side alone sets is neither expected from this one nor sent as null.
            field.required &= !one_way;
            field.presence = match (always, field.required, three_ways) {
                (true, _, _) => Presence::Plain,
                (false, false, true) if !field.read_only => Presence::Patch,
                _ => Presence::Optional,
            };
        }
    }
}

/// Boxes the uses of a type that would make it contain itself.
fn break_cycles(types: &mut [TypeDef]) {
    let held: Vec<Vec<TypeId>> = types.iter().map(held_directly).collect();
    let reaches = |from: TypeId, to: TypeId| {
        let mut open = vec![from];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if id == to {
                return true;
            }
            if seen.insert(id) {
                open.extend(held.get(id.index()).into_iter().flatten());
            }
        }
        false
    };
    for index in 0..types.len() {
        let owner = TypeId::new(index);
        let looping: BTreeSet<TypeId> = held
            .get(index)
            .into_iter()
            .flatten()
            .copied()
            .filter(|part| reaches(*part, owner))
            .collect();
        let Some(def) = types.get_mut(index).filter(|_| !looping.is_empty()) else {
            continue;
        };
        for part in parts_mut(def) {
            if let TypeRef::Named(id) = part
                && looping.contains(id)
            {
                *part = TypeRef::Boxed(Box::new(part.clone()));
            }
        }
    }
}

/// The types that a value of the type holds within itself, not behind a list or map.
fn held_directly(def: &TypeDef) -> Vec<TypeId> {
    let direct = |part: &TypeRef| match part {
        TypeRef::Named(id) => Some(*id),
        _ => None,
    };
    parts(def).into_iter().filter_map(direct).collect()
}

fn parts_mut(def: &mut TypeDef) -> Vec<&mut TypeRef> {
    match &mut def.kind {
        TypeKind::Struct(object) => object
            .fields
            .iter_mut()
            .map(|field| &mut field.ty)
            .collect(),
        TypeKind::Union(union) => union
            .cases
            .iter_mut()
            .filter_map(|case| case.ty.as_mut())
            .collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}
