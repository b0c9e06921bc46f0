//! Markdown for pull requests, changelogs and pages.

use std::fmt::Write as _;

use super::words;
use crate::compare::Comparison;
use crate::compare::change::{Change, Effect};

/// Prints a comparison as Markdown: the verdict, and a section for each effect.
#[must_use]
pub fn markdown(comparison: &Comparison) -> String {
    let mut out = format!("**{}**\n", escaped(&words::verdict(comparison)));
    if let Some(errors) = words::errors(comparison) {
        let _ = writeln!(out, "\nErrors: {errors}.");
    }
    if comparison.changes.is_empty() {
        return out;
    }
    let advice = words::advice(comparison.verdict.level);
    let _ = writeln!(out, "\n{}. Version: {advice}.", words::counts(comparison));
    for effect in Effect::ALL {
        out.push_str(&section(comparison, effect, 2));
    }
    out
}

/// The section for the changes with an effect; empty without any. `level` is that of its heading.
pub(super) fn section(comparison: &Comparison, effect: Effect, level: usize) -> String {
    let changes = words::with(comparison, effect);
    if changes.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{} {}\n\n", "#".repeat(level), effect.title());
    for change in changes {
        let _ = writeln!(out, "- {}", line(change));
    }
    out
}

/// ``**pets.create · body · name**: required: `no` → `yes`. `PetCreate::new` takes it as an argument.``
fn line(change: &Change) -> String {
    let what = change.what();
    let values = match words::values(change) {
        (Some(old), Some(new)) => format!("{what}: {} → {}", code(&old), code(&new)),
        (None, Some(new)) => format!("{what}: {}", code(&new)),
        (Some(old), None) if change.is_removal() => format!("{what}: {}", code(&old)),
        (Some(old), None) => format!("{what}: {} → none", code(&old)),
        (None, None) => what.to_owned(),
    };
    let place = escaped(&change.place.to_string());
    let place = if place.is_empty() {
        "API".to_owned()
    } else {
        place
    };
    format!("**{place}**: {values} ({})", change.reason)
}

/// A code span, in which the text has no backticks.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// Text in which nothing is Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if "\\*_[]<>#|".contains(sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}
