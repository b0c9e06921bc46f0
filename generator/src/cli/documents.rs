//! The root documents and overlays of a run, and the directory that contains all documents.

use std::path::{Component, Path, PathBuf};

use crate::load::Disk;

/// The root documents and overlays of a run, relative to the directory that contains all documents.
pub struct Documents {
    /// All documents.
    pub files: Disk,
    /// The paths of the roots.
    pub roots: Vec<String>,
    /// The paths of the overlays.
    pub overlays: Vec<String>,
}

impl Documents {
    /// Documents from the command line, relative to the current directory. If `workspace` contains all of them, messages show paths
    /// relative to it.
    ///
    /// # Errors
    /// A path is not Unicode.
    pub fn at(
        roots: &[PathBuf],
        overlays: &[PathBuf],
        workspace: Option<&Path>,
    ) -> Result<Self, String> {
        let paths = roots.iter().chain(overlays);
        let absolute: Vec<PathBuf> = paths.map(|path| absolute(path)).collect();
        let base = base(&absolute, workspace);
        let relative: Result<Vec<String>, String> =
            absolute.iter().map(|path| below(&base, path)).collect();
        let mut paths = relative?;
        let overlays = paths.split_off(roots.len());
        Ok(Self {
            files: Disk { base },
            roots: paths,
            overlays,
        })
    }
}

/// Resolves symbolic links and `..`. A file that does not exist is reported when it is read, so here its directory is enough.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let in_its_directory = || {
        let directory = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(directory.join(path.file_name()?))
    };
    path.canonicalize()
        .ok()
        .or_else(in_its_directory)
        .or_else(|| std::path::absolute(path).ok())
        .unwrap_or_else(|| path.to_owned())
}

/// The directory that contains all documents; messages show paths relative to it. It is the workspace, the current directory,
/// or else the root of the file system.
fn base(paths: &[PathBuf], workspace: Option<&Path>) -> PathBuf {
    let current = absolute(Path::new("."));
    let mut candidates = workspace.map(Path::to_owned).into_iter().chain([current]);
    let holds_all = |dir: &PathBuf| paths.iter().all(|path| path.starts_with(dir));
    let whole = paths.first().and_then(|path| path.ancestors().last());
    candidates
        .find(holds_all)
        .unwrap_or_else(|| whole.map(Path::to_owned).unwrap_or_default())
}

/// The path below `base`, with slashes.
fn below(base: &Path, path: &Path) -> Result<String, String> {
    let parts = path.strip_prefix(base).unwrap_or(path).components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    let parts = parts.ok_or_else(|| format!("the path {} is not Unicode", path.display()))?;
    Ok(parts.join("/"))
}

/// The path from one directory to another: `../generator/runtime`. Both are absolute. Between two drives there is only the absolute
/// path.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other);
    let common = common.count();
    if common == 0 {
        return to.iter().collect();
    }
    let up = from.iter().skip(common).map(|_| Component::ParentDir);
    up.chain(to.iter().skip(common).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_directory_to_directory() {
        let cases = [
            (
                "/work/pets",
                "/work/generator/runtime",
                "../generator/runtime",
            ),
            ("/tmp/pets", "/work/runtime", "../../work/runtime"),
            ("/work", "/work/runtime", "runtime"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(
                relative(Path::new(from), Path::new(to)),
                Path::new(expected)
            );
        }
    }
}
