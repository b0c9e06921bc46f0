//! Reads the members of JSON objects.

use serde::de::{DeserializeOwned, Error};
use serde_json::{Map, Value};

/// Takes a member out of an object. A member that is absent is null.
///
/// # Errors
/// The member has another type.
pub fn take<T: DeserializeOwned, E: Error>(
    object: &mut Map<String, Value>,
    name: &'static str,
) -> Result<T, E> {
    let value = object.remove(name);
    let is_absent = value.is_none();
    T::deserialize(value.unwrap_or_default()).map_err(|error| match is_absent {
        true => E::missing_field(name),
        false => E::custom(format_args!("`{name}`: {error}")),
    })
}

/// Takes a list out of an object. A list that is absent or null is empty.
///
/// # Errors
/// The member has another type.
pub fn take_list<T: DeserializeOwned, E: Error>(
    object: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Vec<T>, E> {
    Ok(take::<Option<Vec<T>>, E>(object, name)?.unwrap_or_default())
}
