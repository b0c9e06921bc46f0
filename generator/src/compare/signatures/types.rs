//! How a type is written, and how a function takes a value of it, with paths from the root of the crate.

use crate::compare::side::Side;
use crate::ir::{Field, TypeId, TypeRef};
use crate::plan::modules::ModuleId;
use crate::plan::types::{self, TypeNames};

impl TypeNames for Side<'_> {
    fn named(&self, id: TypeId) -> String {
        match self.has_type(id) {
            true => self.plan.path(
                ModuleId::Crate,
                self.plan.module(id),
                self.plan.names.ty(id),
            ),
            // Nothing of the crate has the type.
            false => self.plan.package.ty(id).words.text.clone(),
        }
    }

    fn item(&self, name: &str) -> String {
        name.to_owned()
    }
}

/// The Rust type of a use: `Vec<crm::contacts::Email>`.
pub(in crate::compare) fn rust(side: &Side<'_>, ty: &TypeRef) -> String {
    types::rust(side, ty)
}

/// The Rust type of a field, with its `Option` or `Patch`.
pub(in crate::compare) fn field(side: &Side<'_>, field: &Field) -> String {
    types::field(&side.plan, side, field)
}

/// The type of an argument for a value.
pub(in crate::compare) fn argument(side: &Side<'_>, ty: &TypeRef) -> String {
    types::argument(side.plan.package, side, ty).0
}
