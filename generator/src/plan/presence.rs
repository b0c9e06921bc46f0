//! How a field represents that its value is absent or null.

use crate::ir::{Field, TypeDef};

/// How a field represents that its value is absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// `T`: always present.
    Plain,
    /// `Option<T>`: absent and null are `None`, which is not sent. If the field is required *and* nullable, `None` is sent as null.
    Optional,
    /// `Patch<T>`: distinguishes absent, null and a value.
    Patch,
}

impl Presence {
    /// Decides it for a field of `def`.
    pub(crate) fn of(def: &TypeDef, field: &Field) -> Self {
        let has_meaningful_null = def.in_patch || (def.in_request && field.nullable);
        if field.is_always_present() {
            Self::Plain
        } else if has_meaningful_null && !field.required && !field.read_only {
            Self::Patch
        } else {
            Self::Optional
        }
    }
}
