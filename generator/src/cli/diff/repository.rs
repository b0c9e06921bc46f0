//! The repository of documents.

use std::path::{Path, PathBuf};

use super::git;
use crate::cli::documents::absolute;
use crate::cli::report::Failure;

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
    ///
    /// # Errors
    /// Git cannot be started.
    pub(super) fn path_of(&self, path: &Path) -> Result<Option<String>, Failure> {
        let Some(root) = git::root(&self.directory)? else {
            return Ok(None);
        };
        let path = absolute(path);
        let Ok(path) = path.strip_prefix(root) else {
            return Ok(None);
        };
        let parts = path.components().map(|part| part.as_os_str().to_str());
        let parts: Option<Vec<&str>> = parts.collect();
        Ok(parts.map(|parts| parts.join("/")))
    }
}
