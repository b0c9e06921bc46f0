//! The support matrix: which integration supports or requires which field.

use super::docs::Provenance;
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
    /// The name in URLs and settings: `helpscout`.
    pub slug: String,
    /// The display name: `Help Scout`.
    pub label: String,
    /// The enum variant: `HelpScout`.
    pub variant: String,
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
        let (outer, _) = wire.split_once('[')?;
        Some((outer, self.parameter(outer)?))
    }
}

/// Returns the name of a query parameter in rows: its wire name without the `[]` of a list, such as `created_at[gt]` or `ids`.
#[must_use]
pub fn parameter_path(wire: &str) -> &str {
    wire.strip_suffix("[]").unwrap_or(wire)
}

/// An integration, named in a document. Two are equal if their slugs are.
#[derive(Clone, Debug)]
pub struct Slug {
    /// `helpscout`
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
    /// Whether integrations that are not listed do not support the operation.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.incomplete && self.provenance == Provenance::Documented
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
    pub names: Option<Names>,
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
    /// Whether all integrations that support the field are named.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let Some(names) = &self.names else {
            return false;
        };
        let is_counted = self.counts.is_none_or(|counts| counts == names.counts());
        is_counted && !self.incomplete && self.provenance == Provenance::Documented
    }
}

/// The named integrations that support a field. The lists are disjoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The integrations that require the field.
    pub required: Vec<Slug>,
    /// The integrations that support the field without requiring it.
    pub supported: Vec<Slug>,
}

impl Names {
    /// Returns the number of names in each list.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let (required, supported) = (self.required.len(), self.supported.len());
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Counts {
            required: count(required),
            supported: count(required + supported),
        }
    }

    /// Returns all names.
    pub fn all(&self) -> impl Iterator<Item = &Slug> {
        self.required.iter().chain(&self.supported)
    }
}

/// The documented numbers of integrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// The number of integrations that require the field.
    pub required: u32,
    /// The number of integrations that support the field, including those that require it.
    pub supported: u32,
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
