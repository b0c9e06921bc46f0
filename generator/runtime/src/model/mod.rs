//! Decoding and encoding of objects with named fields, without derives.
//!
//! A generated struct implements [`Model`] with [`model!`](crate::model!), which reads and writes its fields. Everything else,
//! such as the visitors and the matching of keys, is here once and shared by all models, which keeps the generated code small and
//! fast to compile.

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

/// An object with named fields. It is implemented by generated code; use it only as a bound, like that of [`from_json`].
pub trait Model: Typed + Sized {
    /// The name of the type, for error messages.
    #[doc(hidden)]
    const NAME: &'static str;

    /// The names of the fields in JSON, in the order of the indices of `Fields::next_field`.
    #[doc(hidden)]
    const FIELDS: &'static [&'static str];

    /// The JSON that the fields decode from.
    #[doc(hidden)]
    const SHAPE: &'static Shape;

    /// Reads all fields.
    ///
    /// # Errors
    /// A field has the wrong type or is missing.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error>;

    /// Writes the fields that are present.
    ///
    /// # Errors
    /// The error of the serializer.
    #[doc(hidden)]
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Decodes a model from JSON, such as a request body that was stored or comes from another program.
///
/// - A field of another type is converted if that loses nothing, as in a [response](crate#decoding). Otherwise it is an error.
/// - A field that is not in the model is kept in `extra` and sent.
/// - `value` can be an object that the API returned, to update it or to create it again. It counts as one if it has the
///   identifying field, usually `id`, and the model has no field of that name. Then only fields that are documented for the
///   request body are sent, also in nested objects. Fields that only the API sets, or that mean something else in a request,
///   such as `remote_data`, are not sent.
///
/// # Errors
/// `value` does not fit: [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), with the path of the [field](Error::field), such as
/// `emails[1].type`.
pub fn from_json<T: Model>(value: Value) -> Result<T, Error> {
    lenient::read_body(&value.into()).map_err(|failure| Error::unfit(T::NAME, &failure))
}

/// The implementation of a model's `Deserialize::deserialize`.
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

/// The implementation of a model's `Serialize::serialize`.
pub fn serialize<T: Model, S: Serializer>(model: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    model.write(&mut map)?;
    map.end()
}

/// Converts the items of a list, for a setter.
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Converts the items of a list, where that can fail.
///
/// # Errors
/// An item lacks required data.
pub fn try_list<T, U: TryInto<T, Error = Error>>(items: Vec<U>) -> Result<Vec<T>, Error> {
    items.into_iter().map(TryInto::try_into).collect()
}

/// Converts the entries of a map, for a setter.
pub fn entries<T, M: FromIterator<(String, T)>>(
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> M {
    let entries = entries.into_iter();
    entries.map(|(k, v)| (k.into(), v.into())).collect()
}
