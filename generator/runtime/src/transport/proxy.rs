//! Reads the proxies from the environment, once for both default transports. The [parent module](super#proxies) documents the
//! rules.

use std::fmt;

use http::{HeaderValue, Uri, uri::Scheme};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::{
    authority::{port, port_of},
    loopback::is_private,
};

/// The proxies in the environment.
#[derive(Default)]
pub(crate) struct Proxies {
    https: String,
    http: String,
    /// The entries of `NO_PROXY`.
    direct: Vec<Direct>,
}

/// An entry of `NO_PROXY`, and the only port to which it applies, if it has one.
struct Direct {
    host: String,
    port: Option<u16>,
}

/// A proxy to connect to.
pub(super) struct Hop {
    proxy: Intercept,
}

/// A variable that does not name an HTTP proxy. Its value is not shown, because it may contain a password.
#[derive(Debug)]
pub(crate) struct InvalidProxy {
    variable: String,
    is_socks: bool,
}

impl Proxies {
    /// `variable` returns the value of an environment variable.
    pub(crate) fn of(variable: impl Fn(&str) -> Option<String>) -> Result<Self, InvalidProxy> {
        let value = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let first = |upper: &str, lower: &str| {
            let found = [upper, lower]
                .into_iter()
                .find_map(|name| Some((name.to_owned(), value(name)?)));
            found.map(|(name, value)| checked(name, value)).transpose()
        };
        let is_cgi = value("REQUEST_METHOD").is_some();
        let all = first("ALL_PROXY", "all_proxy")?;
        let https = first("HTTPS_PROXY", "https_proxy")?;
        let http = first(
            if is_cgi { "http_proxy" } else { "HTTP_PROXY" },
            "http_proxy",
        )?;
        let direct = value("NO_PROXY")
            .or_else(|| value("no_proxy"))
            .unwrap_or_default();
        Ok(Self {
            https: https.or_else(|| all.clone()).unwrap_or_default(),
            http: http.or(all).unwrap_or_default(),
            direct: direct
                .split([',', ' ', '\t'])
                .filter_map(Direct::of)
                .collect(),
        })
    }

    /// Reads the proxies of this process.
    pub(crate) fn from_env() -> Result<Self, InvalidProxy> {
        Self::of(|name| std::env::var(name).ok())
    }

    /// Returns the proxy for `uri`, if there is one.
    ///
    /// # Errors
    /// What follows the host of `uri` is not a port.
    pub(super) fn hop(&self, uri: &Uri) -> Result<Option<Hop>, String> {
        let port = port_of(uri).map_err(|why| format!("the URL {why}"))?;
        if is_private(uri) {
            return Ok(None);
        }
        let direct: Vec<&str> = self
            .direct
            .iter()
            .filter(|entry| entry.port.is_none_or(|only| only == port))
            .map(|entry| entry.host.as_str())
            .collect();
        let matcher = Matcher::builder()
            .https(&self.https)
            .http(&self.http)
            .no(direct.join(","));
        Ok(matcher.build().intercept(uri).map(|proxy| Hop { proxy }))
    }
}

impl Direct {
    /// `host`, `.host` and `*.host` mean the host and all hosts below it.
    fn of(entry: &str) -> Option<Self> {
        let (host, port) = match entry.rsplit_once(':') {
            // In an IPv6 address, a colon precedes a port only after brackets.
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
                (host, Some(port.parse().ok()?))
            }
            _ => (entry, None),
        };
        let host = host.trim_matches(['[', ']']);
        let host = host
            .strip_prefix('*')
            .filter(|rest| rest.starts_with('.'))
            .unwrap_or(host);
        (!host.is_empty()).then(|| Self {
            host: host.to_owned(),
            port,
        })
    }
}

/// Returns the value if it is the address of an HTTP proxy.
fn checked(variable: String, value: String) -> Result<String, InvalidProxy> {
    let value = value.trim();
    let uri = value.parse::<Uri>().ok();
    let scheme = uri.as_ref().and_then(Uri::scheme_str).unwrap_or("http");
    let is_socks = scheme.starts_with("socks");
    let authority = uri.as_ref().and_then(Uri::authority);
    let is_valid = authority.is_some_and(|authority| port(authority).is_ok());
    if is_valid && matches!(scheme, "http" | "https") {
        Ok(value.to_owned())
    } else {
        Err(InvalidProxy { variable, is_socks })
    }
}

impl Hop {
    pub(super) fn is_secure(&self) -> bool {
        self.proxy.uri().scheme() == Some(&Scheme::HTTPS)
    }

    /// Without brackets.
    pub(super) fn host(&self) -> &str {
        let host = self.proxy.uri().host().unwrap_or_default();
        host.trim_matches(['[', ']'])
    }

    pub(super) fn port(&self) -> u16 {
        let port = self.proxy.uri().port_u16();
        port.unwrap_or(if self.is_secure() { 443 } else { 80 })
    }

    /// The value of `Proxy-Authorization`.
    pub(super) fn credentials(&self) -> Option<&HeaderValue> {
        self.proxy.basic_auth()
    }
}

impl fmt::Display for InvalidProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variable, is_socks } = self;
        let why = match is_socks {
            true => "names a SOCKS proxy, which is not supported",
            false => "is not the address of an HTTP proxy",
        };
        write!(
            f,
            "the environment variable {variable} {why}: set it to an address such as http://proxy.example:3128, or build the client with `no_proxy`"
        )
    }
}

impl std::error::Error for InvalidProxy {}

#[cfg(test)]
mod tests {
    use super::Proxies;

    type Variables<'a> = [(&'a str, &'a str)];

    fn proxies(variables: &Variables) -> Result<Proxies, String> {
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Proxies::of(find).map_err(|error| error.to_string())
    }

    /// `host:port` of the proxy for `url`.
    fn hop(variables: &Variables, url: &str) -> Option<String> {
        let hop = proxies(variables).unwrap().hop(&url.parse().unwrap());
        let hop = hop.unwrap()?;
        Some(format!("{}:{}", hop.host(), hop.port()))
    }

    #[test]
    fn the_variable_of_the_scheme_comes_before_that_of_all() {
        let both = [("HTTPS_PROXY", "http://s:1"), ("all_proxy", "a:2")];
        let table: [(&Variables, &str, Option<&str>); 9] = [
            (&both, "https://x", Some("s:1")),
            (&both, "http://x", Some("a:2")),
            (
                &[("https_proxy", "http://u:p@s")],
                "https://x",
                Some("s:80"),
            ),
            (&[("HTTPS_PROXY", "https://s")], "https://x", Some("s:443")),
            (
                &[("HTTPS_PROXY", " "), ("https_proxy", "s:1")],
                "https://x",
                Some("s:1"),
            ),
            (
                &[("HTTPS_PROXY", "http://[::1]:3")],
                "https://x",
                Some("::1:3"),
            ),
            (&[("HTTP_PROXY", "h:1")], "https://x", None),
            (
                &[("HTTP_PROXY", "h:1"), ("REQUEST_METHOD", "GET")],
                "http://x",
                None,
            ),
            (&[], "https://x", None),
        ];
        for (variables, url, expected) in table {
            assert_eq!(
                hop(variables, url).as_deref(),
                expected,
                "{variables:?} {url}"
            );
        }
        let credentials = proxies(&[("ALL_PROXY", "http://Aladdin:open%20sesame@p")]).unwrap();
        let hop = credentials.hop(&"https://x".parse().unwrap()).unwrap();
        assert_eq!(
            hop.unwrap().credentials().unwrap(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
    }

    #[test]
    fn no_proxy_names_hosts_networks_and_ports() {
        let table = [
            ("*", "https://any.example", true),
            ("10.0.0.0/8", "http://10.9.8.7:80", true),
            ("10.0.0.0/8", "http://11.0.0.1", false),
            ("10.1.1.1", "https://10.1.1.1", true),
            ("fd00::/8, ::1", "https://[::1]", true),
            ("fd00::/8", "https://[fd00::7]:8", true),
            ("[::1]:8443", "https://[::1]:8443", true),
            ("[::1]:8443", "https://[::1]", false),
            ("a.example , b.example", "https://b.example", true),
            ("a.example b.example", "https://b.example", true),
            ("EXAMPLE.com", "https://api.example.COM", true),
            (".example.com", "https://example.com", true),
            ("*.example.com", "https://api.example.com", true),
            ("example.com", "https://notexample.com", false),
            ("example.com:443", "https://api.example.com", true),
            ("example.com:8443", "https://api.example.com", false),
            ("*:8443", "https://api.example.com:8443", true),
            ("example.com:x, ,:,*x", "https://example.com", false),
        ];
        for (direct, url, is_direct) in table {
            let variables = [("ALL_PROXY", "http://p:1"), ("NO_PROXY", direct)];
            assert_eq!(hop(&variables, url).is_none(), is_direct, "{direct} {url}");
        }
    }

    #[test]
    fn no_proxy_sees_an_unencrypted_request_to_this_machine() {
        let table = [
            ("http://localhost:8080", false),
            ("http://LOCALHOST", false),
            ("http://127.1.2.3:8080", false),
            ("http://[::1]", false),
            ("http://localhost.example", true),
            ("https://localhost", true),
        ];
        for (url, is_seen) in table {
            let hop = hop(&[("ALL_PROXY", "http://p:1")], url);
            assert_eq!(hop.is_some(), is_seen, "{url}");
        }
    }

    #[test]
    fn a_url_without_a_valid_port_is_refused() {
        let proxies = proxies(&[("ALL_PROXY", "http://p:1"), ("NO_PROXY", "a:443")]).unwrap();
        for url in ["https://a:x", "https://a:", "http://127.0.0.1:x"] {
            assert!(proxies.hop(&url.parse().unwrap()).is_err(), "{url}");
        }
    }

    #[test]
    fn other_proxies_are_refused_without_showing_them() {
        for value in [
            "socks5://s3cret@p:1",
            "ftp://s3cret@p",
            "http://",
            "http://s3cret:x@",
            "http://p:s3cret",
            "http://p:99999",
            "http://p:0",
            "http://p:+1",
            "http://s3:s3",
            "http://[s3cret]:1",
            "http://s3 cret@p",
            "://s3cret",
            "/s3cret",
        ] {
            for name in ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"] {
                let error = proxies(&[(name, value)]).err().expect(value);
                assert!(error.contains(name) && !error.contains("s3"), "{error}");
            }
        }
    }
}
