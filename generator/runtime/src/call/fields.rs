//! Additional fields of a body, beyond those of its type.

use serde::{Deserialize, Deserializer, Serialize, de::MapAccess, ser::SerializeMap};
use serde_json::Value;

use crate::{
    Extra, RawJson,
    model::{self, Fields, Kind, Model, Shape, Typed, Writer},
    sending::{self, Unsendable},
    support,
};

/// `body` as JSON, in which `fields` replace fields of the same name, or are appended. All others stay byte for byte. Fields
/// can be added to null, as to an empty object.
pub(super) fn merged(body: &impl Serialize, fields: &Extra) -> Result<Vec<u8>, Unsendable> {
    Ok(merge(sending::to_json(body)?.into_bytes(), fields)?)
}

fn merge(mut json: Vec<u8>, fields: &Extra) -> Result<Vec<u8>, serde_json::Error> {
    if fields.is_empty() {
        return Ok(json);
    }
    if json.trim_ascii() == b"null" {
        json = b"{}".to_vec();
    }
    let Object(mut object) = model::deserialize(&mut serde_json::Deserializer::from_slice(&json))?;
    for (name, value) in fields {
        object.insert(name, value.clone());
    }
    let mut json = Vec::with_capacity(json.len());
    model::serialize(&Object(object), &mut serde_json::Serializer::new(&mut json))?;
    Ok(json)
}

/// The same for checks before sending. A body that cannot be written as JSON is reported when it is sent.
pub(super) fn overlaid(body: &impl Serialize, fields: &Extra) -> Value {
    overlay(support::to_value(body), fields)
}

fn overlay(mut body: Value, fields: &Extra) -> Value {
    if body.is_null() && !fields.is_empty() {
        body = Value::Object(serde_json::Map::new());
    }
    if let Value::Object(object) = &mut body {
        for (name, value) in fields {
            object.insert(name.to_owned(), value.parse().unwrap_or_default());
        }
    }
    body
}

/// An object with unknown fields, in the order of its JSON.
pub(crate) struct Object(pub(crate) Extra<RawJson>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        model::deserialize(deserializer)
    }
}

impl Typed for Object {
    fn kind() -> Kind {
        Kind::Object(Self::SHAPE)
    }
}

impl Model for Object {
    const NAME: &'static str = "the body";
    const FIELDS: &'static [&'static str] = &[];
    const SHAPE: &'static Shape = &Shape::new(Self::NAME, Self::FIELDS, &[], RawJson::kind);

    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error> {
        let mut object = Extra::new();
        while fields.next_field()?.is_some() {
            fields.extra(&mut object)?;
        }
        Ok(Self(object))
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        Writer::new(map, Self::FIELDS, &self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{merged, overlaid};
    use crate::{Extra, RawJson};

    #[test]
    fn fields_replace_those_of_the_same_name() {
        let body = RawJson::from_text(r#"{"b": 1.50,"a":{"x":1e400},"c":[]}"#).unwrap();
        let fields: Extra = [("a", json!(null)), ("d", json!({"z": 1}))]
            .into_iter()
            .collect();
        let text = |body: Vec<u8>| String::from_utf8(body).unwrap();
        let sent = text(merged(&body, &fields).unwrap());
        assert_eq!(sent, r#"{"b":1.50,"a":null,"c":[],"d":{"z":1}}"#);
        assert_eq!(text(merged(&body, &Extra::new()).unwrap()), body.get());
        assert!(merged(&[1], &fields).is_err(), "a list has no fields");
    }

    #[test]
    fn what_is_checked_is_what_is_sent() {
        let fields: Extra = [("a", json!(2))].into_iter().collect();
        let none = Extra::new();
        let table = [
            (json!({"a": 1, "b": 1}), &fields, json!({"a": 2, "b": 1})),
            (json!({"b": 1}), &none, json!({"b": 1})),
            (Value::Null, &fields, json!({"a": 2})),
            (Value::Null, &none, Value::Null),
            (json!([1]), &none, json!([1])),
        ];
        for (body, fields, expected) in table {
            assert_eq!(overlaid(&body, fields), expected, "{body}");
            let sent = merged(&body, fields).unwrap();
            let sent: Value = serde_json::from_slice(&sent).unwrap();
            assert_eq!(sent, expected, "{body}");
        }
    }
}
