//! Requests that an API sends.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::Error;
use crate::error::{decode_payload, json_text};
use crate::model::Decoding;

/// A request that an API sends when something happens, with a body of type `T`: a webhook, or a callback of an operation.
///
/// A generated crate has a constant for each of them. Your server receives the request, verifies its signature as the API
/// documents, and decodes its body:
///
/// ```
/// # use truto_runtime::{Error, Value, Webhook};
/// const PET_ADDED: Webhook<Value> = Webhook::new("pet.added", "POST", Some("application/json"));
///
/// let payload = PET_ADDED.decode(br#"{"name": "Rex"}"#)?;
/// assert_eq!(payload["name"], "Rex");
/// # Ok::<(), Error>(())
/// ```
pub struct Webhook<T> {
    name: &'static str,
    method: &'static str,
    content_type: Option<&'static str>,
    payload: PhantomData<fn() -> T>,
}

impl<T> Webhook<T> {
    /// Describes a request, with the content type of its body, if it has one.
    #[must_use]
    pub const fn new(
        name: &'static str,
        method: &'static str,
        content_type: Option<&'static str>,
    ) -> Self {
        Self {
            name,
            method,
            content_type,
            payload: PhantomData,
        }
    }

    /// The name in the definition of the API.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// The content type of the body; `None` without a body.
    #[must_use]
    pub const fn content_type(&self) -> Option<&'static str> {
        self.content_type
    }
}

impl<T: DeserializeOwned> Webhook<T> {
    /// Decodes the body of a request, which is JSON, as responses are decoded: see [`Model`](crate::Model). An empty body is
    /// decoded as null.
    ///
    /// # Errors
    /// The body is not JSON, or does not match `T`; the error names the field.
    pub fn decode(&self, body: &[u8]) -> Result<T, Error> {
        decode(body, Decoding::Lenient)
    }

    /// Decodes the body of a request, as [`decode`](Self::decode) does, but does not convert fields of another type: see
    /// [`ClientBuilder::strict_decoding`](crate::ClientBuilder::strict_decoding).
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub fn decode_strictly(&self, body: &[u8]) -> Result<T, Error> {
        decode(body, Decoding::Strict)
    }
}

fn decode<T: DeserializeOwned>(body: &[u8], decoding: Decoding) -> Result<T, Error> {
    let is_empty = json_text(body)?.trim_ascii().is_empty();
    let body = if is_empty { b"null" } else { body };
    decode_payload(body, None, decoding)
}

impl<T> Clone for Webhook<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Webhook<T> {}

impl<T> fmt::Debug for Webhook<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Webhook")
            .field("name", &self.name)
            .field("method", &self.method)
            .field("content_type", &self.content_type)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_decoded() {
        let hook = Webhook::<Option<u8>>::new("a", "POST", Some("application/json"));
        assert_eq!(hook.decode(b"7").unwrap(), Some(7));
        assert_eq!(hook.decode(b" ").unwrap(), None);
        assert_eq!(hook.decode_strictly(b"7").unwrap(), Some(7));
        assert!(hook.decode(b"[").is_err() && hook.decode(b"\xff").is_err());
        assert_eq!(
            format!("{:?}", hook.clone()),
            "Webhook { name: \"a\", method: \"POST\", content_type: Some(\"application/json\") }"
        );
    }
}
