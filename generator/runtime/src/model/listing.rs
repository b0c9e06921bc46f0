//! Objects that contain a list, and may be represented by the list alone.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer,
    },
};

use super::{Fields, Model, lenient};
use crate::RawJson;

/// The two forms of the JSON.
#[derive(Debug)]
pub enum Listing<M, T> {
    /// An object with the list and other fields.
    Object(M),
    /// The list alone.
    List(Vec<T>),
}

/// Reads either of the two forms.
///
/// # Errors
/// The JSON has neither form, or does not fit.
pub fn deserialize_listing<'de, M: Model, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Listing<M, T>, D::Error> {
    struct ListingVisitor<M, T>(PhantomData<(M, T)>);

    impl<'de, M: Model, T: DeserializeOwned> Visitor<'de> for ListingVisitor<M, T> {
        type Value = Listing<M, T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            super::expecting(M::NAME, f)?;
            f.write_str(" or a list")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            M::read(&mut Fields::new(map, M::FIELDS)).map(Listing::Object)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(list)).map(Listing::List)
        }
    }

    if lenient::is_asked() {
        // The form determines what is repaired.
        let raw = RawJson::deserialize(deserializer)?;
        let mut json = serde_json::Deserializer::from_str(raw.get());
        let listing = match raw.get().starts_with('[') {
            true => Vec::deserialize(&mut json).map(Listing::List),
            false => lenient::deserialize(&mut json).map(Listing::Object),
        };
        return listing.map_err(D::Error::custom);
    }
    deserializer.deserialize_any(ListingVisitor(PhantomData))
}

/// Implements [`Model`](crate::Model), `Serialize`, `Deserialize` and `Deref` for a struct with a list that may be represented by
/// the list alone. The third field, `is_list`, keeps the form, so that it is encoded as it was decoded.
///
/// ```
/// /// Notes.
/// #[derive(Debug, Default)]
/// pub struct Notes {
///     /// The notes.
///     pub notes: Vec<String>,
///     /// Fields that are not in the type.
///     pub extra: truto_runtime::Extra,
///     is_list: bool,
/// }
///
/// truto_runtime::listing! { Notes { "notes" => notes: String } }
///
/// for json in [r#"["a","b"]"#, r#"{"notes":["a","b"],"more":1}"#] {
///     let notes: Notes = serde_json::from_str(json)?;
///     assert_eq!(notes.len(), 2);
///     assert_eq!(serde_json::to_string(&notes)?, json);
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! listing {
    ($model:ident { $name:literal => $field:ident: $item:ty $(,)? }) => {
        $crate::__model! { $model { 0 $name => $field: required }; is_list: false }

        impl $crate::__private::Typed for $model {
            fn kind() -> $crate::__private::Kind {
                $crate::__private::Kind::Listing(
                    <Self as $crate::Model>::SHAPE,
                    <$item as $crate::__private::Typed>::kind,
                )
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
                if self.is_list {
                    $crate::__private::serde::Serialize::serialize(&self.$field, serializer)
                } else {
                    $crate::__private::serialize(self, serializer)
                }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $model {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let listing = $crate::__private::deserialize_listing(deserializer)?;
                ::core::result::Result::Ok(match listing {
                    $crate::__private::Listing::Object(object) => object,
                    $crate::__private::Listing::List($field) => Self {
                        $field,
                        extra: $crate::Extra::new(),
                        is_list: true,
                    },
                })
            }
        }

        /// Dereferences to the items of the list, in either form.
        impl ::core::ops::Deref for $model {
            type Target = [$item];

            fn deref(&self) -> &[$item] {
                &self.$field
            }
        }
    };
}
