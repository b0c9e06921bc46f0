//! Parameters whose parts are joined by a separator.

use openapiv3::{ParameterData, ParameterSchemaOrContent};

use crate::bundle::At;
use crate::ir::{Location, Primitive, QueryStyle, TypeDef, TypeKind, TypeRef};
use crate::lower::context::Context;

/// Returns where a parameter of this type is sent. A value that is nested too deeply for a separator is rejected in a path or
/// header, and sent in bracket notation in a query.
pub(super) fn check_joined(
    cx: &mut Context<'_, '_>,
    data: &ParameterData,
    at: &At<'_>,
    location: Location,
    ty: &TypeRef,
) -> Option<Location> {
    let is_joinable = is_joinable(ty, &cx.shared.types);
    match location {
        Location::Query(
            QueryStyle::FormJoined | QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited,
        ) if !is_joinable => {
            let message = format!(
                "the style of the parameter `{}` does not support nested values, so it has no effect: the client uses \
                     `deepObject`",
                data.name
            );
            let help = "write `style: deepObject`";
            cx.diags.push(at.key_warning(message, help));
            Some(Location::Query(QueryStyle::DeepObject))
        }
        Location::Query(_) => Some(location),
        Location::Path | Location::Header => {
            let unsupported = match data.format {
                ParameterSchemaOrContent::Content(_) => Some((
                    "a path or header parameter with `content`",
                    "write `schema` instead of `content`",
                )),
                ParameterSchemaOrContent::Schema(_) if !is_joinable => Some((
                    "a nested value in a path or header",
                    "write a scalar type, or a list or an object of scalars",
                )),
                ParameterSchemaOrContent::Schema(_) => {
                    (data.explode == Some(true) && !is_flat(ty, &cx.shared.types)).then_some((
                        "`explode` of an object in a path or header",
                        "remove it: the object is then sent as `name,value`",
                    ))
                }
            };
            let Some((construct, help)) = unsupported else {
                return Some(location);
            };
            cx.diags.push(at.unsupported(construct, help));
            None
        }
    }
}

/// Whether the type is a scalar, or a list or an object of scalars.
fn is_joinable(ty: &TypeRef, types: &[TypeDef]) -> bool {
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
fn is_flat(ty: &TypeRef, types: &[TypeDef]) -> bool {
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
            Primitive::Object | Primitive::Raw | Primitive::Bytes
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
