//! The documentation of items.

use super::extensions::provenance::Provenance;

/// The documentation of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// One line: the `summary` or `title`.
    pub summary: Option<String>,
    /// The `description`: Markdown from the document, which emitters must sanitize.
    pub description: Option<String>,
    /// `externalDocs.url`.
    pub url: Option<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// How well the item is documented: `x-truto-provenance`.
    pub provenance: Provenance,
    /// The type is inferred from the name: `x-truto-type-provenance`.
    pub has_inferred_type: bool,
}
