//! Opens the pages of the site in Chromium.

use std::path::Path;
use std::process::Command;

use crate::project::root;
use crate::report::Failure;
use crate::tool;

/// Runs the tests in `xtask/browser`.
pub(super) fn test(site: &Path) -> Result<(), Failure> {
    let mut node = Command::new("node");
    node.arg("--test")
        .current_dir(tool::with_npm("browser")?)
        .env("SITE", site)
        // Some of these pages are opened as files, too.
        .env("REFERENCE", root().join("generated/docs"));
    super::run_to_end(&mut node, "node --test")
}
