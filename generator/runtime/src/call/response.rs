//! A complete, successful response.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, IgnoredAny};

use super::attempts::Origin;
use crate::{
    Cursor, Error, KeyedPage, Page, PageOf, RateLimit,
    error::{decode, decode_payload, json_text, snippet},
    model::Decoding,
    page::{self, Container, ListId, Source},
};

/// The JSON that a response without a body can stand for, in the order in which a type is asked for it. Only a type that
/// requires nothing reads one of them.
const NOTHING: [&str; 3] = ["null", "{}", "[]"];

/// A response whose status says success, its body complete and decompressed, not decoded yet.
///
/// `send_raw` gives it. What its body looks like depends on the operation and on the response format that was asked for:
/// [`json`](Self::json) takes all of it, [`payload`](Self::payload) what stands in the operation's envelope.
#[derive(Clone)]
pub struct Response {
    pub(super) origin: Origin,
    /// It is being read as the operation's own type, so that the envelope is known to be there.
    pub(super) is_typed: bool,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Where the page begins that was asked for.
    pub(super) cursor: Option<Cursor>,
    /// The list that it is a page of, if it is one.
    pub(super) list: Option<ListId>,
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

    /// How many more requests the API takes, as it says with the response.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        RateLimit::of(&self.headers)
    }

    /// How many attempts it took, this one included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.origin.attempt
    }

    /// The request's idempotency key, if it had one.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.origin.idempotency_key()
    }

    /// The whole body. What an operation wraps in an envelope is still wrapped: see [`payload`](Self::payload).
    ///
    /// A response without a body, such as 204, is the empty `T` if the request was a write: `None`, null, or a struct or list
    /// that requires nothing. Of a read, that is so with the status 204 only, and only for `None` and null.
    ///
    /// (Generated decoders get the payload: they ask for the operation's own format, whose envelope is known.)
    ///
    /// # Errors
    /// The body is not JSON, or does not fit; the error names the field.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if self.is_typed {
            self.payload()
        } else {
            self.decode(None)
        }
    }

    /// What stands in the operation's envelope, such as under the key `result`; without an envelope, the whole body.
    ///
    /// Other response formats than the operation's own may come without the envelope: for them there is
    /// [`json`](Self::json).
    ///
    /// # Errors
    /// The body is not JSON, has no envelope, or does not fit; the error names the field.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.decode(self.origin.endpoint.envelope())
    }

    /// The body as a page of a list. An item that does not fit does not lose its page: see
    /// [`PageOf::undecodable`](crate::PageOf::undecodable).
    ///
    /// # Errors
    /// The operation's definition describes no pages; the body is not JSON, has no list of items, or a cursor that is none.
    pub fn page<T: DeserializeOwned>(&self) -> Result<Page<T>, Error> {
        self.page_of()
    }

    /// The same where the items are keyed by one of their fields.
    ///
    /// # Errors
    /// As those of [`page`](Self::page); the items are no object.
    pub fn keyed_page<T: DeserializeOwned>(&self) -> Result<KeyedPage<T>, Error> {
        self.page_of()
    }

    fn page_of<C: Container>(&self) -> Result<PageOf<C>, Error> {
        let Some(names) = self.origin.endpoint.pages() else {
            return Err(self.blame(Error::undescribed("the operation has no pages")));
        };
        let source = Source {
            names,
            secrets: &self.origin.secrets,
            decoding: self.origin.decoding,
            cursor: self.cursor.as_ref(),
            list: self.list,
        };
        if self.status == StatusCode::NO_CONTENT && self.is_blank() {
            return Ok(page::empty(&source));
        }
        page::decode(&self.body, &source).map_err(|error| self.misfit(error))
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
        let found = snippet(&self.headers, &self.body, &self.origin.secrets);
        self.failed(Error::undescribed(format!(
            "the operation's definition does not describe this response: {found}"
        )))
    }

    /// The body is JSON, cut short, and nothing but the JSON tells: the transport was told no length that it could miss.
    pub(super) fn ends_early(&self) -> bool {
        let has_length = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING]
            .iter()
            .any(|name| self.headers.contains_key(name));
        // What is not UTF-8 fails when it is decoded.
        let text = json_text(&self.body).unwrap_or_default();
        let is_json = self.origin.endpoint.accept().contains("json")
            && text.trim_ascii_start().starts_with(['{', '[']);
        !has_length
            && is_json
            && serde_json::from_str::<IgnoredAny>(text).is_err_and(|error| error.is_eof())
    }

    pub(super) fn broken_off(&self) -> Error {
        self.blame(Error::ended_early(self.body.len()))
    }

    fn decode<T: DeserializeOwned>(&self, envelope: Option<&'static str>) -> Result<T, Error> {
        let error = match decode_payload(&self.body, envelope, self.origin.decoding) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let mut nothing = self.nothing_for(envelope).iter();
        match nothing.find_map(|json| decode(json, self.origin.decoding).ok()) {
            Some(value) => Ok(value),
            None => Err(self.undecodable(error, envelope)),
        }
    }

    /// What the response can be read as if it has no body, or null in its place; empty if it has one.
    ///
    /// A write has taken effect, and there may be nothing more to say. A read that returns nothing has failed, unless the
    /// status says that there is nothing.
    fn nothing_for(&self, envelope: Option<&'static str>) -> &'static [&'static str] {
        let is_null =
            |envelope| decode_payload::<()>(&self.body, envelope, Decoding::Strict).is_ok();
        let is_nothing =
            self.is_blank() || is_null(None) || (envelope.is_some() && is_null(envelope));
        match (is_nothing, self.origin.is_read()) {
            (true, false) => &NOTHING,
            (true, true) if self.status == StatusCode::NO_CONTENT => &NOTHING[..1],
            _ => &[],
        }
    }

    fn is_blank(&self) -> bool {
        json_text(&self.body).is_ok_and(|text| text.trim_ascii().is_empty())
    }

    fn undecodable(&self, error: Error, envelope: Option<&'static str>) -> Error {
        if !self.origin.is_read() && self.is_blank() {
            let found = snippet(&self.headers, &self.body, &self.origin.secrets);
            return self.failed(Error::undescribed(format!(
                "the call succeeded, but returned {found} in place of a result"
            )));
        }
        let error = self.misfit(error);
        match self.way_out(envelope) {
            Some(hint) => error.hint(&hint),
            None => error,
        }
    }

    /// The error for a body that does not fit.
    fn misfit(&self, error: Error) -> Error {
        let found = snippet(&self.headers, &self.body, &self.origin.secrets);
        self.failed(error.without(&self.origin.secrets).found(&found))
    }

    /// The error for a success that cannot be read.
    fn failed(&self, error: Error) -> Error {
        let error = self.blame(error);
        match self.origin.is_read() {
            true => error,
            false => error.hint("the call has taken effect: sending it again would repeat that"),
        }
    }

    /// What to do about an envelope that is there and was not opened, or the reverse.
    fn way_out(&self, opened: Option<&str>) -> Option<String> {
        let key = self.origin.endpoint.envelope()?;
        let is_json =
            |envelope| decode_payload::<IgnoredAny>(&self.body, envelope, Decoding::Strict).is_ok();
        match (opened, is_json(Some(key))) {
            (None, true) => Some(format!(
                "the payload is under `{key}`: `send_raw` and `Response::payload` take it out"
            )),
            (Some(_), false) if is_json(None) => Some(format!(
                "nothing is under `{key}`: `send_raw` and `Response::json` read a response without it"
            )),
            _ => None,
        }
    }

    fn blame(&self, error: Error) -> Error {
        self.origin
            .blame(error)
            .with_response(self.status, &self.headers, &self.body)
            .with_cursor(self.cursor.clone())
    }
}

/// Neither headers nor body, which hold data.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.origin.endpoint.id())
            .field("status", &self.status)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
