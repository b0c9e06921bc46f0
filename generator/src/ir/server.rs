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
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
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
    /// Returns the URL with the defaults of its variables, without a trailing slash.
    #[must_use]
    pub fn default_url(&self) -> String {
        let mut url = String::new();
        let mut rest = self.url.as_str();
        while let Some((before, (name, after))) = placeholder(rest) {
            url.push_str(before);
            match self.variable(name) {
                Some(variable) => url.push_str(&variable.default),
                None => url.push_str(&format!("{{{name}}}")),
            }
            rest = after;
        }
        url.push_str(rest);
        url.truncate(url.trim_end_matches('/').len());
        url
    }

    /// Returns [`Self::default_url`], or `None` if it is relative or has another scheme than HTTP.
    #[must_use]
    pub fn absolute_url(&self) -> Option<String> {
        let url = self.default_url();
        let (scheme, _) = url.split_once("://")?;
        let is_http = ["https", "http"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known));
        is_http.then_some(url)
    }

    /// Returns the variable of a placeholder.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&ServerVariable> {
        self.variables.iter().find(|variable| variable.wire == name)
    }

    /// Returns the names of the placeholders in the URL.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.url.as_str();
        std::iter::from_fn(move || {
            let (_, (name, after)) = placeholder(rest)?;
            rest = after;
            Some(name)
        })
    }
}

/// Returns the text before the next placeholder, its name, and the text after it.
fn placeholder(text: &str) -> Option<(&str, (&str, &str))> {
    let (before, rest) = text.split_once('{')?;
    Some((before, rest.split_once('}')?))
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
    /// The source location.
    pub origin: Origin,
}
