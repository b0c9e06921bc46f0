//! Methods that search open objects.

use super::field_name::FieldName;
use crate::source::Origin;

/// A method that returns a text in an open object of which only some properties are known: `x-truto-lookups`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The property with the open object.
    pub property: FieldName,
    /// The name of the method.
    pub method: String,
    /// The properties of the open object. Of several, the first one present is used.
    pub keys: Vec<String>,
    /// The location of the method.
    pub origin: Origin,
}
