//! cargo-semver-checks, which finds breaking changes in the public items of a crate.

use crate::ci::StepOutcome;
use crate::project::{self, root, run_to_end};
use crate::report::Failure;
use crate::tool::Tool;
use crate::version;

/// If you change the version, correct what the guide "Comparing definitions" says about it.
const SEMVER_CHECKS: Tool = Tool::new("cargo-semver-checks", "0.51.0");

/// The test of the generator that runs it.
pub(crate) const VERDICTS: &str = "cargo_semver_checks_finds_no_other_break";

/// Compares the published crates with the last release.
pub(crate) fn since_the_last_release() -> Result<StepOutcome, Failure> {
    let Some(tag) = version::last_tag()? else {
        if version::is_shallow()? {
            return Ok(StepOutcome::Skipped(version::SHALLOW.to_owned()));
        }
        println!("there is no tag `v…` yet, so there is no release to compare with");
        return Ok(StepOutcome::Passed);
    };
    let metadata = project::metadata(&["--no-deps", "--offline"])?;
    let mut command = project::clean(SEMVER_CHECKS.path()?);
    command.args(["semver-checks", "--baseline-rev", &tag]);
    for package in project::published(&metadata)? {
        command.args(["--package", package["name"].as_str().unwrap_or_default()]);
    }
    command.current_dir(root());
    run_to_end(&mut command, "cargo semver-checks").map(|()| StepOutcome::Passed)
}

/// Compares the verdicts of cargo-semver-checks and of `truto-codegen diff` on pairs of documents.
pub(crate) fn verdicts() -> Result<StepOutcome, Failure> {
    let mut command = project::cargo();
    command
        .args(["test", "--package", "truto-codegen", "--test", "verdicts"])
        .args(["--", "--ignored", "--exact", "--nocapture"])
        .arg(VERDICTS)
        .env("CARGO_SEMVER_CHECKS", SEMVER_CHECKS.path()?)
        .current_dir(root());
    run_to_end(&mut command, "cargo test").map(|()| StepOutcome::Passed)
}
