//! Writes changes into a changelog.

use std::path::Path;

use crate::cli::report::{self, Failure};
use crate::compare::{Comparison, print};
use crate::write::WritePlan;

pub(super) fn write(comparison: &Comparison, path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    if !comparison.is_complete() {
        return Err(format!(
            "{shown} was not changed: parts of the documents have errors and were not compared"
        ));
    }
    let old = std::fs::read_to_string(path);
    let old = old.map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let new = print::changelog(&old, comparison);
    if new == old {
        println!("{shown} is up to date");
        return Ok(());
    }
    // The file is replaced as a whole, so that a full disk does not empty it.
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("{shown} is not the path of a file"))?;
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    let edit = [old.into_bytes(), new.into_bytes()];
    let plan = WritePlan::edits(dir, [(name.to_owned(), edit)].into());
    let applied = plan.and_then(WritePlan::apply);
    applied.map_err(|error| report::write_failure(&error, dir))?;
    println!("updated {shown}");
    Ok(())
}
