//! Reads files of a revision.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
    /// Finds a revision; `None` if there is no such revision.
    ///
    /// # Errors
    /// There is no repository, or git fails.
    pub(super) fn find(repository: &Path, name: &str) -> Result<Option<Self>, Failure> {
        let commit = format!("{name}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        let output = run(repository, &arguments, "").map_err(|error| error.to_string())?;
        match output.status.code() {
            Some(0) => {}
            // A name of nothing is no failure of git.
            Some(1) => return Ok(None),
            _ => return Err(failed(&output)),
        }
        let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(Some(Self {
            repository: repository.to_owned(),
            commit,
            name: name.to_owned(),
        }))
    }

    /// Returns the revision as the command line names it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names of the files in a directory.
    pub(super) fn files_in(&self, directory: &str) -> Result<Vec<String>, Failure> {
        let tree = format!("{}:{directory}", self.commit);
        let arguments = ["ls-tree", "-z", "--name-only", &tree];
        let output = run(&self.repository, &arguments, "").map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(failed(&output));
        }
        let names = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = names.split('\0').filter(|name| !name.is_empty());
        Ok(names.map(str::to_owned).collect())
    }

    /// Whether the path is a directory of the revision.
    pub(super) fn has_directory(&self, path: &str) -> Result<bool, Failure> {
        self.is("tree", path)
    }

    /// Whether the path is a file of the revision.
    pub(super) fn has_file(&self, path: &str) -> Result<bool, Failure> {
        self.is("blob", path)
    }

    fn is(&self, kind: &str, path: &str) -> Result<bool, Failure> {
        let object = self.object(path, "--batch-check");
        let object = object.map_err(|error| error.to_string())?;
        Ok(object.is_some_and(|object| object.kind == kind))
    }

    /// Asks git for what is at a path; `None` if the revision has nothing there.
    fn object(&self, path: &str, option: &str) -> io::Result<Option<Object>> {
        let name = format!("{}:{path}", self.commit);
        if name.contains('\n') {
            return Ok(None);
        }
        let output = run(
            &self.repository,
            &["cat-file", option],
            &format!("{name}\n"),
        )?;
        if !output.status.success() {
            return Err(io::Error::other(failed(&output)));
        }
        Object::of(&output.stdout, &name)
    }
}

/// What a revision has at a path.
struct Object {
    /// `blob` or `tree`
    kind: String,
    /// Empty if it is not asked for.
    content: Vec<u8>,
}

impl Object {
    /// Reads what `git cat-file --batch` prints: `<id> <kind> <size>`, and the content on the next lines.
    fn of(printed: &[u8], name: &str) -> io::Result<Option<Self>> {
        let mut parts = printed.splitn(2, |byte| *byte == b'\n');
        let head = String::from_utf8_lossy(parts.next().unwrap_or_default());
        if head == format!("{name} missing") {
            return Ok(None);
        }
        let content = parts.next().unwrap_or_default();
        let mut words = head.split(' ');
        let (_, kind, size) = (words.next(), words.next(), words.next());
        match (kind, size.and_then(|size| size.parse::<usize>().ok())) {
            (Some(kind), Some(size)) => Ok(Some(Self {
                kind: kind.to_owned(),
                content: content.get(..size).unwrap_or_default().to_owned(),
            })),
            _ => Err(io::Error::other(format!("git says `{head}`"))),
        }
    }
}

impl Files for Revision {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let object = self.object(path, "--batch")?;
        let file = object.filter(|object| object.kind == "blob");
        let file = file.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(file.content)
    }
}

/// Returns the root of the repository that contains a directory; `None` if there is none.
///
/// # Errors
/// Git cannot be started.
pub(super) fn root(directory: &Path) -> Result<Option<PathBuf>, Failure> {
    let output = run(directory, &["rev-parse", "--show-toplevel"], "");
    let output = output.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Ok(None);
    }
    let path = String::from_utf8_lossy(&output.stdout);
    let path = Path::new(path.trim_end_matches(['\r', '\n']));
    let failed = |error| format!("{} cannot be read: {error}", path.display());
    path.canonicalize().map(Some).map_err(failed)
}

/// Runs git with an input.
fn run(repository: &Path, arguments: &[&str], input: &str) -> io::Result<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(repository).args(arguments);
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let started = command.spawn().map_err(|error| {
        let message = format!("git cannot be started: {error}");
        io::Error::new(error.kind(), message)
    });
    let mut process = started?;
    let written = match process.stdin.take() {
        Some(mut stdin) => stdin.write_all(input.as_bytes()),
        None => Ok(()),
    };
    let output = process.wait_with_output()?;
    // A process that fails before it has read its input says why.
    match output.status.success() {
        true => written.map(|()| output),
        false => Ok(output),
    }
}

/// Returns why git failed.
fn failed(output: &Output) -> Failure {
    let reason = String::from_utf8_lossy(&output.stderr);
    match reason.trim() {
        "" => format!("git failed: {}", output.status),
        reason => format!("git failed: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A repository with a commit of two files.
    fn repository() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a directory");
        fs::create_dir(dir.path().join("a b")).expect("a directory");
        fs::write(dir.path().join("a b/c.yaml"), "c: 1\n").expect("a file");
        fs::write(dir.path().join("empty"), "").expect("a file");
        let author = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        let commit = ["commit", "--quiet", "--no-gpg-sign", "-m", "First"];
        for arguments in [
            &["init", "--quiet"][..],
            &["add", "--all"],
            &[&author[..], &commit].concat(),
        ] {
            let output = run(dir.path(), arguments, "").expect("git");
            assert!(output.status.success(), "{}", failed(&output));
        }
        dir
    }

    #[test]
    fn files_of_a_revision_are_read() {
        let dir = repository();
        let revision = Revision::find(dir.path(), "HEAD").expect("git");
        let revision = revision.expect("a revision");
        assert_eq!(revision.read("a b/c.yaml").expect("a file"), b"c: 1\n");
        assert_eq!(revision.read("empty").expect("a file"), b"");
        for path in ["a b", "x", "a b/x\ny"] {
            let error = revision.read(path).expect_err("no file");
            assert_eq!(error.kind(), io::ErrorKind::NotFound, "{path}");
        }
        assert_eq!(revision.has_directory("a b"), Ok(true));
        assert_eq!(revision.has_directory(""), Ok(true));
        assert_eq!(revision.has_file("a b"), Ok(false));
        assert_eq!(revision.has_file("x"), Ok(false));
        assert_eq!(revision.files_in("a b"), Ok(vec!["c.yaml".to_owned()]));
        let none = Revision::find(dir.path(), "x").expect("git");
        assert!(none.is_none());
    }

    #[test]
    fn a_failure_of_git_is_not_a_missing_file() {
        let dir = repository();
        let revision = Revision::find(dir.path(), "HEAD").expect("git");
        let revision = revision.expect("a revision");
        let objects = dir.path().join(".git/objects");
        fs::rename(&objects, dir.path().join("moved")).expect("a directory");
        let error = revision.read("empty").expect_err("no objects");
        assert_ne!(error.kind(), io::ErrorKind::NotFound);
        let failures = [
            revision.has_file("empty").map(|_| ()),
            revision.files_in("").map(|_| ()),
            Revision::find(dir.path(), "HEAD").map(|_| ()),
        ];
        for failure in failures {
            let reason = failure.expect_err("no objects");
            assert!(reason.starts_with("git failed: "), "{reason}");
        }
    }
}
