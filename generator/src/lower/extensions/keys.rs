//! The extensions whose value is a text or a flag. The bundle phase has validated the values.

use indexmap::IndexMap;
use serde_json::Value;

use super::reader;
use crate::ir::Provenance;

/// The extensions of an item, by key.
pub(crate) type Extensions = IndexMap<String, Value>;

/// Returns the name that the document chooses: `x-truto-name`.
pub(crate) fn name(extensions: &Extensions) -> Option<&str> {
    text(extensions, "x-truto-name")
}

/// Returns the singular of the name of a resource: `x-truto-singular`.
pub(crate) fn singular(extensions: &Extensions) -> Option<&str> {
    text(extensions, "x-truto-singular")
}

/// Returns the environment variable that contains a setting: `x-truto-env`.
pub(crate) fn variable(extensions: &Extensions) -> Option<&str> {
    text(extensions, "x-truto-env")
}

/// Returns the role of a parameter: `x-truto-role`.
pub(crate) fn role(extensions: &Extensions) -> Option<&str> {
    text(extensions, "x-truto-role")
}

/// Returns the field to which a field refers: `x-truto-reference`.
pub(crate) fn reference(extensions: &Extensions) -> Option<&str> {
    text(extensions, "x-truto-reference")
}

/// Returns how well an item is documented: `x-truto-provenance`.
pub(crate) fn provenance(extensions: &Extensions) -> Provenance {
    reader::provenance(extensions.get("x-truto-provenance"))
}

/// Whether the type of an item is not documented: `x-truto-type-provenance`.
pub(crate) fn has_inferred_type(extensions: &Extensions) -> bool {
    extensions.contains_key("x-truto-type-provenance")
}

/// Whether a value is kept as JSON text: `x-truto-raw`.
pub(crate) fn is_raw(extensions: &Extensions) -> bool {
    extensions.get("x-truto-raw") == Some(&Value::Bool(true))
}

fn text<'a>(extensions: &'a Extensions, key: &str) -> Option<&'a str> {
    extensions.get(key)?.as_str()
}
