//! Values in requests that do not match the documentation.

use std::fmt;

use serde_json::Value;

use crate::JsonKind;

/// A value of another type than documented.
pub(super) struct Misfit {
    /// Where the value is; empty for the whole.
    pub(super) path: String,
    expected: String,
    found: String,
}

impl Misfit {
    pub(super) fn new(expected: JsonKind, found: &Value) -> Self {
        let found = JsonKind::of(&found.to_string());
        Self::of(&expected.to_string(), &found.to_string())
    }

    /// A value of which `expected` and `found` say what is wrong with it.
    pub(super) fn of(expected: &str, found: &str) -> Self {
        Self {
            path: String::new(),
            expected: expected.to_owned(),
            found: found.to_owned(),
        }
    }

    /// The same as part of a larger value.
    pub(super) fn within(mut self, place: &str) -> Self {
        let is_joined = self.path.is_empty() || self.path.starts_with('[');
        let dot = if is_joined { "" } else { "." };
        self.path = format!("{place}{dot}{}", self.path);
        self
    }
}

/// `expected a string, found an integer`
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}
