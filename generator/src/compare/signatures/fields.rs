//! What a field is in Rust.

use crate::compare::side::Side;
use crate::ir::{Field, TypeDef};
use crate::plan::body::has_setter;
use crate::plan::constructors::is_needed;
use crate::plan::presence::Presence;

/// What a field is in Rust, besides its name and the type of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::compare) struct FieldForm {
    pub(in crate::compare) presence: Presence,
    /// The constructor takes it.
    pub(in crate::compare) is_argument: bool,
    /// A setter sets it, if only in tests.
    pub(in crate::compare) has_setter: bool,
    pub(in crate::compare) is_boxed: bool,
    /// Its setter exists only for tests, since requests do not contain the type.
    pub(in crate::compare) is_for_tests: bool,
}

impl FieldForm {
    pub(in crate::compare) fn of(side: &Side<'_>, def: &TypeDef, field: &Field) -> Self {
        Self {
            presence: Presence::of(def, field),
            is_argument: is_needed(def, field),
            has_setter: has_setter(field, def.in_request),
            is_boxed: side.plan.boxes.has_field(field),
            is_for_tests: !def.in_request,
        }
    }
}
