//! Reads multipart bodies.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Map, Value};

use super::shape::{Object, Shape};

/// A part of a multipart body that the fake received.
#[derive(Clone, Debug)]
pub struct ReceivedPart {
    name: String,
    file_name: Option<String>,
    headers: HeaderMap,
    body: Bytes,
}

impl ReceivedPart {
    /// The name of the field.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the file, if the part is a file.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The content type, if the part has one.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.header("content-type")
    }

    /// The value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The content.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The content, if it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()
    }

    /// The content as JSON: parsed if its type is JSON, else as a string.
    fn value(&self) -> Value {
        let media = self.content_type().unwrap_or_default();
        let is_json = media
            .split(';')
            .next()
            .unwrap_or_default()
            .ends_with("json");
        let parsed = match is_json && self.file_name.is_none() {
            true => serde_json::from_slice(&self.body).ok(),
            false => None,
        };
        parsed.unwrap_or_else(|| String::from_utf8_lossy(&self.body).into())
    }
}

/// The parts of a body; `None` if it is not a complete multipart body, or a part has too many headers.
pub(super) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<ReceivedPart>> {
    let (media, boundary) = content_type.split_once("boundary=")?;
    if !media
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("multipart/")
    {
        return None;
    }
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter has no line break before it.
    let mut rest = find(body, &delimiter.as_bytes()[2..])? + delimiter.len() - 2;
    let mut parts = Vec::new();
    while !body[rest..].starts_with(b"--") {
        let start = rest + find(&body[rest..], b"\r\n")? + 2;
        let end = start + find(&body[start..], delimiter.as_bytes())?;
        parts.push(part(body.slice(start..end))?);
        rest = end + delimiter.len();
    }
    Some(parts)
}

/// The maximum number of headers of a part. A `HeaderMap` panics above 32,768.
const MOST_HEADERS: usize = 1_000;

fn part(whole: Bytes) -> Option<ReceivedPart> {
    let end = find(&whole, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&whole[..end]).ok()?;
    let mut headers = HeaderMap::new();
    let (mut name, mut file_name) = (None, None);
    for (header, value) in head.split("\r\n").filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if header.eq_ignore_ascii_case("content-disposition") {
            name = quoted(value, " name=\"");
            file_name = quoted(value, " filename=\"");
        }
        if headers.len() >= MOST_HEADERS {
            return None;
        }
        let header: http::HeaderName = header.parse().ok()?;
        headers.append(header, http::HeaderValue::from_str(value).ok()?);
    }
    Some(ReceivedPart {
        name: name?,
        file_name,
        headers,
        body: whole.slice(end + 4..),
    })
}

/// The quoted value after `key`, without the escapes of browsers.
fn quoted(value: &str, key: &str) -> Option<String> {
    let (_, rest) = value.split_once(key)?;
    let (text, _) = rest.split_once('"')?;
    let text = text.replace("%22", "\"");
    Some(text.replace("%0D", "\r").replace("%0A", "\n"))
}

fn find(text: &[u8], searched: &[u8]) -> Option<usize> {
    text.windows(searched.len())
        .position(|part| part == searched)
}

/// The parts as an object. Parts of one name, or of a field that is a list, are a list.
pub(super) fn object(parts: &[ReceivedPart], shape: &Shape) -> Value {
    let mut object = Map::new();
    for part in parts {
        let field = shape.object().and_then(|of: &Object| of.field(&part.name));
        let is_list = field.is_some_and(|field| matches!(field.shape, Shape::List(_)));
        match (object.get_mut(&part.name), part.value()) {
            (None, value) => {
                let value = match is_list {
                    true => Value::Array(vec![value]),
                    false => value,
                };
                object.insert(part.name.clone(), value);
            }
            (Some(Value::Array(items)), value) => items.push(value),
            (Some(known), value) => *known = Value::Array(vec![known.take(), value]),
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::optional;

    static BODY: Object = Object::new(&[optional("tags", Shape::List(&Shape::Text))]);

    #[test]
    fn parts_are_read_by_name() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"a%22\"; filename=\"x%0D.txt\"\r\n\
            content-type: text/plain\r\n\r\nx--b\r\nhi\r\n--b\r\n\
            Content-Disposition: form-data; name=\"tags\"\r\n\r\n\r\n--b\r\n\
            Content-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"n\":1}\r\n--b--\r\n";
        let found = parts("multipart/form-data; boundary=b", &Bytes::from(body)).unwrap();
        let file = &found[0];
        assert_eq!((file.name(), file.file_name()), ("a\"", Some("x\r.txt")));
        assert_eq!(file.content_type(), Some("text/plain"));
        assert_eq!(file.text(), Some("x--b\r\nhi"));
        assert_eq!(
            object(&found, &Shape::Of(&BODY)),
            json!({"a\"": "x--b\r\nhi", "tags": [""], "meta": {"n": 1}})
        );
        let whole = Bytes::from(body.replace("--b--", "--c--"));
        assert!(parts("multipart/form-data; boundary=b", &whole).is_none());
        assert!(parts("text/plain", &whole).is_none());
    }

    #[test]
    fn a_part_with_very_many_headers_is_refused() {
        let body = |count: usize| {
            let headers = (0..count).map(|index| format!("X-{index}: a\r\n"));
            let headers: String = headers.collect();
            let name = "Content-Disposition: form-data; name=\"a\"\r\n";
            Bytes::from(format!("--b\r\n{name}{headers}\r\n1\r\n--b--"))
        };
        let count = |body| parts("multipart/form-data; boundary=b", &body).map(|parts| parts.len());
        assert_eq!(count(body(999)), Some(1));
        assert_eq!(count(body(40_000)), None);
    }
}
