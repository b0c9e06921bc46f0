//! Where documents are read from.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// Gives the bytes of a file by its path: relative to a base directory, normalised, with `/` between the names.
pub trait Files {
    /// The whole file.
    ///
    /// # Errors
    ///
    /// What the file system says; `NotFound` and `IsADirectory` are told apart from the rest.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// Files of the file system.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The directory that all paths are relative to, and that no reference leaves.
    pub base: PathBuf,
}

impl Files for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.base.join(path))
    }
}

/// Files that exist only in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The contents, by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl<P: Into<String>, C: Into<Vec<u8>>> FromIterator<(P, C)> for Memory {
    fn from_iter<T: IntoIterator<Item = (P, C)>>(files: T) -> Self {
        let files = files.into_iter();
        Self {
            files: files
                .map(|(path, content)| (path.into(), content.into()))
                .collect(),
        }
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let file = self.files.get(path).cloned();
        file.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}
