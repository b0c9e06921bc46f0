//! Requests for what has no builder.

use std::fmt;

use http::Method;
use serde::{Serialize, de::DeserializeOwned};

use super::{ByteStream, Call, CallFuture, Response};
use crate::{
    AccountScope, Bytes, Cursor, Endpoint, Error, FilePart, Items, PageNames, Pages, QueryStyle,
    path::is_dots,
};

const ID: &str = "request";

/// JSON if there is a choice, otherwise whatever the endpoint returns.
const ACCEPT: &str = "application/json, */*;q=0.5";

/// A request for an endpoint that has no builder, by its method and path.
///
/// Returned by `request` of a client and of its handles. It is sent like all others: with the same credentials, retries, limits, observers
/// and checks of what is sent. The account of a handle is sent too.
///
/// ```no_run
/// # async fn example(account: truto_runtime::AccountScope) -> Result<(), truto_runtime::Error> {
/// # use truto_runtime::{CustomRequest, Value, http::Method};
/// let response = CustomRequest::new(&account, Method::PUT, "/proxy/{resource}/{id}")
///     .with_path("resource", "lists")
///     .with_path("id", 7)
///     .json(&[1, 2])
///     .await?;
/// let list: Value = response.json()?;
/// # Ok(())
/// # }
/// ```
///
/// The path is a constant text of the program, with placeholders, whose values are set with [`with_path`](Self::with_path). So an id cannot
/// change which resource is meant, and logs and errors contain the path without ids. A value can fill several segments.
#[derive(Clone)]
#[must_use = "a request is not sent until it is awaited"]
pub struct CustomRequest {
    call: Call,
    endpoint: Endpoint,
}

impl CustomRequest {
    /// Creates a request for `path`, which begins with `/` and is relative to the base URL. A part of it in braces is a placeholder, as in
    /// `/files/{id}`. `{+name}` is a placeholder for several segments.
    ///
    /// Sending fails with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) if the path does not begin with `/`, or contains `#` or a dot
    /// segment (`.` or `..`), and for methods other than `GET`, `HEAD`, `OPTIONS`, `POST`, `PUT`, `PATCH` and `DELETE`.
    pub fn new(scope: &AccountScope, method: Method, path: &'static str) -> Self {
        let name = name_of(&method);
        let endpoint = Endpoint::new(ID, name.unwrap_or("GET"), path).with_accept(ACCEPT);
        let endpoint = match scope.account {
            Some((parameter, _)) if has_placeholder(path, parameter) => {
                endpoint.with_scope_in_path()
            }
            _ => endpoint,
        };
        let mut call = Call::custom(scope, endpoint);
        if name.is_none() {
            call.note(Error::invalid("the method of the request is not supported"));
        }
        if let Some(why) = fault(path) {
            call.note(Error::invalid(format!(
                "the path `{path}` of the request {why}"
            )));
        }
        Self { call, endpoint }
    }

    /// Sets the name of the request in errors, spans and observers, such as `crm.contacts.search`. Default: `request`.
    pub fn with_name(self, name: &'static str) -> Self {
        let endpoint = self.endpoint.with_id(name);
        self.with_endpoint(endpoint)
    }

    /// Sets the media type of the response, sent as `Accept`. Default: JSON if there is a choice.
    pub fn with_accept(self, media: &'static str) -> Self {
        let endpoint = self.endpoint.with_accept(media);
        self.with_endpoint(endpoint)
    }

    /// Sets the key under which the payload of the response is wrapped, for [`Response::payload`].
    pub fn with_envelope(self, key: &'static str) -> Self {
        let endpoint = self.endpoint.with_envelope(key);
        self.with_endpoint(endpoint)
    }

    /// Sets the names of the properties of a page, for [`pages`](Self::pages), [`items`](Self::items) and [`Response::page`].
    pub fn with_pages(self, names: &'static PageNames) -> Self {
        let endpoint = self.endpoint.with_pages(names);
        self.with_endpoint(endpoint)
    }

    /// Requests the page at `cursor`, such as the [`next_cursor`](crate::PageOf::next_cursor) of a page. The names of the properties must be
    /// set before, with [`with_pages`](Self::with_pages).
    pub fn with_cursor(mut self, cursor: impl Into<Cursor>) -> Self {
        if let Some(names) = self.names() {
            self.call
                .set_cursor(names.cursor(), QueryStyle::Form, &cursor.into());
        }
        self
    }

    /// Sets the value of a placeholder of the path: a text, a number, or a list, which is joined by commas.
    ///
    /// Sending fails with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) if a placeholder of the path has no value, or a value that is
    /// empty, a dot segment, or contains control characters. Everything else is escaped, also `/`, unless the placeholder is `{+name}`.
    pub fn with_path(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.call.set_path(name, &value);
        self
    }

    crate::__request_options!();

    /// Calls [`with_query`](Self::with_query) if there is a value.
    pub fn maybe_with_query(self, name: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.with_query(name, value),
            None => self,
        }
    }

    /// Sends `body` as JSON.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.map(|call| call.json("application/json", &body))
    }

    /// Sends `body`, an object, as `application/x-www-form-urlencoded`.
    pub fn form(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.map(|call| call.form(&body))
    }

    /// Sends `body`, an object, as `multipart/form-data`: each property is a part, [`FilePart`](crate::FilePart)s are files.
    pub fn multipart(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.map(|call| call.multipart("multipart/form-data", &body, &[]))
    }

    /// Sends `body` unchanged, with the header `Content-Type: media`.
    pub fn bytes(self, media: &str, body: impl Into<Bytes>) -> Self {
        self.map(|call| call.bytes(media, body))
    }

    /// Sends a file unchanged, while it is read. Its content type, if it is set, replaces `media`.
    pub fn file(self, media: &'static str, file: impl Into<FilePart>) -> Self {
        self.map(|call| call.file(media, file.into()))
    }

    /// Sends the request and returns the response undecoded.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send(self) -> CallFuture<Response> {
        self.call.send_raw()
    }

    /// Sends the request and decodes the whole response as a `T`.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_as<T: DeserializeOwned>(self) -> CallFuture<T> {
        self.call.send_as()
    }

    /// Sends the request and returns the response as a stream, undecoded and of any length. The timeout includes reading the whole body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_stream(self) -> CallFuture<ByteStream> {
        self.call.send_stream()
    }

    /// Returns all items of a list, in order: see [`Items`]. The names of its properties must be set, with
    /// [`with_pages`](Self::with_pages).
    pub fn items<T>(self) -> Items<T> {
        self.paged().items()
    }

    /// Returns all pages of a list: see [`Pages`]. The names of its properties must be set, with [`with_pages`](Self::with_pages).
    pub fn pages<T>(self) -> Pages<T> {
        self.paged().pages()
    }

    pub(crate) fn paged(mut self) -> Call {
        self.names();
        self.call
    }

    /// The names of the properties of a page. It is an error if they are not set.
    fn names(&mut self) -> Option<&'static PageNames> {
        let names = self.endpoint.pages();
        if names.is_none() {
            let why = "it is not known where a page has its items and cursor: set their names with `with_pages`";
            self.call.note(Error::invalid(why));
        }
        names
    }

    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    fn into_call(self) -> Call {
        self.call
    }

    fn with_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = endpoint;
        self.call.set_endpoint(endpoint);
        self
    }

    fn map(self, change: impl FnOnce(Call) -> Call) -> Self {
        Self {
            call: change(self.call),
            ..self
        }
    }
}

crate::__request_blocking!(
    CustomRequest, Response, |call| call.send_raw(),
    [] [] [] [] [] []
);

impl IntoFuture for CustomRequest {
    type Output = Result<Response, Error>;
    type IntoFuture = CallFuture<Response>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// Shows the method and the path, but no values.
impl fmt::Debug for CustomRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomRequest")
            .field("method", &self.endpoint.method())
            .field("path", &self.endpoint.path())
            .finish_non_exhaustive()
    }
}

fn name_of(method: &Method) -> Option<&'static str> {
    const NAMES: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
    NAMES.into_iter().find(|name| *name == method.as_str())
}

fn has_placeholder(path: &str, name: &str) -> bool {
    let inside = path.split('{').skip(1);
    inside
        .filter_map(|rest| rest.split('}').next())
        .any(|placeholder| placeholder == name)
}

/// Why the path cannot be sent.
fn fault(path: &str) -> Option<&'static str> {
    if !path.starts_with('/') {
        Some("does not begin with `/`")
    } else if path.contains('#') {
        Some("contains `#`, after which nothing is sent")
    } else if path.split(['/', '?']).any(is_dots) {
        Some("contains a dot segment (`.` or `..`)")
    } else {
        None
    }
}
