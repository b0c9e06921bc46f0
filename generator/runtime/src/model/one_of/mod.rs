//! Sum types: a value of one of several types.

mod choose;
#[cfg(test)]
mod tests;

pub(super) use choose::choose;

use serde::{
    Deserialize as _,
    de::{Deserializer, Error as _},
};

use super::{Cases, Typed, lenient};
use crate::RawJson;

/// Implemented by [`one_of!`](crate::one_of!). Do not implement it by hand.
#[doc(hidden)]
pub trait OneOf: Typed + Sized {
    /// The cases, in order.
    const CASES: &'static Cases;

    /// Decodes the case with this index.
    ///
    /// # Errors
    /// `json` does not decode as the type of the case.
    fn read(index: usize, json: &str) -> serde_json::Result<Self>;

    /// Creates the value for JSON that fits no case.
    fn unrecognized(json: RawJson) -> Self;
}

/// The implementation of a sum type's `Deserialize::deserialize`.
///
/// The text is found before it is decoded, since what selects a case can be at its end.
pub fn deserialize_one_of<'de, T: OneOf, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let json = RawJson::deserialize(deserializer)?;
    let Some((index, _)) = choose(T::CASES, json.get()) else {
        return Ok(T::unrecognized(json));
    };
    match T::read(index, json.get()) {
        Ok(value) => Ok(value),
        Err(error) if lenient::is_strict() => Err(D::Error::custom(error)),
        Err(_) => Ok(T::unrecognized(json)),
    }
}

/// Implements `Serialize` and `Deserialize` for an enum with a case for each type, and a case `Unrecognized` for all other JSON.
///
/// ```
/// # use truto_runtime::{Extra, RawJson};
/// # /// A card.
/// # #[derive(Debug)]
/// # pub struct Card { /// The digits.
/// # pub last4: String, /// Other fields.
/// # pub extra: Extra }
/// # truto_runtime::model! { Card { 0 "last4" => last4: required } }
/// /// A source: an ID, or a card.
/// #[derive(Debug)]
/// pub enum Source {
///     /// An ID.
///     Id(String),
///     /// A card.
///     Card(Card),
///     /// JSON that fits no case.
///     Unrecognized(RawJson),
/// }
///
/// truto_runtime::one_of! {
///     Source {
///         0 Id: String,
///         1 Card: Card = "object" ["card", "debit_card"],
///     }
/// }
///
/// let source: Source = serde_json::from_str(r#"{"last4":"4242","object":"card"}"#)?;
/// assert!(matches!(source, Source::Card(_)));
/// let source: Source = serde_json::from_str(r#"{"iban":"DE89"}"#)?;
/// assert_eq!(serde_json::to_string(&source)?, r#"{"iban":"DE89"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A case with a property and a list of its values is selected by them; numbers and booleans are listed as text. Any other case is
/// selected by the JSON: see [Decoding](crate::Model#decoding). If the JSON selects a case, but does not decode as its type, strict decoding fails and
/// lenient decoding returns `Unrecognized`.
#[macro_export]
macro_rules! one_of {
    ($name:ident {
        $($index:literal $case:ident: $ty:ty $(= $property:literal [$($value:literal),* $(,)?])?),* $(,)?
    }) => {
        impl $crate::__private::OneOf for $name {
            const CASES: &'static $crate::__private::Cases = &$crate::__private::Cases::new(&[
                $($crate::__case!($ty $(= $property [$($value),*])?)),*
            ]);

            fn read(index: usize, json: &str) -> $crate::__private::serde_json::Result<Self> {
                match index {
                    $($index => $crate::__private::serde_json::from_str(json).map(Self::$case),)*
                    _ => $crate::__private::serde_json::from_str(json).map(Self::Unrecognized),
                }
            }

            fn unrecognized(json: $crate::RawJson) -> Self {
                Self::Unrecognized(json)
            }
        }

        impl $crate::__private::Typed for $name {
            #[inline]
            fn kind() -> $crate::__private::Kind {
                $crate::__private::Kind::OneOf(<Self as $crate::__private::OneOf>::CASES)
            }
        }

        impl $name {
            $crate::__mismatches!();
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$case(value) => {
                        $crate::__private::serde::Serialize::serialize(value, serializer)
                    })*
                    Self::Unrecognized(json) => {
                        $crate::__private::serde::Serialize::serialize(json, serializer)
                    }
                }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_one_of(deserializer)
            }
        }
    };
}

/// How a case of a sum type is selected.
#[doc(hidden)]
#[macro_export]
macro_rules! __case {
    ($ty:ty) => {
        $crate::__private::Case::by_content(<$ty as $crate::__private::Typed>::kind)
    };
    ($ty:ty = $property:literal [$($value:literal),*]) => {
        $crate::__private::Case::by_tag(
            <$ty as $crate::__private::Typed>::kind,
            $property,
            &[$($value),*],
        )
    };
}
