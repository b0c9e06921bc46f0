//! Which structs implement `Default`.

use std::collections::HashSet;

use crate::ir::{Field, Package, TypeDef, TypeId, TypeKind, TypeRef};

/// The structs without required fields. For request bodies, an empty text would be a wrong default.
pub(crate) fn of(package: &Package) -> HashSet<TypeId> {
    let mut known = HashSet::new();
    loop {
        let before = known.len();
        // A type is usually defined after the types that refer to it, so going backwards needs fewer rounds.
        for def in package.types.iter().rev() {
            if is_one(package, def, &known) {
                known.insert(def.id);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

fn is_one(package: &Package, def: &TypeDef, known: &HashSet<TypeId>) -> bool {
    let TypeKind::Struct(of) = &def.kind else {
        return false;
    };
    let mut plain = of.fields.iter().filter(|field| field.is_always_present());
    let is_given = |field: &Field| def.in_request && !field.read_only;
    plain.all(|field| !is_given(field) && has_default(package, &field.ty, known))
}

fn has_default(package: &Package, ty: &TypeRef, known: &HashSet<TypeId>) -> bool {
    match ty {
        TypeRef::Primitive(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) => true,
        TypeRef::Named(id) => match &package.ty(*id).kind {
            TypeKind::Struct(_) => known.contains(id),
            TypeKind::Enum(of) => of.is_open(),
            TypeKind::Union(_) => false,
        },
    }
}
