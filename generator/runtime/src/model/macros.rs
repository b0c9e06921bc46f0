//! Macros for generated models.

/// Implements [`Model`](crate::Model), `Serialize` and `Deserialize` for a struct.
///
/// ```
/// /// A note.
/// #[derive(Debug)]
/// pub struct Note {
///     /// The id.
///     pub id: String,
///     /// The due date.
///     pub due: Option<truto_runtime::Date>,
///     /// The type of note.
///     pub r#type: Option<String>,
///     /// The text.
///     pub text: truto_runtime::Patch<String>,
///     /// Fields that are not in the type.
///     pub extra: truto_runtime::Extra,
/// }
///
/// truto_runtime::model! {
///     Note {
///         0 "id" => id: required,
///         1 "due" => due: nullable,
///         2 "type" => r#type: optional,
///         3 "text" => text: patch,
///     }
/// }
///
/// let note: Note = serde_json::from_str(r#"{"id":"1","text":null,"x":[]}"#)?;
/// assert_eq!(serde_json::to_string(&note)?, r#"{"id":"1","due":null,"text":null,"x":[]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Each line has the field's index, its name in JSON, the struct's field, and its presence:
///
/// | presence | type | decoding | encoding |
/// |---|---|---|---|
/// | `required` | `T` | absent is an error | always |
/// | `nullable` | `Option<T>` | absent and null are `None` | `None` as null |
/// | `optional` | `Option<T>` | absent and null are `None` | omitted if `None` |
/// | `patch` | `Patch<T>` | absent and null are different | omitted if absent |
///
/// Other fields are kept in the struct's field `extra`, an [`Extra`](crate::Extra) of raw JSON or of another type. The JSON of a
/// listed field that cannot be converted to the field's type is kept there too, under the field's name: see
/// [Decoding](crate::Model#decoding). If a name in `extra` is also that of a listed field, its value is encoded if the
/// field is `None` or absent.
///
/// For a request body, [`from_json`](crate::from_json) can also accept an object that the API returned. Then two lists of names
/// follow the fields:
///
/// - `received`: names that only an object from the API has. If the JSON has one of them, it counts as such an object.
/// - `withheld`: fields of the model that must not be copied from such an object. Either they mean something else there, or
///   only the API sets them.
///
/// From such an object, `from_json` omits the fields in `withheld` and all fields that are not in the model:
///
/// ```
/// # use truto_runtime::{Extra, Value, from_json};
/// # /// An update of a note.
/// # #[derive(Debug)]
/// # pub struct NoteUpdate { /// The text.
/// # pub text: Option<String>, /// Other fields.
/// # pub extra: Extra }
/// truto_runtime::model! {
///     NoteUpdate { 0 "text" => text: optional }
///     received: &["id"],
///     withheld: &[],
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let note: Value = serde_json::from_str(r#"{"id":"1","text":"Call Ada."}"#)?;
/// let update: NoteUpdate = from_json(note)?;
/// assert_eq!(serde_json::to_string(&update)?, r#"{"text":"Call Ada."}"#);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! model {
    ($model:ident {
        $($index:literal $name:literal => $field:ident: $presence:ident),* $(,)?
    } $(received: $received:expr, withheld: $withheld:expr $(,)?)?) => {
        $crate::__model! {
            $model { $($index $name => $field: $presence),* } $(received: $received, withheld: $withheld)?
        }

        impl $crate::__private::Typed for $model {
            #[inline]
            fn kind() -> $crate::__private::Kind {
                $crate::__private::Kind::Object(<Self as $crate::Model>::SHAPE)
            }
        }

        impl $model {
            $crate::__mismatches!();
        }

        impl $crate::__private::serde::Serialize for $model {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $model {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}

/// The implementation of [`Model`](crate::Model). A struct can have one more field, which is not in JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($model:ident {
        $($index:literal $name:literal => $field:ident: $presence:ident),*
    } $(received: $received:expr, withheld: $withheld:expr)? $(; $unnamed:ident: $value:expr)?) => {
        impl $crate::Model for $model {
            const NAME: &'static str = ::core::stringify!($model);
            const FIELDS: &'static [&'static str] = &[$($name),*];
            const SHAPE: &'static $crate::__private::Shape = &$crate::__private::Shape::new(
                Self::NAME,
                Self::FIELDS,
                &[$($crate::__private::slot::$presence(|model: &Self| &model.$field)),*],
                $crate::__private::slot::extra(|model: &Self| &model.extra),
            )$(.made_from($received, $withheld))?;

            #[inline]
            fn read<'de, A: $crate::__private::serde::de::MapAccess<'de>>(
                fields: &mut $crate::__private::Fields<'de, A>,
            ) -> ::core::result::Result<Self, A::Error> {
                $(let mut $field = ::core::default::Default::default();)*
                let mut extra = $crate::Extra::new();
                while let ::core::option::Option::Some(index) = fields.next_field()? {
                    match index {
                        $($index => fields.$presence(&mut $field),)*
                        _ => fields.extra(&mut extra),
                    }?;
                }
                ::core::result::Result::Ok(Self {
                    $($field: $crate::__model_field!($presence fields $field $index),)*
                    extra,
                    $($unnamed: $value,)?
                })
            }

            fn write<M: $crate::__private::serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                #[allow(unused_mut)] // A model can have no fields.
                let mut fields = $crate::__private::Writer::new(map, Self::FIELDS, &self.extra);
                $(fields.$presence($name, &self.$field);)*
                fields.finish()
            }
        }
    };
}

/// The method that returns the fields that did not fit.
#[doc(hidden)]
#[macro_export]
macro_rules! __mismatches {
    () => {
        /// Returns the fields whose JSON was not of the documented type, including those of nested objects.
        ///
        /// These fields are `None`, and their JSON is in `extra`. This method encodes the model to find them.
        #[must_use]
        #[inline] // It is compiled only where it is called.
        #[allow(dead_code)] // The model may be private.
        pub fn mismatches(&self) -> ::std::vec::Vec<$crate::Mismatch> {
            $crate::__private::mismatches(self)
        }
    };
}

/// The value of a field after reading.
#[doc(hidden)]
#[macro_export]
macro_rules! __model_field {
    (required $fields:ident $field:ident $index:literal) => {
        $fields.require($field, $index)?
    };
    ($presence:ident $fields:ident $field:ident $index:literal) => {
        $field
    };
}

/// Implements the conversion from text for a struct that can be created from one string.
///
/// ```
/// # /// Points to a part of the account.
/// # #[derive(Debug, PartialEq)]
/// # pub struct Reference { /// The id.
/// # pub id: String }
/// # impl Reference { /// Creates one.
/// # pub fn new(id: impl Into<String>) -> Self { Self { id: id.into() } } }
/// truto_runtime::from_text!(Reference, |id| Self::new(id));
///
/// assert_eq!(Reference::from("w1"), Reference::new("w1"));
/// assert_eq!(truto_runtime::Patch::from("w1").value(), Some(&Reference::new("w1")));
/// ```
#[macro_export]
macro_rules! from_text {
    ($model:ident, |$text:ident| $value:expr) => {
        impl ::core::convert::From<&str> for $model {
            #[inline]
            fn from($text: &str) -> Self {
                $value
            }
        }

        impl ::core::convert::From<::std::string::String> for $model {
            #[inline]
            fn from($text: ::std::string::String) -> Self {
                $value
            }
        }

        impl $crate::__private::FromText for $model {}
    };
}
