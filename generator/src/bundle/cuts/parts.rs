//! The parts that are left out, and how they are found.

use std::collections::{BTreeMap, HashSet};

use super::choose::Ladders;
use super::referrers::Referrers;
use super::units::{Action, Units, What};
use crate::bundle::location::SourceLocation;
use crate::diag::{Diagnostic, Severity};
use crate::load::Loaded;
use crate::source::Origin;

/// The parts that are left out.
#[derive(Debug, Default)]
pub(crate) struct Cuts {
    pub(super) all: BTreeMap<(SourceLocation, Action), Cut>,
}

/// Why a part is left out, and what it is.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    pub(super) message: String,
    pub(super) origin: Origin,
    pub(super) what: What,
}

/// Whether the innermost or the outermost unit around an error is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The smallest part that has not been left out yet.
    Innermost,
    /// The whole operation or component.
    Outermost,
}

impl Cuts {
    /// Adds a unit for each error of a run on `loaded`, which must be as it was read, and all that refers to it. Returns `false` if
    /// an error concerns a whole document.
    pub(crate) fn extend<'d>(
        &mut self,
        loaded: &Loaded,
        diagnostics: impl Iterator<Item = &'d Diagnostic>,
        reach: Reach,
    ) -> bool {
        let errors: Vec<&Diagnostic> = diagnostics
            .filter(|one| one.severity == Severity::Error)
            .collect();
        let units = Units::of(loaded);
        let referrers = Referrers::of(loaded);
        let unavailable = referrers.unavailable(loaded);
        let (read, unread): (Vec<_>, Vec<_>) =
            unavailable.into_iter().partition(|at| units.reads(at));
        let unread: HashSet<Origin> = unread.iter().map(|at| text_origin(loaded, at)).collect();
        // Without the file, only what refers to it is left out.
        let costs_nothing = |at: Origin| unread.contains(&at) || is_of_broken_file(loaded, at);
        let ladders = Ladders::new(&units, &errors);
        // One unit can contain several errors, so all are found before the first is left out.
        let mut found = Vec::with_capacity(errors.len());
        for (error, ladder) in errors.iter().zip(ladders.all) {
            if error.origin.is_some_and(costs_nothing) {
                continue;
            }
            match self.chosen(&units, &ladder, reach) {
                Some(unit) => found.push((error, unit)),
                None => return false,
            }
        }
        let mut added = Vec::new();
        for (error, found) in found {
            for unit in units.alike(found) {
                added.extend(self.add(&units, unit, error.message.clone(), error.origin));
            }
        }
        for holder in read {
            if let Some(unit) = units.around(&holder) {
                let message = "the file cannot be read".to_owned();
                let origin = text_origin(loaded, &holder);
                added.extend(self.add(&units, unit, message, Some(origin)));
            }
        }
        self.add_referrers(&referrers, &units, added);
        true
    }

    /// Leaves out what refers to the units that were added, and so on.
    fn add_referrers(
        &mut self,
        referrers: &Referrers,
        units: &Units,
        mut open: Vec<(SourceLocation, Action)>,
    ) {
        while let Some(key) = open.pop() {
            let Some(cut) = self.all.get(&key).cloned() else {
                continue;
            };
            for holder in referrers.to(&key.0, key.1) {
                if self.covers(holder) {
                    continue;
                }
                if let Some(unit) = units.around(holder) {
                    open.extend(self.add(units, unit, cut.message.clone(), Some(cut.origin)));
                }
            }
        }
    }

    /// Returns the unit of the ladder to leave out next.
    fn chosen(&self, units: &Units, ladder: &[usize], reach: Reach) -> Option<usize> {
        let mut open = ladder
            .iter()
            .copied()
            .filter(|unit| !self.is_left_out(units, *unit));
        match reach {
            Reach::Innermost => open.next(),
            Reach::Outermost => {
                let open: Vec<usize> = open.collect();
                let whole = open.iter().rev().find(|unit| !units.is_path(**unit));
                whole.or(open.last()).copied()
            }
        }
    }

    /// Whether the unit, or a part around it, is left out.
    fn is_left_out(&self, units: &Units, unit: usize) -> bool {
        units.get(unit).is_none_or(|unit| {
            let key = (unit.location.clone(), unit.action);
            let parent = unit.location.parent();
            self.all.contains_key(&key) || parent.is_some_and(|parent| self.covers(&parent))
        })
    }

    /// Whether the part at a location is left out.
    pub(super) fn covers(&self, location: &SourceLocation) -> bool {
        let mut around = std::iter::successors(Some(location.clone()), SourceLocation::parent);
        around.any(|location| {
            let [loosened, removed] = [Action::Loosen, Action::Remove];
            self.all.contains_key(&(location.clone(), loosened))
                || self.all.contains_key(&(location, removed))
        })
    }

    /// Adds a unit, and returns its key if it is new.
    fn add(
        &mut self,
        units: &Units,
        unit: usize,
        message: String,
        origin: Option<Origin>,
    ) -> Option<(SourceLocation, Action)> {
        let unit = units.get(unit)?;
        let key = (unit.location.clone(), unit.action);
        if self.all.contains_key(&key) {
            return None;
        }
        let cut = Cut {
            message,
            origin: origin?,
            what: unit.what,
        };
        self.all.insert(key.clone(), cut);
        Some(key)
    }
}

/// Whether a location is in a file that is referred to, and that is not valid YAML or JSON.
fn is_of_broken_file(loaded: &Loaded, at: Origin) -> bool {
    let document = loaded.document(at.file);
    document.is_some_and(|document| document.broken) && !loaded.roots.contains(&at.file)
}

/// Returns where the text of the reference in an object is written.
fn text_origin(loaded: &Loaded, holder: &SourceLocation) -> Origin {
    holder.child("$ref").value_origin(loaded)
}
