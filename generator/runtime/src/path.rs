//! Paths from templates, out of which no value can break.

use percent_encoding::utf8_percent_encode;

use crate::{Error, query::RESERVED};

/// Puts `values` into the placeholders of `template`.
///
/// Each value stays within its segment: it is percent-encoded whole. What cannot be made harmless that way is refused:
/// servers and URL libraries resolve dot segments, encoded or not, and an empty segment is another resource.
pub(crate) fn expand(template: &str, values: &[(&str, String)]) -> Result<String, Error> {
    let mut path = String::with_capacity(template.len() + 32);
    for segment in template.split('/').skip(1) {
        path.push('/');
        expand_segment(segment, values, &mut path)?;
    }
    Ok(path)
}

fn expand_segment(
    segment: &str,
    values: &[(&str, String)],
    path: &mut String,
) -> Result<(), Error> {
    let start = path.len();
    let mut rest = segment;
    let mut last = None;
    while let Some((before, name, after)) = placeholder(rest) {
        let value = values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| refused(name, "is not set"))?;
        if value.is_empty() {
            return Err(refused(name, "is empty"));
        }
        if value.chars().any(char::is_control) {
            return Err(refused(name, "contains a control character"));
        }
        path.push_str(before);
        path.extend(utf8_percent_encode(value, RESERVED));
        last = Some(name);
        rest = after;
    }
    path.push_str(rest);
    match (last, path.get(start..)) {
        (Some(name), Some("." | "..")) => Err(refused(name, "makes a dot segment")),
        _ => Ok(()),
    }
}

/// What stands before the next placeholder, its name, and what stands behind it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn refused(name: &str, why: &str) -> Error {
    Error::invalid(format!("path parameter `{name}` {why}"))
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn a_value_stays_in_its_segment() {
        let table = [
            ("42", "/c/42/x"),
            ("%2e%2e", "/c/%252e%252e/x"),
            ("a/b", "/c/a%2Fb/x"),
            ("a/../b", "/c/a%2F..%2Fb/x"),
            ("é", "/c/%C3%A9/x"),
            ("\\", "/c/%5C/x"),
            ("?#&;=@:", "/c/%3F%23%26%3B%3D%40%3A/x"),
            ("...", "/c/.../x"),
            (" ", "/c/%20/x"),
            ("{id}", "/c/%7Bid%7D/x"),
        ];
        for (value, expected) in table {
            assert_eq!(
                expand("/c/{id}/x", &[("id", value.to_owned())]).unwrap(),
                expected
            );
        }
        let long = "z".repeat(10_240);
        assert_eq!(
            expand("/c/{id}", &[("id", long.clone())]).unwrap(),
            format!("/c/{long}")
        );
    }

    #[test]
    fn what_cannot_be_made_harmless_is_refused_by_name() {
        for value in ["", ".", "..", "a\nb", "\0", "\u{7f}", "\u{85}"] {
            let error = expand("/c/{id}", &[("id", value.to_owned())]).unwrap_err();
            assert!(
                error.to_string().contains("path parameter `id`"),
                "{value:?}: {error}"
            );
        }
        assert!(expand("/c/{id}", &[]).is_err());
    }

    #[test]
    fn a_segment_can_have_several_placeholders() {
        let values = |a: &str, b: &str| [("a", a.to_owned()), ("b", b.to_owned())];
        assert_eq!(expand("/{a}...{b}", &values("1", "2")).unwrap(), "/1...2");
        assert_eq!(expand("/x.{a}", &values("json", "")).unwrap(), "/x.json");
        assert!(expand("/{a}{b}", &values(".", ".")).is_err());
        assert!(expand("/.{a}", &values(".", "")).is_err());
    }
}
