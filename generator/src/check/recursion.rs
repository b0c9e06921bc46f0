//! Objects that require themselves: no finite value has them, so nobody can make one.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Crate, Field, TypeDef, TypeId, TypeKind, TypeRef};

pub(super) fn check(krate: &Crate, diags: &mut Diagnostics) {
    // A property of each cycle that is reported, so that no cycle is reported at each of its objects.
    let mut reported = HashSet::new();
    for def in &krate.types {
        for (field, of) in required(def) {
            if reaches(krate, of, def.id, &reported) {
                reported.insert((def.id, of));
                diags.push(diagnostic(field, def.id == of));
            }
        }
    }
}

fn diagnostic(field: &Field, is_own: bool) -> Diagnostic {
    let message = if is_own {
        "an object that requires one like itself has no end"
    } else {
        "objects that require each other have no end"
    };
    Diagnostic::error(field.origin, message).help(format!(
        "take `{}` out of `required`, or let it be null: write `nullable: true`",
        field.wire
    ))
}

/// The properties that no value can be made without and that are objects, each with its type.
fn required(def: &TypeDef) -> impl Iterator<Item = (&Field, TypeId)> {
    let fields = match &def.kind {
        TypeKind::Struct(of) => of.fields.as_slice(),
        TypeKind::Enum(_) | TypeKind::Union(_) => &[],
    };
    let needed = fields.iter().filter(|field| field.is_argument());
    needed.filter_map(|field| Some((field, itself(&field.ty)?)))
}

/// The type of a value that is neither a list nor a map: those can be empty.
fn itself(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Boxed(of) => itself(of),
        TypeRef::Primitive(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) => None,
    }
}

fn reaches(krate: &Crate, from: TypeId, to: TypeId, cut: &HashSet<(TypeId, TypeId)>) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            let next = required(krate.ty(id)).map(|(_, of)| of);
            open.extend(next.filter(|of| !cut.contains(&(id, *of))));
        }
    }
    false
}
