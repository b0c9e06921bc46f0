//! What a copy of a list needs to know about its items.

use super::field_name::FieldName;

/// The names that lists have in common, for copies that are kept up to date: `x-truto-sync`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncNames {
    /// The property of an item with its id.
    pub id: FieldName,
    /// The property with the time of the last change.
    pub updated: Option<FieldName>,
    /// The query parameter that selects the items changed after a time.
    pub since: Option<FieldName>,
}
