//! Enums that keep unknown values.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, Unexpected, Visitor},
};

use crate::{Patch, patch::FromText};

/// Implemented by [`open_enum!`](crate::open_enum!) for an enum of strings. Do not implement it by hand.
#[doc(hidden)]
pub trait OpenText: Sized {
    const NAME: &'static str;
    fn known(text: &str) -> Option<Self>;
    fn unrecognized(text: UnrecognizedText) -> Self;
}

/// Implemented by [`open_enum!`](crate::open_enum!) for an enum of integers. Do not implement it by hand.
#[doc(hidden)]
pub trait OpenInteger: Sized {
    const NAME: &'static str;
    /// `i64` or `u64`.
    type Number: Copy + TryFrom<i64> + TryFrom<u64>;
    fn known(number: Self::Number) -> Option<Self>;
    fn unrecognized(number: UnrecognizedInteger<Self::Number>) -> Self;
}

/// A string that is not among the listed values of an enum. Only a conversion into the enum creates it:
/// `EmailType::from("boat")`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnrecognizedText(Box<str>);

impl UnrecognizedText {
    /// The string, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnrecognizedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A number that is not among the listed values of an enum. Only a conversion into the enum creates it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnrecognizedInteger<N = i64>(N);

impl<N: Copy> UnrecognizedInteger<N> {
    /// The number.
    #[must_use]
    pub const fn get(self) -> N {
        self.0
    }
}

impl<N: fmt::Debug> fmt::Debug for UnrecognizedInteger<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[doc(hidden)]
#[must_use]
pub fn from_text<T: OpenText>(text: &str) -> T {
    T::known(text).unwrap_or_else(|| T::unrecognized(UnrecognizedText(text.into())))
}

#[doc(hidden)]
#[must_use]
pub fn from_integer<T: OpenInteger>(number: T::Number) -> T {
    T::known(number).unwrap_or_else(|| T::unrecognized(UnrecognizedInteger(number)))
}

impl<T: OpenText + From<String> + for<'a> From<&'a str>> FromText for T {}

/// Generic, because other crates cannot implement `From<i64>` for a `Patch`.
impl<T: OpenInteger<Number = i64>> From<i64> for Patch<T> {
    fn from(number: i64) -> Self {
        Self::Value(from_integer(number))
    }
}

#[doc(hidden)]
pub fn deserialize_text<'de, T: OpenText, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct TextVisitor<T>(PhantomData<T>);

    impl<T: OpenText> Visitor<'_> for TextVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a string ({})", T::NAME)
        }

        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok(from_text(text))
        }
    }

    deserializer.deserialize_str(TextVisitor(PhantomData))
}

#[doc(hidden)]
pub fn deserialize_integer<'de, T: OpenInteger, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct IntegerVisitor<T>(PhantomData<T>);

    impl<T: OpenInteger> Visitor<'_> for IntegerVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an integer ({})", T::NAME)
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
            T::Number::try_from(number)
                .map(from_integer)
                .map_err(|_| out_of_range(number))
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
            T::Number::try_from(number)
                .map(from_integer)
                .map_err(|_| out_of_range(number))
        }

        // In JSON, `10` and `10.0` are one number.
        fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
            let unexpected = || E::invalid_type(Unexpected::Float(number), &self);
            let integer = whole(number).ok_or_else(unexpected)?;
            self.visit_i64(integer)
        }
    }

    deserializer.deserialize_i64(IntegerVisitor(PhantomData))
}

/// The integer that a number is, unless it is so large that its last digits are unknown.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.abs() <= EXACT {
        true => number.to_string().parse().ok(),
        false => None,
    }
}

fn out_of_range<E: Error>(number: impl fmt::Display) -> E {
    E::custom(format_args!("{number} is out of range"))
}

/// Defines an enum that keeps unknown values, byte for byte.
///
/// ```
/// truto_runtime::open_enum! {
///     /// The type of an email address.
///     pub enum EmailType {
///         /// Work.
///         Work = "work",
///         /// Home.
///         Home = "home",
///     }
/// }
///
/// assert_eq!(EmailType::from("work"), EmailType::Work);
/// assert_eq!(EmailType::from("boat").as_str(), "boat");
/// assert_eq!(EmailType::ALL.len(), 2);
/// ```
///
/// With `: i64` after the name, the values are integers:
///
/// ```
/// truto_runtime::open_enum! {
///     /// The priority.
///     pub enum Priority: i64 {
///         /// Low.
///         Low = 1,
///         /// High.
///         High = 2,
///     }
/// }
///
/// assert_eq!(Priority::from(2), Priority::High);
/// assert_eq!(Priority::from(3).as_i64(), 3);
/// ```
///
/// `: u64` is the same for integers that are not negative, with `as_u64`.
///
/// The macro adds a variant `Unrecognized`, which other code cannot construct directly, and generates `ALL`, `as_str` (or
/// `as_i64`), the infallible conversions, `Default` (the empty string, or 0), `Display` and serde's traits.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$docs:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_docs:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_docs])* $variant,)*
            /// A value that this version of the crate does not list. [`as_str`](Self::as_str) returns it.
            Unrecognized($crate::UnrecognizedText),
        }

        impl $name {
            /// The value in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(text) => text.as_str(),
                }
            }
        }

        $crate::__open_enum! {
            $name { $($variant = $value),* }
            OpenText(&str, as_str, UnrecognizedText), from_text(""), $crate::__private::Kind::Listed(&[$($value),*]), serialize_str, deserialize_text
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                $crate::__private::from_text(&text)
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }
    };
    (
        $(#[$docs:meta])*
        $vis:vis enum $name:ident: i64 {
            $($(#[$variant_docs:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $crate::__open_integers! {
            $(#[$docs])*
            $vis enum $name: i64, as_i64, serialize_i64, $crate::__private::Kind::INTEGER,
            /// A value that this version of the crate does not list. [`as_i64`](Self::as_i64) returns it.
            { $($(#[$variant_docs])* $variant = $value),* }
        }
    };
    (
        $(#[$docs:meta])*
        $vis:vis enum $name:ident: u64 {
            $($(#[$variant_docs:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $crate::__open_integers! {
            $(#[$docs])*
            $vis enum $name: u64, as_u64, serialize_u64, $crate::__private::Kind::NATURAL,
            /// A value that this version of the crate does not list. [`as_u64`](Self::as_u64) returns it.
            { $($(#[$variant_docs])* $variant = $value),* }
        }
    };
}

/// The part of [`open_enum!`](crate::open_enum!) that is the same for both types of integers.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_integers {
    (
        $(#[$docs:meta])*
        $vis:vis enum $name:ident: $number:ident, $get:ident, $serialize:ident, $kind:expr,
        $(#[$unrecognized_docs:meta])*
        { $($(#[$variant_docs:meta])* $variant:ident = $value:literal),* }
    ) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_docs])* $variant,)*
            $(#[$unrecognized_docs])*
            Unrecognized($crate::UnrecognizedInteger<$number>),
        }

        impl $name {
            /// The value in JSON.
            #[must_use]
            pub const fn $get(self) -> $number {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(number) => number.get(),
                }
            }
        }

        $crate::__open_enum! {
            $name { $($variant = $value),* }
            OpenInteger($number, $get, UnrecognizedInteger<$number>), from_integer(0), $kind, $serialize, deserialize_integer
            type Number = $number;
        }
    };
}

/// The part of [`open_enum!`](crate::open_enum!) that is the same for strings and integers.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    (
        $name:ident { $($variant:ident = $value:literal),* }
        $open:ident($wire:ty, $get:ident, $unrecognized:ident $(<$number:ident>)?), $from:ident($default:literal),
        $kind:expr, $serialize:ident, $deserialize:ident
        $(type $associated:ident = $is:ty;)?
    ) => {
        impl $name {
            /// The listed values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
        }

        impl $crate::__private::$open for $name {
            const NAME: &'static str = ::core::stringify!($name);
            $(type $associated = $is;)?

            #[inline]
            fn known(value: $wire) -> ::core::option::Option<Self> {
                match value {
                    $($value => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }

            #[inline]
            fn unrecognized(value: $crate::$unrecognized $(<$number>)?) -> Self {
                Self::Unrecognized(value)
            }
        }

        impl ::core::convert::From<$wire> for $name {
            #[inline]
            fn from(value: $wire) -> Self {
                $crate::__private::$from(value)
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::__private::$from($default)
            }
        }

        impl ::core::cmp::PartialEq<$wire> for $name {
            #[inline]
            fn eq(&self, value: &$wire) -> bool {
                self.$get() == *value
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.$get(), f)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.$serialize(self.$get())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::$deserialize(deserializer)
            }
        }

        impl $crate::__private::Typed for $name {
            #[inline]
            fn kind() -> $crate::__private::Kind {
                $kind
            }
        }
    };
}

/// Defines an enum of strings that are only sent. It has no variant for unknown values. Generates `ALL`, `as_str`, `Display` and
/// `Serialize`.
///
/// ```
/// truto_runtime::closed_enum! {
///     /// Fields that can be omitted from a response.
///     pub enum ContactField {
///         Emails = "emails",
///     }
/// }
///
/// assert_eq!(ContactField::Emails.as_str(), "emails");
/// ```
#[macro_export]
macro_rules! closed_enum {
    (
        $(#[$docs:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_docs:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[allow(missing_docs)] // The variants are named after fields that have docs of their own.
        $vis enum $name {
            $($(#[$variant_docs])* $variant,)*
        }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value in requests.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub)] // The macro creates enums for a public module.
mod tests {
    crate::open_enum! {
        /// Has a value `unknown`, which could be taken for the variant of unknown values, and a value with a space.
        pub enum Status {
            /// `open`
            Open = "open",
            /// `in progress`
            InProgress = "in progress",
            /// `unknown`
            Unknown = "unknown",
        }
    }

    crate::open_enum! {
        /// Has a negative value.
        pub enum Level: i64 {
            /// `-1`
            Low = -1,
            /// `7`
            High = 7,
        }
    }

    crate::open_enum! {
        /// Has a value that an `i64` cannot hold.
        pub enum Flag: u64 {
            /// `1`
            First = 1,
            /// `9223372036854775808`
            Last = 9_223_372_036_854_775_808,
        }
    }

    #[test]
    fn texts_round_trip_whether_listed_or_not() {
        for json in [
            "\"open\"",
            "\"in progress\"",
            "\"unknown\"",
            "\"Open\"",
            "\"\"",
            "\"a\\\"b\\\\é\"",
        ] {
            let status: Status = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&status).unwrap(), json);
            assert_eq!(status, Status::from(status.as_str()));
            let listed = Status::ALL.contains(&status);
            assert_eq!(matches!(status, Status::Unrecognized(_)), !listed, "{json}");
        }
        assert!(serde_json::from_str::<Status>("1").is_err());
        assert_eq!(Status::from("unknown"), Status::Unknown);
        assert_eq!(Status::InProgress, "in progress");
    }

    #[test]
    fn integers_round_trip_whether_listed_or_not() {
        for (json, listed) in [
            ("-1", true),
            ("7", true),
            ("0", false),
            ("9223372036854775807", false),
        ] {
            let level: Level = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&level).unwrap(), json);
            assert_eq!(Level::ALL.contains(&level), listed);
        }
        let level: Level = serde_json::from_str("7.0").unwrap();
        assert_eq!(serde_json::to_string(&level).unwrap(), "7");
        for json in ["\"7\"", "7.5", "1e300", "18446744073709551615"] {
            assert!(serde_json::from_str::<Level>(json).is_err(), "{json}");
        }
        let flag: Flag = serde_json::from_str("9223372036854775808").unwrap();
        assert_eq!((flag, Flag::ALL.len()), (Flag::Last, 2));
        let flag = Flag::from(u64::MAX);
        assert_eq!(
            serde_json::to_string(&flag).unwrap(),
            "18446744073709551615"
        );
        assert!(serde_json::from_str::<Flag>("-1").is_err());
    }
}
