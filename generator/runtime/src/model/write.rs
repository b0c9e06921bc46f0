//! How the fields of a model are written, by their presence; [`model!`](crate::model!) calls them by its name.

use serde::{Serialize, ser::SerializeMap};

use super::Extra;
use crate::Patch;

/// Writes a field that is always there.
///
/// # Errors
/// Whatever the serializer says.
pub fn required<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    map.serialize_entry(name, value)
}

/// Writes a field that must be there, but has no value always: `None` is written as null.
///
/// # Errors
/// Whatever the serializer says.
pub fn nullable<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    map.serialize_entry(name, value)
}

/// Writes a field that may be absent: `None` is not written.
///
/// # Errors
/// Whatever the serializer says.
pub fn optional<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, value),
        None => Ok(()),
    }
}

/// Writes a tri-state field: `Absent` is not written, `Null` is written as null.
///
/// # Errors
/// Whatever the serializer says.
pub fn patch<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Patch<T>,
) -> Result<(), M::Error> {
    match value {
        Patch::Absent => Ok(()),
        Patch::Null => map.serialize_entry(name, &()),
        Patch::Value(value) => map.serialize_entry(name, value),
    }
}

/// Writes the additional fields of a model whose own fields are `known`. A name among these is left out: the model's own
/// field has the say.
///
/// # Errors
/// Whatever the serializer says.
pub fn extra<M: SerializeMap, T: Serialize>(
    map: &mut M,
    known: &'static [&'static str],
    extra: &Extra<T>,
) -> Result<(), M::Error> {
    for (name, value) in extra {
        if !known.contains(&name) {
            map.serialize_entry(name, value)?;
        }
    }
    Ok(())
}
