//! Bytes in JSON, which are sent as text.

use std::{borrow::Cow, fmt};

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Patch, Value};

/// Decodes text with and without padding, also if unused bits at its end are not 0.
const TOLERANT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Decodes text of both alphabets. White space is ignored.
fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let standard: Vec<u8> = bytes
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        })
        .collect();
    let decoded = TOLERANT.decode(standard);
    decoded.map_err(|_| Error::invalid("the text is not base64"))
}

macro_rules! encoded {
    ($(#[$docs:meta])* $name:ident by $engine:expr) => {
        $(#[$docs])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Encodes bytes. `From` does the same for owned and borrowed bytes.
            #[must_use]
            pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
                Self($engine.encode(bytes).into())
            }

            /// The encoded text, unchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Decodes the bytes. Both alphabets are accepted, with and without padding, and white space is ignored.
            ///
            /// # Errors
            /// The text is not base64. The error does not contain it.
            pub fn decode(&self) -> Result<Vec<u8>, Error> {
                decode(&self.0)
            }
        }

        encoded! { @text $name: &str, String, Box<str>, Cow<'_, str> }
        encoded! { @bytes $name: &[u8], Vec<u8>, &Vec<u8>, Bytes, &Bytes }

        impl<const N: usize> From<&[u8; N]> for $name {
            fn from(bytes: &[u8; N]) -> Self {
                Self::encode(bytes)
            }
        }

        impl<const N: usize> From<&[u8; N]> for Patch<$name> {
            fn from(bytes: &[u8; N]) -> Self {
                Self::Value(bytes.into())
            }
        }

        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                text.as_str().into()
            }
        }

        impl From<&String> for Patch<$name> {
            fn from(text: &String) -> Self {
                Self::Value(text.into())
            }
        }

        /// For setters: a received value can be sent without being moved.
        impl From<&$name> for $name {
            fn from(known: &$name) -> Self {
                known.clone()
            }
        }

        impl From<&$name> for Patch<$name> {
            fn from(known: &$name) -> Self {
                Self::Value(known.clone())
            }
        }

        /// The encoded text.
        impl From<$name> for String {
            fn from(encoded: $name) -> Self {
                encoded.0.into()
            }
        }

        /// The encoded text.
        impl From<$name> for Value {
            fn from(encoded: $name) -> Self {
                Self::String(encoded.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                *self.0 == *other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                *self.0 == **other
            }
        }

        /// The encoded text.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        /// Shows only the length, since the content is often a file.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} characters)"), self.0.len())
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
    };

    (@text $name:ident: $($text:ty),*) => {$(
        /// Takes text that is encoded already. It is not checked.
        impl From<$text> for $name {
            fn from(text: $text) -> Self {
                Self(text.into())
            }
        }

        impl From<$text> for Patch<$name> {
            fn from(text: $text) -> Self {
                Self::Value(text.into())
            }
        }
    )*};

    (@bytes $name:ident: $($bytes:ty),*) => {$(
        /// Encodes the bytes.
        impl From<$bytes> for $name {
            fn from(bytes: $bytes) -> Self {
                Self::encode(bytes)
            }
        }

        impl From<$bytes> for Patch<$name> {
            fn from(bytes: $bytes) -> Self {
                Self::Value(bytes.into())
            }
        }
    )*};
}

encoded! {
    /// Bytes as base64 text (RFC 4648), such as the content of a file in JSON.
    ///
    /// Bytes (`Vec<u8>`, `&[u8]`, [`Bytes`](crate::Bytes)) are encoded. Text (`&str`, `String`) is taken as it is: it must be encoded
    /// already. Received text is kept, and sent again byte for byte, even if it is not base64.
    ///
    /// ```
    /// # use truto_runtime::Base64;
    /// let content = Base64::from(b"Invoice no 42");
    /// assert_eq!(content.as_str(), "SW52b2ljZSBubyA0Mg==");
    /// assert_eq!(content, Base64::from("SW52b2ljZSBubyA0Mg=="));
    /// assert_eq!(content.decode()?, b"Invoice no 42");
    /// # Ok::<(), truto_runtime::Error>(())
    /// ```
    Base64 by BASE64_STANDARD
}

encoded! {
    /// Bytes as base64 text with the alphabet for URLs and file names (RFC 4648, section 5), without padding. Everything else is as for
    /// [`Base64`].
    ///
    /// ```
    /// # use truto_runtime::Base64Url;
    /// assert_eq!(Base64Url::from(&[0xfb, 0xff]).as_str(), "-_8");
    /// ```
    Base64Url by BASE64_URL_SAFE_NO_PAD
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Base64, Base64Url};

    #[test]
    fn variants_of_the_encoding_are_decoded() {
        let bytes = [0xfb, 0xff, 0xfe, 0x01];
        for text in [
            "+//+AQ==",
            "-__-AQ",
            "+//+AQ",
            "-__-AQ==",
            " +/ /+\r\nAQ==\n",
            "+//+AR",
        ] {
            assert_eq!(Base64::from(text).decode().unwrap(), bytes, "{text}");
            assert_eq!(Base64Url::from(text).decode().unwrap(), bytes, "{text}");
        }
        assert_eq!(Base64::from("").decode().unwrap(), b"");
        for text in ["A", "AAAAA", "AA=A", "é", "AAA*", "not base64!"] {
            let error = Base64::from(text).decode().unwrap_err();
            assert!(!error.to_string().contains(text) || text == "A", "{error}");
        }
    }

    #[test]
    fn text_is_kept_and_not_shown() {
        let odd: Base64 = serde_json::from_str(r#""not base64!""#).unwrap();
        assert_eq!(serde_json::to_string(&odd).unwrap(), r#""not base64!""#);
        assert_eq!(
            format!("{odd:?} {odd}"),
            "Base64(11 characters) not base64!"
        );
        assert!(odd == "not base64!" && odd == *"not base64!");
    }

    proptest! {
        #[test]
        fn bytes_round_trip(bytes: Vec<u8>) {
            let standard = Base64::from(&bytes);
            prop_assert_eq!(standard.decode().unwrap(), bytes.clone());
            let other = Base64Url::from(&bytes);
            prop_assert!(!other.as_str().contains(['+', '/', '=']));
            prop_assert_eq!(other.decode().unwrap(), bytes);
        }
    }
}
