//! Decoding of JSON, with the path of what does not match.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
};

use super::{Error, ErrorKind, place::path_behind};
use crate::model::{self, Decoding, Failure};

/// Decodes `text` as a `T`.
pub(crate) fn decode<'de, T: Deserialize<'de>>(
    text: &'de str,
    decoding: Decoding,
) -> Result<T, Error> {
    decode_seed(text, PhantomData, decoding)
}

/// The byte order mark that servers on some platforms send before UTF-8 text. JSON does not allow it, but lets parsers ignore
/// it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Decodes the value under the key `envelope` of `body`, an object; without a key, the whole body.
pub(crate) fn decode_payload<'de, T: Deserialize<'de>>(
    body: &'de [u8],
    envelope: Option<&'static str>,
    decoding: Decoding,
) -> Result<T, Error> {
    match envelope {
        None => decode_body(body, PhantomData, decoding),
        Some(key) => {
            let payload = PhantomData;
            decode_body(body, Envelope { key, payload }, decoding)
        }
    }
}

/// Decodes the body of a response, which can begin with a byte order mark. Invalid UTF-8 is an error with an offset.
pub(crate) fn decode_body<'de, S: DeserializeSeed<'de> + Copy>(
    body: &'de [u8],
    seed: S,
    decoding: Decoding,
) -> Result<S::Value, Error> {
    let text = json_text(body)?;
    decode_seed(text, seed, decoding).map_err(|mut error| {
        let skipped = body.len() - text.len();
        error.0.offset = error.0.offset.map(|offset| offset + skipped);
        error
    })
}

/// The text of a JSON body, without a byte order mark.
pub(crate) fn json_text(body: &[u8]) -> Result<&str, Error> {
    let text = std::str::from_utf8(body).map_err(Error::not_utf8)?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

/// Decodes `text` by a seed.
fn decode_seed<'de, S: DeserializeSeed<'de> + Copy>(
    text: &'de str,
    seed: S,
    decoding: Decoding,
) -> Result<S::Value, Error> {
    let mut decoded = None;
    let mut read = || {
        let mut json = serde_json::Deserializer::from_str(text);
        let value = seed.deserialize(&mut json)?;
        json.end()?;
        decoded = Some(value);
        Ok(())
    };
    decode_by(&mut read, text, decoding)?;
    decoded.ok_or_else(|| Error::undescribed("nothing was decoded"))
}

/// Decodes strictly first, which is fast and enough for JSON of the documented types. It is compiled once for all types.
fn decode_by(
    read: &mut dyn FnMut() -> serde_json::Result<()>,
    text: &str,
    decoding: Decoding,
) -> Result<(), Error> {
    match read() {
        Err(error) if decoding == Decoding::Strict || error.is_eof() => Err(explain(text, error)),
        Err(_) => model::pass(read).map_err(|(error, failure)| match failure {
            Some(failure) => explain_failure(text, error, &failure),
            None => explain(text, error),
        }),
        Ok(()) => Ok(()),
    }
}

/// The error for a model that cannot be decoded even leniently.
fn explain_failure(text: &str, error: serde_json::Error, failure: &Failure) -> Error {
    let end = end_of(text, &error, failure.model.get());
    let mut path = end.map_or_else(String::new, |end| path_behind(text, end));
    if !path.is_empty() && !failure.path.is_empty() && !failure.path.starts_with('[') {
        path.push('.');
    }
    path.push_str(&failure.path);
    let mut decode = misfit(ErrorKind::Decode, "decoding failed", path, failure).with_source(error);
    let length = failure.model.get().len();
    decode.0.offset = end.and_then(|end| (end + failure.offset).checked_sub(length));
    decode
}

/// The end of `part`, a JSON value that caused `error`. The position of an error is set by the decoder of the enclosing value,
/// which has searched for its own end: it is after the next bracket or comma. Without a position, the part is the whole text.
fn end_of(text: &str, error: &serde_json::Error, part: &str) -> Option<usize> {
    let read = position(text, error).map_or(text.len(), |(line, column)| line + column);
    let read = text.get(..read)?.trim_ascii_end();
    let before = read.strip_suffix([',', ']', '}']).map(str::trim_ascii_end);
    let mut ends = [Some(read), before].into_iter().flatten();
    ends.find(|read| read.ends_with(part)).map(str::len)
}

fn explain(text: &str, error: serde_json::Error) -> Error {
    let (mut path, mut offset) = (String::new(), None);
    if let Some((line, column)) = position(text, &error) {
        path = path_behind(text, line + column);
        offset = Some(line + column.saturating_sub(1));
    }
    let mut decode = misfit(ErrorKind::Decode, "decoding failed", path, &error).with_source(error);
    decode.0.offset = offset;
    decode
}

impl Error {
    /// Says where decoding failed, but not why: the reason can quote a value.
    #[cfg(feature = "webhooks")]
    pub(crate) fn without_values(self) -> Self {
        let (field, offset) = (self.0.field, self.0.offset);
        let path = field.unwrap_or_default();
        let mut error = misfit(
            self.0.kind,
            "decoding failed",
            path,
            "the JSON does not match",
        );
        error.0.offset = offset;
        error
    }

    /// The error for JSON from the caller that does not match a model.
    pub(crate) fn unfit(model: &str, failure: &Failure) -> Self {
        let start = format!("invalid `{model}`");
        misfit(ErrorKind::Invalid, &start, failure.path.clone(), failure)
    }
}

fn misfit(kind: ErrorKind, start: &str, path: String, why: impl fmt::Display) -> Error {
    let field = Some(path).filter(|path| !matches!(path.as_str(), "" | "."));
    let place = match &field {
        Some(path) => format!(" at `{path}`"),
        None => String::new(),
    };
    let mut misfit = Error::new(kind, format!("{start}{place}: {why}"));
    misfit.0.field = field;
    misfit
}

/// The offset of the line of the error, and how many bytes were read.
fn position(text: &str, error: &serde_json::Error) -> Option<(usize, usize)> {
    let line = error.line().checked_sub(1)?;
    let before = text.split_inclusive('\n').take(line).map(str::len).sum();
    Some((before, error.column()))
}

/// Reads an object and decodes the value under `key`.
struct Envelope<T> {
    key: &'static str,
    payload: PhantomData<fn() -> T>,
}

impl<T> Clone for Envelope<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Envelope<T> {}

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
    use crate::{RawJson, model::Decoding};

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
            // The offset includes the bytes of a byte order mark.
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
            let error = decode_payload::<Body>(body, envelope, Decoding::Lenient).unwrap_err();
            assert_eq!((error.field(), error.offset()), (field, offset), "{error}");
        }
    }

    /// The path is derived from the text. This test compares it with one that is tracked during decoding.
    #[test]
    fn the_path_is_that_of_the_error() {
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
            let Err(error) = super::decode::<Deep>(&text, Decoding::Lenient) else {
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
            let payload: Body =
                decode_payload(body.as_bytes(), Some("result"), Decoding::Lenient).unwrap();
            assert_eq!(payload.get("a"), Some(&vec![2]));
        }
    }

    #[test]
    fn deep_nesting_is_an_error_or_stays_text() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let error = decode_payload::<serde_json::Value>(deep.as_bytes(), None, Decoding::Lenient)
            .unwrap_err();
        assert!(error.is_decode());
        let raw: RawJson = decode_payload(deep.as_bytes(), None, Decoding::Lenient).unwrap();
        assert!(raw.parse::<serde_json::Value>().unwrap_err().is_decode());
    }
}
