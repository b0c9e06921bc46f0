//! How types are written, and how functions take values of them. The emitter writes the names that a module imports, and a comparison
//! writes whole paths.

use crate::ir::{Field, Package, Primitive, TypeId, TypeKind, TypeRef};
use crate::plan::presence::Presence;
use crate::plan::root::Plan;

/// How the names in a type are written.
pub(crate) trait TypeNames {
    /// A type of the crate: `super::Email`.
    fn named(&self, id: TypeId) -> String;

    /// An item of the runtime or the standard library: `Timestamp`.
    fn item(&self, name: &str) -> String;
}

/// The Rust type of a use: `Vec<ContactEmail>`.
pub(crate) fn rust(names: &impl TypeNames, ty: &TypeRef) -> String {
    let inner = |of: &TypeRef| rust(names, of);
    match ty {
        TypeRef::Primitive(primitive) => self::primitive(names, *primitive),
        TypeRef::List(of) => format!("Vec<{}>", inner(of)),
        TypeRef::Nullable(of) => format!("Option<{}>", inner(of)),
        TypeRef::Map(of) => format!("{}<String, {}>", names.item("BTreeMap"), inner(of)),
        TypeRef::Named(id) => names.named(*id),
    }
}

fn primitive(names: &impl TypeNames, primitive: Primitive) -> String {
    match primitive {
        Primitive::String => "String".to_owned(),
        Primitive::Bool => "bool".to_owned(),
        Primitive::I32 => "i32".to_owned(),
        Primitive::I64 => "i64".to_owned(),
        Primitive::U64 => "u64".to_owned(),
        Primitive::F32 => "f32".to_owned(),
        Primitive::F64 => "f64".to_owned(),
        Primitive::Decimal => names.item("Decimal"),
        Primitive::Timestamp => names.item("Timestamp"),
        Primitive::Date => names.item("Date"),
        Primitive::Base64 => names.item("Base64"),
        Primitive::Base64Url => names.item("Base64Url"),
        Primitive::Bytes => names.item("Bytes"),
        Primitive::File => names.item("FilePart"),
        Primitive::Any => names.item("Value"),
        Primitive::Object => format!("{}<String, {}>", names.item("Map"), names.item("Value")),
        Primitive::Raw => names.item("RawJson"),
    }
}

/// The Rust type of a field, with its `Box`, and its `Option` or `Patch`.
pub(crate) fn field(plan: &Plan<'_>, names: &impl TypeNames, field: &Field) -> String {
    let ty = match plan.boxes.has_field(field) {
        true => format!("Box<{}>", rust(names, &field.ty)),
        false => rust(names, &field.ty),
    };
    match plan.presence(field) {
        Presence::Plain => ty,
        Presence::Optional => format!("Option<{ty}>"),
        Presence::Patch => format!("{}<{ty}>", names.item("Patch")),
    }
}

/// How a function makes a value of its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// The argument is the value.
    Nothing,
    /// The items of a list are values.
    Items,
    /// Each item of a list is converted.
    List,
    /// Each key and value of a map is converted.
    Entries,
    /// `Into`.
    Into,
}

/// The type of the argument for a value, and how the value is made of it.
///
/// | type | argument |
/// |---|---|
/// | `bool`, numbers, closed enums | as they are |
/// | `Vec<T>` | `impl IntoIterator<Item = impl Into<T>>` |
/// | maps | `impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>` |
/// | all others | `impl Into<T>` |
pub(crate) fn argument(
    package: &Package,
    names: &impl TypeNames,
    ty: &TypeRef,
) -> (String, Conversion) {
    let rust = |ty: &TypeRef| rust(names, ty);
    match ty {
        TypeRef::Primitive(
            Primitive::Bool
            | Primitive::I32
            | Primitive::I64
            | Primitive::U64
            | Primitive::F32
            | Primitive::F64,
        ) => (rust(ty), Conversion::Nothing),
        TypeRef::Named(_) if is_closed(package, ty) => (rust(ty), Conversion::Nothing),
        TypeRef::List(of) if is_closed(package, of) => (
            format!("impl IntoIterator<Item = {}>", rust(of)),
            Conversion::Items,
        ),
        TypeRef::List(of) => (
            format!("impl IntoIterator<Item = impl Into<{}>>", rust(of)),
            Conversion::List,
        ),
        TypeRef::Map(of) => (entries(&rust(of)), Conversion::Entries),
        TypeRef::Primitive(Primitive::Object) => {
            (entries(&names.item("Value")), Conversion::Entries)
        }
        TypeRef::Primitive(_) | TypeRef::Nullable(_) | TypeRef::Named(_) => {
            (format!("impl Into<{}>", rust(ty)), Conversion::Into)
        }
    }
}

/// Whether the type is an enum without conversions: a value is always a variant.
fn is_closed(package: &Package, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    matches!(&package.ty(*id).kind, TypeKind::Enum(of) if !of.is_open())
}

fn entries(of: &str) -> String {
    format!("impl IntoIterator<Item = (impl Into<String>, impl Into<{of}>)>")
}
