//! Servers.

use super::docs::Docs;
use crate::source::Origin;

/// The servers of a path or an operation, in place of those of the API.
#[derive(Clone, Debug)]
pub struct OwnServers {
    /// The servers. The first one is the default.
    pub all: Vec<Server>,
    /// Whether the path has them, and not the operation.
    pub are_of_path: bool,
    /// The source location.
    pub origin: Origin,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// The URL with placeholders, as in the document: `https://{region}.example.com`.
    pub url: String,
    /// The variables of the placeholders.
    pub variables: Vec<ServerVariable>,
    /// The documentation.
    pub docs: Docs,
    /// The source location.
    pub origin: Origin,
    /// The location of the URL.
    pub url_origin: Origin,
}

impl Server {
    /// Returns the URL without a trailing slash, or `None` if it is relative or has variables.
    #[must_use]
    pub fn fixed_url(&self) -> Option<&str> {
        let url = self.url.trim_end_matches('/');
        (url.contains("://") && !url.contains('{')).then_some(url)
    }
}

/// A variable in the URL of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name.
    pub wire: String,
    /// The default.
    pub default: String,
    /// The allowed values; empty if all are allowed.
    pub values: Vec<String>,
    /// The description.
    pub description: Option<String>,
}
