//! Compares a directory with the generated files, and decides what to change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::apply::apply;
use super::change::{Applied, Change, Difference, DifferenceKind};
use super::disk::{Entry, Tree};
use super::error::{Error, Refusal};
use super::mark::is_owned;
use super::verify::verify;

/// The changes to a directory.
#[derive(Debug)]
pub struct WritePlan {
    dir: PathBuf,
    changes: Vec<Change>,
    refusals: Vec<Refusal>,
}

impl WritePlan {
    /// Compares `dir` with `files`, whose paths are relative to it. `owned` lists the directories in it, such as `src`, that
    /// contain only generated files. Outside of them, files are written but never removed.
    ///
    /// # Errors
    ///
    /// Fails if the directory cannot be read, or if a generated file is outside of it or lacks the mark of generated files. Files
    /// that are in the way are reported by [`WritePlan::apply`].
    pub fn new(
        dir: &Path,
        owned: &[&str],
        files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, Error> {
        verify(&files)?;
        let tree = Tree::read(dir, owned, files.keys())?;
        let mut plan = Self {
            dir: dir.to_owned(),
            changes: Vec::new(),
            refusals: tree.obstacles().to_vec(),
        };
        for (path, entry) in &tree.entries {
            if !files.contains_key(path) {
                plan.remove(path, entry);
            }
        }
        for (path, content) in files {
            let entry = tree.entries.get(&path);
            plan.compare(path, content, entry);
        }
        plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
        plan.refusals.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(plan)
    }

    /// Plans edits of files that are written by hand, from the old content to the new one, by path. A file that no longer has the
    /// old content when the plan is applied is an error.
    ///
    /// # Errors
    ///
    /// Fails if the directory cannot be read. What is not a file is reported by [`WritePlan::apply`].
    pub fn edits(dir: &Path, edits: BTreeMap<String, [Vec<u8>; 2]>) -> Result<Self, Error> {
        let tree = Tree::read(dir, &[], edits.keys())?;
        let mut plan = Self {
            dir: dir.to_owned(),
            changes: Vec::new(),
            refusals: tree.obstacles().to_vec(),
        };
        for (path, [old, new]) in edits {
            if let Some(Entry::Other(reason)) = tree.entries.get(&path) {
                plan.refuse(&path, reason);
            }
            plan.changes.push(Change {
                path,
                old: Some(old),
                new: Some(new),
            });
        }
        Ok(plan)
    }

    fn compare(&mut self, path: String, content: Vec<u8>, entry: Option<&Entry>) {
        let old = match entry {
            Some(Entry::File(old)) if is_same(old, &content) => return,
            Some(Entry::File(old)) => {
                if !is_owned(old) {
                    let reason = "is not generated, but a generated file has the same path; move or delete it";
                    self.refuse(&path, reason);
                }
                Some(old.clone())
            }
            Some(Entry::Other(reason)) => {
                self.refuse(&path, reason);
                None
            }
            None => None,
        };
        self.changes.push(Change {
            path,
            old,
            new: Some(content),
        });
    }

    fn remove(&mut self, path: &str, entry: &Entry) {
        match entry {
            Entry::File(old) => {
                if !is_owned(old) {
                    let reason = "is not generated, but its directory is only for generated files; move or delete it";
                    self.refuse(path, reason);
                }
                self.changes.push(Change {
                    path: path.to_owned(),
                    old: Some(old.clone()),
                    new: None,
                });
            }
            Entry::Other(reason) => self.refuse(path, reason),
        }
    }

    fn refuse(&mut self, path: &str, reason: &'static str) {
        self.refusals.push(Refusal {
            path: path.to_owned(),
            reason,
        });
    }

    /// Returns the differences, sorted by path.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let refusal = |path: &str| self.refusals.iter().find(|one| one.path == path);
        let mut all: Vec<Difference> = self.changes.iter().map(Change::difference).collect();
        for difference in &mut all {
            difference.refusal = refusal(&difference.path).map(|one| one.reason);
        }
        let changed = |path: &str| self.changes.iter().any(|change| change.path == path);
        let others = self.refusals.iter().filter(|one| !changed(&one.path));
        all.extend(others.map(|one| Difference {
            path: one.path.clone(),
            kind: DifferenceKind::Extra,
            diff: String::new(),
            refusal: Some(one.reason),
        }));
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// Applies all changes, or none: after an error, the directory is unchanged. Files with the right content are not touched.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Refused`] if something is in the way, before any change; otherwise the error of the file system.
    pub fn apply(self) -> Result<Applied, Error> {
        if self.refusals.is_empty() {
            apply(&self.dir, &self.changes)
        } else {
            Err(Error::Refused(self.refusals))
        }
    }
}

/// Whether a file has this content, possibly with CRLF line breaks: on Windows, git writes them by default, and removes them in commits.
fn is_same(file: &[u8], content: &[u8]) -> bool {
    if file.len() == content.len() {
        return file == content;
    }
    let is_break = |at: &usize| file.get(at + 1) == Some(&b'\n');
    let kept = file.iter().enumerate();
    let kept = kept.filter(|(at, byte)| **byte != b'\r' || !is_break(at));
    kept.map(|(_, byte)| byte).eq(content)
}
