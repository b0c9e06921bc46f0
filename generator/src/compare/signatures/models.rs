//! What a type implements besides its fields, variants and their methods.

use super::types;
use crate::compare::side::Side;
use crate::ir::{Additional, Struct, TypeDef, TypeId, TypeKind};
use crate::plan::constructors;
use crate::plan::modules::ModuleId;

/// Something that a type implements: an implementation or a method. Only the key decides whether both states have it.
pub(in crate::compare) struct Ability {
    /// ``the conversion `From<crm::Contact>` ``
    pub(in crate::compare) text: String,
    /// Whether losing it breaks programs.
    pub(in crate::compare) key: Key,
}

/// What identifies an ability. Types count by their identity in the old state, so that a renamed type is the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::compare) enum Key {
    /// An item with this name.
    Named(String),
    /// A conversion from a type.
    From {
        old: Option<TypeId>,
        is_fallible: bool,
    },
}

/// Returns what a struct implements. `old` returns what a type was in the old state.
pub(in crate::compare) fn of_struct(
    side: &Side<'_>,
    def: &TypeDef,
    of: &Struct,
    old: impl Fn(TypeId) -> Option<TypeId>,
) -> Vec<Ability> {
    let mut all = Vec::new();
    let mut add = |name: &str, what: &str| {
        all.push(Ability {
            text: format!("{what}{name}"),
            key: Key::Named(name.to_owned()),
        });
    };
    if side.plan.has_default(def.id) {
        add("Default", "");
    }
    if def.in_request && constructors::text(def, of).is_some() {
        add("From<&str>", "");
    }
    if has_check(side, def) {
        add("check", "method ");
    }
    if let Additional::Typed(ty) = &of.additional {
        add(
            &format!("Extra<{}>", types::rust(side, ty)),
            "field `extra` of type ",
        );
    }
    if of.list.is_some() {
        add("Deref", "");
    }
    if of.live_support.is_some() {
        add("LiveSupport", "");
    }
    for lookup in &of.lookups {
        add(&lookup.method, "method ");
    }
    all.extend(conversions(side, def, of, old));
    all
}

fn conversions(
    side: &Side<'_>,
    def: &TypeDef,
    of: &Struct,
    old: impl Fn(TypeId) -> Option<TypeId>,
) -> Vec<Ability> {
    let mut all = Vec::new();
    for source in &of.converts_from {
        let Some(conversion) = side.plan.conversions.get(*source, def.id) else {
            continue;
        };
        let is_fallible = conversion.is_fallible();
        let name = if is_fallible { "TryFrom" } else { "From" };
        let path = side.plan.path(
            ModuleId::Crate,
            side.plan.module(*source),
            side.plan.names.ty(*source),
        );
        all.push(Ability {
            text: format!("{name}<{path}>"),
            key: Key::From {
                old: old(*source),
                is_fallible,
            },
        });
    }
    all
}

/// Whether the struct is the body of one operation that has a support matrix.
fn has_check(side: &Side<'_>, def: &TypeDef) -> bool {
    let place = side.plan.only_operation(def.id);
    let place = place.filter(|_| side.plan.module(def.id) != ModuleId::Crate);
    place.is_some_and(|place| side.plan.usage.has_matrix(place.api))
}

/// The kind of a type in Rust, which decides how programs use it.
pub(in crate::compare) fn kind(side: &Side<'_>, def: &TypeDef) -> &'static str {
    match &def.kind {
        TypeKind::Struct(_) => "an object",
        TypeKind::Enum(of) if of.is_open() => "an enum",
        TypeKind::Enum(_) => "an enum of fields",
        TypeKind::Union(of) if !of.is_by_status() => "alternatives",
        TypeKind::Union(_) if side.plan.unions.failures(def.id).is_some() => {
            "error responses by status"
        }
        TypeKind::Union(_) => "responses by status",
    }
}
