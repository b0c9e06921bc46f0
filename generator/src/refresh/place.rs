//! The places that are compared: operations, and the fields of their parts.

use std::fmt;

/// The name of an operation: `crm.contacts.create`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct OperationKey {
    pub(super) model: String,
    pub(super) resource: String,
    pub(super) method: String,
}

impl OperationKey {
    pub(super) fn new(model: &str, resource: &str, method: &str) -> Self {
        Self {
            model: model.to_owned(),
            resource: resource.to_owned(),
            method: method.to_owned(),
        }
    }

    pub(super) fn field(&self, part: Part, path: &str) -> String {
        format!("{self} {part}.{path}")
    }
}

/// `crm.contacts.create`
impl fmt::Display for OperationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.model, self.resource, self.method)
    }
}

/// A part of an operation with fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Query,
    Body,
    Response,
}

impl Part {
    pub(super) const ALL: [Self; 3] = [Self::Query, Self::Body, Self::Response];
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Query => "query",
            Self::Body => "body",
            Self::Response => "response",
        })
    }
}
