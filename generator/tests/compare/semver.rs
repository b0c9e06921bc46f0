//! Runs cargo-semver-checks over the crates of all pairs.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Result, SIDES};

/// The name of both crates: cargo-semver-checks compares two versions of one package.
pub(crate) const PACKAGE: &str = "pairs";

/// The modules of the new crate that the program, whose path is in `CARGO_SEMVER_CHECKS`, reports as a major change.
pub(crate) fn breaking(workspace: &Path, modules: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let program = env::var_os("CARGO_SEMVER_CHECKS").ok_or("CARGO_SEMVER_CHECKS is not set")?;
    let [old, new] = SIDES.map(|side| workspace.join(side));
    let tmp = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let output = Command::new(program)
        .args(["semver-checks", "--release-type", "minor"])
        // By default, it turns on features that are off on purpose.
        .args(["--default-features", "--color", "never"])
        .arg("--manifest-path")
        .arg(new.join("Cargo.toml"))
        .arg("--baseline-root")
        .arg(old)
        .env("CARGO_TARGET_DIR", tmp.join("semver-checks"))
        .output()?;
    let (printed, errors) = (
        String::from_utf8(output.stdout)?,
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    fs::write(workspace.join("report.txt"), format!("{printed}\n{errors}"))?;
    let found = printed.lines().filter_map(|line| module(line, modules));
    let found: BTreeSet<String> = found.collect();
    // It exits with 1 if it reports something, and for other reasons.
    match (output.status.success(), found.is_empty()) {
        (true, true) | (false, false) => Ok(found),
        _ => Err(format!("cargo-semver-checks failed:\n{printed}\n{errors}").into()),
    }
}

/// The module whose file a line of the report names: `  struct Pet, previously in file /…/src/operation_removed/types.rs:7`.
fn module(line: &str, modules: &BTreeSet<String>) -> Option<String> {
    if !line.starts_with("  ") {
        return None;
    }
    let (_, path) = line.rsplit_once("src/")?;
    let (module, _) = path.split_once('/')?;
    modules.contains(module).then(|| module.to_owned())
}
