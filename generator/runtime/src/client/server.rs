//! URLs of servers with variables.

use crate::query::encode_text;

/// Returns the URL of a server: `template` with the values of its placeholders.
///
/// Each value is percent-encoded, so that none can name another host: a host with an escape is invalid, and refused when the
/// client is built. A value can only contain a port if its placeholder ends the authority, as in `https://{host}/v1`. In a path, slashes
/// are kept. Next to a slash of the template, a slash at the start or end of a value is omitted, and so is the segment of an empty value.
/// A value that contains an empty segment (`a//b`) is not inserted: its placeholder remains. Building a client fails if its URL contains a
/// placeholder or a dot segment (`.` or `..`), since the path would be that of another resource. A value that contains a placeholder is not
/// expanded again. If the template begins with a placeholder and has no other text of a scheme or host, as in `{url}/v1` and
/// `{server}:{port}/v1`, the value is the whole URL, or its beginning, and is not encoded.
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
        let is_in_path = is_in_path(&url);
        let (value, after) = match is_in_path {
            true => within_slashes(&url, value, after),
            false => (value, after),
        };
        url.push_str(&match is_in_path {
            true if adds_empty_segment(&url, value) => format!("{{{name}}}"),
            true => encode_text(value).replace("%2F", "/"),
            false if url.is_empty() && is_whole(after) => value.to_owned(),
            false if may_have_port(after) => encode_text(value).replace("%3A", ":"),
            // The host of `evil.example:.example.com` would be `evil.example`.
            false => encode_text(value),
        });
        rest = after;
    }
    url.push_str(rest);
    url
}

/// Whether a value at the beginning is the whole URL, or its scheme and host: the text after it is no part of the scheme (`{scheme}://…`,
/// `{scheme}s://…`) or of the host (`{url}.example.com`).
fn is_whole(after: &str) -> bool {
    let (segment, rest) = after.split_at(after.find('/').unwrap_or(after.len()));
    let is_in_scheme = segment.ends_with(':') && rest.starts_with("//");
    !is_in_scheme && !segment.contains('.')
}

/// Whether a value before this text is the end of the authority, or an IPv6 address in brackets.
fn may_have_port(after: &str) -> bool {
    after.is_empty() || after.starts_with(['/', ']'])
}

/// Whether the URL ends after its host.
fn is_in_path(url: &str) -> bool {
    url.split_once("://")
        .is_some_and(|(_, rest)| rest.contains('/'))
}

/// Returns a value in the path, and the text after it, without the slashes that would add an empty segment: defaults such as `/v1` and ``
/// occur.
fn within_slashes<'a>(before: &str, value: &'a str, after: &'a str) -> (&'a str, &'a str) {
    let value = match before.ends_with('/') {
        true => value.strip_prefix('/').unwrap_or(value),
        false => value,
    };
    let has_slash = match value {
        "" => before.ends_with('/'),
        _ => value.ends_with('/'),
    };
    match has_slash {
        true => (value, after.strip_prefix('/').unwrap_or(after)),
        false => (value, after),
    }
}

/// Whether what is left of a value would still add an empty segment.
fn adds_empty_segment(before: &str, value: &str) -> bool {
    value.contains("//") || (before.ends_with('/') && value.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::server_url;
    use crate::{Client, ClientBuilder, client::check_base_url};

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
        let part = |template: &str, value: &str| server_url(template, &[("a", value.to_owned())]);
        let table = [
            ("https://{a}", "acme.example:1", "https://acme.example:1"),
            ("https://x.{a}/v1", "example:1", "https://x.example:1/v1"),
            ("https://[{a}]:1/v1", "::1", "https://[::1]:1/v1"),
            ("https://{a}:1/v1", "b:2", "https://b%3A2:1/v1"),
            (
                "https://{a}.example",
                "evil.example:",
                "https://evil.example%3A.example",
            ),
            ("{a}://x.example/v1", "https", "https://x.example/v1"),
            (
                "{a}://x.example",
                "https://y/",
                "https%3A%2F%2Fy%2F://x.example",
            ),
            ("{a}.example/", "https://y/", "https%3A%2F%2Fy%2F.example/"),
            (
                "{a}:8443/v1",
                "http://localhost",
                "http://localhost:8443/v1",
            ),
            ("{a}s://x", "https://y/", "https%3A%2F%2Fy%2Fs://x"),
            ("{a}{b}://x", "https://y/", "https%3A%2F%2Fy%2F://x"),
            ("{a}:.x/v1", "https://y", "https%3A%2F%2Fy:.x/v1"),
        ];
        for (template, value, expected) in table {
            assert_eq!(part(template, value), expected);
        }
        let parts = |server: &str, port: &str| {
            let values = [("server", server), ("port", port), ("path", "/x")];
            let values = values.map(|(name, value)| (name, value.to_owned()));
            server_url("{server}:{port}/{path}", &values)
        };
        let table = [
            ("http://localhost", "1", Some("http://localhost:1/x")),
            ("https://[::1]", "1", Some("https://[::1]:1/x")),
            ("https://a", "1:2", None),
            ("https://a", "1@b", None),
            ("https://a", "", None),
            ("a", "1", None),
        ];
        for (server, port, expected) in table {
            let url = check_base_url(&parts(server, port), false);
            assert_eq!(url.ok().as_deref(), expected, "{server} {port}");
        }
        assert_eq!(server_url("https://a/{missing}", &[]), "https://a/");
        assert_eq!(server_url("https://a/{", &[]), "https://a/{");
    }

    #[test]
    fn a_value_cannot_leave_its_place_in_the_path() {
        let table = [
            ("/tenants/{t}/v1", "acme", Some("/tenants/acme/v1")),
            ("/tenants/{t}/v1", "a/b", Some("/tenants/a/b/v1")),
            ("/tenants/{t}/v1", "...", Some("/tenants/.../v1")),
            ("/tenants/{t}/v1", "%2e%2e", Some("/tenants/%252e%252e/v1")),
            ("/tenants/{t}/v1", "../admin", None),
            ("/tenants/{t}/v1", "acme/../../admin", None),
            ("/tenants/{t}/v1", "..", None),
            ("/tenants/{t}/v1", ".", None),
            ("/tenants/.{t}/v1", ".", None),
            ("/tenants/%2e{t}/v1", ".", None),
            ("/tenants/{t}%2E/v1", ".", None),
            ("/tenants/{t}{t}/v1", ".", None),
            ("/tenants/{t}", "..", None),
            // Between slashes, a value adds no empty segment.
            ("/tenants/{t}/v1", "", Some("/tenants/v1")),
            ("/tenants/{t}{t}/v1", "", Some("/tenants/v1")),
            ("/{t}/{t}/v1", "", Some("/v1")),
            ("/tenants/{t}/v1", "/", Some("/tenants/v1")),
            ("/tenants/{t}/v1", "/acme", Some("/tenants/acme/v1")),
            ("/tenants/{t}/v1", "acme/", Some("/tenants/acme/v1")),
            ("/tenants/{t}/v1", "/acme/", Some("/tenants/acme/v1")),
            ("/tenants/{t}{t}/v1", "/a/", Some("/tenants/a/a/v1")),
            ("/tenants/{t}/v1", "/..", None),
            ("/tenants/{t}/v1", "./", None),
            ("/tenants/{t}/v1", "//", None),
            ("/tenants/{t}/v1", "//acme", None),
            ("/tenants/{t}/v1", "acme//", None),
            ("/tenants/{t}/v1", "a//b", None),
            ("/tenants/x{t}/v1", "", Some("/tenants/x/v1")),
            ("/tenants/x{t}y/v1", "/", Some("/tenants/x/y/v1")),
            ("/{t}", "", Some("")),
            ("/{t}", "v2/", Some("/v2")),
            ("/{t}", "/v1", Some("/v1")),
            ("/{t}/v1", "", Some("/v1")),
            ("{t}", "/v2", None),
        ];
        for (path, value, expected) in table {
            let template = format!("https://api.example.com{path}");
            let url = server_url(&template, &[("t", value.to_owned())]);
            let checked = check_base_url(&url, false).ok();
            let expected = expected.map(|path| format!("https://api.example.com{path}"));
            assert_eq!(checked, expected, "{path} {value}: {url}");
            let replaced = ClientBuilder::<Client>::new("https://api.example.com")
                .replace_server("https://upload.example.com", &url);
            assert_eq!(replaced.token("t").build().is_ok(), expected.is_some());
        }
        let whole = server_url("{url}/v1", &[("url", "https://a/b/..".to_owned())]);
        assert!(check_base_url(&whole, false).is_err());
        // The value of another placeholder is not taken for a part of the template.
        let values = [("a", "x/".to_owned()), ("b", "/y".to_owned())];
        let url = server_url("https://h/{a}{b}/v1", &values);
        assert_eq!(url, "https://h/x/y/v1");
    }

    #[test]
    fn a_value_cannot_choose_another_host() {
        let built = |url: &str| ClientBuilder::<Client>::new(url).token("t").build();
        let templates = [
            "https://{t}.example.com",
            "https://{t}.example.com:8443/v1",
            "https://{t}:8443",
            "http://{t}.example.com",
            "{t}://api.example.com",
            "{t}.example.com",
            "{t}s://api.example.com",
            "{t}{t}://api.example.com",
            "{t}:{t}.example.com",
        ];
        let tenants = [
            "evil.com/",
            "evil.com?",
            "evil.com#",
            "u@evil.com",
            "evil.com\\",
            "evil.com:",
            "evil.com:443",
            "evil.com:443@",
            "evil.com:443/",
            "127.0.0.1:",
            "[::1]",
            "[::1]:",
            "https://evil.com/",
        ];
        for template in templates {
            for tenant in tenants {
                let url = server_url(template, &[("t", tenant.to_owned())]);
                assert!(built(&url).is_err(), "{url}");
                let replaced = ClientBuilder::<Client>::new("https://api.example.com")
                    .replace_server("https://upload.example.com", &url);
                assert!(replaced.token("t").build().is_err(), "{url}");
            }
        }
        // A value at the end of the authority can only add a port.
        for value in ["evil.com:.", "evil.com:x", "evil.com:1:2", "evil.com:"] {
            let url = server_url("https://{t}/v1", &[("t", value.to_owned())]);
            assert!(built(&url).is_err(), "{url}");
        }
        let url = server_url("https://[{t}]/v1", &[("t", "evil.com:".to_owned())]);
        assert!(built(&url).is_err(), "{url}");
    }
}
