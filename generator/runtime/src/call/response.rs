//! A complete, successful response.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::{
    Error,
    error::{decode_payload, snippet},
    support::Endpoint,
};

/// A response whose status says success, its body complete and unpacked, not decoded yet.
#[derive(Clone)]
pub struct Response {
    pub(super) endpoint: Endpoint,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Response {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The payload, taken out of the operation's envelope if it has one.
    ///
    /// # Errors
    /// The body is not JSON, or does not fit; the error names the field.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.decode(self.endpoint.envelope())
    }

    /// The whole body, whatever the operation's envelope.
    ///
    /// # Errors
    /// The body is not JSON, or does not fit; the error names the field.
    pub fn whole<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.decode(None)
    }

    /// The body as text.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(self.blame(Error::not_utf8(error))),
        }
    }

    /// The body as it is.
    ///
    /// # Errors
    /// None: the signature is that of its siblings.
    pub fn bytes(&self) -> Result<Bytes, Error> {
        Ok(self.body.clone())
    }

    /// Passes over the body.
    ///
    /// # Errors
    /// None: the signature is that of its siblings.
    pub fn nothing(&self) -> Result<(), Error> {
        Ok(())
    }

    /// The error for a success that the operation's definition does not describe.
    #[must_use]
    pub fn unexpected(&self) -> Error {
        let found = snippet(&self.headers, &self.body);
        self.blame(Error::undescribed(format!(
            "no such response is described: {found}"
        )))
    }

    fn decode<T: DeserializeOwned>(&self, envelope: Option<&'static str>) -> Result<T, Error> {
        decode_payload(&self.body, envelope).map_err(|error| {
            let found = snippet(&self.headers, &self.body);
            self.blame(error.found(&found))
        })
    }

    fn blame(&self, error: Error) -> Error {
        error
            .at(&self.endpoint)
            .with_response(self.status, &self.headers, &self.body)
    }
}

/// Neither headers nor body, which hold data.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.endpoint.id())
            .field("status", &self.status)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
