//! Responses, and the API's error envelope.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

/// The response to a refused request.
pub(super) type Refusal = Box<Reply>;

/// A response.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Whether the body is sent in chunks, without a length.
    pub(super) is_chunked: bool,
    /// What else an API with integrations says about an error.
    hints: Map<String, Value>,
}

impl Reply {
    pub(super) fn new(status: StatusCode, media: Option<&'static str>, body: Bytes) -> Self {
        let mut headers = HeaderMap::new();
        if let Some(media) = media {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        }
        Self {
            status,
            headers,
            body,
            is_chunked: false,
            hints: Map::new(),
        }
    }

    pub(super) fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status, Some("application/json"), body.to_string().into())
    }

    /// An error envelope with only the required fields.
    pub(super) fn error(status: StatusCode, message: &str) -> Self {
        Self::json(status, &Value::Object(envelope(status, message)))
    }

    /// An error envelope with one hint.
    pub(super) fn insight(status: StatusCode, message: &str, name: &str, value: Value) -> Self {
        Self::insights(status, message, [(name, message, value)])
    }

    /// An error envelope with hints: their names, descriptions and values.
    pub(super) fn insights<'h>(
        status: StatusCode,
        message: &str,
        hints: impl IntoIterator<Item = (&'h str, &'h str, Value)>,
    ) -> Self {
        let hints = hints.into_iter().map(|(name, description, value)| {
            let mut hint = json!({ "description": description });
            if !value.is_null() {
                hint["value"] = value;
            }
            (name.to_owned(), hint)
        });
        Self {
            hints: hints.collect(),
            ..Self::error(status, message)
        }
    }

    /// Adds the hints to the body.
    pub(super) fn with_hints(mut self) -> Self {
        if !self.hints.is_empty() {
            let envelope = serde_json::from_slice(&self.body);
            let mut envelope: Map<String, Value> = envelope.unwrap_or_default();
            let hints = std::mem::take(&mut self.hints);
            envelope.insert("truto_error_insight".to_owned(), hints.into());
            self.body = Value::Object(envelope).to_string().into();
        }
        self
    }

    pub(super) fn with_header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.headers.insert(name, value.into());
        self
    }
}

fn envelope(status: StatusCode, message: &str) -> Map<String, Value> {
    let error = status.canonical_reason().unwrap_or("Error");
    Map::from_iter([
        ("statusCode".to_owned(), status.as_u16().into()),
        ("error".to_owned(), error.into()),
        ("message".to_owned(), message.into()),
    ])
}
