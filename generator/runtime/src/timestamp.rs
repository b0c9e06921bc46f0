//! Points in time as the API writes them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! text {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        ///
        /// The text is kept as it came and parsed on demand, by the calendar library of your choice. Equality is equality of
        /// the text. The default is the empty text.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text, as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as a type of a calendar library.
            ///
            /// # Errors
            /// The text is not what `T` expects.
            pub fn parse<T: FromStr>(&self) -> Result<T, T::Err> {
                self.0.parse()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Box::deserialize(deserializer).map(Self)
            }
        }

        impl From<&str> for crate::Patch<$name> {
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }
    };
}

text! {
    /// A date and a time of day, mostly RFC 3339: `2024-03-01T09:30:00Z`.
    Timestamp
}

text! {
    /// A date: `2024-03-01`.
    Date
}
