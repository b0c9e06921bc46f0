//! Validation of base URLs.

use http::Uri;

use crate::{
    Error,
    path::is_dots,
    transport::{is_loopback, port},
};

/// Returns the URL without a trailing slash. Errors do not contain it, because it may have a password.
pub(crate) fn check_base_url(url: &str, allow_http: bool) -> Result<String, Error> {
    let refused = |why: &str| Error::invalid(format!("the base URL {why}"));
    if url.contains(['?', '#']) {
        return Err(refused("has a query or a fragment"));
    }
    if url.contains(['{', '}']) {
        return Err(refused(
            "has a placeholder such as `{name}`: its value is missing, or would add an empty segment to the path",
        ));
    }
    let uri: Uri = url.parse().map_err(|_| refused("is not a valid URL"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(refused("has no scheme or no host"));
    };
    if authority.as_str().contains('@') {
        return Err(refused("has a user or password: set the API token instead"));
    }
    port(authority).map_err(refused)?;
    // Servers and proxies resolve them, so that requests would go to another path.
    if uri.path().split('/').any(is_dots) {
        return Err(refused("has a dot segment (`.` or `..`) in its path"));
    }
    match scheme {
        "https" => {}
        "http" if allow_http || is_loopback(authority.host()) => {}
        "http" => {
            return Err(refused(
                "has the scheme `http`, which would send the token unencrypted: use `https`, or call `allow_insecure_http` \
                 if the network is your own",
            ));
        }
        _ => return Err(refused("has a scheme that is neither `https` nor `http`")),
    }
    Ok(url.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::check_base_url;
    use crate::transport::is_plain;

    #[test]
    fn schemes_are_case_insensitive() {
        for url in ["https://a", "HTTPS://a", "http://a", "HTTP://a"] {
            let url = check_base_url(url, true).unwrap();
            let is_http = url.eq_ignore_ascii_case("http://a");
            assert_eq!(is_plain(&url.parse().unwrap()), is_http, "{url}");
        }
    }

    #[test]
    fn only_safe_base_urls_are_taken() {
        let table = [
            (
                "https://api.truto.one",
                false,
                Some("https://api.truto.one"),
            ),
            (
                "https://proxy.example/truto/",
                false,
                Some("https://proxy.example/truto"),
            ),
            ("http://localhost:1", false, Some("http://localhost:1")),
            ("http://127.9.9.9", false, Some("http://127.9.9.9")),
            ("http://[::1]:80", false, Some("http://[::1]:80")),
            ("http://api.truto.one", false, None),
            ("http://api.truto.one", true, Some("http://api.truto.one")),
            ("http://127.0.0.1.evil.example", false, None),
            ("http://localhost.evil.example", false, None),
            ("https://user:hunter2@api.truto.one", true, None),
            ("https://a?b", true, None),
            ("https://a#b", true, None),
            (
                "https://api.truto.one:8443/v1",
                false,
                Some("https://api.truto.one:8443/v1"),
            ),
            ("https://proxy.example/a/../b", true, None),
            ("https://proxy.example/./b", true, None),
            ("https://proxy.example/a/..", true, None),
            ("https://proxy.example/%2e%2E/b", true, None),
            ("https://proxy.example/.%2e/", true, None),
            ("https://proxy.example/{tenant}/b", true, None),
            ("https://{tenant}.example", true, None),
            (
                "https://proxy.example/.well-known/...",
                false,
                Some("https://proxy.example/.well-known/..."),
            ),
            (
                "https://proxy.example//b",
                false,
                Some("https://proxy.example//b"),
            ),
            ("https://evil.example:.truto.one", true, None),
            ("https://evil.example:443.truto.one", true, None),
            ("https://api.truto.one:99999", true, None),
            ("https://api.truto.one:", true, None),
            ("https://api.truto.one:0", true, None),
            ("https://[::1]evil.example", true, None),
            ("https://[evil.example]", true, None),
            ("https://:443", true, None),
            ("http://127.0.0.1:", false, None),
            ("http://127.0.0.1:.evil.example", false, None),
            ("http://[::1]:x", false, None),
            ("ftp://a", true, None),
            ("/a", true, None),
            ("", true, None),
        ];
        for (url, allow_http, expected) in table {
            let result = check_base_url(url, allow_http);
            if let Err(error) = &result {
                assert!(!error.to_string().contains("hunter2"));
            }
            assert_eq!(result.ok().as_deref(), expected, "{url}");
        }
    }
}
