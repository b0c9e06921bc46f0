//! The body of the response of an error.

use serde::de::DeserializeOwned;

use super::{Error, decode::decode_payload};
use crate::{model::Decoding, secrets::Secrets};

/// The maximum number of bytes that are read of the body of an unsuccessful response. It is parsed as a whole, so this limits the
/// memory and time that an error can take.
pub(crate) const MOST_READ: usize = 1024 * 1024;

/// The maximum number of bytes of a response's body that an error keeps.
pub(super) const KEPT: usize = 256 * 1024;

impl Error {
    /// The response's body, unchanged, if there was a response. Of a body of more than 256 KiB, or more than the client's
    /// [limit](crate::ClientBuilder::max_body), only the beginning is kept.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.response.as_ref().map(|head| &*head.body)
    }

    /// Decodes the response's body, which is JSON, as a `T`, such as the type that the operation's documentation names for the
    /// [status](Self::status). Models are decoded as in a [response](crate::Model#decoding).
    ///
    /// The status is not checked. A type without required fields decodes from any JSON object, so check the status first if the bodies of
    /// different statuses differ.
    ///
    /// ```
    /// # use truto_runtime::{Error, RawJson};
    /// # fn report(error: &Error) {
    /// if let Ok(body) = error.decode::<RawJson>() {
    ///     println!("{body:?}");
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// There was no response; or its body is empty, was not kept as a whole, or is not JSON; or the JSON does not match `T`: the
    /// error names the field.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Self> {
        let Some(head) = &self.0.response else {
            return Err(Self::undescribed("the error has no response to decode"));
        };
        let decoded = match head.is_cut {
            true => Err(Self::undescribed(
                "the body of the response is not decoded, since only its beginning was kept",
            )),
            false if head.body.trim_ascii().is_empty() => {
                Err(Self::undescribed("the body of the response is empty"))
            }
            false => decode_payload(&head.body, None, Decoding::Lenient),
        };
        decoded.map_err(|error| {
            let error = match &self.0.secrets {
                Some(secrets) => error.redacted(secrets),
                None => error,
            };
            match self.0.endpoint {
                Some(endpoint) => error.at(endpoint),
                None => error,
            }
        })
    }

    /// Sets whether the body was longer than what was read of it. Then it could not be parsed, so it is not known what an envelope says.
    pub(crate) fn with_cut_body(mut self, is_cut: bool) -> Self {
        if let Some(head) = &mut self.0.response {
            head.is_cut |= is_cut;
            let text = head
                .body
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(&head.body);
            let is_object = text.trim_ascii_start().starts_with(b"{");
            self.0.is_origin_unknown = is_cut && is_object;
        }
        self
    }

    /// Sets what is removed from the messages of errors about the response.
    pub(crate) fn with_secrets(mut self, secrets: &Secrets) -> Self {
        self.0.secrets = Some(secrets.clone());
        self
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};
    use serde_json::Value;

    use super::{Error, KEPT};
    use crate::{Endpoint, error::from_response, secrets::Secrets};

    fn failed(body: String) -> Error {
        let endpoint = Endpoint::new("x.create", "POST", "/x");
        let secrets = Secrets::sample("t0ken-s3cret-0123456789", "62f44730-dd91");
        let status = StatusCode::NOT_FOUND;
        from_response(
            &endpoint,
            status,
            &HeaderMap::new(),
            &Bytes::from(body),
            &secrets,
        )
    }

    #[test]
    fn a_body_is_decoded_if_all_of_it_is_kept() {
        let text = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
        for (length, is_decoded) in [(3, true), (5000, true), (KEPT, true), (KEPT + 1, false)] {
            let error = failed(text(length));
            assert_eq!(error.body().unwrap().len(), length.min(KEPT));
            assert_eq!(error.decode::<String>().is_ok(), is_decoded, "{length}");
            assert!(error.to_string().len() < 300, "{error}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_has_a_reason() {
        let table = [
            ("", "the body of the response is empty"),
            ("<p>", "decoding failed: expected value at line 1 column 1"),
            (
                "\"t0ken-s3cret-0123456789\"",
                "decoding failed: invalid type: string \"…\", expected u8 at line 1 column 25",
            ),
        ];
        for (body, expected) in table {
            let error = failed(body.to_owned()).decode::<u8>().unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
        let unsent = Error::invalid("x").decode::<Value>().unwrap_err();
        assert_eq!(unsent.to_string(), "the error has no response to decode");
    }
}
