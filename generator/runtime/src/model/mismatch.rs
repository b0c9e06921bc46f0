//! Fields of a model whose JSON is not of the documented type.

use std::fmt;

use serde::Serialize;

use super::{
    JsonKind, Typed,
    repair::{self, Purpose, SetAside},
};
use crate::RawJson;

/// A field whose JSON is not of the documented type and could not be converted without loss.
///
/// The field is `None`, and its JSON is in `extra` under the field's name. It is sent back unless the field is set.
/// `mismatches()` of a model returns these fields.
///
/// `Display` names the field and the types, and shows no data except keys of maps.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mismatch {
    field: String,
    value: String,
    expected: JsonKind,
    found: JsonKind,
    raw: RawJson,
}

impl Mismatch {
    fn new(field: &SetAside<'_>) -> Self {
        Self {
            field: repair::path(&field.path, true),
            value: repair::path(&field.misfit.path, true),
            expected: field.misfit.expected,
            found: field.misfit.found,
            // Text that was read as JSON is valid JSON.
            raw: RawJson::from_text(field.raw).unwrap_or_default(),
        }
    }

    /// The path of the field that is `None`, relative to the model: `emails`, or `contact.name` in a nested object.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The path of the value that does not fit: the field, or a part of it, such as `emails[1].type`.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The documented type of the value.
    #[must_use]
    pub fn expected(&self) -> JsonKind {
        self.expected
    }

    /// The type of the value. [`JsonKind::Absent`] if a required field of a nested object is missing.
    #[must_use]
    pub fn found(&self) -> JsonKind {
        self.found
    }

    /// The JSON of the field.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        &self.raw
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: expected {}, found {}",
            self.value, self.expected, self.found
        )
    }
}

/// The implementation of a model's `mismatches`.
///
/// It encodes the model as JSON and compares this JSON with the documented types, so models need neither state nor code for it.
pub fn mismatches<T: Typed + Serialize>(model: &T) -> Vec<Mismatch> {
    // A model that cannot be encoded, or lacks a required field, was not decoded.
    let Ok(text) = serde_json::to_string(model) else {
        return Vec::new();
    };
    match repair::repair(&text, T::kind(), Purpose::Receive) {
        Ok(repaired) => repaired.set_aside.iter().map(Mismatch::new).collect(),
        Err(_) => Vec::new(),
    }
}
