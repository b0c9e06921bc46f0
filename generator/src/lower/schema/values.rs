//! The values that `enum` lists, independent of the type for which the document model keeps them.

use serde_json::Value;

/// The listed values, without a copy: references to one list are frequent.
#[derive(Clone, Copy)]
pub(crate) enum Values<'a> {
    Any(&'a [Value]),
    Strings(&'a [Option<String>]),
    Numbers(&'a [Option<f64>]),
    Integers(&'a [Option<i64>]),
    Booleans(&'a [Option<bool>]),
}

impl Values<'_> {
    pub(crate) fn is_empty(self) -> bool {
        match self {
            Self::Any(values) => values.is_empty(),
            Self::Strings(values) => values.is_empty(),
            Self::Numbers(values) => values.is_empty(),
            Self::Integers(values) => values.is_empty(),
            Self::Booleans(values) => values.is_empty(),
        }
    }

    /// Whether null is one of the values.
    pub(crate) fn allow_null(self) -> bool {
        match self {
            Self::Any(values) => values.iter().any(Value::is_null),
            Self::Strings(values) => values.iter().any(Option::is_none),
            Self::Numbers(values) => values.iter().any(Option::is_none),
            Self::Integers(values) => values.iter().any(Option::is_none),
            Self::Booleans(values) => values.iter().any(Option::is_none),
        }
    }

    /// Whether no value is other than null.
    pub(crate) fn are_all_null(self) -> bool {
        match self {
            Self::Any(values) => values.iter().all(Value::is_null),
            Self::Strings(values) => values.iter().all(Option::is_none),
            Self::Numbers(values) => values.iter().all(Option::is_none),
            Self::Integers(values) => values.iter().all(Option::is_none),
            Self::Booleans(values) => values.iter().all(Option::is_none),
        }
    }

    /// Returns a copy of the values.
    pub(crate) fn to_vec(self) -> Vec<Value> {
        match self {
            Self::Any(values) => values.to_vec(),
            Self::Strings(values) => values.iter().cloned().map(Value::from).collect(),
            Self::Numbers(values) => values.iter().copied().map(Value::from).collect(),
            Self::Integers(values) => values.iter().copied().map(Value::from).collect(),
            Self::Booleans(values) => values.iter().copied().map(Value::from).collect(),
        }
    }
}
