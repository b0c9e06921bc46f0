//! The changes to files, as planned, shown and applied.

use super::diff::unified;

/// The change to one file.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) path: String,
    /// The current content; `None` if the file does not exist yet.
    pub(super) old: Option<Vec<u8>>,
    /// The new content; `None` if the file is to be removed.
    pub(super) new: Option<Vec<u8>>,
}

impl Change {
    pub(super) fn difference(&self) -> Difference {
        let kind = match (&self.old, &self.new) {
            (None, _) => DifferenceKind::Missing,
            (Some(_), Some(_)) => DifferenceKind::Stale,
            (Some(_), None) => DifferenceKind::Extra,
        };
        Difference {
            path: self.path.clone(),
            kind,
            diff: unified(&self.path, self.old.as_deref(), self.new.as_deref()),
            refusal: None,
        }
    }
}

/// A difference between a directory and the generated files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path, relative to the directory.
    pub path: String,
    /// The kind of difference.
    pub kind: DifferenceKind,
    /// A unified diff from the current to the generated content. Long diffs are cut, with a count of the omitted lines. Empty if
    /// the path is not a file.
    pub diff: String,
    /// Why the generator does not resolve the difference, and what to do by hand; `None` if it does.
    pub refusal: Option<&'static str>,
}

/// How a file differs from the generated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The file does not exist.
    Missing,
    /// The file has other content.
    Stale,
    /// The file is not generated any more.
    Extra,
}

/// The result of [`WritePlan::apply`](super::WritePlan::apply). Paths are relative to the directory, and sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// New files.
    pub written: Vec<String>,
    /// Files with new content.
    pub changed: Vec<String>,
    /// Removed files.
    pub removed: Vec<String>,
}

impl Applied {
    /// Whether nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}
