//! Matches paths with their templates.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::PathStyle;

/// Orders templates by how much they match: first by the number of segments that are only a placeholder, then by the number of segments
/// with a placeholder.
pub(super) fn openness(template: &str) -> (usize, usize) {
    let is_open = |part: &&str| {
        let inside = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        inside.is_some_and(|name| !name.contains('{'))
    };
    let segments = template.split('/');
    let open = segments.clone().filter(is_open).count();
    (open, segments.filter(|part| part.contains('{')).count())
}

/// The decoded segments of a path, if it matches the template. A placeholder may have text around it, as in `{id}.json`. Of a
/// segment with placeholders, only their values are returned, without what their styles add.
pub(super) fn matches(
    template: &str,
    styles: &[(&str, PathStyle)],
    path: &str,
) -> Option<Vec<String>> {
    let mut decoded = Vec::new();
    let (mut parts, mut sent) = (template.split('/').skip(1), path.split('/').skip(1));
    loop {
        match (parts.next(), sent.next()) {
            (None, None) => return Some(decoded),
            (Some(part), Some(sent)) => decoded.push(fit(part, styles, sent)?),
            _ => return None,
        }
    }
}

/// The value of several placeholders is all that they stand for, such as `2.json` for `{id}.{format}`.
fn fit(part: &str, styles: &[(&str, PathStyle)], sent: &str) -> Option<String> {
    let sent = percent_decode_str(sent).decode_utf8().ok()?;
    let Some((before, rest)) = part.split_once('{') else {
        return (part == sent).then(|| sent.into_owned());
    };
    let (inside, after) = rest.rsplit_once('}').unwrap_or((rest, ""));
    let value = sent.strip_prefix(before)?.strip_suffix(after)?;
    let value = match styles.iter().find(|(name, _)| *name == inside) {
        Some((name, style)) => plain(value, name, *style)?,
        None => value.to_owned(),
    };
    let fits = match inside.contains('}') {
        true => are_apart(inside, &value),
        false => !value.is_empty(),
    };
    fits.then_some(value)
}

/// Whether the value has each text between placeholders, in this order and with something around it. `placeholders` is a segment from its
/// first to its last brace: for `{a}.{b}` it is `a}.{b`.
fn are_apart(placeholders: &str, value: &str) -> bool {
    let mut rest = value;
    for between in placeholders.split('}').skip(1) {
        let between = between.split('{').next().unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            return false;
        };
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        match after.split_once(between) {
            Some((_, after)) => rest = after,
            None if between.is_empty() => rest = after,
            None => return false,
        }
    }
    !rest.is_empty()
}

/// The value of the placeholder `name` without what its style adds.
fn plain(value: &str, name: &str, style: PathStyle) -> Option<String> {
    match style {
        PathStyle::Simple | PathStyle::SimpleExploded => Some(value.to_owned()),
        PathStyle::Label | PathStyle::LabelExploded => value.strip_prefix('.').map(str::to_owned),
        PathStyle::Matrix | PathStyle::MatrixExploded => {
            let value = value.strip_prefix(';')?;
            let own = value.strip_prefix(name);
            let own = own.and_then(|value| value.strip_prefix('='));
            // The properties of an exploded object have names of their own.
            Some(own.unwrap_or(value).to_owned())
        }
        PathStyle::Json => Some(match serde_json::from_str(value) {
            Ok(Value::String(text)) => text,
            _ => value.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, openness};
    use crate::PathStyle;

    #[test]
    fn a_segment_is_matched_with_its_placeholders() {
        let table = [
            ("/a/{id}", "/a/x%2Fy", Some("x/y")),
            ("/a/{id}", "/a/", None),
            ("/a/{id}.json", "/a/1.json", Some("1")),
            ("/a/{id}.json", "/a/.json", None),
            ("/a/{id}.{format}", "/a/1.5.json", Some("1.5.json")),
            ("/a/{id}.{format}", "/a/1", None),
            ("/a/{id}.{format}", "/a/.json", None),
            ("/a/{id}.{format}", "/a/1.", None),
            ("/a/x{id}-{no}y", "/a/x1-2y", Some("1-2")),
            ("/a/{id}{label}", "/a/1.x", Some("1.x")),
            ("/a/{id}{label}", "/a/1", None),
            ("/a/{label}", "/a/.x", Some("x")),
            ("/a/{label}", "/a/x", None),
            ("/a/{matrix}", "/a/;matrix=x", Some("x")),
            ("/a/{matrix}", "/a/;b=x", Some("b=x")),
            ("/a/{json}", "/a/%22x%22", Some("x")),
            ("/a/{json}", "/a/7", Some("7")),
        ];
        let styles = [
            ("label", PathStyle::Label),
            ("matrix", PathStyle::MatrixExploded),
            ("json", PathStyle::Json),
        ];
        for (template, path, expected) in table {
            let found = matches(template, &styles, path);
            let found = found.as_ref().and_then(|parts| parts.last());
            assert_eq!(found.map(String::as_str), expected, "{template} {path}");
        }
    }

    #[test]
    fn templates_that_match_less_come_first() {
        let mut all = ["/a/{id}", "/{a}/{id}", "/a/{id}.{b}", "/a/b"];
        all.sort_by_key(|template| openness(template));
        assert_eq!(all, ["/a/b", "/a/{id}.{b}", "/a/{id}", "/{a}/{id}"]);
    }
}
