//! Documents before and after a refresh, as pairs: what is added to a document must make a crate that compiles.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use truto_codegen::{
    load::Disk,
    refresh::{Request, Snapshot, refresh},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The cases of `tests/refresh/` that add something of which the crate has an item.
pub(crate) const CASES: [&str; 5] = [
    "enum-values",
    "fields-added",
    "parameters-added",
    "registry",
    "support-added",
];

/// Writes the document of a case before and after its refresh.
pub(crate) fn write_pair(case: &Path, pair: &Path) -> Result<()> {
    let (roots, disk) = (["desk.yaml".to_owned()], Disk::new(case));
    let mut files = BTreeMap::new();
    let dir = case.join("snapshot");
    add_files(&dir, &dir, &mut files)?;
    let snapshot = Snapshot::new(files)?;
    let refreshed = refresh(&Request::new(&roots, &disk, "decisions.yaml", &snapshot))?;
    let edit = refreshed.files.get("desk.yaml");
    let edit = edit.ok_or_else(|| format!("{}: nothing changes", case.display()))?;
    fs::create_dir_all(pair)?;
    fs::write(pair.join("old.yaml"), &edit.old)?;
    Ok(fs::write(pair.join("new.yaml"), &edit.new)?)
}

fn add_files(dir: &Path, base: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            add_files(&path, base, files)?;
        } else {
            let name = path
                .strip_prefix(base)?
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}
