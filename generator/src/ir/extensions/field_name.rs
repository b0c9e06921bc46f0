//! References from extensions to fields.

use crate::source::Origin;

/// The JSON name of a field, as in an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// The name.
    pub wire: String,
    /// The location in the extension.
    pub origin: Origin,
}
