//! What is written about a field: its limits, its default, a one-line description.

use crate::emit::prose::{escape, markdown};
use crate::ir::{Constraint, Docs, Value};

/// `At most 50 characters. Default: `1`.`
pub(crate) fn limits(constraints: &[Constraint], default: Option<&Value>) -> String {
    let mut out = String::new();
    if !constraints.is_empty() {
        let all = constraints.iter().map(|constraint| match constraint {
            Constraint::Words(words) => words.clone(),
            Constraint::Pattern(pattern) => format!("matches {}", escape::code(pattern)),
        });
        let all = all.collect::<Vec<_>>().join(", ");
        let mut chars = all.chars();
        out.extend(chars.next().map(|c| c.to_uppercase().to_string()));
        out.push_str(chars.as_str());
        out.push('.');
    }
    if let Some(default) = default {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&format!("Default: {}.", escape::code(&shown(default))));
    }
    out
}

/// A string is shown without quotes.
fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A one-sentence description.
pub(crate) fn short(docs: &Docs) -> Option<String> {
    [&docs.description, &docs.summary]
        .into_iter()
        .flatten()
        .find_map(|text| markdown::sentence(text))
}
