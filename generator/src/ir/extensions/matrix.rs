//! The support matrix: which integration supports or requires which field.

use truto_support_matrix as rules;
pub use truto_support_matrix::{Counts, parameter_path};

use super::provenance::Provenance;
use crate::source::Origin;

/// The integrations of a set of documents: `x-truto-registry`.
#[derive(Clone, Debug)]
pub struct Registry {
    /// The integrations, in document order.
    pub entries: Vec<RegistryEntry>,
    /// The source location.
    pub origin: Origin,
}

/// One integration.
#[derive(Clone, Debug)]
pub struct RegistryEntry {
    /// The name in URLs and settings: `betadesk`.
    pub slug: String,
    /// The display name: `Beta Desk`.
    pub label: String,
    /// The name that the document chooses with `name`.
    pub chosen: Option<String>,
    /// `false` if the slug is not documented, but derived from the label.
    pub slug_documented: bool,
    /// The slugs in earlier versions of the definitions.
    pub former_slugs: Vec<Slug>,
    /// The source location.
    pub origin: Origin,
}

/// The integrations that support an operation and its fields, as slugs. `check` ensures that the registry has them.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The integrations that support the operation. `None` means "not documented", not "none".
    pub integrations: Option<Integrations>,
    /// The query parameters with documented support, and their parts. Paths begin with [`parameter_path`].
    pub query: Vec<FieldSupport>,
    /// The fields of the request body.
    pub request: Vec<FieldSupport>,
    /// The fields of the response body.
    pub response: Vec<FieldSupport>,
}

impl Matrix {
    /// Returns the list of integrations as the rules read it.
    #[must_use]
    pub fn row(&self) -> rules::OperationRow<'_, Slug> {
        let listed = self.integrations.as_ref();
        listed.map_or(rules::OperationRow::UNKNOWN, Integrations::row)
    }

    /// Returns what follows from the documented support of a field of the operation.
    #[must_use]
    pub fn support<'a>(&'a self, support: &'a Support) -> rules::FieldSupport<'a, Slug> {
        support.row().in_operation(&self.row())
    }

    /// Returns the support of the operation by the integration `slug`.
    #[must_use]
    pub fn level(&self, slug: &str) -> rules::OperationLevel {
        self.row().level(slug)
    }

    /// Returns the row of a query parameter, by its wire name.
    #[must_use]
    pub fn parameter(&self, wire: &str) -> Option<&FieldSupport> {
        let path = parameter_path(wire);
        self.query.iter().find(|row| row.path == path)
    }

    /// Returns the name of a query parameter before its brackets, and the row of that name. It applies if the parameter has no
    /// row itself.
    #[must_use]
    pub fn outer_parameter<'w>(&self, wire: &'w str) -> Option<(&'w str, &FieldSupport)> {
        let outer = rules::outer_parameter(wire)?;
        Some((outer, self.parameter(outer)?))
    }
}

/// An integration, named in a document. Two are equal if their slugs are.
#[derive(Clone, Debug)]
pub struct Slug {
    /// `betadesk`
    pub slug: String,
    /// The source location.
    pub origin: Origin,
}

impl PartialEq for Slug {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Slug {}

impl PartialEq<str> for Slug {
    fn eq(&self, slug: &str) -> bool {
        self.slug == slug
    }
}

/// The integrations that support an operation.
#[derive(Clone, Debug, Default)]
pub struct Integrations {
    /// All integrations that support it.
    pub supported: Vec<Slug>,
    /// Those of them whose response has only some of the fields of each object.
    pub partial_response: Vec<Slug>,
    /// The list is incomplete: `complete: false`.
    pub incomplete: bool,
    /// How well the list is documented.
    pub provenance: Provenance,
    /// The source location.
    pub origin: Origin,
}

impl Integrations {
    fn row(&self) -> rules::OperationRow<'_, Slug> {
        rules::OperationRow {
            supported: Some(&self.supported),
            partial_response: &self.partial_response,
            is_incomplete: self.incomplete,
            provenance: self.provenance.into(),
        }
    }

    /// Whether integrations that are not listed do not support the operation.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.row().is_complete()
    }
}

/// The support of one field.
#[derive(Clone, Debug)]
pub struct FieldSupport {
    /// The wire names from the root of the body, without array levels, joined by dots: `emails.type`.
    pub path: String,
    /// The support.
    pub support: Support,
    /// The source location.
    pub origin: Origin,
}

/// The documented support of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// The named integrations.
    pub names: Option<NamedIntegrations>,
    /// The documented counts.
    pub counts: Option<Counts>,
    /// The integrations that support each value of the enum of the field, in document order.
    pub values: Vec<ValueSupport>,
    /// The values are incomplete: `complete: false` next to them.
    pub has_more_values: bool,
    /// The names are incomplete: `complete: false`.
    pub incomplete: bool,
    /// How well the names are documented. Counts are always from a current page.
    pub provenance: Provenance,
}

impl Support {
    fn row(&self) -> rules::FieldRow<'_, Slug> {
        rules::FieldRow {
            names: self.names.as_ref().map(NamedIntegrations::view),
            counts: self.counts,
            is_incomplete: self.incomplete,
            has_more_values: self.has_more_values,
            provenance: self.provenance.into(),
        }
    }

    /// Whether all integrations that support the field are named.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.row().alone().is_complete()
    }

    /// Returns the number of integrations that support the field, if it is known.
    #[must_use]
    pub fn total(&self) -> Option<rules::Total> {
        self.row().alone().total()
    }
}

/// The named integrations that support a field. The lists are disjoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedIntegrations {
    /// The integrations that require the field.
    pub required: Vec<Slug>,
    /// The integrations that support the field without requiring it.
    pub supported: Vec<Slug>,
}

impl NamedIntegrations {
    fn view(&self) -> rules::Names<'_, Slug> {
        rules::Names {
            required: &self.required,
            supported: &self.supported,
        }
    }

    /// Returns the number of names in each list.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.view().counts()
    }

    /// Returns all names.
    pub fn all(&self) -> impl Iterator<Item = &Slug> {
        self.required.iter().chain(&self.supported)
    }
}

/// The integrations that support one value of the enum of a field.
#[derive(Clone, Debug)]
pub struct ValueSupport {
    /// The value, as in the enum.
    pub value: String,
    /// The integrations that support it.
    pub takers: Vec<Slug>,
    /// The source location.
    pub origin: Origin,
}

impl PartialEq for ValueSupport {
    fn eq(&self, other: &Self) -> bool {
        (&self.value, &self.takers) == (&other.value, &other.takers)
    }
}

impl Eq for ValueSupport {}
