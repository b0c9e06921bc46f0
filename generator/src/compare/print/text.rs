//! Text for a terminal.

use std::fmt::Write as _;

use super::words;
use crate::compare::Comparison;
use crate::compare::change::{Change, Effect};

/// Prints a comparison as text: the verdict, then the changes, the most severe first.
///
/// ```text
/// verdict: major, because of pets.create · body · name: `PetCreate::new` takes it as an argument
/// version: a new major version; before 1.0, from 0.1.0 to 0.2.0, which cargo treats as breaking
/// changes: 1 breaking
///
/// breaking
///
///   pets.create
///     body · name
///       required: no → yes
///       `PetCreate::new` takes it as an argument
///       old.yaml:12, new.yaml:14
/// ```
#[must_use]
pub fn text(comparison: &Comparison) -> String {
    let mut out = format!("verdict: {}\n", words::verdict(comparison));
    if let Some(errors) = words::errors(comparison) {
        let _ = writeln!(out, "errors: {errors}");
    }
    if comparison.changes.is_empty() {
        return out;
    }
    let advice = words::advice(comparison.verdict.level);
    let _ = writeln!(
        out,
        "version: {advice}\nchanges: {}",
        words::counts(comparison)
    );
    for effect in Effect::ALL {
        let changes = words::with(comparison, effect);
        if !changes.is_empty() {
            let _ = writeln!(out, "\n{}", effect.as_str());
            list(&changes, &mut out);
        }
    }
    out
}

/// Prints changes with headings for their items.
fn list(changes: &[&Change], out: &mut String) {
    let mut last: Option<&Change> = None;
    for change in changes {
        let is_same_item = last.is_some_and(|last| {
            (&last.place.api, &last.place.item) == (&change.place.api, &change.place.item)
        });
        if !is_same_item {
            let _ = writeln!(out, "\n  {}", heading(change));
        }
        let is_same_place = is_same_item && last.is_some_and(|last| last.place == change.place);
        let parts = change.place.parts.join(" · ");
        let indent = if parts.is_empty() { "    " } else { "      " };
        if !parts.is_empty() && !is_same_place {
            let _ = writeln!(out, "    {parts}");
        }
        let _ = writeln!(out, "{indent}{}\n{indent}{}", line(change), change.reason);
        if let Some(at) = at(change) {
            let _ = writeln!(out, "{indent}{at}");
        }
        last = Some(change);
    }
}

/// The API and the item: `crm · contacts.create`.
fn heading(change: &Change) -> String {
    let item = Some(&change.place.item).filter(|item| !item.is_empty());
    let all: Vec<&str> = change
        .place
        .api
        .iter()
        .chain(item)
        .map(String::as_str)
        .collect();
    all.join(" · ")
}

/// `required: no → yes`, `added: String`
fn line(change: &Change) -> String {
    let what = change.what();
    let subject = change.subject.as_str();
    match words::values(change) {
        (Some(old), Some(new)) => format!("{what}: {old} → {new}"),
        (None, Some(new)) if change.is_addition() => format!("{subject} added: {new}"),
        (Some(old), None) if change.is_removal() => format!("{subject} removed: {old}"),
        (None, Some(new)) => format!("{what}: none → {new}"),
        (Some(old), None) => format!("{what}: {old} → none"),
        (None, None) => what.to_owned(),
    }
}

fn at(change: &Change) -> Option<String> {
    let all = change.old_at.iter().chain(&change.new_at);
    let all: Vec<String> = all.map(ToString::to_string).collect();
    (!all.is_empty()).then(|| all.join(" → "))
}
