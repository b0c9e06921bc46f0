//! Paths of the workspace, the target directory and the documents.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
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
    let metadata = metadata(&["--no-deps", "--offline"])?;
    let target = metadata["target_directory"].as_str();
    let target = target.ok_or("`cargo metadata` did not print the target directory")?;
    Ok(PathBuf::from(target))
}

/// Returns the output of `cargo metadata` for the workspace.
pub(crate) fn metadata(arguments: &[&str]) -> Result<Value, Failure> {
    let mut command = cargo();
    command
        .args(["metadata", "--format-version=1"])
        .args(arguments)
        .current_dir(root());
    let output = command
        .output()
        .map_err(|error| format!("`cargo metadata` cannot be started: {error}"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`cargo metadata` failed: {}", errors.trim()));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("`cargo metadata` did not print JSON: {error}"))
}

/// Returns the published packages in the output of `cargo metadata`. It is an error if there are none, since the callers would then
/// check nothing.
pub(crate) fn published(metadata: &Value) -> Result<Vec<&Value>, Failure> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    // A member of the workspace has no source; `publish = false` is an empty list of registries.
    let is_published = |of: &&Value| of["source"].is_null() && of["publish"] != json!([]);
    let published: Vec<&Value> = packages.filter(is_published).collect();
    match published.is_empty() {
        true => Err("no crate of the workspace is published".to_owned()),
        false => Ok(published),
    }
}

/// The artifacts in the messages of a build with `--message-format=json`.
pub(crate) fn artifacts(messages: &str) -> impl Iterator<Item = Value> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    messages.filter(|message: &Value| message["reason"] == "compiler-artifact")
}

/// The output of git in the workspace; `None` if it fails.
pub(crate) fn git(arguments: &[&str]) -> Result<Option<String>, Failure> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root()).args(arguments);
    let output = command
        .output()
        .map_err(|error| format!("git cannot be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then_some(text))
}

/// Clones the current commit into a directory, in place of what is there. What is not committed is not part of the clone.
pub(crate) fn clone_to(clone: &Path, options: &[&str]) -> Result<(), Failure> {
    if clone.exists() {
        let removed = std::fs::remove_dir_all(clone);
        removed.map_err(|error| format!("{}: {error}", clone.display()))?;
    }
    let commit = git(&["rev-parse", "HEAD"])?.ok_or("there is no commit")?;
    let mut command = Command::new("git");
    command.args(["clone", "--quiet", "--no-checkout"]);
    run_to_end(command.args(options).arg(root()).arg(clone), "git clone")?;
    let mut command = Command::new("git");
    command.arg("-C").arg(clone).args(["checkout", "--quiet"]);
    run_to_end(command.args(["--detach", commit.trim()]), "git checkout")
}

/// Runs a program that prints its own error messages.
pub(crate) fn run_to_end(command: &mut Command, name: &str) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(|error| format!("`{name}` cannot be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{name}` failed"))
    }
}

/// Returns the program that cargo itself uses, so that the toolchain is the same.
pub(crate) fn program(variable: &str, name: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_else(|| name.into())
}

/// Cargo without the variables about a package that cargo itself has set for this process.
///
/// The build scripts of some dependencies run again when these change, and all that depends on them is compiled again.
pub(crate) fn cargo() -> Command {
    clean(program("CARGO", "cargo"))
}

/// Another program that starts cargo, without these variables.
pub(crate) fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Copies a directory recursively.
pub(crate) fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            std::fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// The documents of the workspace.
pub(crate) fn own_documents() -> Documents {
    documents_in(root())
}

/// The documents of a checkout of the workspace.
pub(crate) fn documents_in(root: PathBuf) -> Documents {
    let roots = [
        "spec/ticketing.yaml",
        "spec/crm.yaml",
        "spec/discovery.yaml",
        "spec/webhooks.yaml",
    ];
    Documents {
        files: Disk::new(root),
        roots: roots.map(str::to_owned).to_vec(),
        overlays: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_published_unless_they_have_no_registry() {
        let metadata = json!({ "packages": [
            { "name": "open", "source": null, "publish": null },
            { "name": "listed", "source": null, "publish": ["crates-io"] },
            { "name": "private", "source": null, "publish": [] },
            { "name": "dependency", "source": "registry", "publish": null },
        ] });
        let published = published(&metadata).unwrap();
        let names: Vec<_> = published.iter().map(|of| &of["name"]).collect();
        assert_eq!(names, ["open", "listed"]);
    }

    #[test]
    fn a_workspace_that_publishes_nothing_is_an_error() {
        let metadata = json!({ "packages": [{ "name": "private", "publish": [] }] });
        assert!(published(&metadata).is_err());
        assert!(published(&Value::Null).is_err());
    }
}
