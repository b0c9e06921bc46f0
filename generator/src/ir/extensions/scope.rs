//! The scope of an API: a parameter with `x-truto-role: scope`.

use crate::ir::docs::Docs;
use crate::ir::types::Value;
use crate::source::Origin;

/// A parameter that is set once and sent with every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The index of the API.
    pub api: usize,
    /// The wire name of the parameter: `integrated_account_id`.
    pub wire: String,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// The documentation of the parameter.
    pub docs: Docs,
    /// The `example`, for samples.
    pub example: Option<Value>,
    /// The `format` of the schema, for the documentation.
    pub format: Option<String>,
    /// The location of the first parameter.
    pub origin: Origin,
}

impl Scope {
    /// The source of its names.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.chosen.as_ref().unwrap_or(&self.wire)
    }

    /// Whether it is the same parameter with the same names.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.wire, self.raw()) == (&other.wire, other.raw())
    }
}

/// Where the scope of an API is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopePlace {
    /// In the query string.
    Query,
    /// In a placeholder of the path.
    Path,
}
