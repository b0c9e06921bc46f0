//! How well a fact is documented: `x-truto-provenance`.

use crate::day::Day;

/// How well a fact is documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Provenance {
    /// A current page shows it.
    #[default]
    Documented,
    /// The API itself said so on this day. That is as certain as a current page.
    Live(Day),
    /// Only an older page shows it.
    Older,
    /// The name is inferred from the description.
    Inferred,
    /// A field of a request body that is only documented on the object of the resource.
    Object,
}

impl Provenance {
    /// Whether it is certain enough to refuse a request.
    #[must_use]
    pub fn is_certain(self) -> bool {
        matches!(self, Self::Documented | Self::Live(_))
    }
}

impl From<Provenance> for truto_support_matrix::Provenance {
    fn from(provenance: Provenance) -> Self {
        match provenance {
            Provenance::Documented | Provenance::Live(_) => Self::Documented,
            Provenance::Older => Self::Older,
            // Support never has the provenance `Object`: `lower` reports it.
            Provenance::Inferred | Provenance::Object => Self::Inferred,
        }
    }
}
