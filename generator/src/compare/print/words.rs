//! What the texts for people have in common.

use crate::compare::change::{Change, Effect};
use crate::compare::{Comparison, Level};

/// The longest value that is printed in full, in characters.
const LONGEST: usize = 80;

/// The changes with an effect.
pub(super) fn with(comparison: &Comparison, effect: Effect) -> Vec<&Change> {
    let changes = comparison.changes.iter();
    changes.filter(|change| change.effect == effect).collect()
}

/// `3 breaking, 1 additive`
pub(super) fn counts(comparison: &Comparison) -> String {
    let counts = Effect::ALL.into_iter().filter_map(|effect| {
        let count = with(comparison, effect).len();
        (count > 0).then(|| format!("{count} {}", effect.as_str()))
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// The sentence that says what the verdict is and why.
pub(super) fn verdict(comparison: &Comparison) -> String {
    let verdict = comparison.verdict;
    let level = verdict.level.as_str();
    let change = verdict
        .decided_by
        .and_then(|index| comparison.changes.get(index));
    match change {
        Some(change) => format!("{level}, because of {}: {}", change.place, change.reason),
        None if comparison.is_complete() => format!("{level}: the definitions mean the same"),
        None => format!("{level}: what has no errors means the same"),
    }
}

/// The sentence that says how much was not compared; `None` if everything was.
pub(super) fn errors(comparison: &Comparison) -> Option<String> {
    let [old, new] = comparison.errors;
    (!comparison.is_complete()).then(|| {
        format!("{old} in the old state, {new} in the new one; what has errors is not compared")
    })
}

/// What the level means for a crate before 1.0.
pub(super) fn advice(level: Level) -> &'static str {
    match level {
        Level::None => "no new version is needed",
        Level::Patch => "a new patch version; before 1.0, from 0.1.0 to 0.1.1",
        Level::Minor => {
            "a new minor version; before 1.0, from 0.1.0 to 0.1.1, which cargo treats as compatible"
        }
        Level::Major => {
            "a new major version; before 1.0, from 0.1.0 to 0.2.0, which cargo treats as breaking"
        }
    }
}

/// The values, with what differs in long ones: `no → yes`. Empty for an item that is new or gone, whose value says little.
pub(super) fn values(change: &Change) -> (Option<String>, Option<String>) {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            let (old, new) = excerpts(old, new);
            (Some(old), Some(new))
        }
        (old, new) => {
            let short = |value: &Option<String>| value.as_deref().map(|value| cut(value, 0));
            (short(old), short(new))
        }
    }
}

/// The parts of two texts that begin shortly before the first difference.
fn excerpts(old: &str, new: &str) -> (String, String) {
    let pairs = old.chars().zip(new.chars());
    let same = pairs.take_while(|(old, new)| old == new).count();
    let is_short = |text: &str| text.chars().count() <= LONGEST;
    let from = match is_short(old) && is_short(new) {
        true => 0,
        false => same.saturating_sub(LONGEST / 4),
    };
    (cut(old, from), cut(new, from))
}

/// A part of a text on one line.
fn cut(text: &str, from: usize) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let rest = text.chars().skip(from);
    let mut part: String = rest.clone().take(LONGEST).collect();
    if rest.count() > LONGEST {
        part.push('…');
    }
    match from {
        0 => part,
        _ => format!("…{part}"),
    }
}
