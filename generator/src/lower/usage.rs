//! Derives from the uses of a type: its module, the presence of its fields, and where a cycle needs a box.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Shared;
use crate::ir::{Home, Presence, TypeDef, TypeId, TypeKind, TypeRef};

/// Completes the types.
pub(super) fn finish(shared: &mut Shared) {
    spread_uses(shared);
    set_presence(shared);
    break_cycles(&mut shared.types);
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
            // A field that only the other side sets is not required here, and not sent as null.
            field.required &= !one_way;
            field.presence = match (always, field.required, three_ways) {
                (true, _, _) => Presence::Plain,
                (false, false, true) if !field.read_only => Presence::Patch,
                _ => Presence::Optional,
            };
        }
    }
}

/// Boxes the fields that would make a type contain itself: those within a cycle of types.
fn break_cycles(types: &mut [TypeDef]) {
    let held: Vec<Vec<TypeId>> = types.iter().map(held_directly).collect();
    let groups = groups(&held);
    let group = |id: TypeId| groups.get(id.index()).copied();
    for def in types {
        let own = group(def.id);
        for part in direct_parts_mut(def) {
            if let TypeRef::Named(id) = part
                && group(*id) == own
            {
                *part = TypeRef::Boxed(Box::new(part.clone()));
            }
        }
    }
}

/// Returns for each type the group of types that contain each other, which is only the type itself if it is in no cycle.
/// (Kosaraju's algorithm without recursion, because chains of types can be long.)
fn groups(held: &[Vec<TypeId>]) -> Vec<usize> {
    let mut holders = vec![Vec::new(); held.len()];
    for (index, parts) in held.iter().enumerate() {
        for part in parts {
            if let Some(holders) = holders.get_mut(part.index()) {
                holders.push(TypeId::new(index));
            }
        }
    }
    let all = (0..held.len()).map(TypeId::new);
    let finished = postorder(held, all);
    let mut groups = vec![usize::MAX; held.len()];
    for root in finished.into_iter().rev() {
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if let Some(group) = groups
                .get_mut(id.index())
                .filter(|group| **group == usize::MAX)
            {
                *group = root.index();
                open.extend(holders.get(id.index()).into_iter().flatten());
            }
        }
    }
    groups
}

/// Returns every node after all nodes that it refers to, except for cycles.
fn postorder(edges: &[Vec<TypeId>], roots: impl Iterator<Item = TypeId>) -> Vec<TypeId> {
    let mut seen = BTreeSet::new();
    let mut finished = Vec::with_capacity(edges.len());
    for root in roots {
        let mut open = vec![(root, false)];
        while let Some((id, is_done)) = open.pop() {
            if is_done {
                finished.push(id);
            } else if seen.insert(id) {
                open.push((id, true));
                open.extend(
                    edges
                        .get(id.index())
                        .into_iter()
                        .flatten()
                        .map(|next| (*next, false)),
                );
            }
        }
    }
    finished
}

/// Returns the types that a value of the type contains directly, not in a list or map.
fn held_directly(def: &TypeDef) -> Vec<TypeId> {
    let direct = |part: &TypeRef| match part {
        TypeRef::Named(id) => Some(*id),
        _ => None,
    };
    match &def.kind {
        TypeKind::Struct(object) => object
            .fields
            .iter()
            .filter_map(|field| direct(&field.ty))
            .collect(),
        TypeKind::Union(union) => union
            .cases
            .iter()
            .filter_map(|case| direct(case.ty.as_ref()?))
            .collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

fn direct_parts_mut(def: &mut TypeDef) -> Vec<&mut TypeRef> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_the_cycles() {
        let edges = |to: &[usize]| to.iter().copied().map(TypeId::new).collect::<Vec<_>>();
        let held = [
            edges(&[1]),
            edges(&[2]),
            edges(&[0, 3]),
            edges(&[4]),
            edges(&[4]),
            edges(&[]),
        ];
        let groups = groups(&held);
        assert_eq!(groups[0], groups[1]);
        assert_eq!(groups[0], groups[2]);
        let apart: BTreeSet<_> = [groups[0], groups[3], groups[4], groups[5]].into();
        assert_eq!(apart.len(), 4);
    }
}
