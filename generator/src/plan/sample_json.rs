//! Samples as the JSON that is sent.

use serde_json::{Map, Value};

use crate::ir::{Package, Repr, TypeKind, TypeRef};
use crate::plan::samples::Sample;

/// The JSON of a sample of type `ty`.
pub(crate) fn json(package: &Package, ty: &TypeRef, sample: &Sample) -> Value {
    match (ty, sample) {
        (_, Sample::Plain(value)) => value.clone(),
        (TypeRef::List(of), Sample::List(items)) => {
            items.iter().map(|item| json(package, of, item)).collect()
        }
        (TypeRef::Map(of), Sample::Map(entries)) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (key.clone(), json(package, of, value)));
            Value::Object(entries.collect())
        }
        (TypeRef::Nullable(of), sample) => json(package, of, sample),
        (TypeRef::Named(id), sample) => named(package, &package.ty(*id).kind, sample),
        _ => Value::Null,
    }
}

fn named(package: &Package, kind: &TypeKind, sample: &Sample) -> Value {
    match (kind, sample) {
        (TypeKind::Enum(of), Sample::Variant(index)) => {
            let wire = of.variants.get(*index).map(|variant| variant.wire.as_str());
            let wire = wire.unwrap_or_default();
            match of.repr {
                Repr::String => Value::from(wire),
                Repr::Integer | Repr::Natural => wire.parse().unwrap_or(Value::Null),
            }
        }
        (TypeKind::Struct(of), Sample::Object(fields)) => {
            let fields = fields.iter().filter_map(|(index, value)| {
                let field = of.fields.get(*index)?;
                Some((field.wire.clone(), json(package, &field.ty, value)))
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
        (TypeKind::Union(of), Sample::Case(index, value)) => {
            let ty = of.cases.get(*index).and_then(|case| case.ty.as_ref());
            ty.map_or(Value::Null, |ty| json(package, ty, value))
        }
        _ => Value::Null,
    }
}
