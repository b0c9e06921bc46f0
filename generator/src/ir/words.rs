//! The words that names of types are made of.

use super::ids::{OperationId, TypeId};

/// The words of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// The item whose name comes first.
    pub within: Option<Within>,
    /// The words after that: `Contact`, `emails item`.
    pub text: String,
}

/// An item whose name is part of another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// A type.
    Type(TypeId),
    /// The request of an operation.
    Operation(OperationId),
}

impl Words {
    /// Returns the words of a name that does not depend on another one.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            within: None,
            text: text.into(),
        }
    }

    /// Returns the words for a part of a type.
    #[must_use]
    pub fn of_type(id: TypeId, text: impl Into<String>) -> Self {
        Self {
            within: Some(Within::Type(id)),
            text: text.into(),
        }
    }

    /// Returns the words for a part of an operation.
    #[must_use]
    pub fn of_operation(id: OperationId, text: impl Into<String>) -> Self {
        Self {
            within: Some(Within::Operation(id)),
            text: text.into(),
        }
    }

    /// Appends a word.
    #[must_use]
    pub fn and(&self, word: &str) -> Self {
        Self {
            within: self.within,
            text: format!("{} {word}", self.text),
        }
    }
}

/// Where the schema of a type is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaPlace {
    /// It is a component.
    Component,
    /// It is the schema of the property with this name.
    Property(String),
    /// It is somewhere else.
    Inline,
}
