//! Targets that select nothing.

use serde_json::Value;

use super::query::Query;
use crate::diag::Diagnostic;
use crate::suggest::Suggestions;

/// Returns the error about a target, with the part of it that selects something.
pub(super) fn missing<'v>(
    target: &Query,
    suggestions: &Suggestions,
    documents: impl Iterator<Item = &'v Value>,
) -> Diagnostic {
    let text = &target.text;
    let Some(end) = target.dead_end(documents) else {
        let message = format!("`{text}` selects nothing");
        return Diagnostic::error(target.origin, message).help(HELP);
    };
    let name = name(end.segment);
    let message = format!("`{text}` selects nothing: `{}` has no `{name}`", end.known);
    let keys = end.selected.iter().filter_map(|value| value.as_object());
    let keys = keys.flat_map(|entries| entries.keys().map(String::as_str));
    let help = suggestions.did_you_mean(name, keys);
    let help = help.unwrap_or_else(|| HELP.to_owned());
    Diagnostic::error(target.origin, message).help(help)
}

const HELP: &str = "correct the expression, or remove the action";

/// Returns the name in a segment: `get` of `.get`, `/pets` of `['/pets']`.
fn name(segment: &str) -> &str {
    let name = segment.trim().trim_start_matches('.');
    let quoted = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    quoted.map_or(name, |name| name.trim_matches(['\'', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_has_the_name_in_it() {
        let names = [".paths", "..name", "['/a.b']", "[\"a\"] "].map(name);
        assert_eq!(names, ["paths", "name", "/a.b", "a"]);
    }
}
