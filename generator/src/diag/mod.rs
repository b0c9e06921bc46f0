//! What is wrong with the input: collected over the whole run, shown together, ordered by place.

mod render;

pub use render::render;

use std::collections::BTreeSet;

use crate::source::Origin;

/// What a [`Diagnostic`] does to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Generation goes on, unless warnings are denied.
    Warning,
    /// Nothing is wrong, but it could be better. Only [`lint`](mod@crate::lint) gives any.
    Advice,
}

/// One fault, where it stands, and what to do about it.
///
/// The order is that of places: file by file as they were read, from the top; what has no place comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where. `None` only for what no file says, such as a root that does not exist.
    pub origin: Option<Origin>,
    /// Whether it stops the run.
    pub severity: Severity,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that have to do with it, each with what it is: `first defined here`.
    pub related: Vec<(Origin, String)>,
}

impl Diagnostic {
    /// A fault that stops the run.
    pub fn error(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, origin.into(), message.into())
    }

    /// A fault that does not.
    pub fn warning(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, origin.into(), message.into())
    }

    /// What is not wrong, but could be better.
    pub fn advice(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Advice, origin.into(), message.into())
    }

    fn new(severity: Severity, origin: Option<Origin>, message: String) -> Self {
        Self {
            origin,
            severity,
            message,
            help: None,
            related: Vec::new(),
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place that has to do with the fault.
    #[must_use]
    pub fn related(mut self, origin: Origin, label: impl Into<String>) -> Self {
        self.related.push((origin, label.into()));
        self
    }
}

/// All diagnostics of a run: ordered by place, each once.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: BTreeSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.insert(diagnostic);
    }

    /// Some of them are errors.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|one| one.severity == severity).count()
    }

    /// There is nothing to report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// In the order of places.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// Makes errors of all warnings.
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
    use crate::source::{FileId, Sources};

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
