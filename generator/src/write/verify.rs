//! Checks the generated files before anything is planned.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::error::Error;
use super::mark::is_owned;
use crate::plan::names::is_device;

/// Makes sure that no file is written outside of the directory, whatever the documents contain.
pub(super) fn verify(files: &BTreeMap<String, Vec<u8>>) -> Result<(), Error> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (path, content) in files {
        let invalid = |reason| {
            let path = path.clone();
            Err(Error::Invalid { path, reason })
        };
        if !is_inside(path) {
            return invalid("has a path that is outside the directory, or not portable");
        }
        if seen.insert(path.to_lowercase(), path).is_some() {
            return invalid("has a path that differs only in case from another one");
        }
        if !is_owned(content) {
            return invalid("does not begin with the `@generated` mark");
        }
    }
    Ok(())
}

/// Whether a path consists of plain names between `/`, which mean the same on every system.
fn is_inside(path: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.ends_with(['.', ' '])
            && !is_device(name)
            && !name.contains(|c: char| c.is_control() || "\\:*?\"<>|".contains(c))
    };
    path.split('/').all(plain)
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}
