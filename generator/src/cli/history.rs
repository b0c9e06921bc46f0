//! The recorded changes of a crate: `changes/`, with a file for each release.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::report::Failure;
use crate::compare::Comparison;
use crate::history::{self, Release, UNRELEASED};

/// The directory in that of the crate.
const FOLDER: &str = "changes";

/// Reads the recorded changes of the crate in `out`, the newest first; `None` if it has no directory for them.
pub(super) fn read(out: &Path) -> Result<Option<Vec<Release>>, Failure> {
    let dir = out.join(FOLDER);
    let failed = |path: &Path, error| format!("cannot read {}: {error}", path.display());
    let entries = match fs::read_dir(&dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&dir, error)),
    };
    let mut releases = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| failed(&dir, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.ends_with(".yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
        let release = Release::read(&name, &text);
        releases.push(release.map_err(|error| format!("{}: {error}", path.display()))?);
    }
    Release::sort(&mut releases);
    Ok(Some(releases))
}

/// Records a comparison as what is not released yet, in place of what an earlier run recorded. Without changes, there is no file.
pub(super) fn write(comparison: &Comparison, out: &Path) -> Result<(), Failure> {
    let dir = out.join(FOLDER);
    let path = dir.join(UNRELEASED);
    let shown = path.display();
    let failed = |error| format!("cannot write {shown}: {error}");
    let old = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read {shown}: {error}")),
    };
    let new = (!comparison.changes.is_empty())
        .then(|| history::unreleased(crate::compare::print::entries(comparison)));
    match (&old, &new) {
        (None, None) => {}
        (old, new) if old == new => println!("{shown} is up to date"),
        (_, None) => {
            fs::remove_file(&path).map_err(failed)?;
            println!("removed {shown}");
        }
        (_, Some(text)) => {
            fs::create_dir_all(&dir).map_err(failed)?;
            // The file is replaced as a whole, so that a full disk does not empty it.
            let next = dir.join(format!("{UNRELEASED}.new"));
            fs::write(&next, text).map_err(failed)?;
            fs::rename(&next, &path).map_err(failed)?;
            println!("updated {shown}");
        }
    }
    Ok(())
}
