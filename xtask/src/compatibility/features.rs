//! Combinations of cargo features.

use crate::ci::StepOutcome;
use crate::project::{self, root, run_to_end};
use crate::report::Failure;
use crate::tool::Tool;

const HACK: Tool = Tool::new("cargo-hack", "0.6.46");

/// Runs clippy on each published crate without features, with each feature, and with each pair of features. Warnings are denied.
///
/// `default` and `reqwest`, the former name of `tokio`, are left out: they only enable other features. So is `_http1`, which nobody
/// enables alone. `chrono`, `jiff` and `time` share no code with other features, so they count as one.
pub(crate) fn powerset() -> Result<StepOutcome, Failure> {
    let metadata = project::metadata(&["--no-deps", "--offline"])?;
    for package in project::published(&metadata)? {
        let mut command = project::clean(HACK.path()?);
        command
            .args(["hack", "clippy", "--feature-powerset", "--depth", "2"])
            .args(["--exclude-features", "default,reqwest,_http1"])
            .args(["--package", package["name"].as_str().unwrap_or_default()]);
        // Only a package that has the features can have them in a group.
        if package["features"].get("chrono").is_some() {
            command.args(["--group-features", "chrono,jiff,time"]);
        }
        command
            .args(["--quiet", "--", "-D", "warnings"])
            .current_dir(root());
        run_to_end(&mut command, "cargo hack clippy")?;
    }
    Ok(StepOutcome::Passed)
}
