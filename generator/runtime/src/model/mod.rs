//! Objects with named fields: decoding and encoding without derives.
//!
//! A generated struct implements [`Model`], by way of [`model!`](crate::model!): how to read its fields and how to write
//! them. Everything else, the visitors and the matching of keys, is here once and shared by all models, which is what keeps
//! generated code small and its compilation short.

mod extra;
mod fields;
mod listing;
mod macros;
#[cfg(test)]
mod tests;
mod writer;

pub use extra::Extra;
pub use fields::Fields;
pub use listing::{Listing, deserialize_listing};
pub use writer::Writer;

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};

use serde_json::Value;

use crate::Error;

/// An object with named fields. Generated code implements it; the rest of a program needs it only as a bound, as that of
/// [`from_json`].
pub trait Model: Sized {
    /// The type's name, for error messages.
    #[doc(hidden)]
    const NAME: &'static str;

    /// The names of the fields in JSON, in the order in which the indices of `Fields::next_field` count them.
    #[doc(hidden)]
    const FIELDS: &'static [&'static str];

    /// Reads the fields until there are none left.
    ///
    /// # Errors
    /// A field that has the wrong type or is missing.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error>;

    /// Writes the fields that are there.
    ///
    /// # Errors
    /// Whatever the serializer says.
    #[doc(hidden)]
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// `value` as a model, such as a request's body that came from elsewhere as JSON.
///
/// A field that the model does not name is kept among its `extra` ones and sent; it is not an error.
///
/// # Errors
/// `value` does not fit: of the kind [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), with the path of the
/// [field](Error::field), as in `emails[1].type`.
pub fn from_json<T: Model>(value: Value) -> Result<T, Error> {
    crate::error::read_value(value)
}

/// The body of a model's `Deserialize::deserialize`.
pub fn deserialize<'de, T: Model, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct ModelVisitor<T>(PhantomData<T>);

    impl<'de, T: Model> Visitor<'de> for ModelVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            expecting(T::NAME, f)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(&mut Fields::new(map, T::FIELDS))
        }
    }

    deserializer.deserialize_map(ModelVisitor(PhantomData))
}

fn expecting(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "an object ({name})")
}

/// The body of a model's `Serialize::serialize`.
pub fn serialize<T: Model, S: Serializer>(model: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    model.write(&mut map)?;
    map.end()
}

/// A list for a setter that takes what converts into its items.
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// A list of what the items can become.
///
/// # Errors
/// An item lacks what it would need.
pub fn try_list<T, U: TryInto<T, Error = Error>>(items: Vec<U>) -> Result<Vec<T>, Error> {
    items.into_iter().map(TryInto::try_into).collect()
}

/// A map for a setter that takes what converts into its entries.
pub fn entries<T, M: FromIterator<(String, T)>>(
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> M {
    let entries = entries.into_iter();
    entries.map(|(k, v)| (k.into(), v.into())).collect()
}
