//! Servers.

use indexmap::IndexMap;

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
    /// The variables of the placeholders, by name.
    pub variables: IndexMap<String, ServerVariable>,
    /// The documentation.
    pub docs: Docs,
    /// The source location.
    pub origin: Origin,
    /// The location of the URL.
    pub url_origin: Origin,
}

impl Server {
    /// Returns the URL with the defaults of its variables, without a trailing slash. As in clients, a default adds no empty segment between
    /// two slashes of the URL.
    #[must_use]
    pub fn default_url(&self) -> String {
        let mut url = String::new();
        let mut rest = self.url.as_str();
        while let Some((before, (name, after))) = placeholder(rest) {
            url.push_str(before);
            rest = after;
            let Some(variable) = self.variable(name) else {
                url.push_str(&format!("{{{name}}}"));
                continue;
            };
            let value = variable.default.as_str();
            let is_in_path = url
                .split_once("://")
                .is_some_and(|(_, rest)| rest.contains('/'));
            let is_after_slash = is_in_path && url.ends_with('/');
            let value = match is_after_slash {
                true => value.strip_prefix('/').unwrap_or(value),
                false => value,
            };
            url.push_str(value);
            if is_in_path && url.ends_with('/') && (is_after_slash || !value.is_empty()) {
                rest = rest.strip_prefix('/').unwrap_or(rest);
            }
        }
        url.push_str(rest);
        url.truncate(url.trim_end_matches('/').len());
        url
    }

    /// Says why [`Self::default_url`] cannot be a base URL, if it cannot: "has a query or a fragment".
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        match self.undeclared().next() {
            Some(_) => Some("has a variable without a default"),
            None => fault(&self.default_url()),
        }
    }

    /// Returns [`Self::default_url`], or `None` if it is relative, is invalid or has another scheme than HTTP.
    #[must_use]
    pub fn absolute_url(&self) -> Option<String> {
        if self.fault().is_some() {
            return None;
        }
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
        self.variables.get(name)
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

    /// Returns the names of the placeholders that no variable describes.
    pub fn undeclared(&self) -> impl Iterator<Item = &str> {
        self.placeholders()
            .filter(|name| self.variable(name).is_none())
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
    /// The locations of the values.
    pub value_origins: Vec<Origin>,
    /// The description.
    pub description: Option<String>,
    /// The source location.
    pub origin: Origin,
}

/// Says why a URL cannot be a base URL. A relative one is a path.
fn fault(url: &str) -> Option<&'static str> {
    let (authority, path) = match url.split_once("://") {
        Some((_, rest)) => match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        },
        None => ("localhost", url),
    };
    if url.contains(['?', '#']) {
        return Some("has a query or a fragment");
    }
    if authority.contains('@') {
        return Some("has a user or a password");
    }
    if path.contains(|c: char| c.is_whitespace() || c.is_control() || "{}<>\"\\^`|".contains(c)) {
        return Some("has a character that is invalid in a path");
    }
    // A relative one can begin with `../`.
    if url.contains("://") && path.split('/').any(is_dots) {
        return Some("has a dot segment (`.` or `..`)");
    }
    (!is_authority(authority)).then_some("has an invalid host or port")
}

/// Whether a segment is a dot segment, possibly percent-encoded.
fn is_dots(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(segment.as_str(), "." | "..")
}

/// Whether the text is a host with an optional port.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let is_literal = host.starts_with('[') && host.ends_with(']');
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let is_host = match is_literal {
        true => {
            let address = &host[1..host.len() - 1];
            // It can name an interface: `fe80::1%25eth0`.
            let address = address
                .split_once('%')
                .map_or(address, |(address, _)| address);
            address.parse::<std::net::Ipv6Addr>().is_ok()
        }
        false => !host.is_empty() && host.chars().all(fits),
    };
    // Rust also parses a number with a sign.
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    is_host && port.is_none_or(is_port)
}
