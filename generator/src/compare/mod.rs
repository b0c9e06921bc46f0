//! Compares two states of definitions by meaning, and says what the differences mean for programs that use the generated crate.
//!
//! The items of both states are paired first (`pairs`): operations, types, fields. Then each pair is compared (`walk`). The effect of
//! a change is that on the Rust code which the plan decides for both states: what a program calls, names and passes (`signatures`).
//! So it differs from the effect on the protocol: a new value of an enum that the server returns is harmless, since the generated
//! enums are open; a schema that another tag starts to use can move to another module.

use std::collections::HashMap;

mod change;
mod pairs;
pub mod print;
mod side;
mod signatures;
mod verdict;
mod walk;

pub use change::{Aspect, At, Change, Effect, Place, Subject};
pub use side::State;
pub use verdict::{Level, Verdict};

/// The differences between two states, and the verdict on them.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Comparison {
    /// The differences, by effect, the most severe first; those of an item are together.
    pub changes: Vec<Change>,
    /// How much the version of the crate has to change.
    pub verdict: Verdict,
    /// How many errors the old and the new documents have. What has errors is not compared.
    pub errors: [usize; 2],
}

impl Comparison {
    /// Whether all of both states was compared. Otherwise the verdict holds only for what has no errors.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.errors == [0, 0]
    }
}

/// Compares two states.
#[must_use]
pub fn compare(old: &State, new: &State) -> Comparison {
    let changes = sorted(walk::changes(old, new));
    let verdict = Verdict::of(&changes);
    Comparison {
        changes,
        verdict,
        errors: [old.errors, new.errors],
    }
}

/// Sorts changes by effect, and puts those of an item together, such as those of an operation and of the type of its body. The order
/// is that in which the items are found.
fn sorted(changes: Vec<Change>) -> Vec<Change> {
    let mut ranks: HashMap<(Effect, Option<String>, String), usize> = HashMap::new();
    let mut ranked: Vec<(Effect, usize, Change)> = Vec::with_capacity(changes.len());
    for change in changes {
        let place = &change.place;
        let key = (change.effect, place.api.clone(), place.item.clone());
        let next = ranks.len();
        let rank = *ranks.entry(key).or_insert(next);
        ranked.push((change.effect, rank, change));
    }
    // Stable, so the changes of an item keep their order.
    ranked.sort_by_key(|(effect, rank, _)| (*effect, *rank));
    ranked.into_iter().map(|(.., change)| change).collect()
}
