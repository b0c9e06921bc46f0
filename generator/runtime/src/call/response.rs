//! A complete, successful response.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::head::{Head, head_methods};
use crate::{
    Cursor, Error, KeyedPage, Page, PageOf,
    error::{decode, decode_payload, json_text, snippet},
    model::Decoding,
    page::{self, Container, ListId, Source},
};

/// The JSON values as which a missing body can be decoded, in the order in which they are tried. Only a type without required
/// fields decodes one of them.
const EMPTY_VALUES: [&str; 3] = ["null", "{}", "[]"];

/// A successful response with its complete body, decompressed but not decoded.
///
/// Returned by `send_raw`. The structure of its body depends on the operation and the requested response format:
/// [`json`](Self::json) decodes the whole body, [`payload`](Self::payload) only the content of the operation's envelope, such
/// as the value of the key `result`.
#[derive(Clone)]
pub struct Response {
    pub(super) head: Head,
    /// The response is decoded as the operation's own type, so the envelope is known to be there.
    pub(super) is_typed: bool,
    pub(super) body: Bytes,
    /// The cursor of the requested page.
    pub(super) cursor: Option<Cursor>,
    /// The list to which the page belongs, if the response is a page.
    pub(super) list: Option<ListId>,
}

impl Response {
    head_methods!();

    /// The undecoded body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the whole body, including the operation's envelope, if it has one: see [`payload`](Self::payload). Inside of the
    /// decoder that is passed to a call, as in `Call::send`, it decodes only the content of the envelope.
    ///
    /// A missing body, as with 204, decodes as an empty `T` if the request was a write: `None`, null, a struct without required
    /// fields, or an empty list. If the request was a read, a missing body decodes only with the status 204, and only as `None`
    /// or null.
    ///
    /// # Errors
    /// The body is not JSON, or does not match `T`; the error names the field.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if self.is_typed {
            self.payload()
        } else {
            self.decode(None)
        }
    }

    /// Decodes the content of the operation's envelope, such as the value of the key `result`; without an envelope, the whole
    /// body.
    ///
    /// Response formats other than the operation's own may have no envelope; decode them with [`json`](Self::json).
    ///
    /// # Errors
    /// The body is not JSON, has no envelope, or does not match `T`; the error names the field.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.decode(self.head.origin.endpoint.envelope())
    }

    /// Decodes the body as a page of a list. An item that cannot be decoded does not fail the page: see
    /// [`PageOf::undecodable`](crate::PageOf::undecodable).
    ///
    /// # Errors
    /// The operation is not a list; or the body is not JSON, has no list of items, or has an invalid cursor.
    pub fn page<T: DeserializeOwned>(&self) -> Result<Page<T>, Error> {
        self.page_of()
    }

    /// Decodes the body as a page whose items are keyed by one of their fields.
    ///
    /// # Errors
    /// As for [`page`](Self::page); or the items are not an object.
    pub fn keyed_page<T: DeserializeOwned>(&self) -> Result<KeyedPage<T>, Error> {
        self.page_of()
    }

    fn page_of<C: Container>(&self) -> Result<PageOf<C>, Error> {
        let Some(names) = self.head.origin.endpoint.pages() else {
            return Err(self.annotate(Error::undescribed("the operation is not paginated")));
        };
        let source = Source {
            names,
            secrets: &self.head.origin.secrets,
            decoding: self.head.origin.decoding,
            cursor: self.cursor.as_ref(),
            list: self.list,
        };
        if self.head.status == StatusCode::NO_CONTENT && self.is_blank() {
            return Ok(page::empty(&source));
        }
        page::decode(&self.body, &source).map_err(|error| self.decode_error(error))
    }

    /// The body as text.
    ///
    /// # Errors
    /// The body is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(self.annotate(Error::not_utf8(error))),
        }
    }

    /// The body as text. If the response says that it is JSON, the body is a JSON string, which is decoded.
    ///
    /// # Errors
    /// The body is not UTF-8, or it is JSON but not a string.
    pub fn any_text(&self) -> Result<String, Error> {
        match self.head.media().to_ascii_lowercase().ends_with("json") {
            true => self.json(),
            false => self.text(),
        }
    }

    /// The body as bytes.
    ///
    /// # Errors
    /// Never fails; the return type matches that of the other decoders.
    pub fn bytes(&self) -> Result<Bytes, Error> {
        Ok(self.body.clone())
    }

    /// Ignores the body.
    ///
    /// # Errors
    /// Never fails; the return type matches that of the other decoders.
    pub fn ignore_body(&self) -> Result<(), Error> {
        Ok(())
    }

    /// The former name of [`ignore_body`](Self::ignore_body).
    ///
    /// # Errors
    /// Never fails.
    #[deprecated(since = "0.1.0", note = "renamed to `ignore_body`")]
    pub fn nothing(&self) -> Result<(), Error> {
        self.ignore_body()
    }

    /// The error for a successful response that the operation's definition does not describe.
    #[must_use]
    pub fn unexpected(&self) -> Error {
        let found = snippet(&self.head.headers, &self.body, &self.head.origin.secrets);
        self.invalid_success(Error::undescribed(format!(
            "the operation's definition does not describe this response: {found}"
        )))
    }

    /// The body is truncated JSON, and the transport could not detect that because the response had no length.
    pub(super) fn ends_early(&self) -> bool {
        // What is not UTF-8 fails when it is decoded.
        let text = json_text(&self.body).unwrap_or_default();
        let is_json = self.head.origin.endpoint.accept().contains("json")
            && text.trim_ascii_start().starts_with(['{', '[']);
        !self.head.has_length()
            && is_json
            && serde_json::from_str::<IgnoredAny>(text).is_err_and(|error| error.is_eof())
    }

    pub(super) fn truncated(&self) -> Error {
        self.annotate(Error::ended_early(self.body.len()))
    }

    fn decode<T: DeserializeOwned>(&self, envelope: Option<&'static str>) -> Result<T, Error> {
        let error = match decode_payload(&self.body, envelope, self.head.origin.decoding) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let mut nothing = self.empty_values(envelope).iter();
        match nothing.find_map(|json| decode(json, self.head.origin.decoding).ok()) {
            Some(value) => Ok(value),
            None => Err(self.undecodable(error, envelope)),
        }
    }

    /// If the body is missing or null, the JSON values as which the response can be decoded; empty otherwise.
    ///
    /// A write has taken effect, and may have nothing to return. A read that returns nothing has failed, unless the status
    /// allows it.
    fn empty_values(&self, envelope: Option<&'static str>) -> &'static [&'static str] {
        let is_null =
            |envelope| decode_payload::<()>(&self.body, envelope, Decoding::Strict).is_ok();
        let is_nothing =
            self.is_blank() || is_null(None) || (envelope.is_some() && is_null(envelope));
        match (is_nothing, self.head.origin.is_read()) {
            (true, false) => &EMPTY_VALUES,
            (true, true) if self.head.status == StatusCode::NO_CONTENT => &EMPTY_VALUES[..1],
            _ => &[],
        }
    }

    fn is_blank(&self) -> bool {
        json_text(&self.body).is_ok_and(|text| text.trim_ascii().is_empty())
    }

    fn undecodable(&self, error: Error, envelope: Option<&'static str>) -> Error {
        if !self.head.origin.is_read() && self.is_blank() {
            let found = snippet(&self.head.headers, &self.body, &self.head.origin.secrets);
            return self.invalid_success(Error::undescribed(format!(
                "the call succeeded, but returned {found} instead of a result"
            )));
        }
        let error = self.decode_error(error);
        if self.head.is_events() {
            return error.hint(
                "the response is a stream of events: read it with `send_events`, or with `send_stream` if the builder has no such method",
            );
        }
        match self.envelope_hint(envelope) {
            Some(hint) => error.hint(&hint),
            None => error,
        }
    }

    /// The error for a body that does not match the type.
    fn decode_error(&self, error: Error) -> Error {
        let found = snippet(&self.head.headers, &self.body, &self.head.origin.secrets);
        self.invalid_success(
            error
                .redacted(&self.head.origin.secrets)
                .with_snippet(&found),
        )
    }

    /// The error for a successful response that cannot be decoded.
    fn invalid_success(&self, error: Error) -> Error {
        self.head.after_effect(self.annotate(error))
    }

    /// Advice if an envelope was present but not decoded, or the reverse.
    fn envelope_hint(&self, opened: Option<&str>) -> Option<String> {
        let key = self.head.origin.endpoint.envelope()?;
        let is_json =
            |envelope| decode_payload::<IgnoredAny>(&self.body, envelope, Decoding::Strict).is_ok();
        match (opened, is_json(Some(key))) {
            (None, true) => Some(format!(
                "the payload is in the field `{key}`: use `send_raw` and `Response::payload`"
            )),
            (Some(_), false) if is_json(None) => Some(format!(
                "the response has no field `{key}`: use `send_raw` and `Response::json`"
            )),
            _ => None,
        }
    }

    /// Adds the call, the attempt, the response and the cursor to an error.
    fn annotate(&self, error: Error) -> Error {
        self.head
            .annotate(error, &self.body)
            .with_cursor(self.cursor.clone())
    }
}

/// Shows neither headers nor body, which contain data.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.head.origin.endpoint.id())
            .field("status", &self.head.status)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
