//! The fields that can be excluded from a response.

use crate::ir::{
    Docs, Enum, Field, Meaning, Param, Repr, ResponseType, Role, TypeId, TypeKind, TypeRef,
    Variant, Words,
};
use crate::lower::context::{Context, TypeName};

/// The fields that can be excluded from a response, or from the items of a page, become an enum, so that required fields
/// cannot be excluded. If all fields are required, the parameter is removed.
pub(crate) fn excluded_fields(
    cx: &mut Context<'_, '_>,
    params: &mut Vec<Param>,
    response: &ResponseType,
) {
    let Some(response) = response.data() else {
        return;
    };
    params.retain_mut(|param| {
        if param.role != Role::ExcludedFields {
            return true;
        }
        match optional_fields(cx, response).as_deref() {
            None => param.role = Role::Option,
            Some([]) => return false,
            Some(_) => {}
        }
        if let TypeRef::Named(id) = response
            && let Some(ty) = field_enum(cx, *id)
        {
            param.ty = TypeRef::List(Box::new(TypeRef::Named(ty)));
        }
        true
    });
}

/// Returns `None` if the response is not an object with known fields.
fn optional_fields(cx: &Context<'_, '_>, response: &TypeRef) -> Option<Vec<Field>> {
    let TypeRef::Named(id) = response else {
        return None;
    };
    match &cx.shared.def(*id)?.kind {
        TypeKind::Struct(object) => {
            let optional = object.fields.iter().filter(|field| !field.required);
            Some(optional.cloned().collect())
        }
        TypeKind::Enum(_) | TypeKind::Union(_) => None,
    }
}

fn field_enum(cx: &mut Context<'_, '_>, response: TypeId) -> Option<TypeId> {
    if let Some(known) = cx.field_enums.get(&response) {
        return Some(*known);
    }
    let optional = optional_fields(cx, &TypeRef::Named(response))?;
    let variants = optional
        .into_iter()
        .map(|field| Variant {
            wire: field.wire,
            chosen: None,
            title: None,
            docs: Docs {
                deprecated: field.docs.deprecated,
                ..Docs::default()
            },
            origin: field.origin,
        })
        .collect();
    let kind = TypeKind::Enum(Enum {
        repr: Repr::String,
        variants,
        meaning: Meaning::FieldsOf(response),
    });
    let name = TypeName::inline(Words::of_type(response, "Field"));
    let id = cx.define(name, Docs::default(), kind, &cx.root.clone());
    cx.field_enums.insert(response, id);
    Some(id)
}
