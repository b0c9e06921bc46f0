//! Reads files of a revision.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::cli::report::Failure;
use crate::load::Files;

/// A revision of a repository. Paths are relative to the root of the repository.
pub(super) struct Revision {
    repository: PathBuf,
    /// The commit.
    commit: String,
    /// As the command line names it.
    name: String,
}

impl Revision {
    /// Finds a revision; `None` if there is no such revision, or no repository.
    pub(super) fn find(repository: &Path, name: &str) -> Option<Self> {
        let commit = format!("{name}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        let output = run(repository, &arguments).ok()?;
        let commit = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !commit.is_empty()).then(|| Self {
            repository: repository.to_owned(),
            commit,
            name: name.to_owned(),
        })
    }

    /// Returns the revision as the command line names it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names of the files in a directory.
    pub(super) fn files_in(&self, directory: &str) -> Result<Vec<String>, Failure> {
        let tree = format!("{}:{directory}", self.commit);
        let output = run(&self.repository, &["ls-tree", "-z", "--name-only", &tree]);
        let output = output.map_err(|error| format!("git cannot be started: {error}"))?;
        let names = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = names.split('\0').filter(|name| !name.is_empty());
        Ok(names.map(str::to_owned).collect())
    }

    /// Whether the path is a directory of the revision.
    pub(super) fn has_directory(&self, path: &str) -> bool {
        self.kind(path).is_some_and(|kind| kind == "tree")
    }

    /// Whether the path is a file of the revision.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.kind(path).is_some_and(|kind| kind == "blob")
    }

    fn kind(&self, path: &str) -> Option<String> {
        let object = format!("{}:{path}", self.commit);
        let output = run(&self.repository, &["cat-file", "-t", &object]).ok()?;
        let kind = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| kind.trim().to_owned())
    }
}

impl Files for Revision {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let object = format!("{}:{path}", self.commit);
        let output = run(&self.repository, &["cat-file", "blob", &object])?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// Returns the root of the repository that contains a directory; `None` if there is none.
pub(super) fn root(directory: &Path) -> Option<PathBuf> {
    let output = run(directory, &["rev-parse", "--show-toplevel"]).ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    let path = output
        .status
        .success()
        .then(|| path.trim_end_matches(['\r', '\n']))?;
    Path::new(path).canonicalize().ok()
}

fn run(repository: &Path, arguments: &[&str]) -> io::Result<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(repository).args(arguments);
    command.output()
}
