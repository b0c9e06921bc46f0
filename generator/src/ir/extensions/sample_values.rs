//! Values for samples, chosen by a document: `x-truto-sample-values`.

use std::collections::BTreeMap;

use super::field_name::FieldName;
use crate::ir::types::Value;
use crate::source::Origin;

/// The values in the samples of an API.
#[derive(Clone, Debug, Default)]
pub struct SampleValues {
    /// Whether the document is only a part of what was read, so that names may refer to nothing.
    pub is_partial: bool,
    /// The values of fields and parameters, by name.
    pub fields: LocatedValue,
    /// The fields that requests do not set unless the sample of an operation names them.
    pub omitted: Vec<FieldName>,
    /// An object of each resource, by tag.
    pub resources: BTreeMap<String, LocatedValue>,
    /// The samples of operations, by `operationId`.
    pub operations: BTreeMap<String, OperationSample>,
}

/// What the sample of an operation sets.
#[derive(Clone, Debug)]
pub struct OperationSample {
    /// The optional parameters.
    pub parameters: Vec<FieldName>,
    /// The optional fields of the body; `None` for those that most integrations support.
    pub body: Option<Vec<FieldName>>,
    /// Values of parameters and fields, which come before those of the resource.
    pub values: LocatedValue,
    /// The location of its key.
    pub origin: Origin,
}

/// A value, and where its parts are.
#[derive(Clone, Debug, Default)]
pub struct LocatedValue {
    /// The value.
    pub value: Value,
    /// The location of its key, of itself, and of its parts.
    pub places: Places,
}

/// The locations of a value and its parts.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The location of the key, or of the item of a list.
    pub key: Origin,
    /// The location of the value.
    pub origin: Origin,
    /// Those of the entries or items, in their order.
    pub parts: Vec<Places>,
}

impl LocatedValue {
    /// Returns the entries, if the value is an object.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Value, &Places)> {
        let entries = self.value.as_object().into_iter().flatten();
        let entries = entries.zip(&self.places.parts);
        entries.map(|((name, value), places)| (name.as_str(), value, places))
    }
}
