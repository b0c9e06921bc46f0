//! Paths of the workspace, the target directory and the documents.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use truto_codegen::load::Disk;

use crate::report::Failure;

/// Returns the root of the workspace, independent of the current directory.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the path of the package at run time; the path from build time would be wrong in a moved checkout.
    let package = std::env::var_os("CARGO_MANIFEST_DIR");
    let package = package.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = package.parent().map(Path::to_owned).unwrap_or(package);
    root.canonicalize().unwrap_or(root)
}

/// Returns the target directory of cargo, which environment and configuration can change.
pub(crate) fn target() -> Result<PathBuf, Failure> {
    let mut command = Command::new(program("CARGO", "cargo"));
    command
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(root());
    let output = command
        .output()
        .map_err(|error| format!("`cargo metadata` cannot be started: {error}"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`cargo metadata` failed: {}", errors.trim()));
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("`cargo metadata` did not print JSON: {error}"))?;
    let target = metadata["target_directory"].as_str();
    let target = target.ok_or("`cargo metadata` did not print the target directory")?;
    Ok(PathBuf::from(target))
}

/// Returns the program that cargo itself uses, so that the toolchain is the same.
pub(crate) fn program(variable: &str, name: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_else(|| name.into())
}

/// The root documents of a run, relative to the directory that contains all documents.
pub(crate) struct Documents {
    pub(crate) files: Disk,
    pub(crate) roots: Vec<String>,
}

impl Documents {
    /// The documents of the workspace.
    pub(crate) fn own() -> Self {
        let roots = [
            "spec/ticketing.yaml",
            "spec/crm.yaml",
            "spec/discovery.yaml",
        ];
        Self {
            files: Disk { base: root() },
            roots: roots.map(str::to_owned).to_vec(),
        }
    }

    /// Documents from the command line, relative to the current directory.
    pub(crate) fn at(paths: &[PathBuf]) -> Result<Self, String> {
        let absolute: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
        let base = base(&absolute);
        let roots = absolute
            .iter()
            .map(|path| relative(&base, path))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            files: Disk { base },
            roots,
        })
    }
}

/// Resolves symbolic links and `..`. A file that does not exist is reported when it is read, so here its directory is enough.
fn absolute(path: &Path) -> PathBuf {
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
fn base(paths: &[PathBuf]) -> PathBuf {
    let current = absolute(Path::new("."));
    let mut candidates = [root(), current].into_iter();
    let holds_all = |dir: &PathBuf| paths.iter().all(|path| path.starts_with(dir));
    let whole = paths.first().and_then(|path| path.ancestors().last());
    candidates
        .find(holds_all)
        .unwrap_or_else(|| whole.map(Path::to_owned).unwrap_or_default())
}

fn relative(base: &Path, path: &Path) -> Result<String, String> {
    let parts = path.strip_prefix(base).unwrap_or(path).components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    let parts = parts.ok_or_else(|| format!("the path {} is not Unicode", path.display()))?;
    Ok(parts.join("/"))
}
