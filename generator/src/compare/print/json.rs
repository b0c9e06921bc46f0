//! JSON for programs.

use serde_json::{Value, json as object};

use crate::compare::Comparison;
use crate::compare::change::{At, Change, Effect};

/// Prints a comparison as JSON. The guide on comparing definitions describes it.
#[must_use]
pub fn json(comparison: &Comparison) -> String {
    let verdict = comparison.verdict;
    let decided = verdict.decided_by.and_then(|at| comparison.changes.get(at));
    let counts = Effect::ALL.map(|effect| {
        let changes = comparison.changes.iter();
        let count = changes.filter(|change| change.effect == effect).count();
        (effect.as_str().to_owned(), Value::from(count))
    });
    let [old_errors, new_errors] = comparison.errors;
    let document = object!({
        "verdict": verdict.level.as_str(),
        "reason": decided.map(|change| format!("{}: {}", change.place, change.reason)),
        "errors": { "old": old_errors, "new": new_errors },
        "counts": Value::Object(counts.into_iter().collect()),
        "changes": comparison.changes.iter().map(change).collect::<Vec<_>>(),
    });
    let mut text = format!("{document:#}");
    text.push('\n');
    text
}

fn change(change: &Change) -> Value {
    object!({
        "place": change.place.to_string(),
        "api": change.place.api,
        "item": change.place.item,
        "parts": change.place.parts,
        "subject": change.subject.as_str(),
        "what": change.what(),
        "old": change.old,
        "new": change.new,
        "effect": change.effect.as_str(),
        "reason": change.reason,
        "old_at": change.old_at.as_ref().map(at),
        "new_at": change.new_at.as_ref().map(at),
    })
}

fn at(at: &At) -> Value {
    object!({ "path": at.path, "line": at.line })
}
