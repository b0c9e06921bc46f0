//! The repository of documents.

use std::path::{Path, PathBuf};

use super::git;
use crate::cli::documents::absolute;

/// The repository in which revisions are found.
pub struct Repository {
    pub(super) directory: PathBuf,
    /// The directory of documents if an argument is only a revision, without a path: `spec`.
    pub default: Option<String>,
    /// The crate of the documents in the default directory.
    pub default_crate: Option<PathBuf>,
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
            default_crate: None,
            order: Vec::new(),
        }
    }

    /// Returns the path of a file below the root of the repository; `None` if it is elsewhere, or there is no repository.
    pub(super) fn path_of(&self, path: &Path) -> Option<String> {
        let root = git::root(&self.directory)?;
        let path = absolute(path);
        let parts = path.strip_prefix(root).ok()?.components();
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }
}
