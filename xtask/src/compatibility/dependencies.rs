//! The dependencies: their licences, known vulnerabilities, and whether they are used.

use std::process::Command;

use crate::ci::StepOutcome;
use crate::project::{self, root, run_to_end};
use crate::report::Failure;
use crate::tool::Tool;

const DENY: Tool = Tool::new("cargo-deny", "0.20.2");
const MACHETE: Tool = Tool::new("cargo-machete", "0.9.2");

/// Checks licences, banned crates and sources of crates, as `deny.toml` configures.
pub(crate) fn deny() -> Result<StepOutcome, Failure> {
    let mut command = command(&DENY)?;
    command.args(["--all-features", "check", "bans", "licenses", "sources"]);
    run_to_end(&mut command, "cargo deny check").map(|()| StepOutcome::Passed)
}

/// Checks for known vulnerabilities. A step of its own, since their database is on another server than the crates and may be out of reach.
pub(crate) fn advisories() -> Result<StepOutcome, Failure> {
    let mut fetch = command(&DENY)?;
    if run_to_end(fetch.args(["fetch", "db"]), "cargo deny fetch").is_err() {
        let why = "the database of vulnerabilities cannot be fetched, see above";
        return Ok(StepOutcome::Skipped(why.to_owned()));
    }
    let mut check = command(&DENY)?;
    check.args(["--all-features", "check", "--disable-fetch", "advisories"]);
    run_to_end(&mut check, "cargo deny check advisories").map(|()| StepOutcome::Passed)
}

/// Checks that the source of each package names all of its dependencies.
pub(crate) fn unused() -> Result<StepOutcome, Failure> {
    let mut command = command(&MACHETE)?;
    run_to_end(command.arg("--with-metadata"), "cargo machete").map(|()| StepOutcome::Passed)
}

fn command(tool: &Tool<'_>) -> Result<Command, Failure> {
    let mut command = project::clean(tool.path()?);
    command.current_dir(root());
    Ok(command)
}
