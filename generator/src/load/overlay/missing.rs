//! Targets that select nothing.

use serde_json::Value;

use super::query::Query;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::tree::Tree;
use crate::suggest::Suggestions;

/// Returns the error about a target, with the part of it that selects something.
pub(super) fn missing<'v>(
    target: &Query,
    suggestions: &Suggestions,
    documents: impl Iterator<Item = &'v Value> + Clone,
) -> Diagnostic {
    let text = &target.text;
    let ends = ends(text);
    let steps = ends.windows(2).rev().filter_map(|pair| {
        let (known, step) = (
            text.get(..*pair.first()?)?,
            text.get(*pair.first()?..*pair.last()?)?,
        );
        Some((known, step))
    });
    for (known, step) in steps {
        let tree = Tree::scalar(target.origin, known);
        let Some(query) = Query::of(&tree, "target", &mut Diagnostics::default()) else {
            continue;
        };
        let selected = documents.clone().flat_map(|document| {
            let pointers = query.select(document).into_iter();
            pointers.filter_map(|pointer| document.pointer(&pointer))
        });
        let selected: Vec<&Value> = selected.collect();
        if selected.is_empty() {
            continue;
        }
        let name = name(step);
        let message = format!("`{text}` selects nothing: `{known}` has no `{name}`");
        let keys = selected.iter().filter_map(|value| value.as_object());
        let keys = keys.flat_map(|entries| entries.keys().map(String::as_str));
        let help = suggestions
            .did_you_mean(name, keys)
            .unwrap_or_else(|| HELP.to_owned());
        return Diagnostic::error(target.origin, message).help(help);
    }
    Diagnostic::error(target.origin, format!("`{text}` selects nothing")).help(HELP)
}

const HELP: &str = "correct the expression, or remove the action";

/// Returns where the segments of an expression end: `$`, `.name`, `['name']`.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut quote = None;
    let mut depth = 0_usize;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(mark), _) if c == mark && last != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '[') => {
                if depth == 0 && last != '.' {
                    ends.push(at);
                }
                depth += 1;
            }
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '.') if depth == 0 && last != '.' => ends.push(at),
            _ => {}
        }
        last = c;
    }
    ends.push(text.len());
    ends
}

/// Returns the name in a segment: `get` of `.get`, `/pets` of `['/pets']`.
fn name(segment: &str) -> &str {
    let name = segment.trim_start_matches('.');
    let quoted = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    quoted.map_or(name, |name| name.trim_matches(['\'', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_told_apart() {
        let text = "$.paths['/a.b'][?@.x == ']'].get..name";
        let ends = ends(text);
        let parts: Vec<&str> = ends
            .windows(2)
            .map(|pair| &text[pair[0]..pair[1]])
            .collect();
        let expected = [".paths", "['/a.b']", "[?@.x == ']']", ".get", "..name"];
        assert_eq!(parts, expected);
        assert_eq!([name(parts[0]), name(parts[1])], ["paths", "/a.b"]);
    }
}
