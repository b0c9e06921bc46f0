//! Opens the pages of the site in Chromium.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::stage::copy;
use crate::project::root;
use crate::report::Failure;

/// Runs the tests in `xtask/browser`, with the packages of npm that its lock file pins.
pub(super) fn test(site: &Path, target: &Path) -> Result<(), Failure> {
    let folder = target.join("tools/browser");
    stage(&folder).map_err(|error| format!("cannot write {}: {error}", folder.display()))?;
    let npm = format!("npm{}", if cfg!(windows) { ".cmd" } else { "" });
    let mut install = Command::new(npm);
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    super::run_to_end(install.current_dir(&folder), "npm ci")?;
    let mut node = Command::new("node");
    node.arg("--test")
        .current_dir(&folder)
        .env("SITE", OsString::from(site));
    super::run_to_end(&mut node, "node --test")
}

/// Copies the tests out of the sources, where npm must write nothing.
fn stage(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    copy(&root().join("xtask/browser"), folder)
}
