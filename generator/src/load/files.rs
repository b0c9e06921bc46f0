//! The source of the documents.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// Reads files by path. Paths are relative to a base directory, normalized, and separated by `/`.
pub trait Files {
    /// Returns the whole file.
    ///
    /// # Errors
    ///
    /// Returns the error of the file system. `NotFound` and `IsADirectory` have their own messages.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Returns the path as messages show it.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Reads from the file system.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The directory that all paths are relative to. References cannot point outside it.
    pub base: PathBuf,
}

impl Files for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.base.join(path))
    }

    /// Relative to the base, unless that is the root of the file system.
    fn shown(&self, path: &str) -> String {
        match self.base.is_absolute() && self.base.parent().is_none() {
            true => self.base.join(path).display().to_string(),
            false => path.to_owned(),
        }
    }
}

/// Files that exist only in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The content of each file, by path.
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

/// Files of which one has another path, too: the name of a root document is that of its API.
pub struct Renamed<'f> {
    /// The files.
    pub files: &'f dyn Files,
    /// The path of the file.
    pub path: String,
    /// The additional path.
    pub alias: String,
}

impl Renamed<'_> {
    fn path<'p>(&'p self, path: &'p str) -> &'p str {
        match path == self.alias {
            true => &self.path,
            false => path,
        }
    }
}

impl Files for Renamed<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.read(self.path(path))
    }

    fn shown(&self, path: &str) -> String {
        self.files.shown(self.path(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_from_the_root_are_shown_with_it() {
        let shown = |base: &str| {
            let base = PathBuf::from(base);
            Disk { base }.shown("home/api.yaml")
        };
        assert_eq!(shown("/"), "/home/api.yaml");
        assert_eq!(shown("/srv"), "home/api.yaml");
        assert_eq!(shown(""), "home/api.yaml");
    }
}
