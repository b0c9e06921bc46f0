//! Checks of headers that a caller sets.

use http::{HeaderName, header};

use crate::Error;

/// The headers that frame the message, select its host or belong to the connection. Setting one by hand would desynchronise
/// client and server: with `Content-Length: 0`, for example, the body is lost and the call seems to succeed. `Expect` is one of
/// them because no transport waits for the interim response that it requests.
const OF_THE_TRANSPORT: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Parses `name` as a header name that a caller may set. The error names the header, but does not show its value.
pub(super) fn name(name: &str) -> Result<HeaderName, Error> {
    let header = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::invalid(format!("invalid header name {name:?}")))?;
    if header == header::AUTHORIZATION {
        return Err(Error::invalid(
            "the header `authorization` is set by the client from its credentials: do not set it",
        ));
    }
    let lower = header.as_str();
    if OF_THE_TRANSPORT.contains(&lower) || lower.starts_with("proxy-") {
        return Err(Error::invalid(format!(
            "the header `{lower}` is set by the transport: do not set it"
        )));
    }
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn framing_headers_and_those_of_the_connection_are_refused_in_any_case() {
        let refused = [
            "Authorization",
            "Connection",
            "content-length",
            "CONTENT-LENGTH",
            "Expect",
            "Host",
            "HTTP2-Settings",
            "Keep-Alive",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
        ];
        for header in refused {
            let error = name(header).unwrap_err().to_string();
            assert!(error.contains(&header.to_lowercase()), "{error}");
        }
        for header in [
            "Accept",
            "Accept-Encoding",
            "Content-Language",
            "Range",
            "X-Proxy-Id",
            "Via",
        ] {
            assert!(name(header).is_ok(), "{header}");
        }
        assert!(name("a b").is_err());
    }
}
