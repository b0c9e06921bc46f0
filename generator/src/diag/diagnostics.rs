//! The diagnostics of a run.

use std::collections::BTreeSet;

use super::diagnostic::{Diagnostic, Severity};
use crate::source::Origin;
use crate::suggest::Suggestions;

/// All diagnostics of a run, ordered by location, without duplicates.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: BTreeSet<Diagnostic>,
    suggestions: Suggestions,
}

impl Diagnostics {
    /// The suggestions of the run.
    pub(crate) fn suggestions(&self) -> &Suggestions {
        &self.suggestions
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.insert(diagnostic);
    }

    /// Whether there are errors.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns the number of diagnostics with this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|one| one.severity == severity).count()
    }

    /// Whether there are no diagnostics.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the diagnostics, ordered by location.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// Whether the diagnostic is one of these.
    #[must_use]
    pub fn contains(&self, diagnostic: &Diagnostic) -> bool {
        self.all.contains(diagnostic)
    }

    /// Whether there is an error at a location inside of `whole`.
    #[must_use]
    pub fn has_error_inside(&self, whole: Origin) -> bool {
        let start = Origin {
            end: whole.start,
            ..whole
        };
        let mut inside = self
            .all
            .range(Diagnostic::error(start, "")..)
            .take_while(|one| {
                one.origin
                    .is_some_and(|at| at.file == whole.file && at.start <= whole.end)
            });
        inside.any(|one| {
            one.severity == Severity::Error && one.origin.is_some_and(|at| whole.contains(at))
        })
    }

    /// Keeps only the diagnostics for which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.all.retain(keep);
    }

    /// Turns all errors into warnings. `effect` says what they cost.
    pub fn excuse_errors(&mut self, effect: &str) {
        let all = std::mem::take(&mut self.all);
        self.extend(all.into_iter().map(|one| match one.severity {
            Severity::Error => Diagnostic {
                severity: Severity::Warning,
                message: format!("{}; {effect}", one.message),
                ..one
            },
            Severity::Warning | Severity::Advice => one,
        }));
    }

    /// Turns all warnings into errors.
    pub fn deny_warnings(&mut self) {
        let all = std::mem::take(&mut self.all);
        self.extend(all.into_iter().map(|one| Diagnostic {
            severity: match one.severity {
                Severity::Warning => Severity::Error,
                other => other,
            },
            ..one
        }));
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.all.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::collections::btree_set::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Origin, Sources};

    fn at(file: FileId, start: usize) -> Origin {
        Origin::new(file, start..start + 1)
    }

    #[test]
    fn diagnostics_are_ordered_by_place_and_each_is_there_once() {
        let mut sources = Sources::default();
        let (first, second) = (sources.push("z.yaml", "abc"), sources.push("a.yaml", "abc"));
        let mut all = Diagnostics::default();
        all.push(Diagnostic::error(at(second, 0), "fourth"));
        all.push(Diagnostic::warning(at(first, 2), "third"));
        all.push(Diagnostic::error(at(first, 1), "second"));
        all.push(Diagnostic::error(at(first, 1), "second"));
        all.push(Diagnostic::error(None, "first"));
        let order: Vec<_> = all.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(order, ["first", "second", "third", "fourth"]);
    }

    #[test]
    fn denied_warnings_are_errors() {
        let mut all = Diagnostics::default();
        all.push(Diagnostic::warning(None, "careful"));
        all.push(Diagnostic::advice(None, "better"));
        assert!(!all.has_errors());
        all.deny_warnings();
        let counts = [Severity::Error, Severity::Warning, Severity::Advice];
        assert_eq!(counts.map(|severity| all.count(severity)), [1, 0, 1]);
    }
}
