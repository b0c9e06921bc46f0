//! Which values can be written as parts with separators between them, as most styles do.

use super::types::{Primitive, TypeDef, TypeKind, TypeRef};

/// Whether the type is a scalar, or a list or an object of scalars.
pub(crate) fn is_joinable(ty: &TypeRef, types: &[TypeDef]) -> bool {
    match ty {
        TypeRef::Primitive(Primitive::Object) => true,
        TypeRef::Map(of) => is_scalar(of, types),
        TypeRef::Named(id) => match types.get(id.index()).map(|def| &def.kind) {
            Some(TypeKind::Struct(of)) => of.fields.iter().all(|field| is_scalar(&field.ty, types)),
            _ => is_scalar(ty, types),
        },
        ty => is_flat(ty, types),
    }
}

/// Whether the type is a scalar, or a list of scalars.
pub(crate) fn is_flat(ty: &TypeRef, types: &[TypeDef]) -> bool {
    match ty {
        TypeRef::List(of) => is_scalar(of, types),
        ty => is_scalar(ty, types),
    }
}

/// Whether the type is a scalar and not a union, which could contain itself.
fn is_scalar_case(ty: &TypeRef, types: &[TypeDef]) -> bool {
    let def = ty.named().and_then(|id| types.get(id.index()));
    let is_union = def.is_some_and(|def| matches!(def.kind, TypeKind::Union(_)));
    !is_union && is_scalar(ty, types)
}

/// Whether the type is a scalar. For a value of any type, the client checks this when it is sent.
fn is_scalar(ty: &TypeRef, types: &[TypeDef]) -> bool {
    match ty {
        TypeRef::Primitive(primitive) => !matches!(
            primitive,
            Primitive::Object | Primitive::Raw | Primitive::Bytes | Primitive::File
        ),
        TypeRef::Named(id) => match types.get(id.index()).map(|def| &def.kind) {
            Some(TypeKind::Enum(_)) => true,
            Some(TypeKind::Union(of)) => of.types().all(|ty| is_scalar_case(ty, types)),
            Some(TypeKind::Struct(_)) | None => false,
        },
        TypeRef::Nullable(of) => is_scalar(of, types),
        TypeRef::List(_) | TypeRef::Map(_) => false,
    }
}
