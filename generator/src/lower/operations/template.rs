//! Path templates of the document, in parts.
//!
//! OpenAPI allows neither queries nor fragments in paths. Documents use fragments to tell operations on one path apart, and queries
//! for parameters that always have the same value.

use std::borrow::Cow;

/// A path of the document: `/files/{id}?version={v}#old`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template<'b> {
    /// The path: `/files/{id}`.
    pub(crate) path: &'b str,
    /// The parts of the query: `version={v}`.
    pub(crate) query: Vec<Cow<'b, str>>,
    /// Whether there is a `?` without a query.
    pub(crate) has_empty_query: bool,
    /// The fragment: `old`. Requests do not contain it.
    pub(crate) fragment: Option<&'b str>,
}

impl<'b> Template<'b> {
    /// Splits a path. A sign between braces is part of the name of a placeholder.
    pub(crate) fn new(path: &'b str) -> Self {
        let (rest, fragment) = split(path, |rest| rest.starts_with('#'));
        let (path, query) = split(rest, |rest| rest.starts_with('?') || is_expansion(rest));
        let parts = parts(query);
        Self {
            path,
            has_empty_query: !query.is_empty() && parts.is_empty(),
            query: parts,
            fragment: fragment.strip_prefix('#'),
        }
    }
}

/// Returns the parts of a query. The expansion `{?a,b}` becomes `a={a}` and `b={b}`.
fn parts(query: &str) -> Vec<Cow<'_, str>> {
    let mut found = Vec::new();
    let mut rest = query.trim_start_matches(['?', '&']);
    while !rest.is_empty() {
        let after = match rest.split_once('}').filter(|_| is_expansion(rest)) {
            Some((names, after)) => {
                let names = names.trim_start_matches(['{', '?', '&']).split(',');
                let names = names.filter(|name| !name.is_empty());
                found.extend(names.map(|name| Cow::Owned(format!("{name}={{{name}}}"))));
                after
            }
            None => {
                let is_end = |rest: &str| rest.starts_with(['&', '?']) || is_expansion(rest);
                let (part, after) = split(rest, is_end);
                // An expansion without an end is text.
                let (part, after) = match part {
                    "" => (rest, ""),
                    part => (part, after),
                };
                found.push(Cow::Borrowed(part));
                after
            }
        };
        rest = after.trim_start_matches(['?', '&']);
    }
    found
}

fn is_expansion(text: &str) -> bool {
    text.starts_with("{?") || text.starts_with("{&")
}

/// Splits the text at the first place outside of braces where the rest `is_it`.
fn split(text: &str, is_it: impl Fn(&str) -> bool) -> (&str, &str) {
    let mut is_inside = false;
    let mut signs = text.char_indices();
    let found = signs.find(|(at, sign)| {
        let is_found = !is_inside && text.get(*at..).is_some_and(&is_it);
        is_inside = *sign == '{' || (is_inside && *sign != '}');
        is_found
    });
    let end = found.map_or(text.len(), |(at, _)| at);
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn queries_and_fragments_are_split_off() {
        let cases: [(&str, &str, &[&str], Option<&str>); 9] = [
            ("/a/{id}", "/a/{id}", &[], None),
            ("/a#b?c#d", "/a", &[], Some("b?c#d")),
            ("/a?b=c&d", "/a", &["b=c", "d"], None),
            ("/a?b={c}x#d", "/a", &["b={c}x"], Some("d")),
            ("/a{?b,c}", "/a", &["b={b}", "c={c}"], None),
            ("/a?b=c{&d}", "/a", &["b=c", "d={d}"], None),
            ("/a/{b?}/{c#}", "/a/{b?}/{c#}", &[], None),
            ("/a?", "/a", &[], None),
            ("/a{?b", "/a", &["{?b"], None),
        ];
        for (text, path, query, fragment) in cases {
            let found = Template::new(text);
            assert_eq!(found.path, path, "{text}");
            assert_eq!(found.query, query, "{text}");
            assert_eq!(found.fragment, fragment, "{text}");
        }
    }
}
