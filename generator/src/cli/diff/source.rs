//! Where a state comes from: files, or a revision.

use std::io;
use std::path::{Path, PathBuf};

use super::crates::{CrateFlags, Overlays};
use super::git::Revision;
use super::repository::Repository;
use crate::Options;
use crate::cli::documents::Documents;
use crate::cli::report::Failure;
use crate::load::{Disk, Files, read_limited};

/// The documents of a state.
pub struct Source {
    /// All files.
    pub files: Box<dyn Files + Send + Sync>,
    /// The paths of the root documents.
    pub roots: Vec<String>,
    /// The state as messages show it.
    pub shown: String,
    /// How the crate is generated from it.
    pub options: Options,
    /// The directory of the crate, if it is known.
    pub package: Option<PathBuf>,
}

impl Source {
    /// Finds the documents of an argument: a path, `REV:PATH` or, if revisions have a default path, `REV`.
    ///
    /// # Errors
    /// There is no such path or revision, or a directory has no root document.
    pub fn of(
        argument: &str,
        repository: &Repository,
        flags: &CrateFlags,
    ) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if path.is_dir() {
            return Self::in_directory(path, repository, flags);
        }
        if path.is_file() {
            return Self::on_disk(&[path.to_owned()], argument, flags);
        }
        match argument.split_once(':') {
            Some((name, path)) => Self::in_revision(argument, (name, path), repository, flags),
            None => match &repository.default {
                Some(path) => Self::in_revision(argument, (argument, path), repository, flags),
                None => Err(format!(
                    "there is no file or directory `{argument}`; for a revision of git, write `{argument}:` and the path of a \
                     document in it"
                )),
            },
        }
    }

    /// The root documents of a directory.
    ///
    /// # Errors
    /// The directory cannot be read, or has no root document.
    fn in_directory(
        path: &Path,
        repository: &Repository,
        flags: &CrateFlags,
    ) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let failed = |error| format!("{shown} cannot be read: {error}");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            // A root can be a symbolic link to a file elsewhere.
            if entry.path().is_file() {
                names.extend(entry.file_name().to_str().map(str::to_owned));
            }
        }
        let mut directory = Disk::new(path);
        directory.named.clone_from(&names);
        let names = roots(&directory, "", names, repository)?;
        let paths: Vec<PathBuf> = names.iter().map(|name| path.join(name)).collect();
        // Without a default, documents on disk need no git.
        let known = match &repository.default {
            Some(_) => repository.path_of(path)?,
            None => None,
        };
        let flags = self::flags(flags, repository, known.as_deref());
        Self::on_disk(&paths, &shown, &flags)?.checked()
    }

    /// Documents on disk.
    fn on_disk(paths: &[PathBuf], shown: &str, flags: &CrateFlags) -> Result<Self, Failure> {
        let documents = Documents::of_state(paths, &flags.overlay, &flags.base)?;
        Self::of_documents(documents, shown, flags)
    }

    /// Documents on disk, with their overlays.
    ///
    /// # Errors
    /// The Cargo.toml of the crate is missing or invalid.
    pub fn of_documents(
        documents: Documents,
        shown: &str,
        flags: &CrateFlags,
    ) -> Result<Self, Failure> {
        let Documents {
            files,
            roots,
            overlays,
        } = documents;
        Ok(Self {
            files: Box::new(files),
            roots,
            shown: shown.to_owned(),
            options: Options {
                overlays,
                ..flags.on_disk()?
            },
            package: flags.directory.clone(),
        })
    }

    fn in_revision(
        argument: &str,
        (name, path): (&str, &str),
        repository: &Repository,
        flags: &CrateFlags,
    ) -> Result<Self, Failure> {
        let Some(revision) = Revision::find(&repository.directory, name)? else {
            return Err(format!(
                "there is no file or directory `{argument}`, and git knows no revision `{name}`"
            ));
        };
        let path = path.trim_end_matches('/');
        let roots = if revision.has_directory(path)? {
            let names = revision.files_in(path)?;
            let start = match path {
                "" => String::new(),
                path => format!("{path}/"),
            };
            roots(&revision, &start, names, repository)?
        } else if revision.has_file(path)? {
            vec![path.to_owned()]
        } else {
            return Err(format!(
                "the revision `{name}` has no file or directory `{path}`"
            ));
        };
        let flags = self::flags(flags, repository, Some(path));
        let overlays = Overlays::of(&flags.overlay, &revision, repository)?;
        let options = Options {
            overlays: overlays.paths,
            ..flags.in_revision(&revision, repository)?
        };
        let files = WithOverlays {
            revision,
            overlays: overlays.outside,
        };
        let source = Self {
            files: Box::new(files),
            roots,
            shown: argument.to_owned(),
            options,
            package: flags.directory,
        };
        source.checked()
    }

    fn checked(self) -> Result<Self, Failure> {
        match self.roots.is_empty() {
            true => Err(format!(
                "there is no OpenAPI document directly in {}",
                self.shown
            )),
            false => Ok(self),
        }
    }
}

/// Returns the arguments for the crate of documents. Those in the default directory have a crate.
fn flags(given: &CrateFlags, repository: &Repository, path: Option<&str>) -> CrateFlags {
    let mut flags = given.clone();
    let is_default = |path: &str| repository.default.as_deref() == Some(path);
    if flags.directory.is_none() && path.is_some_and(is_default) {
        flags.directory.clone_from(&repository.default_crate);
    }
    flags
}

/// The files of a revision, and overlays from elsewhere.
struct WithOverlays {
    revision: Revision,
    /// The path among the files, and on disk.
    overlays: Vec<(String, PathBuf)>,
}

impl Files for WithOverlays {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.overlays.iter().find(|(name, _)| name == path) {
            Some((_, path)) => read_limited(path),
            None => self.revision.read(path),
        }
    }
}

/// The root documents among the files of a directory: those with the key `openapi`.
fn roots(
    files: &dyn Files,
    start: &str,
    names: Vec<String>,
    repository: &Repository,
) -> Result<Vec<String>, Failure> {
    let place = |name: &String| {
        let known = repository.order.iter().position(|known| known == name);
        known.unwrap_or(usize::MAX)
    };
    let is_document = |name: &&String| {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        matches!(extension, Some("yaml" | "yml" | "json"))
    };
    let mut names: Vec<String> = names.iter().filter(is_document).cloned().collect();
    names.sort_by(|one, other| (place(one), one).cmp(&(place(other), other)));
    let mut roots = Vec::new();
    for name in names {
        let path = format!("{start}{name}");
        if is_root(files, &path)? {
            roots.push(path);
        }
    }
    Ok(roots)
}

fn is_root(files: &dyn Files, path: &str) -> Result<bool, Failure> {
    let content = match files.read(path) {
        Ok(content) => content,
        // A directory of a revision is no file.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(format!("{path} cannot be read: {error}")),
    };
    let text = String::from_utf8_lossy(&content);
    // In YAML the key begins a line; in JSON it can be anywhere, and only root documents have it.
    let mut lines = text.lines();
    Ok(lines.any(|line| line.starts_with("openapi:")) || text.contains("\"openapi\""))
}
