//! Warnings that are the same in many places.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Origin;

/// The places of each warning, by message and help.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<(String, &'static str), Vec<Origin>>);

impl Notes {
    pub(super) fn add(&mut self, origin: Origin, message: impl Into<String>, help: &'static str) {
        let places = self.0.entry((message.into(), help)).or_default();
        places.push(origin);
    }

    /// Reports each warning at its first place, with the number of the others.
    pub(super) fn report(self, diags: &mut Diagnostics) {
        for ((message, help), places) in self.0 {
            let first = places.iter().min().copied();
            let message = match places.len() {
                0 | 1 => message,
                2 => format!("{message} (also in one more place)"),
                count => format!("{message} (also in {} more places)", count - 1),
            };
            diags.push(Diagnostic::warning(first, message).help(help));
        }
    }
}
