//! Properties that can have only one value, so that no caller has to set it: constants, and the tags of the cases of sum types.

use std::collections::HashMap;

use crate::ir::{
    Field, Primitive, Selector, TypeDef, TypeId, TypeKind, TypeRef, Value, enumeration, tag_value,
};

/// The value of a tag, by type and property; `None` if the type is a case of several values.
type Tags = HashMap<(TypeId, String), Option<String>>;

/// Completes the properties of all types.
pub(super) fn finish(types: &mut [TypeDef]) {
    let tags = tags(types);
    let mut fixed = Vec::new();
    for def in types.iter() {
        let TypeKind::Struct(object) = &def.kind else {
            continue;
        };
        for field in &object.fields {
            // Only the server sets it.
            let is_withheld = field.read_only && def.in_request;
            let tag = tags.get(&(def.id, field.wire.clone()));
            let value = match tag {
                _ if is_withheld => None,
                Some(tag) => tag
                    .as_deref()
                    .and_then(|tag| tag_value(types, &field.ty, tag)),
                None => constant(types, field),
            };
            fixed.push((field.id, value));
        }
    }
    for (id, value) in fixed {
        if let Some(def) = types.get_mut(id.owner.index())
            && let TypeKind::Struct(object) = &mut def.kind
            && let Some(field) = object.fields.get_mut(id.index)
        {
            field.fixed = value;
        }
    }
}

/// Finds the tags of all cases. A case that is a sum type gives its tag to its own cases. A type gets at most two different results
/// for a property, so each is visited twice at most.
fn tags(types: &[TypeDef]) -> Tags {
    let mut tags = Tags::new();
    let mut open = Vec::new();
    for def in types {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        for case in &union.cases {
            if let (Some(TypeRef::Named(id)), Selector::Tag { property, values }) =
                (&case.ty, &case.selector)
            {
                let value = match values.as_slice() {
                    [only] => Some(only.as_str()),
                    _ => None,
                };
                open.push((*id, property.as_str(), value));
            }
        }
    }
    while let Some((id, property, value)) = open.pop() {
        let merged = match tags.get(&(id, property.to_owned())) {
            Some(known) if known.as_deref() == value || known.is_none() => continue,
            Some(_) => None,
            None => value,
        };
        tags.insert((id, property.to_owned()), merged.map(str::to_owned));
        let kind = types.get(id.index()).map(|def| &def.kind);
        let Some(TypeKind::Union(union)) = kind else {
            continue;
        };
        for case in &union.cases {
            let is_own = |selector: &Selector| matches!(selector, Selector::Tag { property: own, .. } if own == property);
            if let Some(TypeRef::Named(id)) = case.ty
                && !is_own(&case.selector)
            {
                open.push((id, property, merged));
            }
        }
    }
    tags
}

/// Returns the value of a required property whose type has only this one.
fn constant(types: &[TypeDef], field: &Field) -> Option<Value> {
    if !field.is_always_present() {
        return None;
    }
    if field.ty == TypeRef::Primitive(Primitive::Bool) {
        return field.constraints.only.map(Value::from);
    }
    match enumeration(types, &field.ty)?.variants.as_slice() {
        [only] => tag_value(types, &field.ty, &only.wire),
        _ => None,
    }
}
