//! What a call needs to know about its operation: method, path, and form of the response.

use crate::{PageNames, Security};

/// An endpoint: an HTTP method and a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    id: &'static str,
    method: &'static str,
    path: &'static str,
    accept: &'static str,
    envelope: Option<&'static str>,
    pages: Option<&'static PageNames>,
    has_scope_in_path: bool,
    security: Option<Security>,
    server: Option<&'static str>,
}

impl Endpoint {
    /// Creates an endpoint. `id` is like `ticketing.contacts.create`, `method` like `POST`, and `path` is a template like
    /// `/unified/crm/contacts/{id}`, perhaps with a query that each request has.
    #[must_use]
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            accept: "application/json",
            envelope: None,
            pages: None,
            has_scope_in_path: false,
            security: None,
            server: None,
        }
    }

    /// Sets the id.
    #[must_use]
    pub const fn with_id(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// Sets the media type of responses, which is sent as the `Accept` header. Default: `application/json`.
    #[must_use]
    pub const fn with_accept(mut self, media: &'static str) -> Self {
        self.accept = media;
        self
    }

    /// Declares that the payload of a response is wrapped in an object, under `key`.
    #[must_use]
    pub const fn with_envelope(mut self, key: &'static str) -> Self {
        self.envelope = Some(key);
        self
    }

    /// Declares that a response is a page of a list.
    #[must_use]
    pub const fn with_pages(mut self, names: &'static PageNames) -> Self {
        self.pages = Some(names);
        self
    }

    /// Declares that the account is sent in a placeholder of the path, not as a query parameter.
    #[must_use]
    pub const fn with_scope_in_path(mut self) -> Self {
        self.has_scope_in_path = true;
        self
    }

    /// Sets the credentials that a request requires. Default: those of the [client](crate::ClientBuilder::security).
    #[must_use]
    pub const fn with_security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    /// Sets the base URL of the operation, which differs from that of the API. If it begins with `/`, it is a path on the host of
    /// the API. A [base URL](crate::ClientBuilder::base_url) that is set on the client applies instead.
    #[must_use]
    pub const fn with_server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// `ticketing.contacts.create`
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// Whether the request only reads.
    pub(crate) fn is_read(&self) -> bool {
        matches!(self.method, "GET" | "HEAD")
    }

    /// The path template, with its placeholders and fixed query.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The key under which the payload of a response is wrapped, if it is.
    #[must_use]
    pub const fn envelope(&self) -> Option<&'static str> {
        self.envelope
    }

    /// The media type of responses.
    #[must_use]
    pub const fn accept(&self) -> &'static str {
        self.accept
    }

    /// The names of the properties of a page, if a response is a page.
    #[must_use]
    pub const fn pages(&self) -> Option<&'static PageNames> {
        self.pages
    }

    /// The credentials that a request requires, if they are not those of the client.
    #[must_use]
    pub const fn security(&self) -> Option<Security> {
        self.security
    }

    /// The base URL of the operation, if it is not that of the API.
    #[must_use]
    pub const fn server(&self) -> Option<&'static str> {
        self.server
    }

    /// Whether the account is sent in a placeholder of the path.
    #[must_use]
    pub const fn has_scope_in_path(&self) -> bool {
        self.has_scope_in_path
    }
}
