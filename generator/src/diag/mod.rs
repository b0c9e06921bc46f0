//! Diagnostics for the input: collected over the whole run, and shown together, sorted by location.

mod render;

pub use render::render;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::source::Origin;

/// The effect of a [`Diagnostic`] on the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The run continues, unless warnings are denied.
    Warning,
    /// A possible improvement of a valid definition. Only [`lint`](mod@crate::lint) creates advice.
    Advice,
}

/// A fault, its location, and how to fix it.
///
/// Diagnostics are ordered by location: files in the order of reading, each from the top. Those without a location come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The location. `None` only for faults outside of files, such as a missing root document.
    pub origin: Option<Origin>,
    /// The severity.
    pub severity: Severity,
    /// What is wrong, on one line without a period.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// Related locations, each with a label such as `first defined here`.
    pub related: Vec<(Origin, String)>,
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, origin.into(), message.into())
    }

    /// Creates a warning.
    pub fn warning(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, origin.into(), message.into())
    }

    /// Creates advice.
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

    /// Sets the help message.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related location.
    #[must_use]
    pub fn related(mut self, origin: Origin, label: impl Into<String>) -> Self {
        self.related.push((origin, label.into()));
        self
    }
}

/// All diagnostics of a run, ordered by location, without duplicates.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: BTreeSet<Diagnostic>,
}

impl Diagnostics {
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

/// Describes a value of the wrong kind for a message: `the number 1`.
pub(crate) fn described(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.len() <= 40 => format!("the string `{text}`"),
        Value::String(_) => "a long string".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

/// Joins words for a message: `` `a`, `b` or `c` ``.
pub(crate) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
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
