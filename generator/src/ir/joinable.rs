//! Which values can be written as parts with separators between them, as most styles do.

use std::collections::{HashSet, VecDeque};

use super::types::{Primitive, TypeDef, TypeKind, TypeRef};

/// Whether each value of the type is a scalar, or a list or an object of scalars.
pub(crate) fn is_joinable(ty: &TypeRef, types: &[TypeDef]) -> bool {
    all_cases(ty, types, |ty| match ty {
        TypeRef::Primitive(Primitive::Object) => true,
        TypeRef::Map(of) | TypeRef::List(of) => is_scalar(of, types),
        TypeRef::Named(id) => match types.get(id.index()).map(|def| &def.kind) {
            Some(TypeKind::Struct(of)) => of.fields.iter().all(|field| is_scalar(&field.ty, types)),
            _ => is_scalar_case(ty, types),
        },
        ty => is_scalar_case(ty, types),
    })
}

/// Whether each value of the type is a scalar, or a list of scalars.
pub(crate) fn is_flat(ty: &TypeRef, types: &[TypeDef]) -> bool {
    all_cases(ty, types, |ty| match ty {
        TypeRef::List(of) => is_scalar(of, types),
        ty => is_scalar_case(ty, types),
    })
}

/// Whether each value of the type is a scalar. For a value of any type, the client checks this when it is sent.
pub(crate) fn is_scalar(ty: &TypeRef, types: &[TypeDef]) -> bool {
    all_cases(ty, types, |ty| is_scalar_case(ty, types))
}

fn is_scalar_case(ty: &TypeRef, types: &[TypeDef]) -> bool {
    match ty {
        TypeRef::Primitive(primitive) => !matches!(
            primitive,
            Primitive::Object | Primitive::Raw | Primitive::Bytes | Primitive::File
        ),
        TypeRef::Named(id) => {
            let kind = types.get(id.index()).map(|def| &def.kind);
            matches!(kind, Some(TypeKind::Enum(_)))
        }
        TypeRef::Nullable(_) | TypeRef::List(_) | TypeRef::Map(_) => false,
    }
}

/// Whether the predicate is true for the type, or for all cases of a sum type, which can contain sum types, even itself.
fn all_cases<'t>(ty: &'t TypeRef, types: &'t [TypeDef], is: impl Fn(&TypeRef) -> bool) -> bool {
    cases(ty, types).all(is)
}

/// Returns the type, or all cases of a sum type and of those in it. None of them is nullable.
pub(crate) fn cases<'t>(
    ty: &'t TypeRef,
    types: &'t [TypeDef],
) -> impl Iterator<Item = &'t TypeRef> {
    let mut seen = HashSet::new();
    let mut open = VecDeque::from([ty]);
    std::iter::from_fn(move || {
        while let Some(ty) = open.pop_front() {
            let kind = match ty {
                TypeRef::Named(id) => types.get(id.index()).map(|def| &def.kind),
                _ => None,
            };
            match (ty, kind) {
                (TypeRef::Nullable(of), _) => open.push_back(of),
                (TypeRef::Named(id), Some(TypeKind::Union(of))) => {
                    let is_new = seen.insert(*id);
                    open.extend(of.types().filter(|_| is_new));
                }
                _ => return Some(ty),
            }
        }
        None
    })
}
