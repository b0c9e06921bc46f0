//! How a type is written, and how a function takes a value of it.

use crate::compare::side::Side;
use crate::ir::{Field, Primitive, TypeKind, TypeRef};
use crate::plan::modules::ModuleId;
use crate::plan::presence::Presence;

/// The Rust type of a use: `Vec<crm::contacts::Email>`.
pub(in crate::compare) fn rust(side: &Side<'_>, ty: &TypeRef) -> String {
    let inner = |of: &TypeRef| rust(side, of);
    match ty {
        TypeRef::Primitive(primitive) => self::primitive(*primitive).to_owned(),
        TypeRef::List(of) => format!("Vec<{}>", inner(of)),
        TypeRef::Nullable(of) => format!("Option<{}>", inner(of)),
        TypeRef::Map(of) => format!("BTreeMap<String, {}>", inner(of)),
        // Nothing of the crate has the type.
        TypeRef::Named(id) if !side.has_type(*id) => side.plan.package.ty(*id).words.text.clone(),
        TypeRef::Named(id) => {
            let (module, name) = (side.plan.module(*id), side.plan.names.ty(*id));
            side.plan.path(ModuleId::Crate, module, name)
        }
    }
}

fn primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "String",
        Primitive::Bool => "bool",
        Primitive::I32 => "i32",
        Primitive::I64 => "i64",
        Primitive::U64 => "u64",
        Primitive::F32 => "f32",
        Primitive::F64 => "f64",
        Primitive::Decimal => "Decimal",
        Primitive::Timestamp => "Timestamp",
        Primitive::Date => "Date",
        Primitive::Base64 => "Base64",
        Primitive::Base64Url => "Base64Url",
        Primitive::Bytes => "Bytes",
        Primitive::File => "FilePart",
        Primitive::Any => "Value",
        Primitive::Object => "Map<String, Value>",
        Primitive::Raw => "RawJson",
    }
}

/// The Rust type of a field, with its `Option` or `Patch`.
pub(in crate::compare) fn field(side: &Side<'_>, field: &Field) -> String {
    let ty = match side.plan.boxes.has_field(field) {
        true => format!("Box<{}>", rust(side, &field.ty)),
        false => rust(side, &field.ty),
    };
    match side.plan.presence(field) {
        Presence::Plain => ty,
        Presence::Optional => format!("Option<{ty}>"),
        Presence::Patch => format!("Patch<{ty}>"),
    }
}

/// The type of an argument for a value.
pub(in crate::compare) fn argument(side: &Side<'_>, ty: &TypeRef) -> String {
    let rust = |ty: &TypeRef| rust(side, ty);
    match ty {
        TypeRef::Primitive(
            Primitive::Bool
            | Primitive::I32
            | Primitive::I64
            | Primitive::U64
            | Primitive::F32
            | Primitive::F64,
        ) => rust(ty),
        TypeRef::Named(_) if is_closed(side, ty) => rust(ty),
        TypeRef::List(of) if is_closed(side, of) => {
            format!("impl IntoIterator<Item = {}>", rust(of))
        }
        TypeRef::List(of) => format!("impl IntoIterator<Item = impl Into<{}>>", rust(of)),
        TypeRef::Map(of) => entries(&rust(of)),
        TypeRef::Primitive(Primitive::Object) => entries("Value"),
        TypeRef::Primitive(_) | TypeRef::Nullable(_) | TypeRef::Named(_) => {
            format!("impl Into<{}>", rust(ty))
        }
    }
}

fn is_closed(side: &Side<'_>, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    matches!(&side.plan.package.ty(*id).kind, TypeKind::Enum(of) if !of.is_open())
}

fn entries(of: &str) -> String {
    format!("impl IntoIterator<Item = (impl Into<String>, impl Into<{of}>)>")
}
