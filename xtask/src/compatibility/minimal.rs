//! The lowest versions of dependencies that the manifests accept.

use std::fs;
use std::path::Path;

use toml_edit::{Array, DocumentMut, value};

use crate::ci::StepOutcome;
use crate::project::{self, root, run_to_end};
use crate::report::Failure;

/// Compiles each published crate, in a clone of the current commit, with the lowest versions of the dependencies that are in the manifests
/// of this workspace. Dependencies of dependencies have their usual versions, since we cannot correct the manifests of other projects.
pub(crate) fn run() -> Result<StepOutcome, Failure> {
    let work = project::target()?.join("minimal");
    let clone = work.join("clone");
    project::clone_to(&clone, &[])?;
    let metadata = project::metadata(&["--no-deps", "--offline"])?;
    let mut members = Vec::new();
    for package in project::published(&metadata)? {
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        let manifest = Path::new(manifest).strip_prefix(root());
        let manifest =
            manifest.map_err(|error| format!("a member outside of the workspace: {error}"))?;
        // Users do not compile the dependencies of tests.
        edit(&clone.join(manifest), |manifest| {
            manifest.remove("dev-dependencies");
        })?;
        let member = manifest.parent().and_then(Path::to_str);
        members.push(member.unwrap_or_default().replace('\\', "/"));
    }
    for member in members {
        check(&clone, &member, &work.join("build"))
            .map_err(|error| format!("{error}, for {member}"))?;
        println!("{member} compiles with the lowest versions of its dependencies");
    }
    Ok(StepOutcome::Passed)
}

/// Compiles one member as if it were the only one, so that no other member requires higher versions.
fn check(clone: &Path, member: &str, build: &Path) -> Result<(), Failure> {
    edit(&clone.join("Cargo.toml"), |manifest| {
        manifest["workspace"]["members"] = value(Array::from_iter([member]));
    })?;
    let lock = clone.join("Cargo.lock");
    if lock.exists() {
        fs::remove_file(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    }
    let mut generate = project::cargo();
    generate
        .args(["generate-lockfile", "-Z", "direct-minimal-versions"])
        .current_dir(clone)
        // Enables the unstable option on the stable toolchain.
        .env("RUSTC_BOOTSTRAP", "1");
    run_to_end(&mut generate, "cargo generate-lockfile")?;
    let mut check = project::cargo();
    check
        .args(["check", "--all-features", "--locked"])
        .current_dir(clone.join(member))
        .env("CARGO_TARGET_DIR", build);
    run_to_end(&mut check, "cargo check")
}

fn edit(path: &Path, change: impl FnOnce(&mut DocumentMut)) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
    let mut manifest: DocumentMut = text.parse().map_err(|error| failed(&error))?;
    change(&mut manifest);
    fs::write(path, manifest.to_string()).map_err(|error| failed(&error))
}
