//! Raw JSON, kept as text.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Value, value::RawValue};

use crate::{Error, model::Decoding};

/// Any JSON value, kept byte for byte and parsed on demand.
///
/// Equality is equality of the text: `{"a":1}` and `{ "a": 1 }` are not equal. The default is `null`.
#[derive(Clone)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// Creates a value from `text`, unchanged except for surrounding white space.
    ///
    /// # Errors
    /// `text` is not valid JSON.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        crate::error::decode(text, Decoding::Strict)
    }

    /// Encodes `value` as JSON.
    ///
    /// # Errors
    /// `value` cannot be encoded as JSON.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        serde_json::value::to_raw_value(value)
            .map(Self)
            .map_err(|error| {
                Error::invalid("the value cannot be written as JSON").with_source(error)
            })
    }

    /// The text of the JSON, unchanged.
    #[must_use]
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// Decodes the JSON. Models are decoded as in a [response](crate::Model#decoding).
    ///
    /// # Errors
    /// The JSON does not decode as a `T`. The error names the path of the field that does not fit.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        crate::error::decode(self.get(), Decoding::Lenient)
    }

    /// The property of an object, if it is an id: a text, or a number as it is written.
    #[cfg(any(feature = "sync", feature = "webhooks"))]
    pub(crate) fn id(&self, name: &str) -> Option<String> {
        let mut fields: std::collections::HashMap<String, Self> = self.parse().ok()?;
        let id = fields.remove(name)?;
        match id.get().as_bytes().first()? {
            b'"' => id.parse().ok(),
            b'-' | b'0'..=b'9' => Some(id.get().to_owned()),
            _ => None,
        }
    }

    /// Returns whether the JSON is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.get() == "null"
    }
}

impl Default for RawJson {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for RawJson {}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl From<Value> for RawJson {
    fn from(value: Value) -> Self {
        // The text of a `Value` is always JSON, so the default is never used.
        RawValue::from_string(value.to_string()).map_or_else(|_| Self::default(), Self)
    }
}

impl From<serde_json::Map<String, Value>> for RawJson {
    fn from(fields: serde_json::Map<String, Value>) -> Self {
        Value::Object(fields).into()
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(Tap(deserializer)).map(Self)
    }
}

/// Lets `RawValue` read from any deserializer. It requests a newtype with a name that only `serde_json`'s own deserializers
/// recognize; these return the text. All others return the newtype's content, which is then read as a [`Value`] and encoded.
struct Tap<T>(T);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Tap<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0
            .deserialize_newtype_struct(name, TapVisitor { name, visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct TapVisitor<V> {
    name: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for TapVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        Value::deserialize(content)?
            .deserialize_newtype_struct(self.name, self.visitor)
            .map_err(D::Error::custom)
    }
}

#[cfg(all(test, any(feature = "sync", feature = "webhooks")))]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_text_or_a_number_with_all_its_digits() {
        let id = |json: &str| RawJson::from_text(json).unwrap().id("id");
        for (json, expected) in [
            (r#"{"id": "a\nb"}"#, Some("a\nb")),
            (
                r#"{"id": 18446744073709551617}"#,
                Some("18446744073709551617"),
            ),
            (r#"{"id": -1.10e3}"#, Some("-1.10e3")),
            (r#"{"id": null}"#, None),
            (r#"{"id": ["a"]}"#, None),
            (r#"{"ID": "a"}"#, None),
            (r#"["id"]"#, None),
        ] {
            assert_eq!(id(json).as_deref(), expected, "{json}");
        }
    }
}
