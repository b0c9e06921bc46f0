//! The source of the documents.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The largest size of a document in bytes. Files such as `/dev/zero` have no end.
const MAX_SIZE: u64 = 256 << 20;

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
///
/// Documents can come from anyone, and messages show excerpts of what they refer to. So references only lead to regular files below a
/// directory.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The directory that all paths are relative to.
    pub base: PathBuf,
    /// The directory that references cannot leave: `base` or one below it. `None` if there is none, so that only `named` are read.
    pub within: Option<PathBuf>,
    /// The paths of files that are read wherever they are, also from a pipe: those that the user has named.
    pub named: Vec<String>,
}

impl Disk {
    /// The files of a directory, which references cannot leave.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        let base = base.into();
        Self {
            within: Some(base.clone()),
            base,
            named: Vec::new(),
        }
    }

    /// Returns the path of a regular file that references can lead to, without symbolic links.
    fn allowed(&self, path: &str) -> io::Result<PathBuf> {
        let full = self.base.join(path);
        let Some(within) = &self.within else {
            return Err(Refused::error(
                "is not one of the documents of this command",
                "move all documents to a directory of their own",
            ));
        };
        if !full.starts_with(within) {
            return Err(Refused::error(
                format!(
                    "is outside `{}`, the directory of the documents",
                    within.display()
                ),
                OUTSIDE,
            ));
        }
        let within = match within.as_os_str().is_empty() {
            true => Path::new("."),
            false => within,
        };
        let (within, full) = (within.canonicalize()?, full.canonicalize()?);
        if !full.starts_with(&within) {
            return Err(Refused::error(
                "is a symbolic link out of the directory of the documents",
                OUTSIDE,
            ));
        }
        let kind = fs::metadata(&full)?.file_type();
        if kind.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !kind.is_file() {
            return Err(Refused::error(
                "is not a regular file",
                "write the path of a document",
            ));
        }
        Ok(full)
    }
}

/// What to do about a file that is outside of the directory.
pub(super) const OUTSIDE: &str =
    "move the file there, or run the command in a directory that contains all documents";

/// Why a file is not read. It is the cause of an error of [`Files::read`].
#[derive(Debug)]
pub(super) struct Refused {
    /// What is wrong: a sentence without its subject, the file.
    what: String,
    pub(super) help: &'static str,
}

impl Refused {
    fn error(what: impl Into<String>, help: &'static str) -> io::Error {
        let what = what.into();
        io::Error::other(Self { what, help })
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Refused {}

/// Reads a whole file, unless it is too large for a document.
///
/// # Errors
///
/// The file cannot be read, or has more than 256 MiB.
pub(crate) fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut content = Vec::new();
    if size <= MAX_SIZE {
        content.reserve_exact(usize::try_from(size + 1).unwrap_or_default());
        file.take(MAX_SIZE + 1).read_to_end(&mut content)?;
    }
    if size.max(content.len() as u64) > MAX_SIZE {
        return Err(Refused::error(
            format!("has more than {} MiB", MAX_SIZE >> 20),
            "split the document into several files",
        ));
    }
    Ok(content)
}

impl Files for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.named.iter().any(|named| named == path) {
            true => read_limited(&self.base.join(path)),
            false => read_limited(&self.allowed(path)?),
        }
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
        let shown = |base: &str| Disk::new(base).shown("home/api.yaml");
        assert_eq!(shown("/"), "/home/api.yaml");
        assert_eq!(shown("/srv"), "home/api.yaml");
        assert_eq!(shown(""), "home/api.yaml");
    }

    /// The error message, without the system's own words.
    fn fault(disk: &Disk, path: &str) -> String {
        disk.read(path).unwrap_err().to_string()
    }

    #[test]
    fn only_files_below_the_directory_are_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("docs/parts")).unwrap();
        fs::write(dir.path().join("secret"), "secret").unwrap();
        fs::write(dir.path().join("docs/parts/a.yaml"), "a: 1").unwrap();
        let mut disk = Disk::new(dir.path());
        disk.within = Some(dir.path().join("docs"));
        assert_eq!(disk.read("docs/parts/a.yaml").unwrap(), b"a: 1");
        assert!(fault(&disk, "secret").starts_with("is outside `"));
        // Whether it exists is not revealed.
        assert!(fault(&disk, "missing").starts_with("is outside `"));
        let kind = |path| disk.read(path).unwrap_err().kind();
        assert_eq!(kind("docs/missing"), io::ErrorKind::NotFound);
        assert_eq!(kind("docs/parts"), io::ErrorKind::IsADirectory);
        disk.named.push("secret".to_owned());
        assert_eq!(disk.read("secret").unwrap(), b"secret");
        disk.within = None;
        assert!(fault(&disk, "docs/parts/a.yaml").contains("not one of the documents"));
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = File::create(dir.path().join("large.yaml")).unwrap();
        file.set_len(MAX_SIZE + 1).unwrap();
        let disk = Disk::new(dir.path());
        assert_eq!(fault(&disk, "large.yaml"), "has more than 256 MiB");
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_directory_and_special_files_are_not_read() {
        use std::os::unix::fs::symlink;

        let dir = tempfile::tempdir().unwrap();
        let docs = dir.path().join("docs");
        fs::create_dir(&docs).unwrap();
        fs::write(docs.join("a.yaml"), "a: 1").unwrap();
        fs::write(dir.path().join("secret"), "secret").unwrap();
        symlink("a.yaml", docs.join("inside")).unwrap();
        symlink("../secret", docs.join("outside")).unwrap();
        symlink("/dev/zero", docs.join("zero")).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(docs.join("pipe"))
            .status();
        let disk = Disk::new(&docs);
        assert_eq!(disk.read("inside").unwrap(), b"a: 1");
        for path in ["outside", "zero"] {
            assert!(
                fault(&disk, path).starts_with("is a symbolic link out of"),
                "{path}"
            );
        }
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(fault(&disk, "pipe"), "is not a regular file");
        }
        let mut device = Disk::new("/dev");
        assert_eq!(fault(&device, "zero"), "is not a regular file");
        device.named.push("zero".to_owned());
        assert_eq!(fault(&device, "zero"), "has more than 256 MiB");
    }
}
