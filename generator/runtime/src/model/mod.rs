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
mod one_of;
mod repair;
#[cfg(test)]
mod tests;
mod writer;

pub use extra::Extra;
pub use fields::Fields;
pub use kind::{Case, Cases, JsonKind, Kind, Shape, Typed, slot};
pub(crate) use lenient::{Decoding, Failure, pass};
pub use listing::{Listing, deserialize_listing};
pub use mismatch::{Mismatch, mismatches};
pub use one_of::{OneOf, deserialize_one_of};
pub use writer::Writer;

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};

use serde_json::{Map, Value};

use crate::Error;

/// An object with named fields. It is implemented by generated code; use it only as a bound, like that of [`from_json`].
///
/// # Decoding
///
/// The data comes from many systems, and a field does not always have the documented type. Such a field does not fail the whole
/// object. It is converted where that loses nothing:
///
/// | documented type | converted from |
/// |---|---|
/// | string, open enum | a number or a boolean: `7` becomes `"7"` |
/// | integer | a number without a fraction (`100.0`); a string with the exact form of an integer (`"100"`, not `"0100"`) |
/// | number | a string with the exact form of a number (`"1.5"`, not `"1.50"`) |
/// | boolean | `"true"` and `"false"`, but not numbers |
/// | timestamp | a number of seconds or milliseconds since 1970: from 100,000,000 it is seconds, from 100,000,000,000 milliseconds; smaller numbers are not converted. So only times since 3 March 1973 are converted |
/// | object | `[]`, if no field of the object is required |
/// | list of objects | a single object with at least one field |
///
/// - A converted field is sent with the documented type.
/// - A field that cannot be converted without loss is `None` (a [`Patch`] is absent). Its JSON is kept in `extra` under the
///   field's name. It is sent back unchanged unless the field is set; to send nothing, remove it from `extra`. `mismatches()` of
///   the object returns these fields, and a `tracing` event of level `DEBUG` names each of them, without its value.
/// - In a nested object, only the field of that object is `None`. If an item of a list does not fit, the whole list is `None`,
///   and all of its JSON is in `extra`.
/// - A field that is null or missing is `None`. If a *required* field is missing, null or cannot be converted, the object does
///   not decode. If it is the whole response, the call returns an error; if it is nested in another object, it is `None`; if it
///   is an item of a page, it is in [`PageOf::undecodable`].
///
/// - A value of a sum type is the case that its JSON fits best: by the value of a property, or else by its
///   kind. Of objects, it is the one whose required properties are all present, with the most documented properties; of enums, the
///   one that lists the value; of lists, the first item decides. Of equally good cases, it is the first. JSON that fits no case,
///   or does not decode as its case, is kept in `Unrecognized`.
///
/// This applies to everything that is read from a [`Response`] or with [`RawJson::parse`], including models in your own types.
/// There is no overhead if all fields have the documented types. An object that does not decode is read a second time; if it is on a
/// page, so is the whole page.
/// [`ClientBuilder::strict_decoding`] disables the conversion. `serde_json::from_str` is always strict: any field of another type
/// is an error.
///
/// Fields documented as numbers are `f64`, with a precision of 15 to 17 digits.
///
/// [`ClientBuilder::strict_decoding`]: crate::ClientBuilder::strict_decoding
/// [`PageOf::undecodable`]: crate::PageOf::undecodable
/// [`Patch`]: crate::Patch
/// [`RawJson::parse`]: crate::RawJson::parse
/// [`Response`]: crate::Response
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
/// - A field of another type is converted if that loses nothing, as in a [response](crate::Model#decoding). Otherwise it is an error.
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

/// Returns the first of these properties of an open object that is a text or a number.
#[must_use]
pub fn text_in<'m>(map: &'m Map<String, Value>, names: &[&str]) -> Option<Cow<'m, str>> {
    names.iter().find_map(|name| match map.get(*name)? {
        Value::String(text) => Some(Cow::Borrowed(text.as_str())),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    })
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
