//! The base URL of an operation.

use http::Uri;

use crate::{
    Endpoint, Error,
    client::{Settings, check_base_url},
};

/// Returns the base URL of the endpoint: its own server, unless that is replaced or a base URL was set on the client.
pub(super) fn base_url(settings: &Settings, endpoint: &Endpoint) -> Result<String, Error> {
    let own = endpoint.server().map(|url| url.trim_end_matches('/'));
    let mut servers = settings.servers.iter();
    if let Some((_, url)) = servers.find(|(server, _)| Some(server.as_str()) == own) {
        return Ok(url.clone());
    }
    match own.filter(|_| !settings.has_own_base_url) {
        None => Ok(settings.base_url.clone()),
        Some(path) if path.starts_with('/') || path.is_empty() => {
            Ok(origin(&settings.base_url) + path)
        }
        Some(url) => check_base_url(url, settings.allow_http),
    }
}

/// Scheme and authority of a valid URL.
fn origin(url: &str) -> String {
    let uri: Uri = url.parse().unwrap_or_default();
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{scheme}://{authority}")
}

#[cfg(test)]
mod tests {
    use super::base_url;
    use crate::{Client, ClientBuilder, Endpoint};

    const PLAIN: Endpoint = Endpoint::new("files.get", "GET", "/files");

    fn base(builder: ClientBuilder, endpoint: &Endpoint) -> Option<String> {
        let client = builder.token("t").build().unwrap();
        base_url(&client.settings, endpoint).ok()
    }

    #[test]
    fn an_operation_has_its_own_server_unless_a_base_url_is_set() {
        let table = [
            (PLAIN, "https://api.example/v2", "https://proxy.example"),
            (
                PLAIN.with_server("https://upload.example/v1/"),
                "https://upload.example/v1",
                "https://proxy.example",
            ),
            (
                PLAIN.with_server("/v1"),
                "https://api.example/v1",
                "https://proxy.example",
            ),
            (
                PLAIN.with_server("/"),
                "https://api.example",
                "https://proxy.example",
            ),
        ];
        for (endpoint, own, set) in table {
            let builder = || ClientBuilder::<Client>::new("https://api.example/v2");
            assert_eq!(base(builder(), &endpoint).as_deref(), Some(own));
            let builder = builder().base_url("https://proxy.example/");
            assert_eq!(base(builder, &endpoint).as_deref(), Some(set));
        }
    }

    #[test]
    fn a_server_can_be_replaced() {
        let upload = PLAIN.with_server("https://upload.example/v1/");
        let builder = || {
            ClientBuilder::<Client>::new("https://api.example")
                .replace_server("https://upload.example/v1", "https://us.upload.example/v1/")
        };
        let replaced = Some("https://us.upload.example/v1");
        assert_eq!(base(builder(), &upload).as_deref(), replaced);
        let with_base = || builder().base_url("https://proxy.example");
        assert_eq!(base(with_base(), &upload).as_deref(), replaced);
        assert_eq!(
            base(with_base(), &PLAIN).as_deref(),
            Some("https://proxy.example")
        );
        let plain = builder().replace_server("https://other.example", "http://plain.example");
        assert!(plain.token("t").build().is_err());
    }

    #[test]
    fn a_server_without_a_valid_port_is_refused() {
        let builder = || ClientBuilder::<Client>::new("https://api.example");
        for url in ["https://evil.example:.api.example", "http://127.0.0.1:"] {
            assert_eq!(base(builder(), &PLAIN.with_server(url)), None, "{url}");
            let replaced = builder().replace_server("https://upload.example", url);
            assert!(replaced.token("t").build().is_err(), "{url}");
        }
    }

    #[test]
    fn credentials_are_not_sent_unencrypted_to_another_server() {
        let endpoint = PLAIN.with_server("http://upload.example");
        let builder = || ClientBuilder::<Client>::new("https://api.example");
        assert_eq!(base(builder(), &endpoint), None);
        let allowed = base(builder().allow_insecure_http(), &endpoint);
        assert_eq!(allowed.as_deref(), Some("http://upload.example"));
    }
}
