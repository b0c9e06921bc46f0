//! Addresses that do not leave this machine.

use http::Uri;

/// The scheme is case-insensitive: a URL with `HTTPS:` requires certificates too.
pub(crate) fn is_plain(uri: &Uri) -> bool {
    uri.scheme_str() == Some("http")
}

pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Whether a request to this address is unencrypted and stays on this machine. A proxy elsewhere would receive its token.
pub(crate) fn is_private(uri: &Uri) -> bool {
    is_plain(uri) && uri.host().is_some_and(is_loopback)
}
