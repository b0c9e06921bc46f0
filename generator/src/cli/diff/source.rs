//! Where a state comes from: files, or a revision.

use std::path::{Path, PathBuf};

use super::git::Revision;
use crate::cli::documents::Documents;
use crate::cli::report::Failure;
use crate::load::{Disk, Files};

/// The documents of a state.
pub struct Source {
    /// All files.
    pub files: Box<dyn Files + Send + Sync>,
    /// The paths of the root documents.
    pub roots: Vec<String>,
    /// The state as messages show it.
    pub shown: String,
}

/// The repository in which revisions are found.
pub struct Repository {
    directory: PathBuf,
    /// The directory of documents if an argument is only a revision, without a path: `spec`.
    pub default: Option<String>,
    /// The order of root documents in a directory. Others follow, by name.
    pub order: Vec<String>,
}

impl Repository {
    /// The repository that contains a directory.
    #[must_use]
    pub fn at(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
            default: None,
            order: Vec::new(),
        }
    }
}

impl Source {
    /// Finds the documents of an argument: a path, `REV:PATH` or, if revisions have a default path, `REV`.
    ///
    /// # Errors
    /// There is no such path or revision, or a directory has no root document.
    pub fn of(argument: &str, repository: &Repository) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if path.is_dir() {
            return Self::in_directory(path, repository);
        }
        if path.is_file() {
            let Documents { files, roots, .. } = Documents::at(&[path.to_owned()], &[], None)?;
            return Ok(Self {
                files: Box::new(files),
                roots,
                shown: argument.to_owned(),
            });
        }
        match argument.split_once(':') {
            Some((name, path)) => Self::in_revision(argument, name, path, repository),
            None => match &repository.default {
                Some(path) => Self::in_revision(argument, argument, path, repository),
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
    pub fn in_directory(path: &Path, repository: &Repository) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let failed = |error| format!("{shown} cannot be read: {error}");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            names.extend(entry.file_name().to_str().map(str::to_owned));
        }
        let directory = Disk {
            base: path.to_owned(),
        };
        let names = roots(&directory, "", names, repository);
        let paths: Vec<PathBuf> = names.iter().map(|name| path.join(name)).collect();
        let Documents { files, roots, .. } = Documents::at(&paths, &[], None)?;
        Self::checked(Box::new(files), roots, shown)
    }

    fn in_revision(
        argument: &str,
        name: &str,
        path: &str,
        repository: &Repository,
    ) -> Result<Self, Failure> {
        let Some(revision) = Revision::find(&repository.directory, name) else {
            return Err(format!(
                "there is no file or directory `{argument}`, and git knows no revision `{name}`"
            ));
        };
        let path = path.trim_end_matches('/');
        if revision.has_directory(path) {
            let names = revision.files_in(path)?;
            let start = match path {
                "" => String::new(),
                path => format!("{path}/"),
            };
            let roots = roots(&revision, &start, names, repository);
            return Self::checked(Box::new(revision), roots, argument.to_owned());
        }
        if !revision.has_file(path) {
            return Err(format!(
                "the revision `{name}` has no file or directory `{path}`"
            ));
        }
        Self::checked(
            Box::new(revision),
            vec![path.to_owned()],
            argument.to_owned(),
        )
    }

    fn checked(
        files: Box<dyn Files + Send + Sync>,
        roots: Vec<String>,
        shown: String,
    ) -> Result<Self, Failure> {
        if roots.is_empty() {
            return Err(format!("there is no OpenAPI document directly in {shown}"));
        }
        Ok(Self {
            files,
            roots,
            shown,
        })
    }
}

/// The root documents among the files of a directory: those with the key `openapi`.
fn roots(
    files: &dyn Files,
    start: &str,
    names: Vec<String>,
    repository: &Repository,
) -> Vec<String> {
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
    let paths = names.into_iter().map(|name| format!("{start}{name}"));
    paths.filter(|path| is_root(files, path)).collect()
}

fn is_root(files: &dyn Files, path: &str) -> bool {
    let Ok(content) = files.read(path) else {
        return false;
    };
    let text = String::from_utf8_lossy(&content);
    // In YAML the key begins a line; in JSON it can be anywhere, and only root documents have it.
    let mut lines = text.lines();
    lines.any(|line| line.starts_with("openapi:")) || text.contains("\"openapi\"")
}
