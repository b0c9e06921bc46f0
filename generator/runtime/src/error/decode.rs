//! Decoding JSON, and saying where it did not fit.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
};

use serde_json::Value;

use super::{Error, ErrorKind, place::path_behind};
use crate::{Model, model};

/// `text` as a `T`.
pub(crate) fn decode<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    decode_seed(text, PhantomData)
}

/// What servers of some platforms put before a text in UTF-8. JSON does not allow it, and lets parsers skip it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The value under the key `envelope` of `body`, an object; without a key, the whole body.
pub(crate) fn decode_payload<'de, T: Deserialize<'de>>(
    body: &'de [u8],
    envelope: Option<&'static str>,
) -> Result<T, Error> {
    match envelope {
        None => decode_body(body, PhantomData),
        Some(key) => {
            let payload = PhantomData;
            decode_body(body, Envelope { key, payload })
        }
    }
}

/// Decodes the body of a response, which can begin with a byte order mark. Invalid UTF-8 is an error with an offset.
pub(crate) fn decode_body<'de, S: DeserializeSeed<'de>>(
    body: &'de [u8],
    seed: S,
) -> Result<S::Value, Error> {
    let text = json_text(body)?;
    decode_seed(text, seed).map_err(|mut error| {
        let skipped = body.len() - text.len();
        error.0.offset = error.0.offset.map(|offset| offset + skipped);
        error
    })
}

/// The text of a body of JSON, without a byte order mark.
pub(crate) fn json_text(body: &[u8]) -> Result<&str, Error> {
    let text = std::str::from_utf8(body).map_err(Error::not_utf8)?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

/// `text` as what a seed makes of it.
fn decode_seed<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    match seed.deserialize(&mut json) {
        Ok(value) => match json.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(explain(text, error)),
        },
        Err(error) => Err(explain(text, error)),
    }
}

fn explain(text: &str, error: serde_json::Error) -> Error {
    let (mut path, mut offset) = (String::new(), None);
    if let Some((line, column)) = position(text, &error) {
        path = path_behind(text, line + column);
        offset = Some(line + column.saturating_sub(1));
    }
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

/// Where the line begins that the error is in, and how much of it was read, in bytes.
fn position(text: &str, error: &serde_json::Error) -> Option<(usize, usize)> {
    let line = error.line().checked_sub(1)?;
    let before = text.split_inclusive('\n').take(line).map(str::len).sum();
    Some((before, error.column()))
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
        expecting(self.key, f)
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

fn expecting(key: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "an object with the key `{key}`")
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
            (&b"{\"a\":{}}"[..], None, Some("a"), Some(4)),
            (&b"{\"a\": {}}"[..], None, Some("a"), Some(5)),
            (&b"{\"a\":[[1], 2]}"[..], None, Some("a[0]"), Some(5)),
            (&b"{\"a\":[1,\n true]}"[..], None, Some("a[1]"), Some(13)),
            (&b"{\"a\":[1, {\"b\":2}]}"[..], None, Some("a[1]"), Some(8)),
            (&b"{\"a\":[1, 300]}"[..], None, Some("a[1]"), Some(11)),
            (&b"{\"a\":[1, null]}"[..], None, Some("a[1]"), Some(12)),
            (&b"[1]"[..], None, None, Some(0)),
            (&b"{\"a\":[1] 7}"[..], None, Some("a"), Some(9)),
            (&b"{\"a\":[1"[..], None, Some("a[0]"), Some(6)),
            (&b"<html>"[..], None, None, Some(0)),
            (&b""[..], None, None, Some(0)),
            (&b"{\"a\xff\":[]}"[..], None, None, Some(3)),
            // A byte order mark counts as the bytes that it has.
            (
                &b"\xef\xbb\xbf{\"a\":[1,\"x\"]}"[..],
                None,
                Some("a[1]"),
                Some(13),
            ),
            (&b"\xef\xbb\xbf<html>"[..], None, None, Some(3)),
            (&b"{\xef\xbb\xbf\"a\":[1]}"[..], None, None, Some(1)),
        ];
        for (body, envelope, field, offset) in table {
            let error = decode_payload::<Body>(body, envelope).unwrap_err();
            assert_eq!((error.field(), error.offset()), (field, offset), "{error}");
        }
    }

    /// The path is worked out of the text; here it is held against one that is tracked while decoding.
    #[test]
    fn the_path_is_that_of_decoding() {
        type Deep = BTreeMap<String, (Vec<BTreeMap<String, u8>>, Option<String>, [bool; 2])>;
        let text = r#"{"a" : [[{"x": 1, "y":2}, {"z":3}], "t" , [true,false]], "b":[ [], null,[true, true]]}"#;
        let wrong = [
            "null",
            "true",
            "300",
            "\"s\"",
            "[1]",
            "[[1]]",
            "[{}]",
            "{\"k\":\"v\"}",
            "{}",
            "[]",
            "[ ]",
            "{ \"k\": [1]}",
        ];
        let parts = [
            "{\"x\": 1, \"y\":2}",
            "1",
            "[{\"x\": 1, \"y\":2}, {\"z\":3}]",
            "\"t\"",
            "true",
            "[true,false]",
            "[]",
            "null",
        ];
        let mut compared = 0;
        for (part, wrong) in parts
            .iter()
            .flat_map(|part| wrong.map(|wrong| (part, wrong)))
        {
            let text = text.replacen(part, wrong, 1);
            let Err(error) = super::decode::<Deep>(&text) else {
                continue;
            };
            let mut track = serde_path_to_error::Track::new();
            let mut json = serde_json::Deserializer::from_str(&text);
            let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
            let result: Result<Deep, _> = serde::Deserialize::deserialize(tracked);
            assert!(result.is_err());
            let path = track.path().to_string();
            assert_eq!(error.field(), Some(path.as_str()), "{text}: {error}");
            compared += 1;
        }
        assert!(compared > 60, "{compared}");
    }

    #[test]
    fn an_envelope_is_opened() {
        let json = r#"{"x": [1], "result": {"a": [2]}, "y": null}"#;
        for body in [json.to_owned(), format!("\u{feff}{json}")] {
            let payload: Body = decode_payload(body.as_bytes(), Some("result")).unwrap();
            assert_eq!(payload.get("a"), Some(&vec![2]));
        }
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
