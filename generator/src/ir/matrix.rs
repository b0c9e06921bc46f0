//! The support matrix: which integration supports or requires what.

use super::Provenance;
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
    /// Slugs that it had in earlier versions of the definitions.
    pub former_slugs: Vec<Slug>,
    /// Where it stands.
    pub origin: Origin,
}

/// Who supports one operation and its fields. Integrations are slugs; `check` sees to it that the registry has them.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// Who supports the operation; `None` is "not documented", which is not "nobody".
    pub integrations: Option<Integrations>,
    /// Query parameters with a documented support, and what is inside of them. Paths begin with [`parameter_path`].
    pub query: Vec<FieldSupport>,
    /// Fields of the request's body.
    pub request: Vec<FieldSupport>,
    /// Fields of the response's body.
    pub response: Vec<FieldSupport>,
}

impl Matrix {
    /// The row of a query parameter, by its name on the wire.
    #[must_use]
    pub fn parameter(&self, wire: &str) -> Option<&FieldSupport> {
        let path = parameter_path(wire);
        self.query.iter().find(|row| row.path == path)
    }

    /// The row of what a query parameter has before its brackets, and that name: it decides where there is no row of its own.
    #[must_use]
    pub fn outer_parameter<'w>(&self, wire: &'w str) -> Option<(&'w str, &FieldSupport)> {
        let (outer, _) = wire.split_once('[')?;
        Some((outer, self.parameter(outer)?))
    }
}

/// What a row calls a query parameter: its name on the wire without the `[]` of a list. `created_at[gt]`, `ids`.
#[must_use]
pub fn parameter_path(wire: &str) -> &str {
    wire.strip_suffix("[]").unwrap_or(wire)
}

/// An integration where a document names it. Two are equal if their slugs are.
#[derive(Clone, Debug)]
pub struct Slug {
    /// `helpscout`
    pub slug: String,
    /// Where it stands.
    pub origin: Origin,
}

impl PartialEq for Slug {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Slug {}

/// Who supports an operation.
#[derive(Clone, Debug, Default)]
pub struct Integrations {
    /// Those that serve it.
    pub supported: Vec<Slug>,
    /// Those among them whose response has only a part of each object.
    pub partial_response: Vec<Slug>,
    /// The list is some of many: `complete: false`.
    pub incomplete: bool,
    /// How well the list is documented.
    pub provenance: Provenance,
    /// Where it stands.
    pub origin: Origin,
}

impl Integrations {
    /// Who is not listed does not serve the operation.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.incomplete && self.provenance == Provenance::Documented
    }
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Who is named.
    pub names: Option<Names>,
    /// The numbers that are printed.
    pub counts: Option<Counts>,
    /// Who takes which value of the field's enum, in document order.
    pub values: Vec<ValueSupport>,
    /// The values are some of many: `complete: false` beside them.
    pub has_more_values: bool,
    /// The names are some of many: `complete: false`.
    pub incomplete: bool,
    /// How well the names are documented. Numbers are always those of a current page.
    pub provenance: Provenance,
}

impl Support {
    /// All integrations that take the field are named, so one that is not named does not.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let Some(names) = &self.names else {
            return false;
        };
        let is_counted = self.counts.is_none_or(|counts| counts == names.counts());
        is_counted && !self.incomplete && self.provenance == Provenance::Documented
    }
}

/// Who takes a field, by name. The lists are disjoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Those that refuse a request without the field.
    pub required: Vec<Slug>,
    /// Those that take it.
    pub supported: Vec<Slug>,
}

impl Names {
    /// How many they are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let (required, supported) = (self.required.len(), self.supported.len());
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Counts {
            required: count(required),
            supported: count(required + supported),
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Slug> {
        self.required.iter().chain(&self.supported)
    }
}

/// How many take a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// How many refuse a request without the field.
    pub required: u32,
    /// How many take it, those included.
    pub supported: u32,
}

/// Who takes one value of a field's enum.
#[derive(Clone, Debug)]
pub struct ValueSupport {
    /// The value, as the enum writes it.
    pub value: String,
    /// Those that take it.
    pub takers: Vec<Slug>,
    /// Where it stands.
    pub origin: Origin,
}

impl PartialEq for ValueSupport {
    fn eq(&self, other: &Self) -> bool {
        (&self.value, &self.takers) == (&other.value, &other.takers)
    }
}

impl Eq for ValueSupport {}
