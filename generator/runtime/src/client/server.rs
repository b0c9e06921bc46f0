//! URLs of servers with variables.

use crate::query::encode_text;

/// Returns the URL of a server: `template` with the values of its placeholders.
///
/// Each value is percent-encoded, so that none can name another host: a host with an escape is invalid, and refused when the
/// client is built. In a path, slashes are kept. A value that contains a placeholder is not expanded again.
pub fn server_url(template: &str, values: &[(&str, String)]) -> String {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        url.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name);
        let value = value.map_or("", |(_, value)| value);
        url.push_str(&match is_in_path(&url) {
            true => encode_text(value).replace("%2F", "/"),
            false if is_whole(&url) => value.to_owned(),
            false => encode_text(value).replace("%3A", ":"),
        });
        rest = after;
    }
    url.push_str(rest);
    url
}

/// Whether the URL has not begun, so that the next value is its scheme, or the whole URL.
fn is_whole(url: &str) -> bool {
    url.is_empty()
}

/// Whether the URL ends after its host.
fn is_in_path(url: &str) -> bool {
    url.split_once("://")
        .is_some_and(|(_, rest)| rest.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::server_url;

    #[test]
    fn a_value_stays_in_its_part_of_the_url() {
        let template = "https://{tenant}.example.com:{port}/{base}";
        let url = |tenant: &str, port: &str, base: &str| {
            let values = [("tenant", tenant), ("port", port), ("base", base)];
            server_url(
                template,
                &values.map(|(name, value)| (name, value.to_owned())),
            )
        };
        let table = [
            (("acme", "8443", "v2"), "https://acme.example.com:8443/v2"),
            (
                ("acme", "443", "api/v2"),
                "https://acme.example.com:443/api/v2",
            ),
            (
                ("evil.com/", "443", "v2"),
                "https://evil.com%2F.example.com:443/v2",
            ),
            (
                ("u@evil.com", "443", "v2"),
                "https://u%40evil.com.example.com:443/v2",
            ),
            (
                ("{port}", "443", "a?b#c"),
                "https://%7Bport%7D.example.com:443/a%3Fb%23c",
            ),
        ];
        for ((tenant, port, base), expected) in table {
            assert_eq!(url(tenant, port, base), expected);
        }
        let whole = |value: &str| server_url("{url}/v1", &[("url", value.to_owned())]);
        assert_eq!(whole("https://acme.example"), "https://acme.example/v1");
        assert_eq!(server_url("https://a/{missing}", &[]), "https://a/");
        assert_eq!(server_url("https://a/{", &[]), "https://a/{");
    }

    #[test]
    fn a_value_cannot_choose_another_host() {
        for tenant in [
            "evil.com/",
            "evil.com?",
            "evil.com#",
            "u@evil.com",
            "evil.com\\",
            "",
        ] {
            let url = server_url("https://{t}.example.com", &[("t", tenant.to_owned())]);
            let builder = crate::ClientBuilder::<crate::Client>::new(&url).token("t");
            assert!(
                builder.build().is_err() || url.ends_with("//.example.com"),
                "{url}"
            );
        }
    }
}
