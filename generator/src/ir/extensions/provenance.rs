//! How well a fact is documented: `x-truto-provenance`.

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
