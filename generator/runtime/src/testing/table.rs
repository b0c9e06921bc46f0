//! The description of an API for the fake: its operations, and what they return.

use super::{
    records::Records,
    shape::{Field, Object, Shape},
};
use crate::{ClientBuilder, PathStyle, Security, SecurityScheme, support::Matrix};

/// A client whose API can be faked.
#[doc(hidden)]
pub trait Faked: From<crate::Client> {
    /// Its APIs, as far as their features are enabled.
    const APIS: &'static [&'static Api];

    /// The meaning of query parameters, for all operations that do not use the name otherwise.
    const OPTIONS: &'static [(&'static str, ParameterRole)];

    /// The security schemes of its APIs.
    const SCHEMES: &'static [SecurityScheme] = &[SecurityScheme::TOKEN];

    /// The credentials that requests require by default.
    const SECURITY: Security = &[&[SecurityScheme::TOKEN]];

    /// Configures a client of the API at `url`.
    fn builder(url: &str) -> ClientBuilder<Self>;
}

/// One API.
#[derive(Debug)]
pub struct Api {
    pub(super) scope: Option<&'static str>,
    pub(super) routes: &'static [Route],
}

impl Api {
    /// `scope` is the parameter that names the account. It is in the query unless an operation's path contains it.
    #[must_use]
    pub const fn new(scope: Option<&'static str>, routes: &'static [Route]) -> Self {
        Self { scope, routes }
    }
}

/// The meaning of a query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterRole {
    /// The number of items per page.
    Limit,
    /// A switch: `true` excludes the field with this name. If the name is that of the [`Limit`](Self::Limit) parameter, not of a
    /// field, `true` makes the fake ignore the limit.
    Without(&'static str),
    /// The names of fields to exclude.
    Excluded,
    /// The format of the response.
    Format,
    /// The name of the field by which items are keyed.
    KeyBy,
    /// The order of the items.
    Sort,
    /// Passed to the provider.
    Other,
}

/// One operation.
pub struct Route {
    pub(super) operation: &'static dyn Matrix,
    pub(super) response: ResponseKind,
    pub(super) status: u16,
    pub(super) is_scoped: bool,
    pub(super) query: &'static [Field],
    pub(super) body: &'static [&'static str],
    pub(super) payload: Option<Payload>,
    /// The styles of placeholders that are not of the style `simple`.
    pub(super) path: &'static [(&'static str, PathStyle)],
    /// The streams that can be requested instead of the response.
    streams: [Option<Records>; 2],
}

/// The documented body of a request.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Payload {
    /// JSON of this shape.
    Json(Shape),
    /// A form with these fields.
    Form(Shape),
    /// A multipart body of this media type, with these parts.
    Multipart(&'static str, Shape),
    /// A body of this media type, which the fake cannot parse.
    Other(&'static str),
}

/// The body of a successful response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ResponseKind {
    /// No body.
    Nothing,
    /// One value.
    One(super::Shape),
    /// A page of objects of this shape.
    Page(super::Shape),
    /// Bytes or text.
    Bytes,
    /// A stream of events or lines.
    Records(Records),
}

/// The former name of [`ResponseKind`].
#[deprecated(since = "0.1.0", note = "renamed to `ResponseKind`")]
pub type Brings = ResponseKind;

/// The former name of [`ParameterRole`].
#[deprecated(since = "0.1.0", note = "renamed to `ParameterRole`")]
pub type Meaning = ParameterRole;

impl Route {
    /// Creates an operation with the success status 200.
    #[must_use]
    pub const fn new(operation: &'static dyn Matrix, response: ResponseKind) -> Self {
        Self {
            operation,
            response,
            status: 200,
            is_scoped: true,
            query: &[],
            body: &[],
            payload: None,
            path: &[],
            streams: [None; 2],
        }
    }

    /// Sets the success status.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Marks the operation as independent of an account, although other operations of its API are not.
    #[must_use]
    pub const fn unscoped(mut self) -> Self {
        self.is_scoped = false;
        self
    }

    /// Sets the documented query parameters that are specific to the operation, such as filters and the sort order. The names are
    /// those in the query string, such as `created_at[gt]`.
    #[must_use]
    pub const fn with_query(mut self, parameters: &'static [Field]) -> Self {
        self.query = parameters;
        self
    }

    /// Sets the fields that every body requires, for all integrations.
    #[must_use]
    pub const fn with_required_fields(mut self, names: &'static [&'static str]) -> Self {
        self.body = names;
        self
    }

    /// The former name of [`with_required_fields`](Self::with_required_fields).
    #[deprecated(since = "0.1.0", note = "renamed to `with_required_fields`")]
    #[must_use]
    pub const fn with_body(self, names: &'static [&'static str]) -> Self {
        self.with_required_fields(names)
    }

    /// Sets the styles of placeholders in the path that are not of the style `simple`.
    #[must_use]
    pub const fn with_path_styles(mut self, styles: &'static [(&'static str, PathStyle)]) -> Self {
        self.path = styles;
        self
    }

    /// Sets the documented body.
    #[must_use]
    pub const fn with_payload(mut self, payload: Payload) -> Self {
        self.payload = Some(payload);
        self
    }

    /// Adds a stream of events or lines that can be requested instead of the response.
    #[must_use]
    pub const fn with_stream(mut self, records: Records) -> Self {
        self.streams = [Some(records), self.streams[0]];
        self
    }

    /// The stream that a request with this header `Accept` asks for.
    pub(super) fn stream(&self, accept: Option<&str>) -> Option<Records> {
        if let ResponseKind::Records(records) = self.response {
            if !self
                .streams
                .iter()
                .flatten()
                .any(|one| one.is_accepted(accept))
            {
                return Some(records);
            }
        }
        let mut streams = self.streams.into_iter().flatten();
        streams.find(|records| records.is_accepted(accept))
    }

    /// The required query parameters.
    pub(super) fn required_query(&self) -> impl Iterator<Item = &'static str> {
        let required = self.query.iter().filter(|field| field.is_required);
        required.map(|field| field.name)
    }

    /// The object in a successful response, whether single or as the items of a page.
    pub(super) fn object(&self) -> Option<&'static Object> {
        match &self.response {
            ResponseKind::One(shape) | ResponseKind::Page(shape) => shape.object(),
            ResponseKind::Nothing | ResponseKind::Bytes | ResponseKind::Records(_) => None,
        }
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Route")
            .field(&self.operation.endpoint().id())
            .finish()
    }
}
