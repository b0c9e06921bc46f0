//! Security schemes, and the requirements that are made of them.

/// A security scheme: how credentials are sent.
///
/// [`Credentials`](crate::Credentials) has the credentials of a client by scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    name: &'static str,
    place: Place,
}

/// Where credentials are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// The whole value of `Authorization`.
    Authorization,
    /// A header of this name.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
}

/// The credentials that a request requires: one of several alternatives, each of which is a list of schemes that are all
/// required.
///
/// The client sends the first alternative for which it has all credentials. An empty alternative makes credentials optional:
/// without those of another alternative, the client sends none. Without alternatives, it always sends none.
pub type Security = &'static [&'static [SecurityScheme]];

impl SecurityScheme {
    /// The API token that [`ClientBuilder::token`](crate::ClientBuilder::token) sets, sent as `Authorization: Bearer …`.
    pub const TOKEN: Self = Self::bearer("token");

    /// A token, sent as `Authorization: Bearer …`.
    #[must_use]
    pub const fn bearer(name: &'static str) -> Self {
        Self::new(name, Place::Bearer)
    }

    /// A user name and a password, sent as `Authorization: Basic …`.
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self::new(name, Place::Basic)
    }

    /// Credentials that are the whole value of the header `Authorization`.
    #[must_use]
    pub const fn authorization(name: &'static str) -> Self {
        Self::new(name, Place::Authorization)
    }

    /// A key in the header `header`.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        Self::new(name, Place::Header(header))
    }

    /// A key in the query parameter `parameter`.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self::new(name, Place::Query(parameter))
    }

    /// A key in the cookie `cookie`.
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::new(name, Place::Cookie(cookie))
    }

    const fn new(name: &'static str, place: Place) -> Self {
        Self { name, place }
    }

    /// The name, which no two schemes of a client share.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn place(&self) -> Place {
        self.place
    }
}
