//! What refers to a part.

use std::collections::BTreeMap;

use super::units::Action;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::load::{Loaded, Unavailable, references};

/// The objects with a reference, by the target.
pub(super) struct Referrers {
    by_target: BTreeMap<SourceLocation, Vec<SourceLocation>>,
    /// The objects with a reference to a file that could not be read.
    to_nothing: Vec<SourceLocation>,
}

impl Referrers {
    pub(super) fn of(loaded: &Loaded) -> Self {
        let mut by_target: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut to_nothing = Vec::new();
        for document in &loaded.documents {
            for reference in references(&document.value) {
                let holder = pointer::parent(&reference.pointer).map_or("", |(base, _)| base);
                let holder = SourceLocation::new(document.file, holder);
                match loaded.target(document.file, reference.text) {
                    Ok(target) => {
                        let target = SourceLocation::new(target.file, target.pointer);
                        by_target.entry(target).or_default().push(holder);
                    }
                    Err(Unavailable::Reported) => to_nothing.push(holder),
                    Err(Unavailable::NotLoaded) => {}
                }
            }
        }
        Self {
            by_target,
            to_nothing,
        }
    }

    /// Returns the objects whose reference has no target after the action.
    pub(super) fn to<'r>(
        &'r self,
        location: &'r SourceLocation,
        action: Action,
    ) -> impl Iterator<Item = &'r SourceLocation> {
        let below = format!("{}/", location.pointer);
        let from = self.by_target.range(location.clone()..);
        // Locations with this beginning are in a row, but not all of them are below this one.
        let in_a_row = from.take_while(|(target, _)| {
            target.file == location.file && target.pointer.starts_with(&location.pointer)
        });
        let is_gone = move |target: &SourceLocation| match action {
            Action::Remove if target.pointer == location.pointer => true,
            Action::Remove | Action::Loosen => target.pointer.starts_with(&below),
        };
        in_a_row
            .filter(move |(target, _)| is_gone(target))
            .flat_map(|(_, holders)| holders)
    }

    /// Returns the objects with a reference to a file that could not be read.
    pub(super) fn unavailable(&self, loaded: &Loaded) -> Vec<SourceLocation> {
        let is_broken = |target: &SourceLocation| {
            let document = loaded.document(target.file);
            document.is_none_or(|document| document.broken)
        };
        let broken = self.by_target.iter();
        let broken = broken.filter(|(target, _)| is_broken(target));
        let broken = broken.flat_map(|(_, holders)| holders);
        self.to_nothing.iter().chain(broken).cloned().collect()
    }
}
