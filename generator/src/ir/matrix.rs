//! The support matrix: which integration supports or requires what.

use crate::source::Origin;

/// The integrations that a set of documents knows: `x-truto-registry`.
#[derive(Clone, Debug)]
pub struct Registry {
    /// In document order.
    pub entries: Vec<RegistryEntry>,
    /// Where it stands.
    pub origin: Origin,
}

/// One integration.
#[derive(Clone, Debug)]
pub struct RegistryEntry {
    /// Its name in URLs and settings: `helpscout`.
    pub slug: String,
    /// Its name for people: `Help Scout`.
    pub label: String,
    /// The variant of the enum: `HelpScout`.
    pub variant: String,
    /// `false` when the slug was derived from the label because no page prints it.
    pub slug_documented: bool,
    /// Where it stands.
    pub origin: Origin,
}

/// Who supports one operation and its fields. Integrations are slugs; `check` sees to it that the registry has them.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// Who supports the operation; `None` is "not documented", which is not "nobody".
    pub integrations: Option<Integrations>,
    /// Query parameters with a documented support, by name on the wire.
    pub query: Vec<FieldSupport>,
    /// Fields of the request's body.
    pub request: Vec<FieldSupport>,
    /// Fields of the response's body.
    pub response: Vec<FieldSupport>,
}

/// Who supports an operation.
#[derive(Clone, Debug, Default)]
pub struct Integrations {
    /// Those that serve it.
    pub supported: Vec<String>,
    /// Those among them whose response has only a part of each object.
    pub partial_response: Vec<String>,
    /// Where it stands.
    pub origin: Origin,
}

/// Who supports one field.
#[derive(Clone, Debug)]
pub struct FieldSupport {
    /// The names on the wire from the body's root, array levels left out, joined by dots: `emails.type`.
    pub path: String,
    /// The answer.
    pub support: Support,
    /// Where it stands.
    pub origin: Origin,
}

/// What is documented of the support of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    /// Slugs by name. The lists are disjoint.
    Named {
        /// Those that refuse a request without the field.
        required: Vec<String>,
        /// Those that take it.
        supported: Vec<String>,
    },
    /// Numbers only; `supported` includes `required`, as printed.
    Counted {
        /// How many refuse a request without the field.
        required: u32,
        /// How many take it, those included.
        supported: u32,
    },
}
