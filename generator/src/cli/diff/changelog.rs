//! Writes changes into a changelog.

use std::path::Path;

use crate::cli::report::Failure;
use crate::compare::{Comparison, print};

pub(super) fn write(comparison: &Comparison, path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    let old = std::fs::read_to_string(path);
    let old = old.map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let new = print::changelog(&old, comparison);
    if new == old {
        println!("{shown} is up to date");
        return Ok(());
    }
    std::fs::write(path, new).map_err(|error| format!("{shown} cannot be written: {error}"))?;
    println!("updated {shown}");
    Ok(())
}
