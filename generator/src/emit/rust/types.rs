//! Uses of types: how a type is written, and how a setter takes and converts a value.

use crate::emit::text;
use crate::ir::{Field, TypeId, TypeKind, TypeRef, Value};
use crate::plan::modules::ModuleId;
use crate::plan::presence::Presence;
use crate::plan::root::Plan;
use crate::plan::types::{self, Conversion, TypeNames};

/// The names that a module imports.
struct Imported<'a> {
    plan: &'a Plan<'a>,
    from: ModuleId,
}

impl TypeNames for Imported<'_> {
    fn named(&self, id: TypeId) -> String {
        let (module, name) = (self.plan.module(id), self.plan.names.ty(id));
        self.plan.type_name(self.from, module, name)
    }

    fn item(&self, name: &str) -> String {
        self.plan.name(self.from, name)
    }
}

/// The Rust type of a use: `Vec<ContactEmail>`.
pub(crate) fn rust(plan: &Plan<'_>, from: ModuleId, ty: &TypeRef) -> String {
    types::rust(&Imported { plan, from }, ty)
}

/// The Rust type of a field, with its `Option` or `Patch`.
pub(crate) fn field(plan: &Plan<'_>, from: ModuleId, field: &Field) -> String {
    types::field(plan, &Imported { plan, from }, field)
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
pub(crate) fn argument(plan: &Plan<'_>, from: ModuleId, ty: &TypeRef, name: &str) -> Argument {
    let (ty, conversion) = types::argument(plan.package, &Imported { plan, from }, ty);
    let value = match conversion {
        Conversion::Nothing => name.to_owned(),
        Conversion::Items => format!("{name}.into_iter().collect()"),
        Conversion::List => format!("truto_runtime::list({name})"),
        Conversion::Entries => format!("truto_runtime::entries({name})"),
        Conversion::Into => format!("{name}.into()"),
    };
    Argument::new(ty, value)
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
