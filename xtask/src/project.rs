//! Paths of the workspace, the target directory and the documents.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use truto_codegen::cli::Documents;
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
    let mut command = cargo();
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

/// Cargo without the variables about a package that cargo itself has set for this process.
///
/// The build scripts of some dependencies run again when these change, and all that depends on them is compiled again.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(program("CARGO", "cargo"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The documents of the workspace.
pub(crate) fn own_documents() -> Documents {
    let roots = [
        "spec/ticketing.yaml",
        "spec/crm.yaml",
        "spec/discovery.yaml",
        "spec/webhooks.yaml",
    ];
    Documents {
        files: Disk { base: root() },
        roots: roots.map(str::to_owned).to_vec(),
        overlays: Vec::new(),
    }
}
