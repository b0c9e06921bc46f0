//! Validation of the host and port of a URL.

use std::net::Ipv6Addr;

use http::uri::Authority;

/// Returns the port of an authority, if it has one. An error says what is wrong, without the text, which may contain a password.
///
/// `http` accepts any text as a port, and then returns none: the host of `evil.example:.example.com` is `evil.example`.
pub(crate) fn port(authority: &Authority) -> Result<Option<u16>, &'static str> {
    let text = authority.as_str();
    let text = text.rsplit_once('@').map_or(text, |(_, after)| after);
    let host = authority.host();
    let rest = text.strip_prefix(host).ok_or("has an invalid host")?;
    if host.is_empty() {
        return Err("has no host");
    }
    // Connections are opened to the text between the brackets, which could be any name.
    if let Some(address) = host.strip_prefix('[') {
        let address = address.trim_end_matches(']');
        // A link-local address can name an interface: `[fe80::1%eth0]`. No name of a host begins with an address and this character.
        let address = address
            .split_once('%')
            .map_or(address, |(address, _)| address);
        let address = address.parse::<Ipv6Addr>();
        address.map_err(|_| "has an invalid IPv6 address")?;
    }
    if rest.is_empty() {
        return Ok(None);
    }
    let digits = rest.strip_prefix(':').filter(|port| is_number(port));
    let port = digits.and_then(|port| port.parse().ok());
    match port.filter(|port| *port > 0) {
        Some(port) => Ok(Some(port)),
        None => Err("has an invalid port"),
    }
}

/// Rust also parses a number with a sign.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the port of a URL, or that of its scheme if it has none.
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
pub(super) fn port_of(uri: &http::Uri) -> Result<u16, &'static str> {
    let authority = uri.authority().ok_or("has no host")?;
    let is_secure = uri.scheme() == Some(&http::uri::Scheme::HTTPS);
    Ok(port(authority)?.unwrap_or(if is_secure { 443 } else { 80 }))
}

#[cfg(test)]
mod tests {
    use super::port;

    #[test]
    fn only_a_port_can_follow_the_host() {
        let table = [
            ("a.example", Ok(None)),
            ("a.example:8443", Ok(Some(8443))),
            ("a.example:0443", Ok(Some(443))),
            ("user:secret@a.example:1", Ok(Some(1))),
            ("[::1]", Ok(None)),
            ("[2001:db8::1]:65535", Ok(Some(65535))),
            ("[fe80::1%eth0]", Ok(None)),
            ("[fe80::1%25eth0]:8443", Ok(Some(8443))),
            ("[evil.example%eth0]", Err("has an invalid IPv6 address")),
            ("[%eth0]", Err("has an invalid IPv6 address")),
            ("evil.example:.example.com", Err("has an invalid port")),
            ("evil.example:443.example.com", Err("has an invalid port")),
            ("a.example:", Err("has an invalid port")),
            ("a.example:0", Err("has an invalid port")),
            ("a.example:+443", Err("has an invalid port")),
            ("a.example:99999", Err("has an invalid port")),
            ("a:a", Err("has an invalid port")),
            ("user@a:a", Err("has an invalid port")),
            ("[::1]evil.example", Err("has an invalid port")),
            ("[::1]:", Err("has an invalid port")),
            ("[evil.example]", Err("has an invalid IPv6 address")),
            ("[127.0.0.1]:80", Err("has an invalid IPv6 address")),
            ("a[::1]", Err("has an invalid port")),
            (":443", Err("has no host")),
        ];
        for (authority, expected) in table {
            assert_eq!(port(&authority.parse().unwrap()), expected, "{authority}");
        }
    }
}
