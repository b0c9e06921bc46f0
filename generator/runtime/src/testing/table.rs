//! What a generated crate says of its API to the fake: which operations there are, and what they bring.

use super::shape::{Field, Object, Shape};
use crate::{ClientBuilder, support::IntegrationKey, support::Matrix};

/// A client whose API can be faked.
pub trait Faked: From<crate::Client> {
    /// The integrations that its support matrix knows.
    type Integration: IntegrationKey;

    /// Its APIs, as far as they are in the build.
    const APIS: &'static [&'static Api];

    /// What query parameters mean to all operations that have no other use for the name.
    const OPTIONS: &'static [(&'static str, Meaning)];

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
    /// `scope` is the parameter that names the account, in the query unless an operation's path has it.
    #[must_use]
    pub const fn new(scope: Option<&'static str>, routes: &'static [Route]) -> Self {
        Self { scope, routes }
    }
}

/// What a query parameter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// How many items a page has.
    Limit,
    /// Leaves out the field of this name, or takes the effect from the parameter of this name.
    Without(&'static str),
    /// Names fields to leave out.
    Excluded,
    /// Names the shape in which the result comes.
    Format,
    /// Names the field by which items are keyed.
    KeyBy,
    /// Says what comes first.
    Sort,
    /// For the provider.
    Other,
}

/// One operation.
pub struct Route {
    pub(super) operation: &'static dyn Matrix,
    pub(super) brings: Brings,
    pub(super) status: u16,
    pub(super) is_scoped: bool,
    pub(super) query: &'static [Field],
    pub(super) body: &'static [&'static str],
    pub(super) payload: Option<Payload>,
}

/// The documented body of a request.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Payload {
    /// JSON of this shape.
    Json(Shape),
    /// A form with these fields.
    Form(Shape),
    /// Something of this media type that the fake does not read.
    Other(&'static str),
}

/// What a success brings.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Brings {
    /// No body.
    Nothing,
    /// One value.
    One(super::Shape),
    /// A page of such objects.
    Page(super::Shape),
    /// Bytes, or a text.
    Bytes,
}

impl Route {
    /// An operation that answers with status 200.
    #[must_use]
    pub const fn new(operation: &'static dyn Matrix, brings: Brings) -> Self {
        Self {
            operation,
            brings,
            status: 200,
            is_scoped: true,
            query: &[],
            body: &[],
            payload: None,
        }
    }

    /// Says which status means success.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Says that it is for no account, although others of its API are.
    #[must_use]
    pub const fn unscoped(mut self) -> Self {
        self.is_scoped = false;
        self
    }

    /// Names the documented query parameters other than options, as they are written: `created_at[gt]`.
    #[must_use]
    pub const fn with_query(mut self, parameters: &'static [Field]) -> Self {
        self.query = parameters;
        self
    }

    /// Names the fields that every body must have, whatever the integration.
    #[must_use]
    pub const fn with_body(mut self, names: &'static [&'static str]) -> Self {
        self.body = names;
        self
    }

    /// Sets the documented body.
    #[must_use]
    pub const fn with_payload(mut self, payload: Payload) -> Self {
        self.payload = Some(payload);
        self
    }

    /// The required query parameters.
    pub(super) fn required_query(&self) -> impl Iterator<Item = &'static str> {
        let required = self.query.iter().filter(|field| field.is_required);
        required.map(|field| field.name)
    }

    /// The object that a success brings, whole or as the items of a page.
    pub(super) fn object(&self) -> Option<&'static Object> {
        match &self.brings {
            Brings::One(shape) | Brings::Page(shape) => shape.object(),
            Brings::Nothing | Brings::Bytes => None,
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
