//! Which structs implement `Default`.

use std::collections::{HashMap, HashSet};

use crate::ir::{Package, TypeDef, TypeId, TypeKind, TypeRef};

/// The structs without required fields, except for those with a fixed value. For request bodies, an empty text would be a wrong default.
///
/// A struct is reached from the last of its required fields, so each field is visited once, in whatever order the types refer to
/// each other.
pub(crate) fn of(package: &Package) -> HashSet<TypeId> {
    let mut missing: HashMap<TypeId, usize> = HashMap::new();
    let mut users: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let mut open = Vec::new();
    for def in &package.types {
        let Some(needed) = needed(package, def) else {
            continue;
        };
        if needed.is_empty() {
            open.push(def.id);
        }
        missing.insert(def.id, needed.len());
        for part in needed {
            users.entry(part).or_default().push(def.id);
        }
    }
    let mut known = HashSet::new();
    while let Some(id) = open.pop() {
        known.insert(id);
        for user in users.remove(&id).into_iter().flatten() {
            if let Some(missing) = missing.get_mut(&user) {
                *missing -= 1;
                if *missing == 0 {
                    open.push(user);
                }
            }
        }
    }
    known
}

/// Returns the structs in required fields, which must implement `Default` for this type to do so; `None` if it cannot.
fn needed(package: &Package, def: &TypeDef) -> Option<Vec<TypeId>> {
    let TypeKind::Struct(of) = &def.kind else {
        return None;
    };
    let mut needed = Vec::new();
    for field in of.fields.iter().filter(|field| field.is_always_present()) {
        if field.fixed.is_some() {
            continue;
        }
        if def.in_request && !field.read_only {
            return None;
        }
        if let TypeRef::Named(id) = &field.ty {
            match &package.ty(*id).kind {
                TypeKind::Struct(_) => needed.push(*id),
                TypeKind::Enum(of) if of.is_open() => {}
                TypeKind::Enum(_) | TypeKind::Union(_) => return None,
            }
        }
    }
    Some(needed)
}
