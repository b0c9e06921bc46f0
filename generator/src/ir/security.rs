//! Authentication: the schemes of an API, and what operations require.

use super::docs::Docs;
use crate::source::Origin;

/// A way to authenticate requests.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// The name that requirements refer to.
    pub name: String,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// The environment variable with the credentials: `x-truto-env`.
    pub env: Option<String>,
    /// What is sent.
    pub credentials: Credentials,
    /// The documentation.
    pub docs: Docs,
    /// The source location.
    pub origin: Origin,
}

/// The credentials of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// A token: `Authorization: Bearer …`.
    Bearer,
    /// User name and password: `Authorization: Basic …`.
    Basic,
    /// Credentials of another scheme in the header `Authorization`.
    Http(String),
    /// A key in a parameter of this name.
    Key {
        /// Where the key is sent.
        place: KeyPlace,
        /// The name.
        wire: String,
    },
    /// A token from OAuth 2, sent as [`Self::Bearer`].
    OAuth2(Vec<Flow>),
    /// A token from OpenID Connect, sent as [`Self::Bearer`].
    OpenIdConnect {
        /// The URL of the discovery document.
        url: String,
    },
    /// A client certificate, which belongs to the transport.
    Certificate,
}

impl Credentials {
    /// Whether they are sent as the header `Authorization`.
    #[must_use]
    pub fn are_authorization(&self) -> bool {
        match self {
            Self::Basic | Self::Http(_) => true,
            Self::Key { place, wire } => {
                *place == KeyPlace::Header && wire.eq_ignore_ascii_case("authorization")
            }
            Self::Bearer | Self::OAuth2(_) | Self::OpenIdConnect { .. } => true,
            Self::Certificate => false,
        }
    }

    /// Whether a token is sent as a bearer token.
    #[must_use]
    pub fn are_token(&self) -> bool {
        matches!(
            self,
            Self::Bearer | Self::OAuth2(_) | Self::OpenIdConnect { .. }
        )
    }
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// A way to get a token with OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The kind.
    pub kind: FlowKind,
    /// Where the user grants access.
    pub authorization_url: Option<String>,
    /// Where the token is issued.
    pub token_url: Option<String>,
    /// The names of the scopes, each with its description.
    pub scopes: Vec<(String, String)>,
}

/// The kinds of OAuth 2 flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    /// The token is issued to the browser.
    Implicit,
    /// The client sends the password of the user.
    Password,
    /// The client sends its own credentials.
    ClientCredentials,
    /// The client exchanges a code.
    AuthorizationCode,
}

/// The authentication that a request requires: one of several alternatives. Without alternatives, it requires none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// The alternatives. Each is a list of schemes that are all required; an empty one means that none is required.
    pub alternatives: Vec<Vec<RequiredScheme>>,
}

/// A scheme that a request requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredScheme {
    /// The name of the scheme.
    pub name: String,
    /// The OAuth 2 scopes that the token needs.
    pub scopes: Vec<String>,
    /// The source location.
    pub origin: Origin,
}
