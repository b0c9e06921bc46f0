//! A call of an operation, which generated builders fill and send.

mod attempts;
mod auth;
mod cursor;
mod custom;
mod debug;
mod fields;
mod future;
mod head;
mod headers;
mod meta;
mod parameters;
mod preflight;
mod queue;
mod records;
mod request;
mod response;
mod send;
mod server;
mod stream;

use std::fmt;

use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;
use serde_json::Map;

pub use custom::CustomRequest;
pub use debug::{DebugEnvelope, DebugExchange};
pub(crate) use fields::Object;
pub use future::CallFuture;
pub use meta::{RateLimit, WithMeta};
pub use records::{Event, EventData, EventForm, EventStream, LineForm, LineStream};
pub use response::Response;
pub use stream::ByteStream;

use crate::{
    AccountScope, Bytes, Client, Cursor, Endpoint, Error, Extra, FilePart, QueryEncoding,
    QueryStyle, RawJson,
    body::{self, Content},
    policy::RequestOptions,
    query::{self, Meaning, Query},
    sending,
    styles::PathValue,
    support::Matrix,
    token::header_value,
};

/// A call under construction.
///
/// Invalid values are recorded rather than returned at once, so that generated setters can be chained. Sending returns the
/// first such error.
#[derive(Clone)]
#[must_use]
pub struct Call {
    scope: AccountScope,
    operation: &'static dyn Matrix,
    /// The endpoint of a request that is none of the API's operations.
    custom: Option<Box<Endpoint>>,
    path: Vec<(&'static str, PathValue)>,
    query: Query,
    headers: HeaderMap,
    /// The pairs `name=value` of each cookie parameter, by its name.
    cookies: Vec<(String, Vec<String>)>,
    body: Option<Payload>,
    /// Fields that are added to the body, or that replace its own.
    fields: Extra,
    /// The operation accepts JSON, but no body was set. The support matrix treats that as an object without fields.
    is_unset: bool,
    options: RequestOptions,
    /// The cursor of the requested page, with the list to which it is bound.
    cursor: Option<Cursor>,
    /// The call is blocking.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    is_blocking: bool,
    invalid: Option<Invalid>,
}

/// Why a call cannot be sent.
#[derive(Clone)]
struct Invalid {
    message: String,
    field: Option<String>,
}

/// A serialized body.
#[derive(Clone)]
struct Payload {
    content: Content,
    media: HeaderValue,
    kind: BodyKind,
}

/// The kind of a body.
#[derive(Clone, Copy, PartialEq)]
enum BodyKind {
    /// Checked against the support matrix.
    Json,
    Form,
    Lines,
    Multipart,
    /// Sent unchanged, so the caller may know its media type better.
    Raw,
}

impl Call {
    /// Creates a call of `operation`.
    pub fn new(scope: &AccountScope, operation: &'static dyn Matrix) -> Self {
        Self {
            scope: scope.clone(),
            operation,
            custom: None,
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            fields: Extra::new(),
            is_unset: false,
            options: RequestOptions::new(),
            cursor: None,
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            is_blocking: false,
            invalid: None,
        }
    }

    /// Creates a call of `operation`, which belongs to no account.
    pub fn unscoped(client: &Client, operation: &'static dyn Matrix) -> Self {
        Self::new(&client.unscoped(), operation)
    }

    /// Creates a call of an endpoint that is none of the API's operations. It has no support matrix.
    pub fn custom(scope: &AccountScope, endpoint: Endpoint) -> Self {
        static UNCHECKED: Endpoint = Endpoint::new("", "", "");
        let mut call = Self::new(scope, &UNCHECKED);
        call.set_endpoint(endpoint);
        call
    }

    /// Replaces the endpoint of a [custom](Self::custom) call.
    fn set_endpoint(&mut self, endpoint: Endpoint) {
        self.custom = Some(Box::new(endpoint));
    }

    /// Sets a query parameter and replaces an earlier value. The parameter that names the account is set by the handle: if it is
    /// set here, sending fails.
    pub fn set_query(
        &mut self,
        name: &str,
        style: impl Into<QueryEncoding>,
        value: &(impl Serialize + ?Sized),
    ) {
        let result = self.query.set(name, style, value, Meaning::Parameter);
        self.note_failure(result);
    }

    /// Sets a query parameter for the API itself, not for an integration. It is not checked against the support matrix.
    pub fn set_option(
        &mut self,
        name: &str,
        style: impl Into<QueryEncoding>,
        value: &(impl Serialize + ?Sized),
    ) {
        let result = self.query.set(name, style, value, Meaning::Option);
        self.note_failure(result);
    }

    /// Sets a query parameter that is passed to the integration unchanged. It is not checked against the support matrix.
    pub fn set_passthrough(
        &mut self,
        name: &str,
        style: impl Into<QueryEncoding>,
        value: &(impl Serialize + ?Sized),
    ) {
        let result = self.query.set(name, style, value, Meaning::Filter);
        self.note_failure(result);
    }

    /// The former name of [`set_passthrough`](Self::set_passthrough).
    #[deprecated(since = "0.1.0", note = "renamed to `set_passthrough`")]
    pub fn set_filter(
        &mut self,
        name: &str,
        style: impl Into<QueryEncoding>,
        value: &(impl Serialize + ?Sized),
    ) {
        self.set_passthrough(name, style, value);
    }

    /// Requests the response in a format, by the option `name`.
    pub fn in_format<F: Serialize>(mut self, name: &str, format: impl Into<F>) -> Self {
        self.set_option(name, QueryStyle::Form, &format.into());
        self
    }

    /// Sets a top-level field of a JSON body. It replaces the body's own field, or an earlier value, of that name.
    pub fn set_field(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        let place = format!("field `{name}`");
        let result = sending::to_json(value)
            .map_err(|error| Error::unsendable(&place, Some(name), error))
            .and_then(|json| RawJson::from_text(&json))
            .map(|value| drop(self.fields.insert(name, value)));
        self.note_failure(result);
    }

    /// Accepts only `media`, unless the caller has set the header.
    fn accepting(mut self, media: &'static str) -> Self {
        if !self.headers.contains_key(header::ACCEPT) {
            self.set_header("Accept", media);
        }
        self
    }

    /// Removes all fields set by [`set_field`](Self::set_field).
    pub fn clear_fields(&mut self) {
        self.fields = Extra::new();
    }

    /// Sets the options that are present in `options`, replacing earlier ones.
    pub fn set_options(&mut self, options: RequestOptions) {
        self.options = self.options.and(options);
    }

    /// Creates a call of another operation, for the same account and with the same options.
    #[cfg(feature = "sync")]
    #[doc(hidden)]
    pub fn of_same_account(&self, operation: &'static dyn Matrix) -> Self {
        Self {
            options: self.options,
            ..Self::new(&self.scope, operation)
        }
    }

    /// Adds the query parameters of `other` that have one of these names, or are fields of such a parameter.
    #[cfg(feature = "sync")]
    #[doc(hidden)]
    pub fn with_query_of(mut self, other: &Self, names: &[&str]) -> Self {
        self.query.extend_from(&other.query, names);
        self
    }

    /// Makes the call blocking, if `is_blocking`.
    #[cfg(feature = "sync")]
    pub(crate) fn made_blocking(self, is_blocking: bool) -> Self {
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        return Self {
            is_blocking: self.is_blocking || is_blocking,
            ..self
        };
        #[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
        {
            let _ = is_blocking;
            self
        }
    }

    /// Makes the call blocking.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) fn set_blocking(&mut self) {
        self.is_blocking = true;
    }

    /// Sets the field `key` of a query parameter: `name[key]=value`. Fields of one parameter are sent in the order in which
    /// they are set.
    pub fn add_query(&mut self, name: &str, key: &str, value: &(impl Serialize + ?Sized)) {
        let result = self.query.add(name, key, value);
        self.note_failure(result);
    }

    /// Sends `body` as JSON, with the fields set by [`set_field`](Self::set_field).
    pub fn json(self, media: &str, body: &impl Serialize) -> Self {
        let bytes = fields::merged(body, &self.fields)
            .map_err(|error| Error::unsendable("the body cannot be sent", error.path(), &error));
        self.with_body(media, bytes, BodyKind::Json)
    }

    /// Sends `body` as JSON, with the fields set by [`set_field`](Self::set_field). Without a body, sends only these fields;
    /// without either, sends no body.
    pub fn json_if_set(mut self, media: &str, body: Option<&impl Serialize>) -> Self {
        match body {
            Some(body) => self.json(media, body),
            None if self.fields.is_empty() => {
                self.is_unset = true;
                self
            }
            None => self.json(media, &Map::new()),
        }
    }

    /// Sends `body`, an object, as `application/x-www-form-urlencoded`.
    pub fn form(self, body: &impl Serialize) -> Self {
        self.styled_form(body, &[])
    }

    /// The same, with the styles of fields, by name. A field without a style has the style `form`, except that an object is sent in
    /// bracket notation.
    pub fn styled_form(self, body: &impl Serialize, styles: &[(&str, QueryStyle)]) -> Self {
        let bytes = query::form(body, styles)
            .map(String::into_bytes)
            .map_err(|error| Error::unsendable("the form cannot be sent", None, error));
        self.with_body("application/x-www-form-urlencoded", bytes, BodyKind::Form)
    }

    /// Sends each item of `body` as a line of JSON.
    pub fn lines(self, media: &'static str, body: &[impl Serialize]) -> Self {
        self.records(media, "", body)
    }

    /// Sends each item of `body` as a text of a JSON text sequence (RFC 7464).
    pub fn sequence(self, media: &'static str, body: &[impl Serialize]) -> Self {
        self.records(media, "\u{1e}", body)
    }

    /// Sends each item of `body` as JSON, with a line break after it.
    fn records(self, media: &'static str, before: &str, body: &[impl Serialize]) -> Self {
        let record = |item| -> Result<String, sending::Unsendable> {
            let json = sending::to_json(item)?;
            // Line breaks are only between tokens: in texts they are escaped.
            Ok(format!("{before}{}\n", json.replace(['\n', '\r'], " ")))
        };
        let records: Result<String, _> = body.iter().map(record).collect();
        let bytes = records
            .map(String::into_bytes)
            .map_err(|error: sending::Unsendable| {
                Error::unsendable("the lines cannot be sent", error.path(), &error)
            });
        self.with_body(media, bytes, BodyKind::Lines)
    }

    /// Sends `body` unchanged. The header `Content-Type` replaces `media`.
    pub fn bytes(self, media: &str, body: impl Into<Bytes>) -> Self {
        self.with_body(media, Ok(body), BodyKind::Raw)
    }

    /// Sends a file as the whole body. Its [content type](crate::FilePart::with_content_type), if it is set, replaces `media`. Its
    /// name and headers are not sent: they belong to parts.
    pub fn file(mut self, media: &'static str, file: FilePart) -> Self {
        let media = file.own_type().unwrap_or(media);
        match header_value("Content-Type", media) {
            Ok(media) => {
                self.body = Some(Payload {
                    content: file.into_content(),
                    media,
                    kind: BodyKind::Raw,
                });
            }
            Err(error) => self.note(error),
        }
        self
    }

    /// Sends `body`, an object, as `multipart/form-data` or, if `media` is another subtype, as that. Each property is a part, and
    /// each item of a list too. [`FilePart`](crate::FilePart)s are files; objects are sent as JSON, scalars as text. `types` are the
    /// content types of parts, by name.
    pub fn multipart(
        mut self,
        media: &str,
        body: &impl Serialize,
        types: &[(&'static str, &'static str)],
    ) -> Self {
        match body::encode(media, body, types) {
            Ok((content, media)) => {
                self.body = Some(Payload {
                    content,
                    media,
                    kind: BodyKind::Multipart,
                });
            }
            Err(error) => self.note(error),
        }
        self
    }

    fn with_body(
        mut self,
        media: &str,
        bytes: Result<impl Into<Bytes>, Error>,
        kind: BodyKind,
    ) -> Self {
        let payload = bytes.and_then(|bytes| {
            Ok(Payload {
                content: Content::Whole(bytes.into()),
                media: header_value("Content-Type", media)?,
                kind,
            })
        });
        match payload {
            Ok(payload) => self.body = Some(payload),
            Err(error) => self.note(error),
        }
        self
    }

    fn note_failure(&mut self, result: Result<(), Error>) {
        if let Err(error) = result {
            self.note(error);
        }
    }

    /// Records an error, unless there is one already.
    fn note(&mut self, error: Error) {
        self.invalid.get_or_insert_with(|| Invalid {
            message: error.to_string(),
            field: error.field().map(str::to_owned),
        });
    }
}

/// Shows only the operation, neither ids nor values.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({})", self.endpoint().id())
    }
}
