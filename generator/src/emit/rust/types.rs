//! Uses of types: how a type is written, and how a setter takes and converts a value.

use crate::emit::text;
use crate::ir::{Field, Primitive, TypeKind, TypeRef, Value};
use crate::plan::modules::ModuleId;
use crate::plan::presence::Presence;
use crate::plan::root::Plan;

/// The Rust type of a use: `Vec<ContactEmail>`.
pub(crate) fn rust(plan: &Plan<'_>, from: ModuleId, ty: &TypeRef) -> String {
    let inner = |of: &TypeRef| rust(plan, from, of);
    match ty {
        TypeRef::Primitive(primitive) => self::primitive(plan, from, *primitive),
        TypeRef::List(of) => format!("Vec<{}>", inner(of)),
        TypeRef::Nullable(of) => format!("Option<{}>", inner(of)),
        TypeRef::Map(of) => {
            format!("{}<String, {}>", plan.name(from, "BTreeMap"), inner(of))
        }
        TypeRef::Named(id) => {
            let def = plan.package.ty(*id);
            plan.type_name(from, plan.module(def.id), plan.names.ty(def.id))
        }
    }
}

fn primitive(plan: &Plan<'_>, from: ModuleId, primitive: Primitive) -> String {
    let name = |name| plan.name(from, name);
    match primitive {
        Primitive::String => "String".to_owned(),
        Primitive::Bool => "bool".to_owned(),
        Primitive::I32 => "i32".to_owned(),
        Primitive::I64 => "i64".to_owned(),
        Primitive::U64 => "u64".to_owned(),
        Primitive::F32 => "f32".to_owned(),
        Primitive::F64 => "f64".to_owned(),
        Primitive::Decimal => name("Decimal"),
        Primitive::Timestamp => name("Timestamp"),
        Primitive::Date => name("Date"),
        Primitive::Base64 => name("Base64"),
        Primitive::Base64Url => name("Base64Url"),
        Primitive::Bytes => name("Bytes"),
        Primitive::File => name("FilePart"),
        Primitive::Any => name("Value"),
        Primitive::Object => format!("{}<String, {}>", name("Map"), name("Value")),
        Primitive::Raw => name("RawJson"),
    }
}

/// The Rust type of a field, with its `Option` or `Patch`.
pub(crate) fn field(plan: &Plan<'_>, from: ModuleId, field: &Field) -> String {
    let ty = match plan.boxes.has_field(field) {
        true => format!("Box<{}>", rust(plan, from, &field.ty)),
        false => rust(plan, from, &field.ty),
    };
    match plan.presence(field) {
        Presence::Plain => ty,
        Presence::Optional => format!("Option<{ty}>"),
        Presence::Patch => format!("{}<{ty}>", plan.name(from, "Patch")),
    }
}

/// How a function takes a value: the type of the argument, and the expression that converts it.
pub(crate) struct Argument {
    /// `impl Into<String>`
    pub(crate) ty: String,
    /// `first_name.into()`
    pub(crate) value: String,
}

impl Argument {
    fn new(ty: String, value: String) -> Self {
        Self { ty, value }
    }

    /// An argument of anything that converts into `ty`.
    fn into(ty: &str, value: String) -> Self {
        Self::new(format!("impl Into<{ty}>"), value)
    }
}

/// The argument for a value of type `ty`.
///
/// | type | argument |
/// |---|---|
/// | `bool`, numbers, closed enums | as they are |
/// | `Vec<T>` | `impl IntoIterator<Item = impl Into<T>>` |
/// | maps | `impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>` |
/// | all others | `impl Into<T>` |
pub(crate) fn argument(plan: &Plan<'_>, from: ModuleId, ty: &TypeRef, name: &str) -> Argument {
    let rust = |ty: &TypeRef| rust(plan, from, ty);
    match ty {
        TypeRef::Primitive(
            Primitive::Bool
            | Primitive::I32
            | Primitive::I64
            | Primitive::U64
            | Primitive::F32
            | Primitive::F64,
        ) => Argument::new(rust(ty), name.to_owned()),
        TypeRef::Named(_) if is_closed(plan, ty) => Argument::new(rust(ty), name.to_owned()),
        TypeRef::List(of) if is_closed(plan, of) => Argument::new(
            format!("impl IntoIterator<Item = {}>", rust(of)),
            format!("{name}.into_iter().collect()"),
        ),
        TypeRef::List(of) => Argument::new(
            format!("impl IntoIterator<Item = impl Into<{}>>", rust(of)),
            format!("truto_runtime::list({name})"),
        ),
        TypeRef::Map(of) => entries(&rust(of), name),
        TypeRef::Primitive(Primitive::Object) => entries(&plan.name(from, "Value"), name),
        TypeRef::Primitive(_) | TypeRef::Nullable(_) | TypeRef::Named(_) => {
            Argument::into(&rust(ty), format!("{name}.into()"))
        }
    }
}

/// Whether the type is an enum without conversions: a value is always a variant.
fn is_closed(plan: &Plan<'_>, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    matches!(&plan.package.ty(*id).kind, TypeKind::Enum(of) if !of.is_open())
}

fn entries(of: &str, name: &str) -> Argument {
    Argument::new(
        format!("impl IntoIterator<Item = (impl Into<String>, impl Into<{of}>)>"),
        format!("truto_runtime::entries({name})"),
    )
}

/// The argument for a field, including its presence.
pub(crate) fn field_argument(plan: &Plan<'_>, from: ModuleId, field: &Field) -> Argument {
    match plan.presence(field) {
        Presence::Plain => value_argument(plan, from, field),
        Presence::Optional => {
            let Argument { ty, value } = value_argument(plan, from, field);
            Argument::new(ty, format!("Some({value})"))
        }
        Presence::Patch => patch_argument(plan, from, field),
    }
}

/// The argument for a field that is set. A boxed one takes its value without the box.
fn value_argument(plan: &Plan<'_>, from: ModuleId, field: &Field) -> Argument {
    let name = plan.names.field(field);
    match plan.boxes.has_field(field) {
        true => {
            let ty = rust(plan, from, &field.ty);
            Argument::into(&ty, format!("Box::new({name}.into())"))
        }
        false => argument(plan, from, &field.ty, name),
    }
}

fn patch_argument(plan: &Plan<'_>, from: ModuleId, field: &Field) -> Argument {
    let name = plan.names.field(field);
    let ty = rust(plan, from, &field.ty);
    let value = match plan.boxes.has_field(field) {
        true => format!("{name}.into().map(Box::new)"),
        false => format!("{name}.into()"),
    };
    Argument::into(&format!("{}<{ty}>", plan.name(from, "Patch")), value)
}

/// The initializer of a field that is not set: `phone: None`, or `kind: PetKind::Cat` if it has only this value.
pub(crate) fn unset(plan: &Plan<'_>, from: ModuleId, field: &Field) -> String {
    let name = plan.names.field(field);
    if let Some(value) = &field.fixed {
        let value = fixed(plan, from, &field.ty, value);
        return match plan.presence(field) {
            Presence::Plain => format!("{name}: {value}"),
            Presence::Optional => format!("{name}: Some({value})"),
            Presence::Patch => format!("{name}: {}::Value({value})", plan.name(from, "Patch")),
        };
    }
    match plan.presence(field) {
        Presence::Optional => format!("{name}: None"),
        Presence::Patch => format!("{name}: {}::Absent", plan.name(from, "Patch")),
        // Only the server sets it, so it stays empty in requests.
        Presence::Plain => format!("{name}: Default::default()"),
    }
}

/// The only value of a field: `PetKind::Cat`, `"cat".to_owned()`, `true`.
fn fixed(plan: &Plan<'_>, from: ModuleId, ty: &TypeRef, value: &Value) -> String {
    let TypeRef::Named(id) = ty else {
        return match value.as_str() {
            Some(text) => format!("{}.to_owned()", text::literal(text)),
            None => value.to_string(),
        };
    };
    let of = rust(plan, from, ty);
    let (text, literal) = match value.as_str() {
        Some(text) => (text.to_owned(), text::literal(text)),
        None => (value.to_string(), value.to_string()),
    };
    let variant = match &plan.package.ty(*id).kind {
        TypeKind::Enum(values) => values.variants.iter().position(|one| one.wire == text),
        TypeKind::Struct(_) | TypeKind::Union(_) => None,
    };
    match variant.and_then(|index| plan.names.variants(*id).get(index)) {
        Some(variant) => format!("{of}::{variant}"),
        None => format!("{of}::from({literal})"),
    }
}

/// The initializer of a field: `email: email.into()`, or `id` if field and value have the same name.
pub(crate) fn init(name: &str, value: &str) -> String {
    if name == value {
        name.to_owned()
    } else {
        format!("{name}: {value}")
    }
}
