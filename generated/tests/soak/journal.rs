//! Files that stay valid if the process is killed.

use std::{
    fmt::Display,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

use crate::Outcome;

/// A file to which lines are appended. A line is kept even if the process is killed directly after `append`.
pub(crate) struct Journal(Mutex<File>);

impl Journal {
    pub(crate) fn open(path: &Path) -> Outcome<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self(Mutex::new(file)))
    }

    /// Appends a line with one system call, so that a kill leaves a whole line or none.
    pub(crate) fn append(&self, line: &impl Display) -> Outcome {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(file.write_all(format!("{line}\n").as_bytes())?)
    }
}

/// The lines of a journal; none if it does not exist.
pub(crate) fn lines(path: &Path) -> Outcome<Vec<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Writes a new file and renames it, so that a kill leaves either the old or the new one.
pub(crate) fn replace(path: &Path, text: &str) -> Outcome {
    // Appended, since files that differ only in their extension belong to different threads.
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    fs::write(&new, text)?;
    Ok(fs::rename(new, path)?)
}

#[test]
fn files_with_one_stem_have_temporary_names_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let [mirror, report] =
        ["mirror", "report"].map(|what| dir.path().join(format!("steady.{what}")));
    let occupied = dir.path().join("steady.mirror.new");
    fs::create_dir(&occupied).unwrap();
    assert!(replace(&mirror, "{}").is_err());
    replace(&report, "{}").unwrap();
    assert_eq!(lines(&report).unwrap(), ["{}"]);
}
