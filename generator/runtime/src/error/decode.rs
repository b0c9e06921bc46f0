//! Decoding JSON, and saying where it did not fit.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
};

use serde_json::Value;

use super::{Error, ErrorKind};
use crate::{Model, model};

/// `text` as a `T`.
pub(crate) fn decode<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    decode_seed(text, || PhantomData)
}

/// What `text`, an object, has under the key `envelope`; without a key, all of it. Invalid UTF-8 is an error with an offset.
pub(crate) fn decode_payload<'de, T: Deserialize<'de>>(
    body: &'de [u8],
    envelope: Option<&'static str>,
) -> Result<T, Error> {
    let text = std::str::from_utf8(body).map_err(Error::not_utf8)?;
    match envelope {
        None => decode(text),
        Some(key) => decode_seed(text, || Envelope {
            key,
            payload: PhantomData,
        }),
    }
}

/// `text` as what a seed makes of it; `seed` is asked for a second one if the first fails.
pub(crate) fn decode_seed<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: impl Fn() -> S,
) -> Result<S::Value, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let result = seed().deserialize(&mut json).and_then(|value| {
        json.end()?;
        Ok(value)
    });
    result.map_err(|error| explain(text, seed(), error))
}

/// Decodes once more, now with track of the path: too slow for what succeeds.
fn explain<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
    error: serde_json::Error,
) -> Error {
    let mut track = serde_path_to_error::Track::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let path = match seed.deserialize(tracked) {
        Ok(_) => String::new(),
        Err(_) => track.path().to_string(),
    };
    let offset = offset(text, &error);
    let mut decode = misfit(ErrorKind::Decode, "", path, error);
    decode.0.offset = offset;
    decode
}

/// `value` as a `T`, which someone gave us: that it does not fit is no fault of the API.
pub(crate) fn read_value<T: Model>(value: Value) -> Result<T, Error> {
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(value, &mut track);
    model::deserialize(tracked).map_err(|error| {
        let target = format!("no {}: ", T::NAME);
        misfit(ErrorKind::Invalid, &target, track.path().to_string(), error)
    })
}

fn misfit(kind: ErrorKind, prefix: &str, path: String, error: serde_json::Error) -> Error {
    let field = Some(path).filter(|path| !matches!(path.as_str(), "" | "."));
    let place = match &field {
        Some(path) => format!(" at `{path}`"),
        None => String::new(),
    };
    let message = format!("{prefix}the JSON does not fit{place}: {error}");
    let mut misfit = Error::new(kind, message);
    misfit.0.field = field;
    misfit.because(error)
}

/// `serde_json` counts lines and columns from 1, columns in bytes; column 0 is the line break itself.
fn offset(text: &str, error: &serde_json::Error) -> Option<usize> {
    let line = error.line().checked_sub(1)?;
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    Some(before + error.column().saturating_sub(1))
}

/// Opens an object and takes what is under `key`.
struct Envelope<T> {
    key: &'static str,
    payload: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Envelope<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Envelope<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the key `{}`", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut payload = None;
        while let Some(is_payload) = map.next_key_seed(KeyIs(self.key))? {
            if is_payload {
                payload = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        payload.ok_or_else(|| A::Error::missing_field(self.key))
    }
}

struct KeyIs(&'static str);

impl<'de> DeserializeSeed<'de> for KeyIs {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeyIs {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::decode_payload;
    use crate::RawJson;

    type Body = BTreeMap<String, Vec<u8>>;

    #[test]
    fn an_error_names_path_and_offset() {
        let table = [
            (&b"{\"a\":[1,\"x\"]}"[..], None, Some("a[1]"), Some(10)),
            (
                &b"{\"r\":{\n\"a\":[\"x\"]}}"[..],
                Some("r"),
                Some("r.a[0]"),
                Some(14),
            ),
            (&b"{\"a\":[1]}"[..], Some("r"), None, Some(8)),
            (&b"<html>"[..], None, None, Some(0)),
            (&b""[..], None, None, Some(0)),
            (&b"{\"a\xff\":[]}"[..], None, None, Some(3)),
        ];
        for (body, envelope, field, offset) in table {
            let error = decode_payload::<Body>(body, envelope).unwrap_err();
            assert_eq!((error.field(), error.offset()), (field, offset), "{error}");
        }
    }

    #[test]
    fn an_envelope_is_opened() {
        let body = br#"{"x": [1], "result": {"a": [2]}, "y": null}"#;
        let payload: Body = decode_payload(body, Some("result")).unwrap();
        assert_eq!(payload.get("a"), Some(&vec![2]));
    }

    #[test]
    fn deep_nesting_is_an_error_or_stays_text() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let error = decode_payload::<serde_json::Value>(deep.as_bytes(), None).unwrap_err();
        assert!(error.is_decode());
        let raw: RawJson = decode_payload(deep.as_bytes(), None).unwrap();
        assert!(raw.parse::<serde_json::Value>().unwrap_err().is_decode());
    }
}
