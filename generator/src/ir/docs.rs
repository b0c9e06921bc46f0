//! The documentation of items.

/// The documentation of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// How well a fact is documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provenance {
    /// A current page shows it.
    #[default]
    Documented,
    /// Only an older page shows it.
    Older,
    /// The name is inferred from the description.
    Inferred,
    /// A field of a request body that is only documented on the object of the resource.
    Object,
}

impl From<Provenance> for truto_support_matrix::Provenance {
    fn from(provenance: Provenance) -> Self {
        match provenance {
            Provenance::Documented => Self::Documented,
            Provenance::Older => Self::Older,
            // Support never has the provenance `Object`: `lower` reports it.
            Provenance::Inferred | Provenance::Object => Self::Inferred,
        }
    }
}
