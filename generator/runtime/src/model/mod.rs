//! Objects with named fields: decoding and encoding without derives.
//!
//! A generated struct implements [`Model`], by way of [`model!`](crate::model!): how to read its fields and how to write
//! them. Everything else, the visitors and the matching of keys, is here once and shared by all models, which is what keeps
//! generated code small and its compilation short.

mod convert;
mod decimal;
#[cfg(test)]
mod decoding_tests;
mod extra;
mod fields;
mod kind;
mod lenient;
mod listing;
mod macros;
mod mismatch;
mod repair;
#[cfg(test)]
mod tests;
mod writer;

pub use extra::Extra;
pub use fields::Fields;
pub use kind::{JsonKind, Kind, Shape, Typed, slot};
pub(crate) use lenient::{Decoding, Failure, pass};
pub use listing::{Listing, deserialize_listing};
pub use mismatch::{Mismatch, mismatches};
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
pub trait Model: Typed + Sized {
    /// The type's name, for error messages.
    #[doc(hidden)]
    const NAME: &'static str;

    /// The names of the fields in JSON, in the order in which the indices of `Fields::next_field` count them.
    #[doc(hidden)]
    const FIELDS: &'static [&'static str];

    /// What the fields decode from.
    #[doc(hidden)]
    const SHAPE: &'static Shape;

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

/// Makes a model out of JSON, such as a request body that is stored or was made by another program.
///
/// - A field whose value is of another type is converted if that loses nothing, as in a [response](crate#decoding). If it
///   cannot be converted, that is an error.
/// - A field that the model does not have is kept in `extra` and sent.
/// - `value` may be an object that was received, to be changed or created again: it counts as received if it has the field that
///   identifies it, mostly `id`, and the body has none of that name. Then only fields that the body documents are sent, also in
///   the objects inside, without those that only the API sets or that mean something else in a request, such as `remote_data`.
///
/// # Errors
/// `value` does not fit: [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), with the path of the [field](Error::field), as in
/// `emails[1].type`.
pub fn from_json<T: Model>(value: Value) -> Result<T, Error> {
    lenient::read_body(&value.into()).map_err(|failure| Error::unfit(T::NAME, &failure))
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

    if lenient::is_asked() {
        return lenient::deserialize(deserializer);
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
