//! The values of tags: in documents they are texts, in JSON they have the type of their property.

use std::borrow::Cow;

use super::types::{Enum, Meaning, Primitive, Repr, TypeDef, TypeKind, TypeRef, Value};

/// Returns a text, a number or a boolean as the text that selects a case.
#[must_use]
pub fn tag_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        // A whole number has no fraction, whatever its type.
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map(|float| Cow::Owned(float.to_string()))
        }
        Value::Number(_) | Value::Bool(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Reads the text of a tag as a value of the property's type.
#[must_use]
pub fn tag_value(types: &[TypeDef], ty: &TypeRef, tag: &str) -> Option<Value> {
    match ty {
        TypeRef::Primitive(Primitive::String) => Some(Value::from(tag)),
        TypeRef::Primitive(Primitive::Bool) => tag.parse::<bool>().ok().map(Value::from),
        TypeRef::Primitive(Primitive::I32) => tag.parse::<i32>().ok().map(Value::from),
        TypeRef::Primitive(Primitive::I64) => tag.parse::<i64>().ok().map(Value::from),
        TypeRef::Primitive(Primitive::U64) => tag.parse::<u64>().ok().map(Value::from),
        TypeRef::Named(_) => {
            let of = enumeration(types, ty)?;
            let is_known = of.variants.iter().any(|variant| variant.wire == tag);
            match of.repr {
                Repr::String => Some(Value::from(tag)),
                Repr::Integer | Repr::Natural if is_known => tag.parse().ok(),
                Repr::Integer | Repr::Natural => None,
            }
        }
        _ => None,
    }
}

/// Returns the values that a type lists.
pub(crate) fn enumeration<'a>(types: &'a [TypeDef], ty: &TypeRef) -> Option<&'a Enum> {
    let TypeRef::Named(id) = ty else { return None };
    match &types.get(id.index())?.kind {
        TypeKind::Enum(of) => (of.meaning == Meaning::Values).then_some(of),
        TypeKind::Struct(_) | TypeKind::Union(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_have_a_text_and_texts_a_value() {
        let table = [
            (json!("cat"), Some("cat")),
            (json!(1), Some("1")),
            (json!(1.0), Some("1")),
            (json!(0.5), Some("0.5")),
            (json!(true), Some("true")),
            (json!(null), None),
            (json!([1]), None),
        ];
        for (value, expected) in table {
            assert_eq!(tag_text(&value).as_deref(), expected, "{value}");
        }
        let table = [
            (Primitive::I64, "1", Some(json!(1))),
            (Primitive::I32, "4294967296", None),
            (Primitive::U64, "-1", None),
            (Primitive::Bool, "true", Some(json!(true))),
            (Primitive::Bool, "yes", None),
            (Primitive::String, "1", Some(json!("1"))),
        ];
        for (of, text, expected) in table {
            let found = tag_value(&[], &TypeRef::Primitive(of), text);
            assert_eq!(found, expected, "{of:?} {text}");
        }
    }
}
