//! Reads the content of a directory.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::error::{Error, Refusal};

/// What exists at a path.
#[derive(Debug)]
pub(super) enum Entry {
    /// A file, with its content.
    File(Vec<u8>),
    /// Something that is never read, written or removed, with a message that says what to do.
    Other(&'static str),
}

const SYMLINK: &str = "is a symbolic link, which the generator does not follow; delete it";
const DIRECTORY: &str = "is a directory, but a generated file has the same path; move or delete it";
const NOT_A_DIRECTORY: &str =
    "is not a directory, but generated files go into it; move or delete it";
const SPECIAL: &str = "is neither a file nor a directory; delete it";

/// Everything in the owned directories and at the paths of generated files.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// By path, relative to the directory, with `/`.
    pub(super) entries: BTreeMap<String, Entry>,
    obstacles: Vec<Refusal>,
}

impl Tree {
    pub(super) fn read<'a>(
        dir: &Path,
        owned: &[&str],
        files: impl Iterator<Item = &'a String> + Clone,
    ) -> Result<Self, Error> {
        let mut tree = Self::default();
        for root in owned {
            tree.record(dir, root, true)?;
        }
        for path in files.clone() {
            tree.check_parents(dir, path)?;
            if !tree.entries.contains_key(path) {
                tree.record(dir, path, false)?;
            }
        }
        for path in files {
            let inside = format!("{path}/");
            let mut beyond = tree.entries.range(inside.clone()..);
            if beyond
                .next()
                .is_some_and(|(other, _)| other.starts_with(&inside))
            {
                tree.add_obstacle(path, DIRECTORY);
            }
        }
        Ok(tree)
    }

    /// Obstacles above generated files, such as a file in place of a directory.
    pub(super) fn obstacles(&self) -> &[Refusal] {
        &self.obstacles
    }

    /// Records what is at `path` and, if `deep`, everything in it.
    fn record(&mut self, dir: &Path, path: &str, deep: bool) -> Result<(), Error> {
        let full = dir.join(path);
        let kind = match fs::symlink_metadata(&full) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if is_absent(&error) => return Ok(()),
            Err(error) => return Err(Error::io("inspect", &full)(error)),
        };
        let entry = if kind.is_symlink() {
            Entry::Other(SYMLINK)
        } else if kind.is_file() {
            Entry::File(fs::read(&full).map_err(Error::io("read", &full))?)
        } else if kind.is_dir() && deep {
            return self.record_all(dir, path);
        } else if kind.is_dir() {
            Entry::Other(DIRECTORY)
        } else {
            Entry::Other(SPECIAL)
        };
        self.entries.insert(path.to_owned(), entry);
        Ok(())
    }

    fn record_all(&mut self, dir: &Path, path: &str) -> Result<(), Error> {
        let full = dir.join(path);
        let failed = |error| Error::io("list", &full)(error);
        let list: Vec<DirEntry> = fs::read_dir(&full)
            .map_err(failed)?
            .collect::<Result<_, _>>()
            .map_err(|error| Error::io("list", &full)(error))?;
        for entry in list {
            // A generated file never has a name that is not Unicode, so the lossy name is only used in a message.
            let name = entry.file_name();
            let inner = format!("{path}/{}", name.to_string_lossy());
            if name.to_str().is_some() {
                self.record(dir, &inner, true)?;
            } else {
                self.entries.insert(inner, Entry::Other(SPECIAL));
            }
        }
        Ok(())
    }

    /// Checks that everything above a generated file is a directory or does not exist.
    fn check_parents(&mut self, dir: &Path, path: &str) -> Result<(), Error> {
        for (end, _) in path.match_indices('/') {
            let Some(parent) = path.get(..end) else {
                continue;
            };
            let full = dir.join(parent);
            match fs::symlink_metadata(&full) {
                Ok(metadata) if metadata.is_dir() => {}
                Ok(metadata) if metadata.is_symlink() => self.add_obstacle(parent, SYMLINK),
                Ok(_) => self.add_obstacle(parent, NOT_A_DIRECTORY),
                Err(error) if is_absent(&error) => {}
                Err(error) => return Err(Error::io("inspect", &full)(error)),
            }
        }
        Ok(())
    }

    fn add_obstacle(&mut self, path: &str, reason: &'static str) {
        // Anything in an owned directory or at a generated path is reported separately.
        let known = self.obstacles.iter().any(|one| one.path == path);
        if !known && !self.entries.contains_key(path) {
            self.obstacles.push(Refusal {
                path: path.to_owned(),
                reason,
            });
        }
    }
}

/// Also true if a file is in place of a directory above, which is reported separately.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
