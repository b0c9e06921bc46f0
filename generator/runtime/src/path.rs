//! Injection-safe expansion of path templates.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{Error, styles::PathValue};

/// What no URL may contain.
const INVALID: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'|');

/// Expands the placeholders of `template` with `values`.
///
/// Each value stays within its segment, unless its placeholder is like `{+name}`: it is percent-encoded, except what separates its
/// parts. Values that remain unsafe are errors: servers and URL libraries resolve dot segments even if they are encoded, and a path
/// with an empty segment names
/// another resource. The template may end with a query, in which any value is safe.
pub(crate) fn expand(template: &str, values: &[(&str, PathValue)]) -> Result<String, Error> {
    let mut path = String::with_capacity(template.len() + 32);
    let (segments, query) = split_query(template);
    for segment in segments.split('/').skip(1) {
        path.push('/');
        expand_segment(segment, values, &mut path)?;
    }
    if let Some(query) = query {
        path.push('?');
        expand_query(query, values, &mut path)?;
    }
    Ok(path)
}

/// Splits the fixed query from a template. A `?` between braces is part of a name.
pub(crate) fn split_query(template: &str) -> (&str, Option<&str>) {
    let mut is_inside = false;
    let is_start = |sign: char| {
        is_inside = sign == '{' || (is_inside && sign != '}');
        !is_inside && sign == '?'
    };
    match template.find(is_start) {
        Some(at) => (&template[..at], Some(&template[at + 1..])),
        None => (template, None),
    }
}

fn expand_query(query: &str, values: &[(&str, PathValue)], out: &mut String) -> Result<(), Error> {
    let mut rest = query;
    while let Some((before, name, after)) = placeholder(rest) {
        push_fixed(out, before);
        out.push_str(&value_of(name, values)?.encoded);
        rest = after;
    }
    push_fixed(out, rest);
    Ok(())
}

fn value_of<'a>(name: &str, values: &'a [(&str, PathValue)]) -> Result<&'a PathValue, Error> {
    let found = values.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, value)| value)
        .ok_or_else(|| refused(name, "is not set"))
}

/// Adds text of the template. The document may contain what is not allowed in a URL.
fn push_fixed(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, INVALID));
}

fn expand_segment(
    segment: &str,
    values: &[(&str, PathValue)],
    path: &mut String,
) -> Result<(), Error> {
    let start = path.len();
    let mut rest = segment;
    let mut last = None;
    while let Some((before, name, after)) = placeholder(rest) {
        let (name, is_whole) = match name.strip_prefix('+') {
            // A document can have a parameter with such a name.
            Some(inner) if !values.iter().any(|(known, _)| *known == name) => (inner, true),
            _ => (name, false),
        };
        let value = value_of(name, values)?;
        if value.is_empty() {
            return Err(refused(name, "is empty"));
        }
        if value.has_control {
            return Err(refused(name, "contains a control character"));
        }
        push_fixed(path, before);
        match is_whole {
            true => push_segments(name, &value.encoded, path)?,
            false => path.push_str(&value.encoded),
        }
        last = Some(name);
        rest = after;
    }
    push_fixed(path, rest);
    match last {
        Some(name) if path.get(start..).is_some_and(is_dots) => {
            Err(refused(name, "results in a dot segment (`.` or `..`)"))
        }
        _ => Ok(()),
    }
}

/// Whether a segment is a dot segment (`.` or `..`), possibly percent-encoded, as the fixed text around a value can be. Servers resolve
/// such segments.
pub(crate) fn is_dots(segment: &str) -> bool {
    // The longest one is `%2e%2e`.
    segment.len() <= 6 && matches!(&*Cow::from(percent_decode_str(segment)), b"." | b"..")
}

/// Adds an encoded value that fills several segments. Each of them is checked by itself.
fn push_segments(name: &str, encoded: &str, path: &mut String) -> Result<(), Error> {
    for (index, segment) in encoded.split("%2F").enumerate() {
        match segment {
            "" => return Err(refused(name, "contains an empty segment")),
            "." | ".." => return Err(refused(name, "contains a dot segment (`.` or `..`)")),
            _ => {}
        }
        if index > 0 {
            path.push('/');
        }
        path.push_str(segment);
    }
    Ok(())
}

/// The text before the next placeholder, its name, and the text after it.
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
    use crate::styles::{PathStyle, PathValue};

    fn value(of: impl serde::Serialize) -> PathValue {
        PathValue::new("n", PathStyle::Simple, &of).unwrap()
    }

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
                expand("/c/{id}/x", &[("id", self::value(value))]).unwrap(),
                expected
            );
        }
        let long = "z".repeat(10_240);
        assert_eq!(
            expand("/c/{id}", &[("id", value(&long))]).unwrap(),
            format!("/c/{long}")
        );
    }

    #[test]
    fn commas_join_the_parts_and_are_escaped_inside_of_them() {
        let table = [
            (&["a", "b"][..], Some("/m/a,b")),
            (&["a,b", "c/d"], Some("/m/a%2Cb,c%2Fd")),
            (&["a,b"], Some("/m/a%2Cb")),
            (&["", "b"], Some("/m/,b")),
            (&[".", "."], Some("/m/.,.")),
            (&[".."], None),
            (&["", ""], None),
            (&["a", "\n"], None),
            (&[], None),
        ];
        for (parts, expected) in table {
            let path = expand("/m/{ids}", &[("ids", value(parts))]);
            assert_eq!(path.ok().as_deref(), expected);
        }
    }

    #[test]
    fn a_template_can_have_a_query() {
        let table = [
            ("/a?b=c", "/a?b=c"),
            ("/a/{id}?b={id}&c", "/a/x%20%26?b=x%20%26&c"),
            ("/{id?}", "/x%20%26"),
            ("/a b/é|?c=d e", "/a%20b/%C3%A9%7C?c=d%20e"),
        ];
        let values = ["id", "id?"].map(|name| (name, value("x &")));
        for (template, expected) in table {
            assert_eq!(expand(template, &values).unwrap(), expected);
        }
        assert_eq!(expand("/a?b={c}", &[("c", value(""))]).unwrap(), "/a?b=");
        assert!(expand("/a?b={c}", &[]).is_err());
    }

    #[test]
    fn unsafe_path_values_are_refused_by_name() {
        for value in ["", ".", "..", "a\nb", "\0", "\u{7f}", "\u{85}"] {
            let error = expand("/c/{id}", &[("id", self::value(value))]).unwrap_err();
            assert!(
                error.to_string().contains("path parameter `id`"),
                "{value:?}: {error}"
            );
        }
        assert!(expand("/c/{id}", &[]).is_err());
    }

    #[test]
    fn a_segment_can_have_several_placeholders() {
        let values = |a: &str, b: &str| [("a", value(a)), ("b", value(b))];
        assert_eq!(expand("/{a}...{b}", &values("1", "2")).unwrap(), "/1...2");
        assert_eq!(expand("/x.{a}", &values("json", "")).unwrap(), "/x.json");
        assert!(expand("/{a}{b}", &values(".", ".")).is_err());
        assert!(expand("/.{a}", &values(".", "")).is_err());
        for template in ["/%2e{a}", "/%2E{a}", "/{a}%2e"] {
            assert!(expand(template, &values(".", "")).is_err(), "{template}");
            assert!(expand(template, &values("x", "")).is_ok(), "{template}");
        }
    }

    #[test]
    fn a_placeholder_with_a_plus_fills_segments() {
        let filled = |name, value: &str| {
            let values = [("other", self::value("o")), (name, self::value(value))];
            expand("/c/{+path}/x", &values).map_err(|error| error.to_string())
        };
        let table = [
            ("a/b c/%2F", Ok("/c/a/b%20c/%252F/x")),
            ("a", Ok("/c/a/x")),
            ("a/../b", Err("dot segment")),
            ("./b", Err("dot segment")),
            ("a//b", Err("empty segment")),
            ("a/", Err("empty segment")),
            ("", Err("is empty")),
        ];
        for (value, expected) in table {
            match (filled("path", value), expected) {
                (Ok(path), Ok(expected)) => assert_eq!(path, expected),
                (Err(error), Err(why)) => assert!(error.contains(why), "{value}: {error}"),
                (other, _) => panic!("{value}: {other:?}"),
            }
        }
        // The name of a parameter can begin with a plus.
        assert_eq!(filled("+path", "a/b").as_deref(), Ok("/c/a%2Fb/x"));
    }

    #[test]
    fn styles_are_as_safe_as_plain_values() {
        let expanded = |style, value: &str| {
            let value = PathValue::new("id", style, value).unwrap();
            expand("/c/{id}/x", &[("id", value)]).ok()
        };
        let table = [
            (PathStyle::Label, "5", Some("/c/.5/x")),
            (PathStyle::Label, "", None),
            (PathStyle::Label, ".", None),
            (PathStyle::LabelExploded, "a/..", Some("/c/.a%2F../x")),
            (PathStyle::Matrix, "5", Some("/c/;id=5/x")),
            (PathStyle::Matrix, "", Some("/c/;id/x")),
            (PathStyle::Matrix, "\n", None),
            (PathStyle::Json, "a/..", Some("/c/%22a%2F..%22/x")),
            (PathStyle::Json, "\u{85}", None),
        ];
        for (style, value, expected) in table {
            assert_eq!(
                expanded(style, value).as_deref(),
                expected,
                "{style:?} {value:?}"
            );
        }
    }
}
