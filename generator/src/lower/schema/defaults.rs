//! Defaults, which only the documentation states.

use serde_json::Value;

use super::constraints;
use super::enums;
use super::view::View;
use crate::bundle::At;
use crate::ir::{Primitive, TypeDef, TypeKind, TypeRef};
use crate::lower::context::Context;

/// Reports a default that is not a value of the type of the schema.
pub(super) fn check(cx: &mut Context<'_, '_>, view: &View<'_>, ty: &TypeRef, at: &At<'_>) {
    let Some(default) = &view.data.default else {
        return;
    };
    let is_null = default.is_null() && (view.data.nullable || view.values.allow_null());
    if !is_null && !fits(default, ty, &cx.shared.types) {
        let at = at.key("default");
        let shown = constraints::shown(default, &at);
        let message = format!(
            "`default` is {shown}, which is not a value of the type of the schema, so it is ignored"
        );
        cx.diags
            .push(at.key_warning(message, "correct it, or remove it"));
    }
}

/// Returns the default if it is a value of the type, or null.
pub(crate) fn valid(default: Option<Value>, ty: &TypeRef, types: &[TypeDef]) -> Option<Value> {
    default.filter(|default| default.is_null() || fits(default, ty, types))
}

fn fits(default: &Value, ty: &TypeRef, types: &[TypeDef]) -> bool {
    match ty {
        TypeRef::Primitive(Primitive::Bool) => default.is_boolean(),
        TypeRef::Primitive(Primitive::I32 | Primitive::I64) => default.is_i64(),
        TypeRef::Primitive(Primitive::U64) => default.is_u64(),
        TypeRef::Primitive(Primitive::F32 | Primitive::F64 | Primitive::Decimal) => {
            default.is_number()
        }
        TypeRef::Primitive(Primitive::Any | Primitive::Raw) => true,
        TypeRef::Primitive(Primitive::Object) | TypeRef::Map(_) => default.is_object(),
        TypeRef::Primitive(_) => default.is_string(),
        TypeRef::List(of) => default
            .as_array()
            .is_some_and(|items| items.iter().all(|item| fits(item, of, types))),
        TypeRef::Nullable(of) => default.is_null() || fits(default, of, types),
        TypeRef::Named(id) => match types.get(id.index()).map(|def| &def.kind) {
            Some(TypeKind::Enum(of)) => of.variants.iter().any(|known| match default {
                Value::String(text) => known.wire == *text,
                Value::Number(number) => {
                    known.wire == number.to_string()
                        || enums::whole(number).is_some_and(|whole| known.wire == whole)
                }
                _ => false,
            }),
            Some(TypeKind::Struct(_)) => default.is_object(),
            Some(TypeKind::Union(_)) | None => true,
        },
    }
}
